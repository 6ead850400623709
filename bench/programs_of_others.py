"""pyperformance's programs: fetched into a cache folder when they are wanted, and run unmodified.

They never come into the repository. A staging folder per program holds a copy of its files with `pyperf.py` of ours
beside, which they import.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

VERSION = "1.14.0"

# (name, folder, arguments, loops: about a second on CPython 3.13)
PROGRAMS = [
    ("chaos", "chaos", [], 14),
    ("deltablue", "deltablue", [], 250),
    ("fannkuch", "fannkuch", [], 2),
    ("float", "float", [], 12),
    ("generators", "generators", [], 25),
    ("go", "go", [], 8),
    ("hexiom", "hexiom", [], 140),
    ("meteor_contest", "meteor_contest", [], 8),
    ("nbody", "nbody", [], 10),
    ("nqueens", "nqueens", [], 10),
    ("raytrace", "raytrace", [], 3),
    ("richards", "richards", [], 20),
    ("richards_super", "richards_super", [], 18),
    ("scimark_sor", "scimark", ["sor"], 8),
    ("scimark_sparse", "scimark", ["sparse_mat_mult"], 180),
    ("scimark_monte_carlo", "scimark", ["monte_carlo"], 14),
    ("scimark_lu", "scimark", ["lu"], 8),
    ("scimark_fft", "scimark", ["fft"], 3),
    ("spectral_norm", "spectral_norm", [], 9),
]


def cache_folder():
    """Where fetched programs are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(base) / "pyspec-bench"


def fetch():
    """The folder that holds `bm_NAME` folders; fetched by pip the first time."""
    home = cache_folder() / f"pyperformance-{VERSION}"
    benchmarks = home / "pyperformance" / "data-files" / "benchmarks"
    if not benchmarks.is_dir():
        download = cache_folder() / "download"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(download)]
        subprocess.run(pip + [f"pyperformance=={VERSION}"], check=True)
        [wheel] = download.glob(f"pyperformance-{VERSION}-*.whl")
        # Unpacked beside and renamed, so that an interrupted run leaves no half of it.
        part = home.with_name(f"{home.name}.{os.getpid()}")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(part)
        part.rename(home)
    return benchmarks


def stage(benchmarks, folder, work):
    """A program's files with our `pyperf.py` in a folder of their own; its main file."""
    to = work / folder
    if not to.is_dir():
        shutil.copytree(benchmarks / f"bm_{folder}", to)
        shutil.copy(pathlib.Path(__file__).with_name("pyperf.py"), to)
    return to / "run_benchmark.py"
