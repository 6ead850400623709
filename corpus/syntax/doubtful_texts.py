# Warnings about texts that hardly mean what they say, as warnings and as errors.
import warnings

TEXTS = [
    "x is 1",
    "x is not 'a'",
    "1.5 is x",
    "() is x",
    "x is None, x is True, x is ...",
    "assert (x, 'always')",
    "assert ()",
    "1(2)",
    "[1, 2] (3)",
    "f'{x}'(1)",
    "(x for x in y)[0]",
    "{1}[0]",
    "[1, 2]['a']",
    "'abc'[1.5]",
    "(1, 2)[1:2]",
    "[1, 2][x]",
    "'\\d'",
    "b'\\d\\q'",
    "r'\\d'",
    "'\\400'",
    "'''\n\n\\ '''",
    "f'\\d{x}'",
    "f'{x}\\{{'",
    "rf'\\d{x}'",
    "'\\N{DIGIT ONE}\\u0031\\U00000031\\x31\\0\\17\\\n'",
    "b'\\u0031'",
    "def f():\n    try: pass\n    finally: return 1",
    "for i in x:\n    try: pass\n    finally: continue",
    "for i in x:\n    try: pass\n    finally:\n        for j in x: break",
    "try: pass\nfinally:\n    def f(): return 1",
    "for i in x:\n    try: return_ = 1\n    finally: break",
]
for text in TEXTS:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(text, "<text>", "exec")
    print(repr(text), [(w.category.__name__, str(w.message), w.lineno, w.filename) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for text in ("\n  \nx = '\\d'", "if 1:\n    x is 1", "assert (1, 2)"):
        try:
            compile(text, "<text>", "exec")
        except SyntaxError as error:
            print(error.msg, error.lineno)
