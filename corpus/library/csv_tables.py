# Rows to lines and back, in several dialects, with what goes wrong.
import csv
import io

rows = [["a", "b c", 'say "hi"', ""], ["1", "two\nlines", "x,y", " lead"], [""], [3.5, None, True, "é'"]]
for options in (
    {},
    {"quoting": csv.QUOTE_ALL},
    {"quoting": csv.QUOTE_NONNUMERIC},
    {"quoting": csv.QUOTE_STRINGS},
    {"quoting": csv.QUOTE_NOTNULL},
    {"delimiter": "\t", "lineterminator": "\n"},
    {"quotechar": "'", "doublequote": False, "escapechar": "\\"},
):
    out = io.StringIO(newline="")
    try:
        csv.writer(out, **options).writerows(rows)
    except csv.Error as error:
        print("error:", error)
    print(options, repr(out.getvalue()))
    back = list(csv.reader(io.StringIO(out.getvalue(), newline=""), **{**options, "quoting": csv.QUOTE_MINIMAL}))
    print(back)

for text, options in (
    ('a,b\r\nc,"d\r\ne",f', {}),
    ("a, b,  c", {"skipinitialspace": True}),
    ("1,2.5,'x'", {"quoting": csv.QUOTE_NONNUMERIC, "quotechar": "'"}),
    ("1,,x", {"quoting": csv.QUOTE_NOTNULL}),
    ('a"b,"c"d', {}),
    ('"a"b', {"strict": True}),
    ('"open', {"strict": True}),
    ("a\\,b,c\\\\", {"escapechar": "\\", "quoting": csv.QUOTE_NONE}),
    ("\n\na\n", {}),
    ("a\rb", {}),
):
    try:
        print(list(csv.reader([text] if "\n" not in text else io.StringIO(text, newline=""), **options)))
    except csv.Error as error:
        print("error:", error)

reader = csv.DictReader(io.StringIO("name,age\nann,3\nbob\n"))
print(list(reader), reader.line_num, reader.fieldnames)
out = io.StringIO()
writer = csv.DictWriter(out, ["x", "y"], restval="-")
writer.writeheader()
writer.writerow({"x": 1})
print(repr(out.getvalue()))

csv.register_dialect("odd", delimiter=";", quoting=csv.QUOTE_NONE, escapechar="!")
dialect = csv.get_dialect("odd")
print(dialect.delimiter, dialect.quotechar, dialect.escapechar, dialect.quoting, dialect.strict, dialect.lineterminator == "\r\n")
print("odd" in csv.list_dialects(), list(csv.reader(["a;b!;c"], "odd")))
csv.unregister_dialect("odd")
for wrong in (
    lambda: csv.get_dialect("odd"),
    lambda: csv.reader([], delimiter="ab"),
    lambda: csv.reader([], delimiter=1),
    lambda: csv.reader([], quoting=9),
    lambda: csv.reader([], quotechar="", quoting=csv.QUOTE_ALL),
    lambda: csv.reader([], quotechar=",", delimiter=","),
    lambda: list(csv.reader([b"x"])),
    lambda: csv.writer(3),
    lambda: csv.writer(io.StringIO()).writerow(5),
    lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"]),
    lambda: csv.register_dialect(3),
):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
print(csv.field_size_limit(3))
try:
    list(csv.reader(["abcd"]))
except csv.Error as error:
    print(error)
print(csv.field_size_limit(131072), csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter)
