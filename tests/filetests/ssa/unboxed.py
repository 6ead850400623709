"""Ints stay unboxed in a loop; overflow is a guard."""
# func: triangle


def triangle(n):
    total = 0
    i = 0
    while i < n:
        total += i * i
        i += 1
    return total


print(triangle(1000))
# ---- dump
# func 0.1 triangle() -> tagged places 4
# exit x0 type 0.1@0 [0 = v4]
# exit x1 poll 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@4 [0 = v5, 1 = v2, 2 = v3, 3 = v10]
# exit x4 overflow 0.1@6 [0 = v5, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v4: tagged = load_place 0
#   v5: int = unbox_int v4 else x0
#   v6: int = int 0
#   jump b1(v6, v6)
# b1(v2: int, v3: int):
#   v8: bool = int_cmp lt, v3, v5
#   branch v8 then b2() else b3()
# b2():
#   poll else x1
#   v10: int = int_bin mul, v3, v3 else x2
#   v11: int = int_bin add, v2, v10 else x3
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x4
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle() -> tagged places 4
# exit x0 type 0.1@0 [0 = v4]
# exit x1 poll 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@4 [0 = v5, 1 = v2, 2 = v3, 3 = v10]
# exit x4 overflow 0.1@6 [0 = v5, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v4: tagged = load_place 0
#   v5: int = unbox_int v4 else x0
#   v6: int = int 0
#   jump b1(v6, v6)
# b1(v2: int, v3: int):
#   v8: bool = int_cmp lt, v3, v5
#   branch v8 then b2() else b3()
# b2():
#   poll else x1
#   v10: int = int_bin mul, v3, v3 else x2
#   v11: int = int_bin add, v2, v10 else x3
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x4
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle(v4: int) -> int places 4
# exit x0 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x1 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v8]
# exit x3 overflow 0.1@6 [0 = v4, 1 = v9, 2 = v3, 3 = v10]
# b0():
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: bool = int_cmp lt, v3, v4
#   branch v7 then b2() else b3()
# b2():
#   poll else x0
#   v8: int = int_bin mul, v3, v3 else x1
#   v9: int = int_bin add, v2, v8 else x2
#   v10: int = int 1
#   v11: int = int_bin add, v3, v10 else x3
#   jump b1(v9, v11)
# b3():
#   return v2
# func 0.1 triangle(v4: int) -> int places 4
# exit x0 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x1 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v8]
# exit x3 overflow 0.1@6 [0 = v4, 1 = v9, 2 = v3, 3 = v10]
# b0():
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: bool = int_cmp lt, v3, v4
#   branch v7 then b2() else b3()
# b2():
#   poll else x0
#   v8: int = int_bin mul, v3, v3 else x1
#   v9: int = int_bin add, v2, v8 else x2
#   v10: int = int 1
#   v11: int = int_bin add, v3, v10 else x3
#   jump b1(v9, v11)
# b3():
#   return v2
# func 0.1 triangle(v4: tagged) -> tagged places 4
# exit x0 type 0.1@0 [0 = v4]
# exit x1 poll 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@4 [0 = v5, 1 = v2, 2 = v3, 3 = v10]
# exit x4 overflow 0.1@6 [0 = v5, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v5: int = unbox_int v4 else x0
#   v6: int = int 0
#   jump b1(v6, v6)
# b1(v2: int, v3: int):
#   v8: bool = int_cmp lt, v3, v5
#   branch v8 then b2() else b3()
# b2():
#   poll else x1
#   v10: int = int_bin mul, v3, v3 else x2
#   v11: int = int_bin add, v2, v10 else x3
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x4
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle(v4: tagged) -> tagged places 4
# exit x0 type 0.1@0 [0 = v4]
# exit x1 poll 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@3 [0 = v5, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@4 [0 = v5, 1 = v2, 2 = v3, 3 = v10]
# exit x4 overflow 0.1@6 [0 = v5, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v5: int = unbox_int v4 else x0
#   v6: int = int 0
#   jump b1(v6, v6)
# b1(v2: int, v3: int):
#   v8: bool = int_cmp lt, v3, v5
#   branch v8 then b2() else b3()
# b2():
#   poll else x1
#   v10: int = int_bin mul, v3, v3 else x2
#   v11: int = int_bin add, v2, v10 else x3
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x4
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle() -> tagged places 4
# exit x0 type 0.1@3 [0 = v4, 1 = v5, 2 = v6]
# exit x1 type 0.1@3 [0 = v7, 1 = v5, 2 = v6]
# exit x2 type 0.1@3 [0 = v7, 1 = v8, 2 = v6]
# exit x3 overflow 0.1@3 [0 = v7, 1 = v2, 2 = v3]
# exit x4 overflow 0.1@4 [0 = v7, 1 = v2, 2 = v3, 3 = v10]
# exit x5 overflow 0.1@6 [0 = v7, 1 = v11, 2 = v3, 3 = v12]
# exit x6 poll 0.1@3 [0 = v7, 1 = v11, 2 = v13]
# b0():
#   v4: tagged = load_place 0
#   v5: tagged = load_place 1
#   v6: tagged = load_place 2
#   v7: int = unbox_int v4 else x0
#   v8: int = unbox_int v5 else x1
#   v9: int = unbox_int v6 else x2
#   jump b1(v8, v9)
# b1(v2: int, v3: int):
#   v10: int = int_bin mul, v3, v3 else x3
#   v11: int = int_bin add, v2, v10 else x4
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x5
#   v14: bool = int_cmp lt, v13, v7
#   branch v14 then b2() else b3()
# b2():
#   poll else x6
#   jump b1(v11, v13)
# b3():
#   v15: tagged = box v11
#   return v15
# func 0.1 triangle() -> tagged places 4
# exit x0 type 0.1@3 [0 = v4, 1 = v5, 2 = v6]
# exit x1 type 0.1@3 [0 = v7, 1 = v5, 2 = v6]
# exit x2 type 0.1@3 [0 = v7, 1 = v8, 2 = v6]
# exit x3 overflow 0.1@3 [0 = v7, 1 = v2, 2 = v3]
# exit x4 overflow 0.1@4 [0 = v7, 1 = v2, 2 = v3, 3 = v10]
# exit x5 overflow 0.1@6 [0 = v7, 1 = v11, 2 = v3, 3 = v12]
# exit x6 poll 0.1@3 [0 = v7, 1 = v11, 2 = v13]
# b0():
#   v4: tagged = load_place 0
#   v5: tagged = load_place 1
#   v6: tagged = load_place 2
#   v7: int = unbox_int v4 else x0
#   v8: int = unbox_int v5 else x1
#   v9: int = unbox_int v6 else x2
#   jump b1(v8, v9)
# b1(v2: int, v3: int):
#   v10: int = int_bin mul, v3, v3 else x3
#   v11: int = int_bin add, v2, v10 else x4
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x5
#   v14: bool = int_cmp lt, v13, v7
#   branch v14 then b2() else b3()
# b2():
#   poll else x6
#   jump b1(v11, v13)
# b3():
#   v15: tagged = box v11
#   return v15
# func 0.1 triangle() -> tagged places 4
# exit x0 raised 0.1@8 [0 = v4, 1 = v2, 2 = v3]
# exit x1 boxed 0.1@9 [0 = v4, 1 = v2, 2 = v3] awaits 3
# exit x2 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x4 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v10]
# exit x5 overflow 0.1@6 [0 = v4, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v4: tagged = load_place 0
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: tagged = box v3
#   v8: bool = any_cmp lt, v7, v4 else x0 else x1
#   branch v8 then b2() else b3()
# b2():
#   poll else x2
#   v10: int = int_bin mul, v3, v3 else x3
#   v11: int = int_bin add, v2, v10 else x4
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x5
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle() -> tagged places 4
# exit x0 raised 0.1@8 [0 = v4, 1 = v2, 2 = v3]
# exit x1 boxed 0.1@9 [0 = v4, 1 = v2, 2 = v3] awaits 3
# exit x2 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x4 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v10]
# exit x5 overflow 0.1@6 [0 = v4, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v4: tagged = load_place 0
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: tagged = box v3
#   v8: bool = any_cmp lt, v7, v4 else x0 else x1
#   branch v8 then b2() else b3()
# b2():
#   poll else x2
#   v10: int = int_bin mul, v3, v3 else x3
#   v11: int = int_bin add, v2, v10 else x4
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x5
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle(v4: int) -> int places 4
# exit x0 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x1 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v8]
# exit x3 overflow 0.1@6 [0 = v4, 1 = v9, 2 = v3, 3 = v10]
# b0():
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: bool = int_cmp lt, v3, v4
#   branch v7 then b2() else b3()
# b2():
#   poll else x0
#   v8: int = int_bin mul, v3, v3 else x1
#   v9: int = int_bin add, v2, v8 else x2
#   v10: int = int 1
#   v11: int = int_bin add, v3, v10 else x3
#   jump b1(v9, v11)
# b3():
#   return v2
# func 0.1 triangle(v4: int) -> int places 4
# exit x0 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x1 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x2 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v8]
# exit x3 overflow 0.1@6 [0 = v4, 1 = v9, 2 = v3, 3 = v10]
# b0():
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: bool = int_cmp lt, v3, v4
#   branch v7 then b2() else b3()
# b2():
#   poll else x0
#   v8: int = int_bin mul, v3, v3 else x1
#   v9: int = int_bin add, v2, v8 else x2
#   v10: int = int 1
#   v11: int = int_bin add, v3, v10 else x3
#   jump b1(v9, v11)
# b3():
#   return v2
# func 0.1 triangle(v4: tagged) -> tagged places 4
# exit x0 raised 0.1@8 [0 = v4, 1 = v2, 2 = v3]
# exit x1 boxed 0.1@9 [0 = v4, 1 = v2, 2 = v3] awaits 3
# exit x2 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x4 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v10]
# exit x5 overflow 0.1@6 [0 = v4, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: tagged = box v3
#   v8: bool = any_cmp lt, v7, v4 else x0 else x1
#   branch v8 then b2() else b3()
# b2():
#   poll else x2
#   v10: int = int_bin mul, v3, v3 else x3
#   v11: int = int_bin add, v2, v10 else x4
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x5
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle(v4: tagged) -> tagged places 4
# exit x0 raised 0.1@8 [0 = v4, 1 = v2, 2 = v3]
# exit x1 boxed 0.1@9 [0 = v4, 1 = v2, 2 = v3] awaits 3
# exit x2 poll 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x4 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v10]
# exit x5 overflow 0.1@6 [0 = v4, 1 = v11, 2 = v3, 3 = v12]
# b0():
#   v5: int = int 0
#   jump b1(v5, v5)
# b1(v2: int, v3: int):
#   v7: tagged = box v3
#   v8: bool = any_cmp lt, v7, v4 else x0 else x1
#   branch v8 then b2() else b3()
# b2():
#   poll else x2
#   v10: int = int_bin mul, v3, v3 else x3
#   v11: int = int_bin add, v2, v10 else x4
#   v12: int = int 1
#   v13: int = int_bin add, v3, v12 else x5
#   jump b1(v11, v13)
# b3():
#   v9: tagged = box v2
#   return v9
# func 0.1 triangle() -> tagged places 4
# exit x0 type 0.1@3 [0 = v4, 1 = v5, 2 = v6]
# exit x1 type 0.1@3 [0 = v4, 1 = v7, 2 = v6]
# exit x2 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v9]
# exit x4 overflow 0.1@6 [0 = v4, 1 = v10, 2 = v3, 3 = v11]
# exit x5 raised 0.1@8 [0 = v4, 1 = v10, 2 = v12]
# exit x6 boxed 0.1@9 [0 = v4, 1 = v10, 2 = v12] awaits 3
# exit x7 poll 0.1@3 [0 = v4, 1 = v10, 2 = v12]
# b0():
#   v4: tagged = load_place 0
#   v5: tagged = load_place 1
#   v6: tagged = load_place 2
#   v7: int = unbox_int v5 else x0
#   v8: int = unbox_int v6 else x1
#   jump b1(v7, v8)
# b1(v2: int, v3: int):
#   v9: int = int_bin mul, v3, v3 else x2
#   v10: int = int_bin add, v2, v9 else x3
#   v11: int = int 1
#   v12: int = int_bin add, v3, v11 else x4
#   v13: tagged = box v12
#   v14: bool = any_cmp lt, v13, v4 else x5 else x6
#   branch v14 then b2() else b3()
# b2():
#   poll else x7
#   jump b1(v10, v12)
# b3():
#   v15: tagged = box v10
#   return v15
# func 0.1 triangle() -> tagged places 4
# exit x0 type 0.1@3 [0 = v4, 1 = v5, 2 = v6]
# exit x1 type 0.1@3 [0 = v4, 1 = v7, 2 = v6]
# exit x2 overflow 0.1@3 [0 = v4, 1 = v2, 2 = v3]
# exit x3 overflow 0.1@4 [0 = v4, 1 = v2, 2 = v3, 3 = v9]
# exit x4 overflow 0.1@6 [0 = v4, 1 = v10, 2 = v3, 3 = v11]
# exit x5 raised 0.1@8 [0 = v4, 1 = v10, 2 = v12]
# exit x6 boxed 0.1@9 [0 = v4, 1 = v10, 2 = v12] awaits 3
# exit x7 poll 0.1@3 [0 = v4, 1 = v10, 2 = v12]
# b0():
#   v4: tagged = load_place 0
#   v5: tagged = load_place 1
#   v6: tagged = load_place 2
#   v7: int = unbox_int v5 else x0
#   v8: int = unbox_int v6 else x1
#   jump b1(v7, v8)
# b1(v2: int, v3: int):
#   v9: int = int_bin mul, v3, v3 else x2
#   v10: int = int_bin add, v2, v9 else x3
#   v11: int = int 1
#   v12: int = int_bin add, v3, v11 else x4
#   v13: tagged = box v12
#   v14: bool = any_cmp lt, v13, v4 else x5 else x6
#   branch v14 then b2() else b3()
# b2():
#   poll else x7
#   jump b1(v10, v12)
# b3():
#   v15: tagged = box v10
#   return v15
