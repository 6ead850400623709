# Lines and columns that the traceback module finds are those of the failing expression.
import traceback


def divide(a, b):
    try:
        return a / b
    except ZeroDivisionError as error:
        entry = traceback.extract_tb(error.__traceback__)[-1]
        return entry.name, entry.lineno, entry.end_lineno, entry.colno, entry.end_colno, entry.line


def constant():
    return 1 / 0


def spread(values):
    return sum(
        values["a"]
        + values["missing"]
    )


print(divide(1, 0))
for f in (constant, lambda: spread({"a": 1}), lambda: [].pop()):
    try:
        f()
    except Exception as error:
        for entry in traceback.extract_tb(error.__traceback__)[1:]:
            print(entry.name, entry.lineno, entry.end_lineno, entry.colno, entry.end_colno, entry.line)
print([line.rstrip() for line in traceback.format_exception_only(ValueError("bad"))])
