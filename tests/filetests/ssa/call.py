"""A call of a known function passes unboxed arguments."""
# func: outer


def inner(x, y):
    return x * 2 + y


def outer(n):
    return inner(n, 1) + inner(n, 2)


print(outer(20))
# ---- dump
# func 0.2 outer() -> tagged places 9
# exit x0 type 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v2]
# exit x2 raised 0.2@3 [0 = v2, 3 = v3, 6 = v2, 7 = v4]
# exit x3 type 0.2@4 [0 = v2, 1 = v7]
# exit x4 global 0.2@4 [0 = v2, 1 = v8]
# exit x5 raised 0.2@7 [0 = v2, 1 = v8, 4 = v9, 7 = v2, 8 = v10]
# exit x6 type 0.2@8 [0 = v2, 1 = v8, 2 = v13]
# exit x7 overflow 0.2@8 [0 = v2, 1 = v8, 2 = v14]
# b0():
#   v1: tagged = load_place 0
#   v2: int = unbox_int v1 else x0
#   v3: tagged = global 0.2, 0 else x1
#   v4: int = int 1
#   v6: tagged = tagged 0x3 ; 1
#   v7: tagged = cached_call 0.2, 3, v3, -, -, [v1, v6], 2 else x2
#   v8: int = unbox_int v7 else x3
#   v9: tagged = global 0.2, 4 else x4
#   v10: int = int 2
#   v12: tagged = tagged 0x5 ; 2
#   v13: tagged = cached_call 0.2, 7, v9, -, -, [v1, v12], 3 else x5
#   v14: int = unbox_int v13 else x6
#   v15: int = int_bin add, v8, v14 else x7
#   v16: tagged = box v15
#   return v16
# func 0.2 outer() -> tagged places 9
# exit x0 type 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v2]
# exit x2 raised 0.2@3 [0 = v2, 3 = v3, 6 = v2, 7 = v4]
# exit x3 type 0.2@4 [0 = v2, 1 = v7]
# exit x4 global 0.2@4 [0 = v2, 1 = v8]
# exit x5 raised 0.2@7 [0 = v2, 1 = v8, 4 = v9, 7 = v2, 8 = v10]
# exit x6 type 0.2@8 [0 = v2, 1 = v8, 2 = v13]
# exit x7 overflow 0.2@8 [0 = v2, 1 = v8, 2 = v14]
# b0():
#   v1: tagged = load_place 0
#   v2: int = unbox_int v1 else x0
#   v3: tagged = global 0.2, 0 else x1
#   v4: int = int 1
#   v6: tagged = tagged 0x3 ; 1
#   v7: tagged = cached_call 0.2, 3, v3, -, -, [v1, v6], 2 else x2
#   v8: int = unbox_int v7 else x3
#   v9: tagged = global 0.2, 4 else x4
#   v10: int = int 2
#   v12: tagged = tagged 0x5 ; 2
#   v13: tagged = cached_call 0.2, 7, v9, -, -, [v1, v12], 3 else x5
#   v14: int = unbox_int v13 else x6
#   v15: int = int_bin add, v8, v14 else x7
#   v16: tagged = box v15
#   return v16
# func 0.2 outer(v1: int) -> int places 9
# exit x0 poll 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v1]
# exit x2 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x3 type 0.2@4 [0 = v1, 1 = v6]
# exit x4 global 0.2@4 [0 = v1, 1 = v7]
# exit x5 raised 0.2@7 [0 = v1, 1 = v7, 4 = v8, 7 = v1, 8 = v9]
# exit x6 type 0.2@8 [0 = v1, 1 = v7, 2 = v12]
# exit x7 overflow 0.2@8 [0 = v1, 1 = v7, 2 = v13]
# b0():
#   poll else x0
#   v2: tagged = global 0.2, 0 else x1
#   v3: int = int 1
#   v4: tagged = box v1
#   v5: tagged = tagged 0x3 ; 1
#   v6: tagged = cached_call 0.2, 3, v2, -, -, [v4, v5], 2 else x2
#   v7: int = unbox_int v6 else x3
#   v8: tagged = global 0.2, 4 else x4
#   v9: int = int 2
#   v11: tagged = tagged 0x5 ; 2
#   v12: tagged = cached_call 0.2, 7, v8, -, -, [v4, v11], 3 else x5
#   v13: int = unbox_int v12 else x6
#   v14: int = int_bin add, v7, v13 else x7
#   return v14
# func 0.2 outer(v1: int) -> int places 9
# exit x0 poll 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v1]
# exit x2 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x3 type 0.2@4 [0 = v1, 1 = v6]
# exit x4 global 0.2@4 [0 = v1, 1 = v7]
# exit x5 raised 0.2@7 [0 = v1, 1 = v7, 4 = v8, 7 = v1, 8 = v9]
# exit x6 type 0.2@8 [0 = v1, 1 = v7, 2 = v12]
# exit x7 overflow 0.2@8 [0 = v1, 1 = v7, 2 = v13]
# b0():
#   poll else x0
#   v2: tagged = global 0.2, 0 else x1
#   v3: int = int 1
#   v4: tagged = box v1
#   v5: tagged = tagged 0x3 ; 1
#   v6: tagged = cached_call 0.2, 3, v2, -, -, [v4, v5], 2 else x2
#   v7: int = unbox_int v6 else x3
#   v8: tagged = global 0.2, 4 else x4
#   v9: int = int 2
#   v11: tagged = tagged 0x5 ; 2
#   v12: tagged = cached_call 0.2, 7, v8, -, -, [v4, v11], 3 else x5
#   v13: int = unbox_int v12 else x6
#   v14: int = int_bin add, v7, v13 else x7
#   return v14
# func 0.2 outer(v1: tagged) -> tagged places 9
# exit x0 type 0.2@0 [0 = v1]
# exit x1 poll 0.2@0 [0 = v2]
# exit x2 global 0.2@0 [0 = v2]
# exit x3 raised 0.2@3 [0 = v2, 3 = v3, 6 = v2, 7 = v4]
# exit x4 type 0.2@4 [0 = v2, 1 = v7]
# exit x5 global 0.2@4 [0 = v2, 1 = v8]
# exit x6 raised 0.2@7 [0 = v2, 1 = v8, 4 = v9, 7 = v2, 8 = v10]
# exit x7 type 0.2@8 [0 = v2, 1 = v8, 2 = v13]
# exit x8 overflow 0.2@8 [0 = v2, 1 = v8, 2 = v14]
# b0():
#   v2: int = unbox_int v1 else x0
#   poll else x1
#   v3: tagged = global 0.2, 0 else x2
#   v4: int = int 1
#   v6: tagged = tagged 0x3 ; 1
#   v7: tagged = cached_call 0.2, 3, v3, -, -, [v1, v6], 2 else x3
#   v8: int = unbox_int v7 else x4
#   v9: tagged = global 0.2, 4 else x5
#   v10: int = int 2
#   v12: tagged = tagged 0x5 ; 2
#   v13: tagged = cached_call 0.2, 7, v9, -, -, [v1, v12], 3 else x6
#   v14: int = unbox_int v13 else x7
#   v15: int = int_bin add, v8, v14 else x8
#   v16: tagged = box v15
#   return v16
# func 0.2 outer(v1: tagged) -> tagged places 9
# exit x0 type 0.2@0 [0 = v1]
# exit x1 poll 0.2@0 [0 = v2]
# exit x2 global 0.2@0 [0 = v2]
# exit x3 raised 0.2@3 [0 = v2, 3 = v3, 6 = v2, 7 = v4]
# exit x4 type 0.2@4 [0 = v2, 1 = v7]
# exit x5 global 0.2@4 [0 = v2, 1 = v8]
# exit x6 raised 0.2@7 [0 = v2, 1 = v8, 4 = v9, 7 = v2, 8 = v10]
# exit x7 type 0.2@8 [0 = v2, 1 = v8, 2 = v13]
# exit x8 overflow 0.2@8 [0 = v2, 1 = v8, 2 = v14]
# b0():
#   v2: int = unbox_int v1 else x0
#   poll else x1
#   v3: tagged = global 0.2, 0 else x2
#   v4: int = int 1
#   v6: tagged = tagged 0x3 ; 1
#   v7: tagged = cached_call 0.2, 3, v3, -, -, [v1, v6], 2 else x3
#   v8: int = unbox_int v7 else x4
#   v9: tagged = global 0.2, 4 else x5
#   v10: int = int 2
#   v12: tagged = tagged 0x5 ; 2
#   v13: tagged = cached_call 0.2, 7, v9, -, -, [v1, v12], 3 else x6
#   v14: int = unbox_int v13 else x7
#   v15: int = int_bin add, v8, v14 else x8
#   v16: tagged = box v15
#   return v16
# func 0.2 outer() -> tagged places 9
# exit x0 global 0.2@0 [0 = v1]
# exit x1 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x2 global 0.2@4 [0 = v1, 1 = v5]
# exit x3 raised 0.2@7 [0 = v1, 1 = v5, 4 = v6, 7 = v1, 8 = v7]
# exit x4 raised 0.2@8 [0 = v1, 1 = v5, 2 = v9]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = global 0.2, 0 else x0
#   v3: int = int 1
#   v4: tagged = tagged 0x3 ; 1
#   v5: tagged = cached_call 0.2, 3, v2, -, -, [v1, v4], 2 else x1
#   v6: tagged = global 0.2, 4 else x2
#   v7: int = int 2
#   v8: tagged = tagged 0x5 ; 2
#   v9: tagged = cached_call 0.2, 7, v6, -, -, [v1, v8], 3 else x3
#   v10: tagged = any_bin 0, false, v5, v9 else x4
#   return v10
# func 0.2 outer() -> tagged places 9
# exit x0 global 0.2@0 [0 = v1]
# exit x1 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x2 global 0.2@4 [0 = v1, 1 = v5]
# exit x3 raised 0.2@7 [0 = v1, 1 = v5, 4 = v6, 7 = v1, 8 = v7]
# exit x4 raised 0.2@8 [0 = v1, 1 = v5, 2 = v9]
# b0():
#   v1: tagged = load_place 0
#   v2: tagged = global 0.2, 0 else x0
#   v3: int = int 1
#   v4: tagged = tagged 0x3 ; 1
#   v5: tagged = cached_call 0.2, 3, v2, -, -, [v1, v4], 2 else x1
#   v6: tagged = global 0.2, 4 else x2
#   v7: int = int 2
#   v8: tagged = tagged 0x5 ; 2
#   v9: tagged = cached_call 0.2, 7, v6, -, -, [v1, v8], 3 else x3
#   v10: tagged = any_bin 0, false, v5, v9 else x4
#   return v10
# func 0.2 outer(v1: int) -> int places 9
# exit x0 poll 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v1]
# exit x2 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x3 global 0.2@4 [0 = v1, 1 = v6]
# exit x4 raised 0.2@7 [0 = v1, 1 = v6, 4 = v7, 7 = v1, 8 = v8]
# exit x5 raised 0.2@8 [0 = v1, 1 = v6, 2 = v11]
# b0():
#   poll else x0
#   v2: tagged = global 0.2, 0 else x1
#   v3: int = int 1
#   v4: tagged = box v1
#   v5: tagged = tagged 0x3 ; 1
#   v6: tagged = cached_call 0.2, 3, v2, -, -, [v4, v5], 2 else x2
#   v7: tagged = global 0.2, 4 else x3
#   v8: int = int 2
#   v10: tagged = tagged 0x5 ; 2
#   v11: tagged = cached_call 0.2, 7, v7, -, -, [v4, v10], 3 else x4
#   v12: tagged = any_bin 0, false, v6, v11 else x5
#   return v12
# func 0.2 outer(v1: int) -> int places 9
# exit x0 poll 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v1]
# exit x2 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x3 global 0.2@4 [0 = v1, 1 = v6]
# exit x4 raised 0.2@7 [0 = v1, 1 = v6, 4 = v7, 7 = v1, 8 = v8]
# exit x5 raised 0.2@8 [0 = v1, 1 = v6, 2 = v11]
# b0():
#   poll else x0
#   v2: tagged = global 0.2, 0 else x1
#   v3: int = int 1
#   v4: tagged = box v1
#   v5: tagged = tagged 0x3 ; 1
#   v6: tagged = cached_call 0.2, 3, v2, -, -, [v4, v5], 2 else x2
#   v7: tagged = global 0.2, 4 else x3
#   v8: int = int 2
#   v10: tagged = tagged 0x5 ; 2
#   v11: tagged = cached_call 0.2, 7, v7, -, -, [v4, v10], 3 else x4
#   v12: tagged = any_bin 0, false, v6, v11 else x5
#   return v12
# func 0.2 outer(v1: tagged) -> tagged places 9
# exit x0 poll 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v1]
# exit x2 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x3 global 0.2@4 [0 = v1, 1 = v5]
# exit x4 raised 0.2@7 [0 = v1, 1 = v5, 4 = v6, 7 = v1, 8 = v7]
# exit x5 raised 0.2@8 [0 = v1, 1 = v5, 2 = v9]
# b0():
#   poll else x0
#   v2: tagged = global 0.2, 0 else x1
#   v3: int = int 1
#   v4: tagged = tagged 0x3 ; 1
#   v5: tagged = cached_call 0.2, 3, v2, -, -, [v1, v4], 2 else x2
#   v6: tagged = global 0.2, 4 else x3
#   v7: int = int 2
#   v8: tagged = tagged 0x5 ; 2
#   v9: tagged = cached_call 0.2, 7, v6, -, -, [v1, v8], 3 else x4
#   v10: tagged = any_bin 0, false, v5, v9 else x5
#   return v10
# func 0.2 outer(v1: tagged) -> tagged places 9
# exit x0 poll 0.2@0 [0 = v1]
# exit x1 global 0.2@0 [0 = v1]
# exit x2 raised 0.2@3 [0 = v1, 3 = v2, 6 = v1, 7 = v3]
# exit x3 global 0.2@4 [0 = v1, 1 = v5]
# exit x4 raised 0.2@7 [0 = v1, 1 = v5, 4 = v6, 7 = v1, 8 = v7]
# exit x5 raised 0.2@8 [0 = v1, 1 = v5, 2 = v9]
# b0():
#   poll else x0
#   v2: tagged = global 0.2, 0 else x1
#   v3: int = int 1
#   v4: tagged = tagged 0x3 ; 1
#   v5: tagged = cached_call 0.2, 3, v2, -, -, [v1, v4], 2 else x2
#   v6: tagged = global 0.2, 4 else x3
#   v7: int = int 2
#   v8: tagged = tagged 0x5 ; 2
#   v9: tagged = cached_call 0.2, 7, v6, -, -, [v1, v8], 3 else x4
#   v10: tagged = any_bin 0, false, v5, v9 else x5
#   return v10
