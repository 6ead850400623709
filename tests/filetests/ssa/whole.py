"""A generator expression that is taken whole: another version of its body gives each item to who takes it."""
# func: squares.<locals>.<genexpr>


def squares(values):
    return sum(v * v for v in values)


print(squares([1.5, 2.5]))
# ---- dump
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@3 [0 = v19, 1 = v20, 3 = v21, 4 = v22, 5 = v23, 6 = v24]
# exit x1 type 0.2@3 [0 = v19, 1 = v25, 3 = v21, 4 = v22, 5 = v23, 6 = v24]
# exit x2 type 0.2@3 [0 = v19, 1 = v25, 3 = v21, 4 = v22, 5 = v23, 6 = v24]
# exit x3 type 0.2@1 [0 = v27, 1 = v28]
# exit x4 type 0.2@1 [0 = v27]
# exit x5 type 0.2@6 [0 = v9, 1 = v10, 3 = v11, 4 = v12, 5 = v13, 6 = v14]
# exit x6 poll 0.2@3 [0 = v9, 1 = v34, 3 = v11, 4 = v36, 5 = v13, 6 = v14]
# exit x7 type 0.2@5 [0 = v42, 1 = v43, 3 = v44, 4 = v45, 5 = v46, 6 = v47]
# exit x8 type 0.2@5 [0 = v42, 1 = v48, 3 = v44, 4 = v45, 5 = v46, 6 = v47]
# exit x9 type 0.2@5 [0 = v42, 1 = v48, 3 = v44, 4 = v45, 5 = v46, 6 = v47]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v15: int = int 4
#   v16: bool = int_cmp eq, v2, v15
#   branch v16 then b3() else b4()
# b1(v4: float, v5: tagged, v6: int, v7: tagged, v8: tagged):
#   v38: float = float_bin mul, v4, v4
#   v39: tagged = box v38
#   v40: tagged = box v4
#   store v1, 120, v40, false
#   store v1, 136, v5, false
#   v41: tagged = box v6
#   store v1, 144, v41, false
#   store v1, 152, v7, false
#   store v1, 160, v8, false
#   suspend v1, 0.2, 4
#   yield v39
# b2(v9: tagged, v10: tagged, v11: tagged, v12: int, v13: tagged, v14: tagged):
#   v30: int = load_len v11, 8
#   v31: bool = int_cmp lt, v12, v30
#   branch v31 then b7() else b8()
# b3():
#   v19: tagged = load v1, 112
#   v20: tagged = load v1, 120
#   v21: tagged = load v1, 136
#   v22: tagged = load v1, 144
#   v23: tagged = load v1, 152
#   v24: tagged = load v1, 160
#   v25: float = unbox_float v20 else x0
#   guard_map v21, 17, 17 else x1
#   v26: int = unbox_int v22 else x2
#   jump b1(v25, v21, v26, v23, v24)
# b4():
#   v17: int = int 1
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b5() else b6()
# b5():
#   v27: tagged = load v1, 112
#   v28: tagged = load v1, 120
#   guard_word v28, 0x1c else x3
#   guard_map v27, 17, 17 else x4
#   v29: int = int 0
#   jump b2(v27, v0, v27, v29, v0, v0)
# b6():
#   v42: tagged = load v1, 112
#   v43: tagged = load v1, 120
#   v44: tagged = load v1, 136
#   v45: tagged = load v1, 144
#   v46: tagged = load v1, 152
#   v47: tagged = load v1, 160
#   v48: float = unbox_float v43 else x7
#   guard_map v44, 17, 17 else x8
#   v49: int = unbox_int v45 else x9
#   jump b2(v42, v43, v44, v49, v46, v47)
# b7():
#   v32: tagged = load v11, 16
#   v33: tagged = load_item v32, v12
#   v34: float = unbox_float v33 else x5
#   v36: int = int_bin add, v12, v17
#   poll else x6
#   jump b1(v34, v11, v36, v13, v14)
# b8():
#   v37: tagged = tagged 0x4 ; None
#   return v37
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@3 [0 = v19, 1 = v20, 3 = v21, 4 = v22, 5 = v23, 6 = v24]
# exit x1 type 0.2@3 [0 = v19, 1 = v25, 3 = v21, 4 = v22, 5 = v23, 6 = v24]
# exit x2 type 0.2@3 [0 = v19, 1 = v25, 3 = v21, 4 = v22, 5 = v23, 6 = v24]
# exit x3 type 0.2@1 [0 = v27, 1 = v28]
# exit x4 type 0.2@1 [0 = v27]
# exit x5 type 0.2@6 [0 = v9, 1 = v10, 3 = v11, 4 = v12, 5 = v13, 6 = v14]
# exit x6 poll 0.2@3 [0 = v9, 1 = v34, 3 = v11, 4 = v36, 5 = v13, 6 = v14]
# exit x7 type 0.2@5 [0 = v42, 1 = v43, 3 = v44, 4 = v45, 5 = v46, 6 = v47]
# exit x8 type 0.2@5 [0 = v42, 1 = v48, 3 = v44, 4 = v45, 5 = v46, 6 = v47]
# exit x9 type 0.2@5 [0 = v42, 1 = v48, 3 = v44, 4 = v45, 5 = v46, 6 = v47]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v15: int = int 4
#   v16: bool = int_cmp eq, v2, v15
#   branch v16 then b3() else b4()
# b1(v4: float, v5: tagged, v6: int, v7: tagged, v8: tagged):
#   v38: float = float_bin mul, v4, v4
#   v39: tagged = box v38
#   v40: tagged = box v4
#   store v1, 120, v40, false
#   store v1, 136, v5, false
#   v41: tagged = box v6
#   store v1, 144, v41, false
#   store v1, 152, v7, false
#   store v1, 160, v8, false
#   suspend v1, 0.2, 4
#   yield v39
# b2(v9: tagged, v10: tagged, v11: tagged, v12: int, v13: tagged, v14: tagged):
#   v30: int = load_len v11, 8
#   v31: bool = int_cmp lt, v12, v30
#   branch v31 then b7() else b8()
# b3():
#   v19: tagged = load v1, 112
#   v20: tagged = load v1, 120
#   v21: tagged = load v1, 136
#   v22: tagged = load v1, 144
#   v23: tagged = load v1, 152
#   v24: tagged = load v1, 160
#   v25: float = unbox_float v20 else x0
#   guard_map v21, 17, 17 else x1
#   v26: int = unbox_int v22 else x2
#   jump b1(v25, v21, v26, v23, v24)
# b4():
#   v17: int = int 1
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b5() else b6()
# b5():
#   v27: tagged = load v1, 112
#   v28: tagged = load v1, 120
#   guard_word v28, 0x1c else x3
#   guard_map v27, 17, 17 else x4
#   v29: int = int 0
#   jump b2(v27, v0, v27, v29, v0, v0)
# b6():
#   v42: tagged = load v1, 112
#   v43: tagged = load v1, 120
#   v44: tagged = load v1, 136
#   v45: tagged = load v1, 144
#   v46: tagged = load v1, 152
#   v47: tagged = load v1, 160
#   v48: float = unbox_float v43 else x7
#   guard_map v44, 17, 17 else x8
#   v49: int = unbox_int v45 else x9
#   jump b2(v42, v43, v44, v49, v46, v47)
# b7():
#   v32: tagged = load v11, 16
#   v33: tagged = load_item v32, v12
#   v34: float = unbox_float v33 else x5
#   v36: int = int_bin add, v12, v17
#   poll else x6
#   jump b1(v34, v11, v36, v13, v14)
# b8():
#   v37: tagged = tagged 0x4 ; None
#   return v37
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@1 [0 = v9, 1 = v10]
# exit x1 type 0.2@1 [0 = v9]
# exit x2 type 0.2@6 [0 = v9, 1 = v4, 3 = v9, 4 = v6, 5 = v0, 6 = v0]
# exit x3 poll 0.2@3 [0 = v9, 1 = v16, 3 = v9, 4 = v18, 5 = v0, 6 = v0]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v9: tagged = load v1, 112
#   v10: tagged = load v1, 120
#   guard_word v10, 0x1c else x0
#   guard_map v9, 17, 17 else x1
#   v11: int = int 0
#   jump b1(v0, v11)
# b1(v4: tagged, v6: int):
#   v12: int = load_len v9, 8
#   v13: bool = int_cmp lt, v6, v12
#   branch v13 then b2() else b3()
# b2():
#   v14: tagged = load v9, 16
#   v15: tagged = load_item v14, v6
#   v16: float = unbox_float v15 else x2
#   v17: int = int 1
#   v18: int = int_bin add, v6, v17
#   poll else x3
#   v20: float = float_bin mul, v16, v16
#   v21: tagged = box v20
#   v22: int = help take, [v2, v21]
#   v24: bool = int_cmp eq, v22, v11
#   branch v24 then b4() else b5()
# b3():
#   v19: tagged = tagged 0x4 ; None
#   return v19
# b4():
#   jump b1(v15, v18)
# b5() cold:
#   store v1, 120, v15, false
#   store v1, 136, v9, false
#   v26: tagged = box v18
#   store v1, 144, v26, false
#   store v1, 152, v0, false
#   store v1, 160, v0, false
#   suspend v1, 0.2, 4
#   yield v21
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@1 [0 = v9, 1 = v10]
# exit x1 type 0.2@1 [0 = v9]
# exit x2 type 0.2@6 [0 = v9, 1 = v4, 3 = v9, 4 = v6, 5 = v0, 6 = v0]
# exit x3 poll 0.2@3 [0 = v9, 1 = v16, 3 = v9, 4 = v18, 5 = v0, 6 = v0]
# exit x4 type 0.2@6 [0 = v9, 1 = v0, 3 = v9, 4 = v11, 5 = v0, 6 = v0]
# exit x5 poll 0.2@3 [0 = v9, 1 = v35, 3 = v9, 4 = v36, 5 = v0, 6 = v0]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v9: tagged = load v1, 112
#   v10: tagged = load v1, 120
#   guard_word v10, 0x1c else x0
#   guard_map v9, 17, 17 else x1
#   v11: int = int 0
#   v31: int = load_len v9, 8
#   v32: bool = int_cmp lt, v11, v31
#   branch v32 then b6() else b3()
# b1(v4: tagged, v6: int):
#   v12: int = load_len v9, 8
#   v13: bool = int_cmp lt, v6, v12
#   branch v13 then b2() else b3()
# b2():
#   v14: tagged = load v9, 16
#   v15: tagged = load_item v14, v6
#   v16: float = unbox_float v15 else x2
#   v18: int = int_bin add, v6, v36
#   poll else x3
#   v20: float = float_bin mul, v16, v16
#   v21: tagged = box v20
#   v22: int = help take, [v2, v21]
#   v24: bool = int_cmp eq, v22, v11
#   branch v24 then b4() else b5(v15, v18, v21)
# b3():
#   v19: tagged = tagged 0x4 ; None
#   return v19
# b4():
#   jump b1(v15, v18)
# b5(v42: tagged, v43: int, v44: tagged) cold:
#   store v1, 120, v42, false
#   store v1, 136, v9, false
#   v26: tagged = box v43
#   store v1, 144, v26, false
#   store v1, 152, v0, false
#   store v1, 160, v0, false
#   suspend v1, 0.2, 4
#   yield v44
# b6():
#   v33: tagged = load v9, 16
#   v34: tagged = load_item v33, v11
#   v35: float = unbox_float v34 else x4
#   v36: int = int 1
#   poll else x5
#   v38: float = float_bin mul, v35, v35
#   v39: tagged = box v38
#   v40: int = help take, [v2, v39]
#   v41: bool = int_cmp eq, v40, v11
#   branch v41 then b7() else b5(v34, v36, v39)
# b7():
#   jump b1(v34, v36)
# func 0.2 squares.<locals>.<genexpr>(v1: tagged) -> tagged places 8
# exit x0 raised 0.2@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.2, 0
#   v4: tagged = help make_generator, [v2, v3, v0] else x0
#   return v4
# func 0.2 squares.<locals>.<genexpr>(v1: tagged) -> tagged places 8
# exit x0 raised 0.2@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.2, 0
#   v4: tagged = help make_generator, [v2, v3, v0] else x0
#   return v4
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@1 [0 = v25, 1 = v26]
# exit x1 raised 0.2@1 [0 = v25]
# exit x2 raised 0.2@6 [0 = v9, 1 = v10, 3 = v11, 4 = v12, 5 = v13, 6 = v14]
# exit x3 poll 0.2@3 [0 = v9, 1 = v35, 3 = v36, 4 = v37, 5 = v38, 6 = v39]
# exit x4 raised 0.2@3 [0 = v3, 1 = v4, 3 = v5, 4 = v6, 5 = v7, 6 = v8]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v15: int = int 4
#   v16: bool = int_cmp eq, v2, v15
#   branch v16 then b3() else b4()
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged):
#   v42: tagged = any_bin 2, false, v4, v4 else x4
#   store v1, 120, v4, false
#   store v1, 136, v5, false
#   store v1, 144, v6, false
#   store v1, 152, v7, false
#   store v1, 160, v8, false
#   suspend v1, 0.2, 4
#   yield v42
# b2(v9: tagged, v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 3, v11
#   store_place 4, v12
#   store_place 5, v13
#   store_place 6, v14
#   v33: int = place_addr 0
#   v34: int = site 0.2, 6
#   v35: tagged = help for_step, [v33, v34] else x2
#   v36: tagged = load_place 3
#   v37: tagged = load_place 4
#   v38: tagged = load_place 5
#   v39: tagged = load_place 6
#   v40: bool = is v35, v0
#   branch v40 then b8() else b7()
# b3():
#   v19: tagged = load v1, 112
#   v20: tagged = load v1, 120
#   v21: tagged = load v1, 136
#   v22: tagged = load v1, 144
#   v23: tagged = load v1, 152
#   v24: tagged = load v1, 160
#   jump b1(v19, v20, v21, v22, v23, v24)
# b4():
#   v17: int = int 1
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b5() else b6()
# b5():
#   v25: tagged = load v1, 112
#   v26: tagged = load v1, 120
#   guard_word v26, 0x1c else x0
#   v27: int = place_addr 3
#   v28: bool = help for_prep, [v27, v25] else x1
#   v29: tagged = load_place 3
#   v30: tagged = load_place 4
#   v31: tagged = load_place 5
#   v32: tagged = load_place 6
#   jump b2(v25, v0, v29, v30, v31, v32)
# b6():
#   v43: tagged = load v1, 112
#   v44: tagged = load v1, 120
#   v45: tagged = load v1, 136
#   v46: tagged = load v1, 144
#   v47: tagged = load v1, 152
#   v48: tagged = load v1, 160
#   jump b2(v43, v44, v45, v46, v47, v48)
# b7():
#   poll else x3
#   jump b1(v9, v35, v36, v37, v38, v39)
# b8():
#   v41: tagged = tagged 0x4 ; None
#   return v41
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@1 [0 = v25, 1 = v26]
# exit x1 raised 0.2@1 [0 = v25]
# exit x2 raised 0.2@6 [0 = v9, 1 = v10, 3 = v11, 4 = v12, 5 = v13, 6 = v14]
# exit x3 poll 0.2@3 [0 = v9, 1 = v35, 3 = v36, 4 = v37, 5 = v38, 6 = v39]
# exit x4 raised 0.2@3 [0 = v3, 1 = v4, 3 = v5, 4 = v6, 5 = v7, 6 = v8]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v15: int = int 4
#   v16: bool = int_cmp eq, v2, v15
#   branch v16 then b3() else b4()
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged):
#   v42: tagged = any_bin 2, false, v4, v4 else x4
#   store v1, 120, v4, false
#   store v1, 136, v5, false
#   store v1, 144, v6, false
#   store v1, 152, v7, false
#   store v1, 160, v8, false
#   suspend v1, 0.2, 4
#   yield v42
# b2(v9: tagged, v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 3, v11
#   store_place 4, v12
#   store_place 5, v13
#   store_place 6, v14
#   v33: int = place_addr 0
#   v34: int = site 0.2, 6
#   v35: tagged = help for_step, [v33, v34] else x2
#   v36: tagged = load_place 3
#   v37: tagged = load_place 4
#   v38: tagged = load_place 5
#   v39: tagged = load_place 6
#   v40: bool = is v35, v0
#   branch v40 then b8() else b7()
# b3():
#   v19: tagged = load v1, 112
#   v20: tagged = load v1, 120
#   v21: tagged = load v1, 136
#   v22: tagged = load v1, 144
#   v23: tagged = load v1, 152
#   v24: tagged = load v1, 160
#   jump b1(v19, v20, v21, v22, v23, v24)
# b4():
#   v17: int = int 1
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b5() else b6()
# b5():
#   v25: tagged = load v1, 112
#   v26: tagged = load v1, 120
#   guard_word v26, 0x1c else x0
#   v27: int = place_addr 3
#   v28: bool = help for_prep, [v27, v25] else x1
#   v29: tagged = load_place 3
#   v30: tagged = load_place 4
#   v31: tagged = load_place 5
#   v32: tagged = load_place 6
#   jump b2(v25, v0, v29, v30, v31, v32)
# b6():
#   v43: tagged = load v1, 112
#   v44: tagged = load v1, 120
#   v45: tagged = load v1, 136
#   v46: tagged = load v1, 144
#   v47: tagged = load v1, 152
#   v48: tagged = load v1, 160
#   jump b2(v43, v44, v45, v46, v47, v48)
# b7():
#   poll else x3
#   jump b1(v9, v35, v36, v37, v38, v39)
# b8():
#   v41: tagged = tagged 0x4 ; None
#   return v41
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@1 [0 = v9, 1 = v10]
# exit x1 raised 0.2@1 [0 = v9]
# exit x2 raised 0.2@6 [0 = v9, 1 = v4, 3 = v5, 4 = v6, 5 = v7, 6 = v8]
# exit x3 poll 0.2@3 [0 = v9, 1 = v19, 3 = v20, 4 = v21, 5 = v22, 6 = v23]
# exit x4 raised 0.2@3 [0 = v9, 1 = v19, 3 = v20, 4 = v21, 5 = v22, 6 = v23]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v9: tagged = load v1, 112
#   v10: tagged = load v1, 120
#   guard_word v10, 0x1c else x0
#   v11: int = place_addr 3
#   v12: bool = help for_prep, [v11, v9] else x1
#   v13: tagged = load_place 3
#   v14: tagged = load_place 4
#   v15: tagged = load_place 5
#   v16: tagged = load_place 6
#   jump b1(v0, v13, v14, v15, v16)
# b1(v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged):
#   store_place 3, v5
#   store_place 4, v6
#   store_place 5, v7
#   store_place 6, v8
#   v17: int = place_addr 0
#   v18: int = site 0.2, 6
#   v19: tagged = help for_step, [v17, v18] else x2
#   v20: tagged = load_place 3
#   v21: tagged = load_place 4
#   v22: tagged = load_place 5
#   v23: tagged = load_place 6
#   v24: bool = is v19, v0
#   branch v24 then b3() else b2()
# b2():
#   poll else x3
#   v26: tagged = any_bin 2, false, v19, v19 else x4
#   v27: int = help take, [v2, v26]
#   v28: int = int 0
#   v29: bool = int_cmp eq, v27, v28
#   branch v29 then b4() else b5()
# b3():
#   v25: tagged = tagged 0x4 ; None
#   return v25
# b4():
#   jump b1(v19, v20, v21, v22, v23)
# b5() cold:
#   store v1, 120, v19, false
#   store v1, 136, v20, false
#   store v1, 144, v21, false
#   store v1, 152, v22, false
#   store v1, 160, v23, false
#   suspend v1, 0.2, 4
#   yield v26
# func 0.2 squares.<locals>.<genexpr>() -> tagged places 8
# exit x0 type 0.2@1 [0 = v9, 1 = v10]
# exit x1 raised 0.2@1 [0 = v9]
# exit x2 raised 0.2@6 [0 = v9, 1 = v4, 3 = v5, 4 = v6, 5 = v7, 6 = v8]
# exit x3 poll 0.2@3 [0 = v9, 1 = v19, 3 = v20, 4 = v21, 5 = v22, 6 = v23]
# exit x4 raised 0.2@3 [0 = v9, 1 = v19, 3 = v20, 4 = v21, 5 = v22, 6 = v23]
# exit x5 raised 0.2@6 [0 = v9, 1 = v0, 3 = v13, 4 = v14, 5 = v15, 6 = v16]
# exit x6 poll 0.2@3 [0 = v9, 1 = v38, 3 = v39, 4 = v40, 5 = v41, 6 = v42]
# exit x7 raised 0.2@3 [0 = v9, 1 = v38, 3 = v39, 4 = v40, 5 = v41, 6 = v42]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v9: tagged = load v1, 112
#   v10: tagged = load v1, 120
#   guard_word v10, 0x1c else x0
#   v11: int = place_addr 3
#   v12: bool = help for_prep, [v11, v9] else x1
#   v13: tagged = load_place 3
#   v14: tagged = load_place 4
#   v15: tagged = load_place 5
#   v16: tagged = load_place 6
#   store_place 3, v13
#   store_place 4, v14
#   store_place 5, v15
#   store_place 6, v16
#   v36: int = place_addr 0
#   v37: int = site 0.2, 6
#   v38: tagged = help for_step, [v36, v37] else x5
#   v39: tagged = load_place 3
#   v40: tagged = load_place 4
#   v41: tagged = load_place 5
#   v42: tagged = load_place 6
#   v43: bool = is v38, v0
#   branch v43 then b3() else b6()
# b1(v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged):
#   store_place 3, v5
#   store_place 4, v6
#   store_place 5, v7
#   store_place 6, v8
#   v19: tagged = help for_step, [v36, v37] else x2
#   v20: tagged = load_place 3
#   v21: tagged = load_place 4
#   v22: tagged = load_place 5
#   v23: tagged = load_place 6
#   v24: bool = is v19, v0
#   branch v24 then b3() else b2()
# b2():
#   poll else x3
#   v26: tagged = any_bin 2, false, v19, v19 else x4
#   v27: int = help take, [v2, v26]
#   v29: bool = int_cmp eq, v27, v46
#   branch v29 then b4() else b5(v19, v20, v21, v22, v23, v26)
# b3():
#   v25: tagged = tagged 0x4 ; None
#   return v25
# b4():
#   jump b1(v19, v20, v21, v22, v23)
# b5(v48: tagged, v49: tagged, v50: tagged, v51: tagged, v52: tagged, v53: tagged) cold:
#   store v1, 120, v48, false
#   store v1, 136, v49, false
#   store v1, 144, v50, false
#   store v1, 152, v51, false
#   store v1, 160, v52, false
#   suspend v1, 0.2, 4
#   yield v53
# b6():
#   poll else x6
#   v44: tagged = any_bin 2, false, v38, v38 else x7
#   v45: int = help take, [v2, v44]
#   v46: int = int 0
#   v47: bool = int_cmp eq, v45, v46
#   branch v47 then b7() else b5(v38, v39, v40, v41, v42, v44)
# b7():
#   jump b1(v38, v39, v40, v41, v42)
# func 0.2 squares.<locals>.<genexpr>(v1: tagged) -> tagged places 8
# exit x0 raised 0.2@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.2, 0
#   v4: tagged = help make_generator, [v2, v3, v0] else x0
#   return v4
# func 0.2 squares.<locals>.<genexpr>(v1: tagged) -> tagged places 8
# exit x0 raised 0.2@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.2, 0
#   v4: tagged = help make_generator, [v2, v3, v0] else x0
#   return v4
