"""The command line of a small tool, read by argparse: its help, its results, its complaints."""

import argparse
import io
import sys


def build():
    parser = argparse.ArgumentParser(
        prog="tool",
        description="Moves things about.",
        epilog="See the manual for more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version="%(prog)s 1.2")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more; may be repeated")
    parser.add_argument("-q", "--quiet", action="store_true")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")

    copy = commands.add_parser("copy", help="copy files", aliases=["cp"])
    copy.add_argument("source", nargs="+", help="what to copy")
    copy.add_argument("target")
    copy.add_argument("-m", "--mode", choices=["fast", "safe"], default="safe", help="how (default: %(default)s)")
    copy.add_argument("--limit", type=int, metavar="N")
    copy.add_argument("--exclude", action="append", default=[], metavar="GLOB")

    scale = commands.add_parser("scale", help="scale numbers")
    scale.add_argument("numbers", nargs="*", type=float)
    group = scale.add_mutually_exclusive_group()
    group.add_argument("--by", type=float, default=2.0)
    group.add_argument("--to", type=float)
    scale.add_argument("--round", dest="digits", nargs="?", const=0, type=int)
    scale.add_argument("--pair", nargs=2, metavar=("A", "B"))
    scale.add_argument("--color", action=argparse.BooleanOptionalAction, default=True)
    return parser


def run(parser, line):
    print("$ tool", line)
    out, err = io.StringIO(), io.StringIO()
    sys.stdout, sys.stderr = out, err
    try:
        result = vars(parser.parse_args(line.split()))
        status = "ok"
    except SystemExit as exit:
        result, status = {}, f"exit {exit.code}"
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    for key in sorted(result):
        print(f"    {key} = {result[key]!r}")
    for line in (out.getvalue() + err.getvalue()).splitlines():
        print("   |", line)
    print("   ", status)


def main():
    parser = build()
    for line in (
        "copy a b c -m fast --exclude *.o --exclude=*.a",
        "-vv copy a b --limit 3",
        "scale 1 2.5 --by 3 --round",
        "scale --to 10 --round 2 4 5 --no-color",
        "scale --pair 1 2",
        "-qv scale",
        "scale -1 -2.5",
        "copy a",
        "copy a b --limit three",
        "scale --by 1 --to 2",
        "scale x",
        "scale --pair 1",
        "--verb scale",
        "--version",
        "",
    ):
        run(parser, line)
    known, rest = parser.parse_known_args(["scale", "1", "--unknown", "x"][:3])
    print(known.numbers, rest)

    class Upper(argparse.Action):
        def __call__(self, parser, namespace, values, option_string=None):
            setattr(namespace, self.dest, values.upper())

    other = argparse.ArgumentParser(prog="other", add_help=False, prefix_chars="-+", fromfile_prefix_chars="@")
    other.add_argument("+x", action=Upper, default="none")
    other.add_argument("--flag", action="store_const", const=42)
    other.set_defaults(extra="yes")
    print(other.parse_args(["+x", "loud", "--flag"]))
    print(other.parse_args([], argparse.Namespace(x="given")))
    print(parser.format_usage().strip().split()[1])


main()
