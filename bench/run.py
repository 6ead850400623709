#!/usr/bin/env python3
"""All tables of figures, from one command: pyspec beside CPython 3.13 and PyPy, interleaved.

    python3 bench/run.py target/release/pyspec
    python3 bench/run.py target/release/pyspec --tables pyperformance --only nbody,go --rounds 5

Times are user CPU, memory the peak resident set, both from wait4; `run` is `pyspec run`, `built` an executable
that `pyspec build` made. Implementations that are not installed are left out.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import programs_of_others as others
from measure import Failed, interleaved, median, run
from tables import geometric_mean, mebibytes, ratio, show

HERE = pathlib.Path(__file__).resolve().parent
OWN = HERE / "programs"
KINDS = ["ints", "floats", "mixed"]


def main():
    options = command_line()
    with tempfile.TemporaryDirectory(prefix="pyspec-bench-") as folder:
        bench = Bench(options, pathlib.Path(folder))
        for name in options.tables:
            TABLES[name](bench)
    if options.score:
        print("\nprediction score\n", flush=True)
        subprocess.run(options.score, shell=True, check=False)


def find_cpython():
    """The `python3.13` on the path if it runs, else what runs this."""
    found = shutil.which("python3.13")
    works = found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0
    return found if works else sys.executable


def command_line():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pyspec", help="the binary: a release build")
    parser.add_argument("--cpython", default=find_cpython(), help="CPython 3.13")
    parser.add_argument("--pypy", default=shutil.which("pypy3"), help="PyPy, left out if not installed")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each program on each implementation")
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies the loops of every program")
    parser.add_argument("--only", default="", help="names of pyperformance's programs, with commas")
    parser.add_argument("--tables", default=",".join(TABLES), help="which, with commas: " + ", ".join(TABLES))
    parser.add_argument("--programs", help="pyperformance's benchmarks, unpacked; fetched by pip if not given")
    parser.add_argument("--objects", type=int, default=1_000_000, help="how many objects")
    parser.add_argument("--score", help="a command that prints how good predictions are, run at the end")
    options = parser.parse_args()
    options.tables = options.tables.split(",")
    unknown = [name for name in options.tables if name not in TABLES]
    if unknown:
        parser.error(f"no such table: {', '.join(unknown)}")
    options.pyspec = str(pathlib.Path(options.pyspec).resolve())
    return options


class Bench:
    """What tables share: the implementations and a folder to work in."""

    def __init__(self, options, work):
        self.options = options
        self.work = work
        # Seconds that builds took, by the executable's name.
        self.builds = {}

    def interpreters(self):
        """Implementations that run a source file, by name."""
        found = {"cpython": [self.options.cpython], "run": [self.options.pyspec, "run"]}
        if self.options.pypy:
            found["pypy"] = [self.options.pypy]
        return found

    def names(self):
        return [n for n in ["cpython", "pypy", "run", "built"] if n == "built" or n in self.interpreters()]

    def build(self, main, name):
        """The executable of a program, built once."""
        app = self.work / f"{name}.exe"
        if name not in self.builds:
            made = run([self.options.pyspec, "build", str(main), "-o", str(app)])
            self.builds[name] = made.wall
        return app

    def commands(self, main, name, arguments):
        """What runs a program, by implementation."""
        commands = {key: words + [str(main)] + arguments for key, words in self.interpreters().items()}
        try:
            commands["built"] = [str(self.build(main, name))] + arguments
        except Failed as failure:
            print(f"{name} is not built: {failure}", file=sys.stderr)
        return commands


def pyperformance(bench):
    """User CPU and memory per program, and their ratios to CPython's."""
    options = bench.options
    wanted = [name for name in options.only.split(",") if name]
    benchmarks = pathlib.Path(options.programs) if options.programs else others.fetch()
    seconds, memory, time_ratios, memory_ratios = [], [], {}, {}
    for name, folder, arguments, loops in others.PROGRAMS:
        if wanted and name not in wanted:
            continue
        main = others.stage(benchmarks, folder, bench.work)
        environment = {"BENCH_LOOPS": str(max(1, round(loops * options.scale)))}
        runs = interleaved(bench.commands(main, folder, arguments), options.rounds, environment)
        complain(name, runs)
        seconds.append([name] + figures(bench, runs, "user", time_ratios, "{:.2f}".format))
        memory.append([name] + figures(bench, runs, "rss", memory_ratios, mebibytes))
    head = ["program"] + [cell for name in bench.names() for cell in ([name] if name == "cpython" else [name, "ratio"])]
    for title, rows, ratios in [
        ("user CPU in seconds, ratio to CPython 3.13", seconds, time_ratios),
        ("peak memory in MiB, ratio to CPython 3.13", memory, memory_ratios),
    ]:
        means = [cell for name in bench.names() for cell in mean_cells(name, ratios)]
        show(f"pyperformance: {title}", head, rows + [["geometric mean"] + means])


def mean_cells(name, ratios):
    return [""] if name == "cpython" else ["", ratio(geometric_mean(ratios.get(name, [])))]


def figures(bench, runs, figure, ratios, shown):
    """Cells of a row: CPython's figure, then figure and ratio of each other implementation."""
    base = runs["cpython"]
    cells = []
    for name in bench.names():
        mine = runs.get(name, Failed("not built"))
        cells.append("-" if isinstance(mine, Failed) else shown(median(mine, figure)))
        if name == "cpython":
            continue
        if isinstance(mine, Failed) or isinstance(base, Failed):
            cells.append("-")
            continue
        quotient = median(mine, figure) / max(median(base, figure), 1e-9)
        ratios.setdefault(name, []).append(quotient)
        cells.append(ratio(quotient))
    return cells


def complain(program, runs):
    """Says which implementation failed, and whose output differs from CPython's."""
    base = runs["cpython"]
    for name, mine in runs.items():
        if isinstance(mine, Failed):
            print(f"{program} on {name}: {mine}", file=sys.stderr)
        elif not isinstance(base, Failed) and mine[0].output != base[0].output:
            print(f"{program} on {name}: prints something else than CPython", file=sys.stderr)


def objects(bench):
    """Bytes of an object of three attributes, its values included."""
    count = bench.options.objects
    rows = []
    commands = {}
    for kind in ["none"] + KINDS:
        for name, command in bench.commands(OWN / "objects.py", "objects", [kind, str(count)]).items():
            commands[kind, name] = command
    runs = interleaved(commands, bench.options.rounds)
    for name in bench.names():
        row = [name]
        for kind in KINDS:
            empty, full = runs.get(("none", name), Failed("")), runs.get((kind, name), Failed(""))
            if isinstance(empty, Failed) or isinstance(full, Failed):
                row.append("-")
            else:
                row.append(f"{(median(full, 'rss') - median(empty, 'rss')) / count:.1f}")
        rows.append(row)
    show(f"bytes of each of {count:,} objects of three attributes", ["implementation"] + KINDS, rows)


def empty(bench):
    """What it takes to start and to end."""
    commands = bench.commands(OWN / "empty.py", "empty", [])
    runs = interleaved(commands, max(15, bench.options.rounds))
    complain("empty", runs)
    rows = []
    for name in bench.names():
        if not isinstance(runs.get(name, Failed("")), Failed):
            rows.append([name, f"{1e3 * median(runs[name], 'wall'):.1f}", mebibytes(median(runs[name], "rss"))])
    show("an empty program", ["implementation", "ms", "MiB"], rows)


def trees(bench):
    """Binary trees, and how much of the time is the collector's."""
    commands = bench.commands(OWN / "trees.py", "trees", ["16"])
    runs = interleaved(commands, bench.options.rounds)
    complain("trees", runs)
    rows = []
    for name in bench.names():
        mine = runs.get(name, Failed(""))
        if not isinstance(mine, Failed):
            share = collector_share(bench, commands[name]) if name in ("run", "built") else "-"
            rows.append([name, f"{median(mine, 'user'):.2f}", mebibytes(median(mine, "rss")), share])
    show("binary trees of depth 16", ["implementation", "user CPU s", "MiB", "collector"], rows)


def collector_share(bench, command):
    """The collector's part of the CPU time, from the program's own figures."""
    file = bench.work / "figures.json"
    took = run(command, {"PYSPEC_STATS": str(file)})
    figures = json.loads(file.read_text())
    return f"{100 * figures['collector']['seconds'] / (took.user + took.system):.0f}%"


def build(bench):
    """Seconds that `pyspec build` takes."""
    benchmarks = pathlib.Path(bench.options.programs) if bench.options.programs else others.fetch()
    rows = []
    for folder in dict.fromkeys(row[1] for row in others.PROGRAMS):
        try:
            app = bench.build(others.stage(benchmarks, folder, bench.work), folder)
            rows.append([folder, f"{bench.builds[folder]:.2f}", mebibytes(app.stat().st_size)])
        except Failed as failure:
            rows.append([folder, "-", str(failure)])
    show("building an executable", ["program", "seconds", "MiB"], rows)


TABLES = {"pyperformance": pyperformance, "objects": objects, "empty": empty, "build": build, "trees": trees}

if __name__ == "__main__":
    main()
