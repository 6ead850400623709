"""Games of chance with a fixed seed: the same numbers everywhere."""

import random


def main():
    random.seed(42)
    print([random.random() for _ in range(3)], random.getrandbits(70), random.randbytes(4).hex())
    print([random.randint(1, 6) for _ in range(10)], random.randrange(0, 100, 7), random.choice("abcdef"))
    deck = list(range(10))
    random.shuffle(deck)
    print(deck, random.sample(range(1000), 5), random.choices("abc", weights=[5, 1, 1], k=8))
    print(random.sample("aab", counts=[3, 1, 2], k=4), random.choices([1, 2], cum_weights=[1, 10], k=5))

    r = random.Random("a text as seed")
    print(r.uniform(1, 2), r.triangular(0, 10, 3), r.betavariate(1, 2))
    print(r.expovariate(1.5), r.gammavariate(2, 1), r.gauss(0, 1), r.lognormvariate(0, 1))
    print(r.normalvariate(5, 2), r.vonmisesvariate(1, 4), r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3))
    state = r.getstate()
    first = [r.random() for _ in range(4)]
    r.setstate(state)
    print(first == [r.random() for _ in range(4)], state[0], len(state[1]))

    for seed in (0, -7, 2**100, b"bytes", bytearray(b"x")):
        print(seed, random.Random(seed).random())
    hits = sum(random.Random(7).random() ** 2 + y**2 <= 1 for y in [random.random() for _ in range(1000)])
    counts = {}
    die = random.Random(1)
    for _ in range(600):
        face = die.randint(1, 6)
        counts[face] = counts.get(face, 0) + 1
    print(hits > 0, sorted(counts.items()))
    for bad in (
        lambda: random.choice([]),
        lambda: random.randrange(0),
        lambda: random.sample([1], 2),
        lambda: random.sample({1, 2}, 1),
        lambda: random.choices("ab", weights=[1]),
        lambda: random.seed([]),
    ):
        try:
            bad()
        except (IndexError, ValueError, TypeError) as error:
            print(type(error).__name__, error)

    class Fixed(random.Random):
        def random(self):
            return 0.25

    f = Fixed()
    print(f.random(), f.uniform(0, 8), f.choice("wxyz"), f.randrange(8), f.sample(range(8), 2))


main()
