# func: pairs
# A body is entered at its start, behind each yield and at each loop; what it holds lies in the generator meanwhile.


def pairs(n):
    total = 0
    for i in range(n):
        total += i
        yield total
    yield from range(total)


print(list(pairs(3)))
# ---- dump
# func 0.1 pairs() -> tagged places 13
# exit x0 type 0.1@7 [0 = v23, 1 = v24, 2 = v25, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x1 type 0.1@7 [0 = v30, 1 = v24, 2 = v25, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x2 type 0.1@7 [0 = v30, 1 = v31, 2 = v25, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x3 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x4 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x5 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v33, 5 = v28, 6 = v29]
# exit x6 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v33, 5 = v34, 6 = v29]
# exit x7 type 0.1@1 [0 = v36, 1 = v37, 2 = v38]
# exit x8 type 0.1@1 [0 = v39, 1 = v37, 2 = v38]
# exit x9 type 0.1@1 [0 = v39, 2 = v38]
# exit x10 global 0.1@2 [0 = v39, 1 = v40]
# exit x11 raised 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x12 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x13 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x14 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x15 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x16 poll 0.1@7 [0 = v10, 1 = v11, 2 = v14, 3 = v13, 4 = v54, 5 = v56, 6 = v16]
# exit x17 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x18 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v57, 9 = v11]
# exit x19 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v59]
# exit x20 type 0.1@17 [0 = v64, 1 = v65, 2 = v66, 6 = v67]
# exit x21 type 0.1@17 [0 = v68, 1 = v65, 2 = v66, 6 = v67]
# exit x22 overflow 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# exit x23 type 0.1@9 [0 = v78, 1 = v79, 2 = v80, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x24 type 0.1@9 [0 = v85, 1 = v79, 2 = v80, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x25 type 0.1@9 [0 = v85, 1 = v86, 2 = v80, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x26 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x27 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x28 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v88, 5 = v83, 6 = v84]
# exit x29 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v88, 5 = v89, 6 = v84]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: int, v4: int, v5: int, v6: tagged, v7: int, v8: int, v9: int):
#   v71: int = int_bin add, v4, v5 else x22
#   v72: tagged = box v71
#   store v1, 120, v72, false
#   v74: tagged = box v5
#   store v1, 128, v74, false
#   store v1, 136, v6, false
#   v75: tagged = box v7
#   store v1, 144, v75, false
#   v76: tagged = box v8
#   store v1, 152, v76, false
#   v77: tagged = box v9
#   store v1, 160, v77, false
#   suspend v1, 0.1, 8
#   yield v72
# b2(v10: int, v11: int, v12: tagged, v13: tagged, v14: int, v15: int, v16: int):
#   v52: int = int 0
#   v53: bool = int_cmp gt, v15, v52
#   branch v53 then b9() else b10()
# b3():
#   v23: tagged = load v1, 112
#   v24: tagged = load v1, 120
#   v25: tagged = load v1, 128
#   v26: tagged = load v1, 136
#   v27: tagged = load v1, 144
#   v28: tagged = load v1, 152
#   v29: tagged = load v1, 160
#   v30: int = unbox_int v23 else x0
#   v31: int = unbox_int v24 else x1
#   v32: int = unbox_int v25 else x2
#   guard_word v26, 0x44 else x3
#   v33: int = unbox_int v27 else x4
#   v34: int = unbox_int v28 else x5
#   v35: int = unbox_int v29 else x6
#   jump b1(v30, v31, v32, v26, v33, v34, v35)
# b4():
#   v19: int = int 1
#   v20: bool = int_cmp eq, v2, v19
#   branch v20 then b5() else b6()
# b5():
#   v36: tagged = load v1, 112
#   v37: tagged = load v1, 120
#   v38: tagged = load v1, 128
#   v39: int = unbox_int v36 else x7
#   guard_word v37, 0x1c else x8
#   guard_word v38, 0x1c else x9
#   v40: int = int 0
#   v41: tagged = global 0.1, 2 else x10
#   v43: tagged = cached_call 0.1, 4, v41, -, -, [v36], 8 else x11
#   guard_map v43, 24, 24 else x12
#   v44: tagged = load v43, 8
#   v45: int = unbox_small v44 else x13
#   v46: tagged = load v43, 16
#   v47: int = unbox_small v46 else x14
#   v48: tagged = load v43, 24
#   v49: int = unbox_small v48 else x15
#   v50: int = range_count v45, v47, v49
#   v51: tagged = tagged 0x44 ; range-state
#   jump b2(v39, v40, v0, v51, v45, v50, v49)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v78: tagged = load v1, 112
#   v79: tagged = load v1, 120
#   v80: tagged = load v1, 128
#   v81: tagged = load v1, 136
#   v82: tagged = load v1, 144
#   v83: tagged = load v1, 152
#   v84: tagged = load v1, 160
#   v85: int = unbox_int v78 else x23
#   v86: int = unbox_int v79 else x24
#   v87: int = unbox_int v80 else x25
#   guard_word v81, 0x44 else x26
#   v88: int = unbox_int v82 else x27
#   v89: int = unbox_int v83 else x28
#   v90: int = unbox_int v84 else x29
#   jump b2(v85, v86, v80, v81, v88, v89, v90)
# b8():
#   v64: tagged = load v1, 112
#   v65: tagged = load v1, 120
#   v66: tagged = load v1, 128
#   v67: tagged = load v1, 160
#   v68: int = unbox_int v64 else x20
#   v69: int = unbox_int v65 else x21
#   v70: tagged = tagged 0x4 ; None
#   return v70
# b9():
#   v54: int = int_bin add, v14, v16
#   v56: int = int_bin sub, v15, v19
#   poll else x16
#   jump b1(v10, v11, v14, v13, v54, v56, v16)
# b10():
#   v57: tagged = global 0.1, 11 else x17
#   v58: tagged = box v11
#   v59: tagged = cached_call 0.1, 13, v57, -, -, [v58], 5 else x18
#   v60: int = site 0.1, 14
#   v61: tagged = help delegate_to, [v60, v59] else x19
#   v62: tagged = tagged 0x4 ; None
#   store v1, 120, v58, false
#   store v1, 128, v12, false
#   store v1, 152, v61, false
#   store v1, 160, v62, false
#   suspend v1, 0.1, 16
#   delegate
# func 0.1 pairs() -> tagged places 13
# exit x0 type 0.1@7 [0 = v23, 1 = v24, 2 = v25, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x1 type 0.1@7 [0 = v30, 1 = v24, 2 = v25, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x2 type 0.1@7 [0 = v30, 1 = v31, 2 = v25, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x3 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x4 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v27, 5 = v28, 6 = v29]
# exit x5 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v33, 5 = v28, 6 = v29]
# exit x6 type 0.1@7 [0 = v30, 1 = v31, 2 = v32, 3 = v26, 4 = v33, 5 = v34, 6 = v29]
# exit x7 type 0.1@1 [0 = v36, 1 = v37, 2 = v38]
# exit x8 type 0.1@1 [0 = v39, 1 = v37, 2 = v38]
# exit x9 type 0.1@1 [0 = v39, 2 = v38]
# exit x10 global 0.1@2 [0 = v39, 1 = v40]
# exit x11 raised 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x12 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x13 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x14 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x15 type 0.1@5 [0 = v39, 1 = v40, 7 = v43]
# exit x16 poll 0.1@7 [0 = v10, 1 = v11, 2 = v14, 3 = v13, 4 = v54, 5 = v56, 6 = v16]
# exit x17 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x18 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v57, 9 = v11]
# exit x19 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v59]
# exit x20 type 0.1@17 [0 = v64, 1 = v65, 2 = v66, 6 = v67]
# exit x21 type 0.1@17 [0 = v68, 1 = v65, 2 = v66, 6 = v67]
# exit x22 overflow 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# exit x23 type 0.1@9 [0 = v78, 1 = v79, 2 = v80, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x24 type 0.1@9 [0 = v85, 1 = v79, 2 = v80, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x25 type 0.1@9 [0 = v85, 1 = v86, 2 = v80, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x26 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x27 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v82, 5 = v83, 6 = v84]
# exit x28 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v88, 5 = v83, 6 = v84]
# exit x29 type 0.1@9 [0 = v85, 1 = v86, 2 = v87, 3 = v81, 4 = v88, 5 = v89, 6 = v84]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: int, v4: int, v5: int, v6: tagged, v7: int, v8: int, v9: int):
#   v71: int = int_bin add, v4, v5 else x22
#   v72: tagged = box v71
#   store v1, 120, v72, false
#   v74: tagged = box v5
#   store v1, 128, v74, false
#   store v1, 136, v6, false
#   v75: tagged = box v7
#   store v1, 144, v75, false
#   v76: tagged = box v8
#   store v1, 152, v76, false
#   v77: tagged = box v9
#   store v1, 160, v77, false
#   suspend v1, 0.1, 8
#   yield v72
# b2(v10: int, v11: int, v12: tagged, v13: tagged, v14: int, v15: int, v16: int):
#   v52: int = int 0
#   v53: bool = int_cmp gt, v15, v52
#   branch v53 then b9() else b10()
# b3():
#   v23: tagged = load v1, 112
#   v24: tagged = load v1, 120
#   v25: tagged = load v1, 128
#   v26: tagged = load v1, 136
#   v27: tagged = load v1, 144
#   v28: tagged = load v1, 152
#   v29: tagged = load v1, 160
#   v30: int = unbox_int v23 else x0
#   v31: int = unbox_int v24 else x1
#   v32: int = unbox_int v25 else x2
#   guard_word v26, 0x44 else x3
#   v33: int = unbox_int v27 else x4
#   v34: int = unbox_int v28 else x5
#   v35: int = unbox_int v29 else x6
#   jump b1(v30, v31, v32, v26, v33, v34, v35)
# b4():
#   v19: int = int 1
#   v20: bool = int_cmp eq, v2, v19
#   branch v20 then b5() else b6()
# b5():
#   v36: tagged = load v1, 112
#   v37: tagged = load v1, 120
#   v38: tagged = load v1, 128
#   v39: int = unbox_int v36 else x7
#   guard_word v37, 0x1c else x8
#   guard_word v38, 0x1c else x9
#   v40: int = int 0
#   v41: tagged = global 0.1, 2 else x10
#   v43: tagged = cached_call 0.1, 4, v41, -, -, [v36], 8 else x11
#   guard_map v43, 24, 24 else x12
#   v44: tagged = load v43, 8
#   v45: int = unbox_small v44 else x13
#   v46: tagged = load v43, 16
#   v47: int = unbox_small v46 else x14
#   v48: tagged = load v43, 24
#   v49: int = unbox_small v48 else x15
#   v50: int = range_count v45, v47, v49
#   v51: tagged = tagged 0x44 ; range-state
#   jump b2(v39, v40, v0, v51, v45, v50, v49)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v78: tagged = load v1, 112
#   v79: tagged = load v1, 120
#   v80: tagged = load v1, 128
#   v81: tagged = load v1, 136
#   v82: tagged = load v1, 144
#   v83: tagged = load v1, 152
#   v84: tagged = load v1, 160
#   v85: int = unbox_int v78 else x23
#   v86: int = unbox_int v79 else x24
#   v87: int = unbox_int v80 else x25
#   guard_word v81, 0x44 else x26
#   v88: int = unbox_int v82 else x27
#   v89: int = unbox_int v83 else x28
#   v90: int = unbox_int v84 else x29
#   jump b2(v85, v86, v80, v81, v88, v89, v90)
# b8():
#   v64: tagged = load v1, 112
#   v65: tagged = load v1, 120
#   v66: tagged = load v1, 128
#   v67: tagged = load v1, 160
#   v68: int = unbox_int v64 else x20
#   v69: int = unbox_int v65 else x21
#   v70: tagged = tagged 0x4 ; None
#   return v70
# b9():
#   v54: int = int_bin add, v14, v16
#   v56: int = int_bin sub, v15, v19
#   poll else x16
#   jump b1(v10, v11, v14, v13, v54, v56, v16)
# b10():
#   v57: tagged = global 0.1, 11 else x17
#   v58: tagged = box v11
#   v59: tagged = cached_call 0.1, 13, v57, -, -, [v58], 5 else x18
#   v60: int = site 0.1, 14
#   v61: tagged = help delegate_to, [v60, v59] else x19
#   v62: tagged = tagged 0x4 ; None
#   store v1, 120, v58, false
#   store v1, 128, v12, false
#   store v1, 152, v61, false
#   store v1, 160, v62, false
#   suspend v1, 0.1, 16
#   delegate
# func 0.1 pairs(v1: int) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v2: tagged = box v1
#   store_place 0, v2
#   v3: int = place_addr 0
#   v4: int = site 0.1, 0
#   v5: tagged = help make_generator, [v3, v4, v0] else x0
#   return v5
# func 0.1 pairs(v1: int) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v2: tagged = box v1
#   store_place 0, v2
#   v3: int = place_addr 0
#   v4: int = site 0.1, 0
#   v5: tagged = help make_generator, [v3, v4, v0] else x0
#   return v5
# func 0.1 pairs(v1: tagged, v4: tagged) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.1, 0
#   v5: tagged = help make_generator, [v2, v3, v4] else x0
#   return v5
# func 0.1 pairs(v1: tagged, v4: tagged) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.1, 0
#   v5: tagged = help make_generator, [v2, v3, v4] else x0
#   return v5
# func 0.1 pairs() -> tagged places 13
# exit x0 type 0.1@1 [0 = v30, 1 = v31, 2 = v32]
# exit x1 type 0.1@1 [0 = v30, 2 = v32]
# exit x2 global 0.1@2 [0 = v30, 1 = v33]
# exit x3 raised 0.1@4 [0 = v30, 1 = v33, 9 = v34, 12 = v30]
# exit x4 raised 0.1@5 [0 = v30, 1 = v33, 7 = v35]
# exit x5 raised 0.1@10 [0 = v10, 1 = v11, 2 = v12, 3 = v13, 4 = v14, 5 = v15, 6 = v16]
# exit x6 poll 0.1@7 [0 = v10, 1 = v11, 2 = v45, 3 = v46, 4 = v47, 5 = v48, 6 = v49]
# exit x7 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x8 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v51, 9 = v11]
# exit x9 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v52]
# exit x10 raised 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged):
#   v61: tagged = any_bin 0, true, v4, v5 else x10
#   store v1, 120, v61, false
#   store v1, 128, v5, false
#   store v1, 136, v6, false
#   store v1, 144, v7, false
#   store v1, 152, v8, false
#   store v1, 160, v9, false
#   suspend v1, 0.1, 8
#   yield v61
# b2(v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged, v16: tagged):
#   store_place 3, v13
#   store_place 4, v14
#   store_place 5, v15
#   store_place 6, v16
#   v43: int = place_addr 0
#   v44: int = site 0.1, 10
#   v45: tagged = help for_step, [v43, v44] else x5
#   v46: tagged = load_place 3
#   v47: tagged = load_place 4
#   v48: tagged = load_place 5
#   v49: tagged = load_place 6
#   v50: bool = is v45, v0
#   branch v50 then b10() else b9()
# b3():
#   v23: tagged = load v1, 112
#   v24: tagged = load v1, 120
#   v25: tagged = load v1, 128
#   v26: tagged = load v1, 136
#   v27: tagged = load v1, 144
#   v28: tagged = load v1, 152
#   v29: tagged = load v1, 160
#   jump b1(v23, v24, v25, v26, v27, v28, v29)
# b4():
#   v19: int = int 1
#   v20: bool = int_cmp eq, v2, v19
#   branch v20 then b5() else b6()
# b5():
#   v30: tagged = load v1, 112
#   v31: tagged = load v1, 120
#   v32: tagged = load v1, 128
#   guard_word v31, 0x1c else x0
#   guard_word v32, 0x1c else x1
#   v33: int = int 0
#   v34: tagged = global 0.1, 2 else x2
#   v35: tagged = cached_call 0.1, 4, v34, -, -, [v30], 8 else x3
#   v36: int = place_addr 3
#   v37: bool = help for_prep, [v36, v35] else x4
#   v38: tagged = load_place 3
#   v39: tagged = load_place 4
#   v40: tagged = load_place 5
#   v41: tagged = load_place 6
#   v42: tagged = tagged 0x1 ; 0
#   jump b2(v30, v42, v0, v38, v39, v40, v41)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v62: tagged = load v1, 112
#   v63: tagged = load v1, 120
#   v64: tagged = load v1, 128
#   v65: tagged = load v1, 136
#   v66: tagged = load v1, 144
#   v67: tagged = load v1, 152
#   v68: tagged = load v1, 160
#   jump b2(v62, v63, v64, v65, v66, v67, v68)
# b8():
#   v60: tagged = tagged 0x4 ; None
#   return v60
# b9():
#   poll else x6
#   jump b1(v10, v11, v45, v46, v47, v48, v49)
# b10():
#   v51: tagged = global 0.1, 11 else x7
#   v52: tagged = cached_call 0.1, 13, v51, -, -, [v11], 5 else x8
#   v53: int = site 0.1, 14
#   v54: tagged = help delegate_to, [v53, v52] else x9
#   v55: tagged = tagged 0x4 ; None
#   store v1, 120, v11, false
#   store v1, 128, v12, false
#   store v1, 152, v54, false
#   store v1, 160, v55, false
#   suspend v1, 0.1, 16
#   delegate
# func 0.1 pairs() -> tagged places 13
# exit x0 type 0.1@1 [0 = v30, 1 = v31, 2 = v32]
# exit x1 type 0.1@1 [0 = v30, 2 = v32]
# exit x2 global 0.1@2 [0 = v30, 1 = v33]
# exit x3 raised 0.1@4 [0 = v30, 1 = v33, 9 = v34, 12 = v30]
# exit x4 raised 0.1@5 [0 = v30, 1 = v33, 7 = v35]
# exit x5 raised 0.1@10 [0 = v10, 1 = v11, 2 = v12, 3 = v13, 4 = v14, 5 = v15, 6 = v16]
# exit x6 poll 0.1@7 [0 = v10, 1 = v11, 2 = v45, 3 = v46, 4 = v47, 5 = v48, 6 = v49]
# exit x7 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x8 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v51, 9 = v11]
# exit x9 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v52]
# exit x10 raised 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged):
#   v61: tagged = any_bin 0, true, v4, v5 else x10
#   store v1, 120, v61, false
#   store v1, 128, v5, false
#   store v1, 136, v6, false
#   store v1, 144, v7, false
#   store v1, 152, v8, false
#   store v1, 160, v9, false
#   suspend v1, 0.1, 8
#   yield v61
# b2(v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged, v16: tagged):
#   store_place 3, v13
#   store_place 4, v14
#   store_place 5, v15
#   store_place 6, v16
#   v43: int = place_addr 0
#   v44: int = site 0.1, 10
#   v45: tagged = help for_step, [v43, v44] else x5
#   v46: tagged = load_place 3
#   v47: tagged = load_place 4
#   v48: tagged = load_place 5
#   v49: tagged = load_place 6
#   v50: bool = is v45, v0
#   branch v50 then b10() else b9()
# b3():
#   v23: tagged = load v1, 112
#   v24: tagged = load v1, 120
#   v25: tagged = load v1, 128
#   v26: tagged = load v1, 136
#   v27: tagged = load v1, 144
#   v28: tagged = load v1, 152
#   v29: tagged = load v1, 160
#   jump b1(v23, v24, v25, v26, v27, v28, v29)
# b4():
#   v19: int = int 1
#   v20: bool = int_cmp eq, v2, v19
#   branch v20 then b5() else b6()
# b5():
#   v30: tagged = load v1, 112
#   v31: tagged = load v1, 120
#   v32: tagged = load v1, 128
#   guard_word v31, 0x1c else x0
#   guard_word v32, 0x1c else x1
#   v33: int = int 0
#   v34: tagged = global 0.1, 2 else x2
#   v35: tagged = cached_call 0.1, 4, v34, -, -, [v30], 8 else x3
#   v36: int = place_addr 3
#   v37: bool = help for_prep, [v36, v35] else x4
#   v38: tagged = load_place 3
#   v39: tagged = load_place 4
#   v40: tagged = load_place 5
#   v41: tagged = load_place 6
#   v42: tagged = tagged 0x1 ; 0
#   jump b2(v30, v42, v0, v38, v39, v40, v41)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v62: tagged = load v1, 112
#   v63: tagged = load v1, 120
#   v64: tagged = load v1, 128
#   v65: tagged = load v1, 136
#   v66: tagged = load v1, 144
#   v67: tagged = load v1, 152
#   v68: tagged = load v1, 160
#   jump b2(v62, v63, v64, v65, v66, v67, v68)
# b8():
#   v60: tagged = tagged 0x4 ; None
#   return v60
# b9():
#   poll else x6
#   jump b1(v10, v11, v45, v46, v47, v48, v49)
# b10():
#   v51: tagged = global 0.1, 11 else x7
#   v52: tagged = cached_call 0.1, 13, v51, -, -, [v11], 5 else x8
#   v53: int = site 0.1, 14
#   v54: tagged = help delegate_to, [v53, v52] else x9
#   v55: tagged = tagged 0x4 ; None
#   store v1, 120, v11, false
#   store v1, 128, v12, false
#   store v1, 152, v54, false
#   store v1, 160, v55, false
#   suspend v1, 0.1, 16
#   delegate
# func 0.1 pairs(v1: int) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v2: tagged = box v1
#   store_place 0, v2
#   v3: int = place_addr 0
#   v4: int = site 0.1, 0
#   v5: tagged = help make_generator, [v3, v4, v0] else x0
#   return v5
# func 0.1 pairs(v1: int) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v2: tagged = box v1
#   store_place 0, v2
#   v3: int = place_addr 0
#   v4: int = site 0.1, 0
#   v5: tagged = help make_generator, [v3, v4, v0] else x0
#   return v5
# func 0.1 pairs(v1: tagged, v4: tagged) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.1, 0
#   v5: tagged = help make_generator, [v2, v3, v4] else x0
#   return v5
# func 0.1 pairs(v1: tagged, v4: tagged) -> tagged places 13
# exit x0 raised 0.1@0 [0 = v1]
# b0():
#   store_place 0, v1
#   v2: int = place_addr 0
#   v3: int = site 0.1, 0
#   v5: tagged = help make_generator, [v2, v3, v4] else x0
#   return v5
