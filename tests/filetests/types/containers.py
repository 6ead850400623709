"""What lists and dicts hold is known from what is put in."""


def mean(numbers):
    total = 0.0
    for n in numbers:
        total += n
    return total / len(numbers)


table = {"a": [1.0, 2.0], "b": [3.0]}
means = [mean(row) for row in table.values()]
never = lambda x: x
# ---- dump
# module __main__
#   __doc__: str
#   mean: def mean
#   means: list[float]
#   never: def <lambda>
#   table: dict[str, list[float]]
# def mean
#   numbers: list[float]
#   -> float
# def <lambda>
#   x: ?
#   -> ?
