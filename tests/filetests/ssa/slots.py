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
# ---- dump
# func 0.3 label() -> tagged places 4
# exit x0 assumption 0.3@0 [0 = v1]
# exit x1 map 0.3@0 [0 = v1]
# exit x2 unset 0.3@0 [0 = v1]
# exit x3 type 0.3@1 [0 = v1, 2 = v2]
# exit x4 raised 0.3@2 [0 = v1, 2 = v2, 3 = v4]
# b0():
#   v1: tagged = load_place 0
#   guard_alive 0 else x0
#   guard_map v1, 16777216, 16777216 else x1
#   v2: tagged = load v1, 24
#   guard_not_word v2, 0x1c else x2
#   v3: tagged = load v1, 8
#   v4: int = unbox_int v3 else x3
#   v5: tagged = pack 20, 2, [v2, v4] else x4
#   return v5
# func 0.3 label() -> tagged places 4
# exit x0 assumption 0.3@0 [0 = v1]
# exit x1 map 0.3@0 [0 = v1]
# exit x2 unset 0.3@0 [0 = v1]
# exit x3 type 0.3@1 [0 = v1, 2 = v2]
# exit x4 raised 0.3@2 [0 = v1, 2 = v2, 3 = v4]
# b0():
#   v1: tagged = load_place 0
#   guard_alive 0 else x0
#   guard_map v1, 16777216, 16777216 else x1
#   v2: tagged = load v1, 24
#   guard_not_word v2, 0x1c else x2
#   v3: tagged = load v1, 8
#   v4: int = unbox_int v3 else x3
#   v5: tagged = pack 20, 2, [v2, v4] else x4
#   return v5
# func 0.3 label(v1: tagged) -> tagged places 4
# exit x0 assumption 0.3@0 [0 = v1]
# exit x1 map 0.3@0 [0 = v1]
# exit x2 unset 0.3@0 [0 = v1]
# exit x3 type 0.3@1 [0 = v1, 2 = v2]
# exit x4 raised 0.3@2 [0 = v1, 2 = v2, 3 = v4]
# b0():
#   guard_alive 0 else x0
#   guard_map v1, 16777216, 16777216 else x1
#   v2: tagged = load v1, 24
#   guard_not_word v2, 0x1c else x2
#   v3: tagged = load v1, 8
#   v4: int = unbox_int v3 else x3
#   v5: tagged = pack 20, 2, [v2, v4] else x4
#   return v5
# func 0.3 label(v1: tagged) -> tagged places 4
# exit x0 assumption 0.3@0 [0 = v1]
# exit x1 map 0.3@0 [0 = v1]
# exit x2 unset 0.3@0 [0 = v1]
# exit x3 type 0.3@1 [0 = v1, 2 = v2]
# exit x4 raised 0.3@2 [0 = v1, 2 = v2, 3 = v4]
# b0():
#   guard_alive 0 else x0
#   guard_map v1, 16777216, 16777216 else x1
#   v2: tagged = load v1, 24
#   guard_not_word v2, 0x1c else x2
#   v3: tagged = load v1, 8
#   v4: int = unbox_int v3 else x3
#   v5: tagged = pack 20, 2, [v2, v4] else x4
#   return v5
# func 0.3 label() -> tagged places 4
# exit x0 raised 0.3@0 [0 = v1]
# exit x1 raised 0.3@1 [0 = v1, 2 = v2]
# exit x2 raised 0.3@2 [0 = v1, 2 = v2, 3 = v3]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = cached_get 0.3, 0, v1 else x0
#   v3: tagged = cached_get 0.3, 1, v1 else x1
#   v4: tagged = pack 20, 2, [v2, v3] else x2
#   return v4
# func 0.3 label() -> tagged places 4
# exit x0 raised 0.3@0 [0 = v1]
# exit x1 raised 0.3@1 [0 = v1, 2 = v2]
# exit x2 raised 0.3@2 [0 = v1, 2 = v2, 3 = v3]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = cached_get 0.3, 0, v1 else x0
#   v3: tagged = cached_get 0.3, 1, v1 else x1
#   v4: tagged = pack 20, 2, [v2, v3] else x2
#   return v4
# func 0.3 label(v1: tagged) -> tagged places 4
# exit x0 raised 0.3@0 [0 = v1]
# exit x1 raised 0.3@1 [0 = v1, 2 = v2]
# exit x2 raised 0.3@2 [0 = v1, 2 = v2, 3 = v3]
# b0():
#   v2: tagged = cached_get 0.3, 0, v1 else x0
#   v3: tagged = cached_get 0.3, 1, v1 else x1
#   v4: tagged = pack 20, 2, [v2, v3] else x2
#   return v4
# func 0.3 label(v1: tagged) -> tagged places 4
# exit x0 raised 0.3@0 [0 = v1]
# exit x1 raised 0.3@1 [0 = v1, 2 = v2]
# exit x2 raised 0.3@2 [0 = v1, 2 = v2, 3 = v3]
# b0():
#   v2: tagged = cached_get 0.3, 0, v1 else x0
#   v3: tagged = cached_get 0.3, 1, v1 else x1
#   v4: tagged = pack 20, 2, [v2, v3] else x2
#   return v4
