"""A class with __slots__: one map, and a slot that is unset leaves to where the interpreter raises."""
# func: label


class Span:
    __slots__ = ("begin", "end", "text")

    def __init__(self, begin, end):
        self.begin = begin
        self.end = end


def label(span):
    return span.text, span.begin


first = Span(1, 4)
first.text = "one"
print(label(first))
