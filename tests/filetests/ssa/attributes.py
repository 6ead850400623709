"""Attributes of a planned class: one guard on the map, then loads at known offsets."""
# func: dot


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def dot(a, b):
    return a.x * b.x + a.y * b.y


print(dot(Vector(1.0, 2.0), Vector(3.0, 4.0)))
# ---- dump
# func 0.3 dot() -> tagged places 5
# exit x0 assumption 0.3@0 [0 = v1, 1 = v2]
# exit x1 map 0.3@0 [0 = v1, 1 = v2]
# exit x2 type 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x3 map 0.3@1 [0 = v1, 1 = v2, 2 = v4]
# exit x4 type 0.3@2 [0 = v1, 1 = v2, 2 = v4, 3 = v5]
# exit x5 map 0.3@3 [0 = v1, 1 = v2, 2 = v7]
# exit x6 type 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v8]
# exit x7 map 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v9]
# exit x8 type 0.3@5 [0 = v1, 1 = v2, 2 = v7, 3 = v9, 4 = v10]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = load_place 1
#   guard_alive 0 else x0
#   guard_map v1, 16777217, 16777218 else x1
#   v3: tagged = load v1, 8
#   v4: float = unbox_float v3 else x2
#   guard_map v2, 16777217, 16777218 else x3
#   v5: tagged = load v2, 8
#   v6: float = unbox_float v5 else x4
#   v7: float = float_bin mul, v4, v6
#   guard_map v1, 16777218, 16777218 else x5
#   v8: tagged = load v1, 16
#   v9: float = unbox_float v8 else x6
#   guard_map v2, 16777218, 16777218 else x7
#   v10: tagged = load v2, 16
#   v11: float = unbox_float v10 else x8
#   v12: float = float_bin mul, v9, v11
#   v13: float = float_bin add, v7, v12
#   v14: tagged = box v13
#   return v14
# func 0.3 dot() -> tagged places 5
# exit x0 assumption 0.3@0 [0 = v1, 1 = v2]
# exit x1 map 0.3@0 [0 = v1, 1 = v2]
# exit x2 type 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x3 map 0.3@1 [0 = v1, 1 = v2, 2 = v4]
# exit x4 type 0.3@2 [0 = v1, 1 = v2, 2 = v4, 3 = v5]
# exit x5 map 0.3@3 [0 = v1, 1 = v2, 2 = v7]
# exit x6 type 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v8]
# exit x7 map 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v9]
# exit x8 type 0.3@5 [0 = v1, 1 = v2, 2 = v7, 3 = v9, 4 = v10]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = load_place 1
#   guard_alive 0 else x0
#   guard_map v1, 16777217, 16777218 else x1
#   v3: tagged = load v1, 8
#   v4: float = unbox_float v3 else x2
#   guard_map v2, 16777217, 16777218 else x3
#   v5: tagged = load v2, 8
#   v6: float = unbox_float v5 else x4
#   v7: float = float_bin mul, v4, v6
#   guard_map v1, 16777218, 16777218 else x5
#   v8: tagged = load v1, 16
#   v9: float = unbox_float v8 else x6
#   guard_map v2, 16777218, 16777218 else x7
#   v10: tagged = load v2, 16
#   v11: float = unbox_float v10 else x8
#   v12: float = float_bin mul, v9, v11
#   v13: float = float_bin add, v7, v12
#   v14: tagged = box v13
#   return v14
# func 0.3 dot(v1: tagged, v2: tagged) -> float places 5
# exit x0 assumption 0.3@0 [0 = v1, 1 = v2]
# exit x1 map 0.3@0 [0 = v1, 1 = v2]
# exit x2 type 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x3 map 0.3@1 [0 = v1, 1 = v2, 2 = v4]
# exit x4 type 0.3@2 [0 = v1, 1 = v2, 2 = v4, 3 = v5]
# exit x5 map 0.3@3 [0 = v1, 1 = v2, 2 = v7]
# exit x6 type 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v8]
# exit x7 map 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v9]
# exit x8 type 0.3@5 [0 = v1, 1 = v2, 2 = v7, 3 = v9, 4 = v10]
# b0():
#   guard_alive 0 else x0
#   guard_map v1, 16777217, 16777218 else x1
#   v3: tagged = load v1, 8
#   v4: float = unbox_float v3 else x2
#   guard_map v2, 16777217, 16777218 else x3
#   v5: tagged = load v2, 8
#   v6: float = unbox_float v5 else x4
#   v7: float = float_bin mul, v4, v6
#   guard_map v1, 16777218, 16777218 else x5
#   v8: tagged = load v1, 16
#   v9: float = unbox_float v8 else x6
#   guard_map v2, 16777218, 16777218 else x7
#   v10: tagged = load v2, 16
#   v11: float = unbox_float v10 else x8
#   v12: float = float_bin mul, v9, v11
#   v13: float = float_bin add, v7, v12
#   return v13
# func 0.3 dot(v1: tagged, v2: tagged) -> float places 5
# exit x0 assumption 0.3@0 [0 = v1, 1 = v2]
# exit x1 map 0.3@0 [0 = v1, 1 = v2]
# exit x2 type 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x3 map 0.3@1 [0 = v1, 1 = v2, 2 = v4]
# exit x4 type 0.3@2 [0 = v1, 1 = v2, 2 = v4, 3 = v5]
# exit x5 map 0.3@3 [0 = v1, 1 = v2, 2 = v7]
# exit x6 type 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v8]
# exit x7 map 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v9]
# exit x8 type 0.3@5 [0 = v1, 1 = v2, 2 = v7, 3 = v9, 4 = v10]
# b0():
#   guard_alive 0 else x0
#   guard_map v1, 16777217, 16777218 else x1
#   v3: tagged = load v1, 8
#   v4: float = unbox_float v3 else x2
#   guard_map v2, 16777217, 16777218 else x3
#   v5: tagged = load v2, 8
#   v6: float = unbox_float v5 else x4
#   v7: float = float_bin mul, v4, v6
#   guard_map v1, 16777218, 16777218 else x5
#   v8: tagged = load v1, 16
#   v9: float = unbox_float v8 else x6
#   guard_map v2, 16777218, 16777218 else x7
#   v10: tagged = load v2, 16
#   v11: float = unbox_float v10 else x8
#   v12: float = float_bin mul, v9, v11
#   v13: float = float_bin add, v7, v12
#   return v13
# func 0.3 dot(v1: tagged, v2: tagged) -> tagged places 5
# exit x0 assumption 0.3@0 [0 = v1, 1 = v2]
# exit x1 map 0.3@0 [0 = v1, 1 = v2]
# exit x2 type 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x3 map 0.3@1 [0 = v1, 1 = v2, 2 = v4]
# exit x4 type 0.3@2 [0 = v1, 1 = v2, 2 = v4, 3 = v5]
# exit x5 map 0.3@3 [0 = v1, 1 = v2, 2 = v7]
# exit x6 type 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v8]
# exit x7 map 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v9]
# exit x8 type 0.3@5 [0 = v1, 1 = v2, 2 = v7, 3 = v9, 4 = v10]
# b0():
#   guard_alive 0 else x0
#   guard_map v1, 16777217, 16777218 else x1
#   v3: tagged = load v1, 8
#   v4: float = unbox_float v3 else x2
#   guard_map v2, 16777217, 16777218 else x3
#   v5: tagged = load v2, 8
#   v6: float = unbox_float v5 else x4
#   v7: float = float_bin mul, v4, v6
#   guard_map v1, 16777218, 16777218 else x5
#   v8: tagged = load v1, 16
#   v9: float = unbox_float v8 else x6
#   guard_map v2, 16777218, 16777218 else x7
#   v10: tagged = load v2, 16
#   v11: float = unbox_float v10 else x8
#   v12: float = float_bin mul, v9, v11
#   v13: float = float_bin add, v7, v12
#   v14: tagged = box v13
#   return v14
# func 0.3 dot(v1: tagged, v2: tagged) -> tagged places 5
# exit x0 assumption 0.3@0 [0 = v1, 1 = v2]
# exit x1 map 0.3@0 [0 = v1, 1 = v2]
# exit x2 type 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x3 map 0.3@1 [0 = v1, 1 = v2, 2 = v4]
# exit x4 type 0.3@2 [0 = v1, 1 = v2, 2 = v4, 3 = v5]
# exit x5 map 0.3@3 [0 = v1, 1 = v2, 2 = v7]
# exit x6 type 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v8]
# exit x7 map 0.3@4 [0 = v1, 1 = v2, 2 = v7, 3 = v9]
# exit x8 type 0.3@5 [0 = v1, 1 = v2, 2 = v7, 3 = v9, 4 = v10]
# b0():
#   guard_alive 0 else x0
#   guard_map v1, 16777217, 16777218 else x1
#   v3: tagged = load v1, 8
#   v4: float = unbox_float v3 else x2
#   guard_map v2, 16777217, 16777218 else x3
#   v5: tagged = load v2, 8
#   v6: float = unbox_float v5 else x4
#   v7: float = float_bin mul, v4, v6
#   guard_map v1, 16777218, 16777218 else x5
#   v8: tagged = load v1, 16
#   v9: float = unbox_float v8 else x6
#   guard_map v2, 16777218, 16777218 else x7
#   v10: tagged = load v2, 16
#   v11: float = unbox_float v10 else x8
#   v12: float = float_bin mul, v9, v11
#   v13: float = float_bin add, v7, v12
#   v14: tagged = box v13
#   return v14
# func 0.3 dot() -> tagged places 5
# exit x0 raised 0.3@0 [0 = v1, 1 = v2]
# exit x1 raised 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x2 raised 0.3@2 [0 = v1, 1 = v2, 2 = v3, 3 = v4]
# exit x3 raised 0.3@3 [0 = v1, 1 = v2, 2 = v5]
# exit x4 raised 0.3@4 [0 = v1, 1 = v2, 2 = v5, 3 = v6]
# exit x5 raised 0.3@5 [0 = v1, 1 = v2, 2 = v5, 3 = v6, 4 = v7]
# exit x6 raised 0.3@6 [0 = v1, 1 = v2, 2 = v5, 3 = v8]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = load_place 1
#   v3: tagged = cached_get 0.3, 0, v1 else x0
#   v4: tagged = cached_get 0.3, 1, v2 else x1
#   v5: tagged = any_bin 2, false, v3, v4 else x2
#   v6: tagged = cached_get 0.3, 3, v1 else x3
#   v7: tagged = cached_get 0.3, 4, v2 else x4
#   v8: tagged = any_bin 2, false, v6, v7 else x5
#   v9: tagged = any_bin 0, false, v5, v8 else x6
#   return v9
# func 0.3 dot() -> tagged places 5
# exit x0 raised 0.3@0 [0 = v1, 1 = v2]
# exit x1 raised 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x2 raised 0.3@2 [0 = v1, 1 = v2, 2 = v3, 3 = v4]
# exit x3 raised 0.3@3 [0 = v1, 1 = v2, 2 = v5]
# exit x4 raised 0.3@4 [0 = v1, 1 = v2, 2 = v5, 3 = v6]
# exit x5 raised 0.3@5 [0 = v1, 1 = v2, 2 = v5, 3 = v6, 4 = v7]
# exit x6 raised 0.3@6 [0 = v1, 1 = v2, 2 = v5, 3 = v8]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = load_place 1
#   v3: tagged = cached_get 0.3, 0, v1 else x0
#   v4: tagged = cached_get 0.3, 1, v2 else x1
#   v5: tagged = any_bin 2, false, v3, v4 else x2
#   v6: tagged = cached_get 0.3, 3, v1 else x3
#   v7: tagged = cached_get 0.3, 4, v2 else x4
#   v8: tagged = any_bin 2, false, v6, v7 else x5
#   v9: tagged = any_bin 0, false, v5, v8 else x6
#   return v9
# func 0.3 dot(v1: tagged, v2: tagged) -> float places 5
# exit x0 raised 0.3@0 [0 = v1, 1 = v2]
# exit x1 raised 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x2 raised 0.3@2 [0 = v1, 1 = v2, 2 = v3, 3 = v4]
# exit x3 raised 0.3@3 [0 = v1, 1 = v2, 2 = v5]
# exit x4 raised 0.3@4 [0 = v1, 1 = v2, 2 = v5, 3 = v6]
# exit x5 raised 0.3@5 [0 = v1, 1 = v2, 2 = v5, 3 = v6, 4 = v7]
# exit x6 raised 0.3@6 [0 = v1, 1 = v2, 2 = v5, 3 = v8]
# b0():
#   v3: tagged = cached_get 0.3, 0, v1 else x0
#   v4: tagged = cached_get 0.3, 1, v2 else x1
#   v5: tagged = any_bin 2, false, v3, v4 else x2
#   v6: tagged = cached_get 0.3, 3, v1 else x3
#   v7: tagged = cached_get 0.3, 4, v2 else x4
#   v8: tagged = any_bin 2, false, v6, v7 else x5
#   v9: tagged = any_bin 0, false, v5, v8 else x6
#   return v9
# func 0.3 dot(v1: tagged, v2: tagged) -> float places 5
# exit x0 raised 0.3@0 [0 = v1, 1 = v2]
# exit x1 raised 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x2 raised 0.3@2 [0 = v1, 1 = v2, 2 = v3, 3 = v4]
# exit x3 raised 0.3@3 [0 = v1, 1 = v2, 2 = v5]
# exit x4 raised 0.3@4 [0 = v1, 1 = v2, 2 = v5, 3 = v6]
# exit x5 raised 0.3@5 [0 = v1, 1 = v2, 2 = v5, 3 = v6, 4 = v7]
# exit x6 raised 0.3@6 [0 = v1, 1 = v2, 2 = v5, 3 = v8]
# b0():
#   v3: tagged = cached_get 0.3, 0, v1 else x0
#   v4: tagged = cached_get 0.3, 1, v2 else x1
#   v5: tagged = any_bin 2, false, v3, v4 else x2
#   v6: tagged = cached_get 0.3, 3, v1 else x3
#   v7: tagged = cached_get 0.3, 4, v2 else x4
#   v8: tagged = any_bin 2, false, v6, v7 else x5
#   v9: tagged = any_bin 0, false, v5, v8 else x6
#   return v9
# func 0.3 dot(v1: tagged, v2: tagged) -> tagged places 5
# exit x0 raised 0.3@0 [0 = v1, 1 = v2]
# exit x1 raised 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x2 raised 0.3@2 [0 = v1, 1 = v2, 2 = v3, 3 = v4]
# exit x3 raised 0.3@3 [0 = v1, 1 = v2, 2 = v5]
# exit x4 raised 0.3@4 [0 = v1, 1 = v2, 2 = v5, 3 = v6]
# exit x5 raised 0.3@5 [0 = v1, 1 = v2, 2 = v5, 3 = v6, 4 = v7]
# exit x6 raised 0.3@6 [0 = v1, 1 = v2, 2 = v5, 3 = v8]
# b0():
#   v3: tagged = cached_get 0.3, 0, v1 else x0
#   v4: tagged = cached_get 0.3, 1, v2 else x1
#   v5: tagged = any_bin 2, false, v3, v4 else x2
#   v6: tagged = cached_get 0.3, 3, v1 else x3
#   v7: tagged = cached_get 0.3, 4, v2 else x4
#   v8: tagged = any_bin 2, false, v6, v7 else x5
#   v9: tagged = any_bin 0, false, v5, v8 else x6
#   return v9
# func 0.3 dot(v1: tagged, v2: tagged) -> tagged places 5
# exit x0 raised 0.3@0 [0 = v1, 1 = v2]
# exit x1 raised 0.3@1 [0 = v1, 1 = v2, 2 = v3]
# exit x2 raised 0.3@2 [0 = v1, 1 = v2, 2 = v3, 3 = v4]
# exit x3 raised 0.3@3 [0 = v1, 1 = v2, 2 = v5]
# exit x4 raised 0.3@4 [0 = v1, 1 = v2, 2 = v5, 3 = v6]
# exit x5 raised 0.3@5 [0 = v1, 1 = v2, 2 = v5, 3 = v6, 4 = v7]
# exit x6 raised 0.3@6 [0 = v1, 1 = v2, 2 = v5, 3 = v8]
# b0():
#   v3: tagged = cached_get 0.3, 0, v1 else x0
#   v4: tagged = cached_get 0.3, 1, v2 else x1
#   v5: tagged = any_bin 2, false, v3, v4 else x2
#   v6: tagged = cached_get 0.3, 3, v1 else x3
#   v7: tagged = cached_get 0.3, 4, v2 else x4
#   v8: tagged = any_bin 2, false, v6, v7 else x5
#   v9: tagged = any_bin 0, false, v5, v8 else x6
#   return v9
