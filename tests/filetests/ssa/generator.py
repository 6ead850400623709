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
# exit x11 callee 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x12 overflow 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x13 overflow 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x14 raised 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x15 poll 0.1@7 [0 = v10, 1 = v11, 2 = v14, 3 = v13, 4 = v53, 5 = v55, 6 = v16]
# exit x16 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x17 callee 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x18 overflow 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x19 overflow 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x20 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x21 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v63]
# exit x22 type 0.1@17 [0 = v68, 1 = v69, 2 = v70, 6 = v71]
# exit x23 type 0.1@17 [0 = v72, 1 = v69, 2 = v70, 6 = v71]
# exit x24 overflow 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# exit x25 type 0.1@9 [0 = v82, 1 = v83, 2 = v84, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x26 type 0.1@9 [0 = v89, 1 = v83, 2 = v84, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x27 type 0.1@9 [0 = v89, 1 = v90, 2 = v84, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x28 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x29 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x30 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v92, 5 = v87, 6 = v88]
# exit x31 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v92, 5 = v93, 6 = v88]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: int, v4: int, v5: int, v6: tagged, v7: int, v8: int, v9: int):
#   v75: int = int_bin add, v4, v5 else x24
#   v76: tagged = box v75
#   store v1, 120, v76, false
#   v78: tagged = box v5
#   store v1, 128, v78, false
#   store v1, 136, v6, false
#   v79: tagged = box v7
#   store v1, 144, v79, false
#   v80: tagged = box v8
#   store v1, 152, v80, false
#   v81: tagged = box v9
#   store v1, 160, v81, false
#   suspend v1, 0.1, 8
#   yield v76
# b2(v10: int, v11: int, v12: tagged, v13: tagged, v14: int, v15: int, v16: int):
#   v51: int = int 0
#   v52: bool = int_cmp gt, v15, v51
#   branch v52 then b9() else b10()
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
#   guard_builtin v41, range else x11
#   v44: int = int -4611686018427387904
#   v45: bool = int_cmp ge, v39, v44
#   guard_bool v45, true else x12
#   v46: int = int 4611686018427387903
#   v47: bool = int_cmp le, v39, v46
#   guard_bool v47, true else x13
#   v49: int = range_count v40, v39, v19
#   v50: tagged = tagged 0x44 ; range-state
#   jump b2(v39, v40, v0, v50, v40, v49, v19)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v82: tagged = load v1, 112
#   v83: tagged = load v1, 120
#   v84: tagged = load v1, 128
#   v85: tagged = load v1, 136
#   v86: tagged = load v1, 144
#   v87: tagged = load v1, 152
#   v88: tagged = load v1, 160
#   v89: int = unbox_int v82 else x25
#   v90: int = unbox_int v83 else x26
#   v91: int = unbox_int v84 else x27
#   guard_word v85, 0x44 else x28
#   v92: int = unbox_int v86 else x29
#   v93: int = unbox_int v87 else x30
#   v94: int = unbox_int v88 else x31
#   jump b2(v89, v90, v84, v85, v92, v93, v94)
# b8():
#   v68: tagged = load v1, 112
#   v69: tagged = load v1, 120
#   v70: tagged = load v1, 128
#   v71: tagged = load v1, 160
#   v72: int = unbox_int v68 else x22
#   v73: int = unbox_int v69 else x23
#   v74: tagged = tagged 0x4 ; None
#   return v74
# b9():
#   v53: int = int_bin add, v14, v16
#   v55: int = int_bin sub, v15, v19
#   poll else x15
#   jump b1(v10, v11, v14, v13, v53, v55, v16)
# b10():
#   v56: tagged = global 0.1, 11 else x16
#   guard_builtin v56, range else x17
#   v59: int = int -4611686018427387904
#   v60: bool = int_cmp ge, v11, v59
#   guard_bool v60, true else x18
#   v61: int = int 4611686018427387903
#   v62: bool = int_cmp le, v11, v61
#   guard_bool v62, true else x19
#   v63: tagged = pack 24, 5, [v51, v11, v19] else x20
#   v64: int = site 0.1, 14
#   v65: tagged = help delegate_to, [v64, v63] else x21
#   v66: tagged = tagged 0x4 ; None
#   v67: tagged = box v11
#   store v1, 120, v67, false
#   store v1, 128, v12, false
#   store v1, 152, v65, false
#   store v1, 160, v66, false
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
# exit x11 callee 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x12 overflow 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x13 overflow 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x14 raised 0.1@4 [0 = v39, 1 = v40, 9 = v41, 12 = v39]
# exit x15 poll 0.1@7 [0 = v10, 1 = v11, 2 = v14, 3 = v13, 4 = v53, 5 = v55, 6 = v16]
# exit x16 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x17 callee 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x18 overflow 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x19 overflow 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x20 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v56, 9 = v11]
# exit x21 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v63]
# exit x22 type 0.1@17 [0 = v68, 1 = v69, 2 = v70, 6 = v71]
# exit x23 type 0.1@17 [0 = v72, 1 = v69, 2 = v70, 6 = v71]
# exit x24 overflow 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# exit x25 type 0.1@9 [0 = v82, 1 = v83, 2 = v84, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x26 type 0.1@9 [0 = v89, 1 = v83, 2 = v84, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x27 type 0.1@9 [0 = v89, 1 = v90, 2 = v84, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x28 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x29 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v86, 5 = v87, 6 = v88]
# exit x30 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v92, 5 = v87, 6 = v88]
# exit x31 type 0.1@9 [0 = v89, 1 = v90, 2 = v91, 3 = v85, 4 = v92, 5 = v93, 6 = v88]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: int, v4: int, v5: int, v6: tagged, v7: int, v8: int, v9: int):
#   v75: int = int_bin add, v4, v5 else x24
#   v76: tagged = box v75
#   store v1, 120, v76, false
#   v78: tagged = box v5
#   store v1, 128, v78, false
#   store v1, 136, v6, false
#   v79: tagged = box v7
#   store v1, 144, v79, false
#   v80: tagged = box v8
#   store v1, 152, v80, false
#   v81: tagged = box v9
#   store v1, 160, v81, false
#   suspend v1, 0.1, 8
#   yield v76
# b2(v10: int, v11: int, v12: tagged, v13: tagged, v14: int, v15: int, v16: int):
#   v51: int = int 0
#   v52: bool = int_cmp gt, v15, v51
#   branch v52 then b9() else b10()
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
#   guard_builtin v41, range else x11
#   v44: int = int -4611686018427387904
#   v45: bool = int_cmp ge, v39, v44
#   guard_bool v45, true else x12
#   v46: int = int 4611686018427387903
#   v47: bool = int_cmp le, v39, v46
#   guard_bool v47, true else x13
#   v49: int = range_count v40, v39, v19
#   v50: tagged = tagged 0x44 ; range-state
#   jump b2(v39, v40, v0, v50, v40, v49, v19)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v82: tagged = load v1, 112
#   v83: tagged = load v1, 120
#   v84: tagged = load v1, 128
#   v85: tagged = load v1, 136
#   v86: tagged = load v1, 144
#   v87: tagged = load v1, 152
#   v88: tagged = load v1, 160
#   v89: int = unbox_int v82 else x25
#   v90: int = unbox_int v83 else x26
#   v91: int = unbox_int v84 else x27
#   guard_word v85, 0x44 else x28
#   v92: int = unbox_int v86 else x29
#   v93: int = unbox_int v87 else x30
#   v94: int = unbox_int v88 else x31
#   jump b2(v89, v90, v84, v85, v92, v93, v94)
# b8():
#   v68: tagged = load v1, 112
#   v69: tagged = load v1, 120
#   v70: tagged = load v1, 128
#   v71: tagged = load v1, 160
#   v72: int = unbox_int v68 else x22
#   v73: int = unbox_int v69 else x23
#   v74: tagged = tagged 0x4 ; None
#   return v74
# b9():
#   v53: int = int_bin add, v14, v16
#   v55: int = int_bin sub, v15, v19
#   poll else x15
#   jump b1(v10, v11, v14, v13, v53, v55, v16)
# b10():
#   v56: tagged = global 0.1, 11 else x16
#   guard_builtin v56, range else x17
#   v59: int = int -4611686018427387904
#   v60: bool = int_cmp ge, v11, v59
#   guard_bool v60, true else x18
#   v61: int = int 4611686018427387903
#   v62: bool = int_cmp le, v11, v61
#   guard_bool v62, true else x19
#   v63: tagged = pack 24, 5, [v51, v11, v19] else x20
#   v64: int = site 0.1, 14
#   v65: tagged = help delegate_to, [v64, v63] else x21
#   v66: tagged = tagged 0x4 ; None
#   v67: tagged = box v11
#   store v1, 120, v67, false
#   store v1, 128, v12, false
#   store v1, 152, v65, false
#   store v1, 160, v66, false
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
# exit x6 poll 0.1@7 [0 = v10, 1 = v11, 2 = v46, 3 = v47, 4 = v48, 5 = v49, 6 = v50]
# exit x7 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x8 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v52, 9 = v11]
# exit x9 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v53]
# exit x10 raised 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged):
#   v62: tagged = any_bin 0, true, v4, v5 else x10
#   store v1, 120, v62, false
#   store v1, 128, v5, false
#   store v1, 136, v6, false
#   store v1, 144, v7, false
#   store v1, 152, v8, false
#   store v1, 160, v9, false
#   suspend v1, 0.1, 8
#   yield v62
# b2(v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged, v16: tagged):
#   store_place 3, v13
#   store_place 4, v14
#   store_place 5, v15
#   store_place 6, v16
#   v44: int = place_addr 0
#   v45: int = site 0.1, 10
#   v46: tagged = help for_step, [v44, v45] else x5
#   v47: tagged = load_place 3
#   v48: tagged = load_place 4
#   v49: tagged = load_place 5
#   v50: tagged = load_place 6
#   v51: bool = is v46, v0
#   branch v51 then b10() else b9()
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
#   v37: int = site 0.1, 5
#   v38: bool = help for_prep_of, [v36, v35, v37, v34, v0] else x4
#   v39: tagged = load_place 3
#   v40: tagged = load_place 4
#   v41: tagged = load_place 5
#   v42: tagged = load_place 6
#   v43: tagged = tagged 0x1 ; 0
#   jump b2(v30, v43, v0, v39, v40, v41, v42)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v63: tagged = load v1, 112
#   v64: tagged = load v1, 120
#   v65: tagged = load v1, 128
#   v66: tagged = load v1, 136
#   v67: tagged = load v1, 144
#   v68: tagged = load v1, 152
#   v69: tagged = load v1, 160
#   jump b2(v63, v64, v65, v66, v67, v68, v69)
# b8():
#   v61: tagged = tagged 0x4 ; None
#   return v61
# b9():
#   poll else x6
#   jump b1(v10, v11, v46, v47, v48, v49, v50)
# b10():
#   v52: tagged = global 0.1, 11 else x7
#   v53: tagged = cached_call 0.1, 13, v52, -, -, [v11], 5 else x8
#   v54: int = site 0.1, 14
#   v55: tagged = help delegate_to, [v54, v53] else x9
#   v56: tagged = tagged 0x4 ; None
#   store v1, 120, v11, false
#   store v1, 128, v12, false
#   store v1, 152, v55, false
#   store v1, 160, v56, false
#   suspend v1, 0.1, 16
#   delegate
# func 0.1 pairs() -> tagged places 13
# exit x0 type 0.1@1 [0 = v30, 1 = v31, 2 = v32]
# exit x1 type 0.1@1 [0 = v30, 2 = v32]
# exit x2 global 0.1@2 [0 = v30, 1 = v33]
# exit x3 raised 0.1@4 [0 = v30, 1 = v33, 9 = v34, 12 = v30]
# exit x4 raised 0.1@5 [0 = v30, 1 = v33, 7 = v35]
# exit x5 raised 0.1@10 [0 = v10, 1 = v11, 2 = v12, 3 = v13, 4 = v14, 5 = v15, 6 = v16]
# exit x6 poll 0.1@7 [0 = v10, 1 = v11, 2 = v46, 3 = v47, 4 = v48, 5 = v49, 6 = v50]
# exit x7 global 0.1@11 [0 = v10, 1 = v11, 2 = v12]
# exit x8 raised 0.1@13 [0 = v10, 1 = v11, 2 = v12, 6 = v52, 9 = v11]
# exit x9 raised 0.1@14 [0 = v10, 1 = v11, 2 = v12, 4 = v53]
# exit x10 raised 0.1@7 [0 = v3, 1 = v4, 2 = v5, 3 = v6, 4 = v7, 5 = v8, 6 = v9]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v1: tagged = generator
#   v2: int = resume_offset
#   v17: int = int 17
#   v18: bool = int_cmp eq, v2, v17
#   branch v18 then b3() else b4()
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged):
#   v62: tagged = any_bin 0, true, v4, v5 else x10
#   store v1, 120, v62, false
#   store v1, 128, v5, false
#   store v1, 136, v6, false
#   store v1, 144, v7, false
#   store v1, 152, v8, false
#   store v1, 160, v9, false
#   suspend v1, 0.1, 8
#   yield v62
# b2(v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged, v16: tagged):
#   store_place 3, v13
#   store_place 4, v14
#   store_place 5, v15
#   store_place 6, v16
#   v44: int = place_addr 0
#   v45: int = site 0.1, 10
#   v46: tagged = help for_step, [v44, v45] else x5
#   v47: tagged = load_place 3
#   v48: tagged = load_place 4
#   v49: tagged = load_place 5
#   v50: tagged = load_place 6
#   v51: bool = is v46, v0
#   branch v51 then b10() else b9()
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
#   v37: int = site 0.1, 5
#   v38: bool = help for_prep_of, [v36, v35, v37, v34, v0] else x4
#   v39: tagged = load_place 3
#   v40: tagged = load_place 4
#   v41: tagged = load_place 5
#   v42: tagged = load_place 6
#   v43: tagged = tagged 0x1 ; 0
#   jump b2(v30, v43, v0, v39, v40, v41, v42)
# b6():
#   v21: int = int 19
#   v22: bool = int_cmp eq, v2, v21
#   branch v22 then b7() else b8()
# b7():
#   v63: tagged = load v1, 112
#   v64: tagged = load v1, 120
#   v65: tagged = load v1, 128
#   v66: tagged = load v1, 136
#   v67: tagged = load v1, 144
#   v68: tagged = load v1, 152
#   v69: tagged = load v1, 160
#   jump b2(v63, v64, v65, v66, v67, v68, v69)
# b8():
#   v61: tagged = tagged 0x4 ; None
#   return v61
# b9():
#   poll else x6
#   jump b1(v10, v11, v46, v47, v48, v49, v50)
# b10():
#   v52: tagged = global 0.1, 11 else x7
#   v53: tagged = cached_call 0.1, 13, v52, -, -, [v11], 5 else x8
#   v54: int = site 0.1, 14
#   v55: tagged = help delegate_to, [v54, v53] else x9
#   v56: tagged = tagged 0x4 ; None
#   store v1, 120, v11, false
#   store v1, 128, v12, false
#   store v1, 152, v55, false
#   store v1, 160, v56, false
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
