type Pair[T] = tuple[T, T]


class Box[T: (int, str) = int]:
    def get[U](self, other: U) -> T: ...
