"""The names that the site adds to the builtins."""
import builtins

print(repr(exit), repr(quit))
print(repr(help))
print(repr(credits))
print(str(copyright).splitlines()[0])
print(type(exit).__module__, type(exit).__name__, exit.name, quit.eof, all(hasattr(builtins, n) for n in ("license", "help")))
for code in (None, 3, "text"):
    try:
        exit(code)
    except SystemExit as end:
        print(repr(end.code))
copyright()
quit(0)
