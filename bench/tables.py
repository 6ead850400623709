"""Text tables."""
import math
import sys


def show(title, head, rows):
    """Prints a table: the first column from the left, the others from the right."""
    table = [head] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[c]) for row in table) for c in range(len(head))]
    print(f"\n{title}\n")
    for number, row in enumerate(table):
        first = row[0].ljust(widths[0])
        print("  ".join([first] + [cell.rjust(w) for cell, w in zip(row[1:], widths[1:])]).rstrip())
        if number == 0:
            print("  ".join("-" * w for w in widths))
    sys.stdout.flush()


def geometric_mean(numbers):
    """The mean that ratios have; None without any."""
    return math.exp(sum(math.log(n) for n in numbers) / len(numbers)) if numbers else None


def ratio(number):
    return "-" if number is None else f"{number:.3f}"


def mebibytes(number):
    return f"{number / (1 << 20):.1f}"
