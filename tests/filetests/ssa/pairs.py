"""A loop over enumerate of a list: its pairs are made by exits at most, the range of the other by nobody."""
# func: weighted


def weighted(values, times):
    total = 0.0
    for _ in range(times):
        for i, value in enumerate(values):
            total += i * value
    return total


print(weighted([1.5, 2.5], 3))
# ---- dump
# func 0.1 weighted() -> tagged places 20
# exit x0 type 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v27, 2 = v28]
# exit x2 callee 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x3 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x4 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x5 raised 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x6 poll 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x7 global 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x8 raised 0.1@8 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 16 = v45, 19 = v25]
# exit x9 type 0.1@9 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 14 = v46]
# exit x10 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x11 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x12 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x14 overflow 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x15 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x16 poll 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x17 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x18 cold 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v68]
# exit x19 map 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x20 index 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x21 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x22 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: int = unbox_int v26 else x0
#   v28: float = float 0x0 ; 0.0
#   v29: tagged = global 0.1, 1 else x1
#   guard_builtin v29, range else x2
#   v30: int = int 0
#   v31: int = int 1
#   v32: int = int -4611686018427387904
#   v33: bool = int_cmp ge, v27, v32
#   guard_bool v33, true else x3
#   v34: int = int 4611686018427387903
#   v35: bool = int_cmp le, v27, v34
#   guard_bool v35, true else x4
#   v37: int = range_count v30, v27, v31
#   v38: tagged = tagged 0x44 ; range-state
#   jump b2(v28, v0, v0, v30, v37)
# b1(v3: float, v5: tagged, v6: tagged):
#   v47: tagged = load v46, 8
#   guard_map v47, 48, 48 else x10
#   v48: tagged = load v47, 8
#   guard_map v48, 17, 17 else x11
#   v49: int = load_len v47, 16
#   v50: int = load_len v48, 8
#   v51: bool = int_cmp lt, v49, v50
#   branch v51 then b6() else b5()
# b2(v17: float, v19: tagged, v20: tagged, v22: int, v23: int):
#   v40: bool = int_cmp gt, v23, v30
#   branch v40 then b3() else b4()
# b3():
#   v41: int = int_bin add, v22, v31
#   v43: int = int_bin sub, v23, v31
#   poll else x6
#   v45: tagged = global 0.1, 6 else x7
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x8
#   guard_map v46, 63, 63 else x9
#   jump b1(v17, v19, v20)
# b4():
#   v44: tagged = box v17
#   return v44
# b5():
#   store_place 10, v46
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v66: int = place_addr 0
#   v67: int = site 0.1, 15
#   v68: tagged = help for_step, [v66, v67] else x17
#   v69: bool = is v68, v0
#   branch v69 then b8() else b7()
# b6():
#   v52: tagged = load v46, 16
#   v53: int = unbox_small v52 else x12
#   v54: tagged = load v48, 16
#   v55: tagged = load_item v54, v49
#   v56: float = unbox_float v55 else x13
#   v58: bool = int_cmp lt, v53, v34
#   guard_bool v58, true else x14
#   v60: int = int_bin add, v53, v31
#   v61: tagged = box v60
#   store v46, 16, v61, false
#   v63: int = int_bin add, v49, v31
#   v64: tagged = box v63
#   store v47, 16, v64, false
#   v65: tagged = virtual 20, [v53, v56]
#   poll else x16
#   v75: tagged = box v53
#   v80: float = int_to_float v53
#   v81: float = float_bin mul, v80, v56
#   v82: float = float_bin add, v3, v81
#   jump b1(v82, v75, v55)
# b7() cold:
#   leave x18
# b8():
#   jump b2(v3, v5, v6, v41, v43)
# func 0.1 weighted() -> tagged places 20
# exit x0 type 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v27, 2 = v28]
# exit x2 callee 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x3 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x4 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x5 raised 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x6 poll 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x7 global 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x8 raised 0.1@8 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 16 = v45, 19 = v25]
# exit x9 type 0.1@9 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 14 = v46]
# exit x10 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x11 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x12 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x14 overflow 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x15 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x16 poll 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x17 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x18 cold 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v68]
# exit x19 map 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x20 index 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x21 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x22 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x23 map 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x24 map 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x25 type 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x26 type 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x27 overflow 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x28 poll 0.1@11 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v103]
# exit x29 raised 0.1@15 [0 = v25, 1 = v27, 2 = v108, 3 = v22, 4 = v109, 5 = v110, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x30 cold 0.1@11 [0 = v25, 1 = v27, 2 = v108, 3 = v22, 4 = v109, 5 = v110, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v68]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: int = unbox_int v26 else x0
#   v28: float = float 0x0 ; 0.0
#   v29: tagged = global 0.1, 1 else x1
#   guard_builtin v29, range else x2
#   v30: int = int 0
#   v31: int = int 1
#   v32: int = int -4611686018427387904
#   v33: bool = int_cmp ge, v27, v32
#   guard_bool v33, true else x3
#   v34: int = int 4611686018427387903
#   v35: bool = int_cmp le, v27, v34
#   guard_bool v35, true else x4
#   v37: int = range_count v30, v27, v31
#   v38: tagged = tagged 0x44 ; range-state
#   jump b2(v28, v0, v0, v30, v37)
# b1(v3: float, v5: tagged, v6: tagged):
#   v49: int = load_len v88, 16
#   v51: bool = int_cmp lt, v49, v91
#   branch v51 then b6() else b5(v3, v5, v6)
# b2(v17: float, v19: tagged, v20: tagged, v22: int, v23: int):
#   v40: bool = int_cmp gt, v23, v30
#   branch v40 then b3() else b4()
# b3():
#   v41: int = int_bin add, v22, v31
#   v43: int = int_bin sub, v23, v31
#   poll else x6
#   v45: tagged = global 0.1, 6 else x7
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x8
#   guard_map v46, 63, 63 else x9
#   v88: tagged = load v46, 8
#   guard_map v88, 48, 48 else x23
#   v89: tagged = load v88, 8
#   guard_map v89, 17, 17 else x24
#   v90: int = load_len v88, 16
#   v91: int = load_len v89, 8
#   v92: bool = int_cmp lt, v90, v91
#   branch v92 then b9() else b5(v17, v19, v20)
# b4():
#   v44: tagged = box v17
#   return v44
# b5(v108: float, v109: tagged, v110: tagged):
#   store_place 10, v46
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v66: int = place_addr 0
#   v67: int = site 0.1, 15
#   v68: tagged = help for_step, [v66, v67] else x29
#   v69: bool = is v68, v0
#   branch v69 then b8() else b7()
# b6():
#   v52: tagged = load v46, 16
#   v53: int = unbox_small v52 else x12
#   v55: tagged = load_item v95, v49
#   v56: float = unbox_float v55 else x13
#   v58: bool = int_cmp lt, v53, v34
#   guard_bool v58, true else x14
#   v60: int = int_bin add, v53, v31
#   v61: tagged = box v60
#   store v46, 16, v61, false
#   v63: int = int_bin add, v49, v31
#   v64: tagged = box v63
#   store v88, 16, v64, false
#   v65: tagged = virtual 20, [v53, v56]
#   poll else x16
#   v75: tagged = box v53
#   v80: float = int_to_float v53
#   v81: float = float_bin mul, v80, v56
#   v82: float = float_bin add, v3, v81
#   jump b1(v82, v75, v55)
# b7() cold:
#   leave x30
# b8():
#   jump b2(v108, v109, v110, v41, v43)
# b9():
#   v93: tagged = load v46, 16
#   v94: int = unbox_small v93 else x25
#   v95: tagged = load v89, 16
#   v96: tagged = load_item v95, v90
#   v97: float = unbox_float v96 else x26
#   v98: bool = int_cmp lt, v94, v34
#   guard_bool v98, true else x27
#   v99: int = int_bin add, v94, v31
#   v100: tagged = box v99
#   store v46, 16, v100, false
#   v101: int = int_bin add, v90, v31
#   v102: tagged = box v101
#   store v88, 16, v102, false
#   v103: tagged = virtual 20, [v94, v97]
#   poll else x28
#   v104: tagged = box v94
#   v105: float = int_to_float v94
#   v106: float = float_bin mul, v105, v97
#   v107: float = float_bin add, v17, v106
#   jump b1(v107, v104, v96)
# func 0.1 weighted(v25: tagged, v26: int) -> float places 20
# exit x0 poll 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x2 callee 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x3 overflow 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x4 overflow 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x5 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x6 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30]
# exit x7 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30]
# exit x8 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 16 = v43, 19 = v25]
# exit x9 type 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 14 = v44]
# exit x10 map 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x11 map 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x12 type 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x14 overflow 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x15 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x16 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x17 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x18 cold 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v66]
# exit x19 map 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x20 index 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x21 type 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x22 type 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   poll else x0
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x1
#   guard_builtin v28, range else x2
#   v29: int = int 0
#   v30: int = int 1
#   v31: int = int -4611686018427387904
#   v32: bool = int_cmp ge, v26, v31
#   guard_bool v32, true else x3
#   v33: int = int 4611686018427387903
#   v34: bool = int_cmp le, v26, v33
#   guard_bool v34, true else x4
#   v36: int = range_count v29, v26, v30
#   v37: tagged = tagged 0x44 ; range-state
#   jump b2(v27, v0, v0, v29, v36)
# b1(v3: float, v5: tagged, v6: tagged):
#   v45: tagged = load v44, 8
#   guard_map v45, 48, 48 else x10
#   v46: tagged = load v45, 8
#   guard_map v46, 17, 17 else x11
#   v47: int = load_len v45, 16
#   v48: int = load_len v46, 8
#   v49: bool = int_cmp lt, v47, v48
#   branch v49 then b6() else b5()
# b2(v17: float, v19: tagged, v20: tagged, v22: int, v23: int):
#   v39: bool = int_cmp gt, v23, v29
#   branch v39 then b3() else b4()
# b3():
#   v40: int = int_bin add, v22, v30
#   v42: int = int_bin sub, v23, v30
#   poll else x6
#   v43: tagged = global 0.1, 6 else x7
#   v44: tagged = cached_call 0.1, 8, v43, -, -, [v25], 15 else x8
#   guard_map v44, 63, 63 else x9
#   jump b1(v17, v19, v20)
# b4():
#   return v17
# b5():
#   store_place 10, v44
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v64: int = place_addr 0
#   v65: int = site 0.1, 15
#   v66: tagged = help for_step, [v64, v65] else x17
#   v67: bool = is v66, v0
#   branch v67 then b8() else b7()
# b6():
#   v50: tagged = load v44, 16
#   v51: int = unbox_small v50 else x12
#   v52: tagged = load v46, 16
#   v53: tagged = load_item v52, v47
#   v54: float = unbox_float v53 else x13
#   v56: bool = int_cmp lt, v51, v33
#   guard_bool v56, true else x14
#   v58: int = int_bin add, v51, v30
#   v59: tagged = box v58
#   store v44, 16, v59, false
#   v61: int = int_bin add, v47, v30
#   v62: tagged = box v61
#   store v45, 16, v62, false
#   v63: tagged = virtual 20, [v51, v54]
#   poll else x16
#   v73: tagged = box v51
#   v78: float = int_to_float v51
#   v79: float = float_bin mul, v78, v54
#   v80: float = float_bin add, v3, v79
#   jump b1(v80, v73, v53)
# b7() cold:
#   leave x18
# b8():
#   jump b2(v3, v5, v6, v40, v42)
# func 0.1 weighted(v25: tagged, v26: int) -> float places 20
# exit x0 poll 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x2 callee 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x3 overflow 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x4 overflow 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x5 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x6 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30]
# exit x7 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30]
# exit x8 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 16 = v43, 19 = v25]
# exit x9 type 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 14 = v44]
# exit x10 map 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x11 map 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x12 type 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x14 overflow 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x15 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x16 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x17 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x18 cold 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v66]
# exit x19 map 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x20 index 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x21 type 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x22 type 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v63]
# exit x23 map 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x24 map 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x25 type 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x26 type 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x27 overflow 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x28 poll 0.1@11 [0 = v25, 1 = v26, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v101]
# exit x29 raised 0.1@15 [0 = v25, 1 = v26, 2 = v106, 3 = v22, 4 = v107, 5 = v108, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0]
# exit x30 cold 0.1@11 [0 = v25, 1 = v26, 2 = v106, 3 = v22, 4 = v107, 5 = v108, 6 = v37, 7 = v40, 8 = v42, 9 = v30, 10 = v44, 11 = v0, 12 = v0, 13 = v0, 14 = v66]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   poll else x0
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x1
#   guard_builtin v28, range else x2
#   v29: int = int 0
#   v30: int = int 1
#   v31: int = int -4611686018427387904
#   v32: bool = int_cmp ge, v26, v31
#   guard_bool v32, true else x3
#   v33: int = int 4611686018427387903
#   v34: bool = int_cmp le, v26, v33
#   guard_bool v34, true else x4
#   v36: int = range_count v29, v26, v30
#   v37: tagged = tagged 0x44 ; range-state
#   jump b2(v27, v0, v0, v29, v36)
# b1(v3: float, v5: tagged, v6: tagged):
#   v47: int = load_len v86, 16
#   v49: bool = int_cmp lt, v47, v89
#   branch v49 then b6() else b5(v3, v5, v6)
# b2(v17: float, v19: tagged, v20: tagged, v22: int, v23: int):
#   v39: bool = int_cmp gt, v23, v29
#   branch v39 then b3() else b4()
# b3():
#   v40: int = int_bin add, v22, v30
#   v42: int = int_bin sub, v23, v30
#   poll else x6
#   v43: tagged = global 0.1, 6 else x7
#   v44: tagged = cached_call 0.1, 8, v43, -, -, [v25], 15 else x8
#   guard_map v44, 63, 63 else x9
#   v86: tagged = load v44, 8
#   guard_map v86, 48, 48 else x23
#   v87: tagged = load v86, 8
#   guard_map v87, 17, 17 else x24
#   v88: int = load_len v86, 16
#   v89: int = load_len v87, 8
#   v90: bool = int_cmp lt, v88, v89
#   branch v90 then b9() else b5(v17, v19, v20)
# b4():
#   return v17
# b5(v106: float, v107: tagged, v108: tagged):
#   store_place 10, v44
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v64: int = place_addr 0
#   v65: int = site 0.1, 15
#   v66: tagged = help for_step, [v64, v65] else x29
#   v67: bool = is v66, v0
#   branch v67 then b8() else b7()
# b6():
#   v50: tagged = load v44, 16
#   v51: int = unbox_small v50 else x12
#   v53: tagged = load_item v93, v47
#   v54: float = unbox_float v53 else x13
#   v56: bool = int_cmp lt, v51, v33
#   guard_bool v56, true else x14
#   v58: int = int_bin add, v51, v30
#   v59: tagged = box v58
#   store v44, 16, v59, false
#   v61: int = int_bin add, v47, v30
#   v62: tagged = box v61
#   store v86, 16, v62, false
#   v63: tagged = virtual 20, [v51, v54]
#   poll else x16
#   v73: tagged = box v51
#   v78: float = int_to_float v51
#   v79: float = float_bin mul, v78, v54
#   v80: float = float_bin add, v3, v79
#   jump b1(v80, v73, v53)
# b7() cold:
#   leave x30
# b8():
#   jump b2(v106, v107, v108, v40, v42)
# b9():
#   v91: tagged = load v44, 16
#   v92: int = unbox_small v91 else x25
#   v93: tagged = load v87, 16
#   v94: tagged = load_item v93, v88
#   v95: float = unbox_float v94 else x26
#   v96: bool = int_cmp lt, v92, v33
#   guard_bool v96, true else x27
#   v97: int = int_bin add, v92, v30
#   v98: tagged = box v97
#   store v44, 16, v98, false
#   v99: int = int_bin add, v88, v30
#   v100: tagged = box v99
#   store v86, 16, v100, false
#   v101: tagged = virtual 20, [v92, v95]
#   poll else x28
#   v102: tagged = box v92
#   v103: float = int_to_float v92
#   v104: float = float_bin mul, v103, v95
#   v105: float = float_bin add, v17, v104
#   jump b1(v105, v102, v94)
# func 0.1 weighted(v25: tagged, v26: tagged) -> tagged places 20
# exit x0 type 0.1@0 [0 = v25, 1 = v26]
# exit x1 poll 0.1@0 [0 = v25, 1 = v27]
# exit x2 global 0.1@1 [0 = v25, 1 = v27, 2 = v28]
# exit x3 callee 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x4 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x5 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x6 raised 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x7 poll 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x8 global 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x9 raised 0.1@8 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 16 = v45, 19 = v25]
# exit x10 type 0.1@9 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 14 = v46]
# exit x11 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x12 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x14 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x15 overflow 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x16 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x17 poll 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x18 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x19 cold 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v68]
# exit x20 map 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x21 index 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x22 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x23 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v27: int = unbox_int v26 else x0
#   poll else x1
#   v28: float = float 0x0 ; 0.0
#   v29: tagged = global 0.1, 1 else x2
#   guard_builtin v29, range else x3
#   v30: int = int 0
#   v31: int = int 1
#   v32: int = int -4611686018427387904
#   v33: bool = int_cmp ge, v27, v32
#   guard_bool v33, true else x4
#   v34: int = int 4611686018427387903
#   v35: bool = int_cmp le, v27, v34
#   guard_bool v35, true else x5
#   v37: int = range_count v30, v27, v31
#   v38: tagged = tagged 0x44 ; range-state
#   jump b2(v28, v0, v0, v30, v37)
# b1(v3: float, v5: tagged, v6: tagged):
#   v47: tagged = load v46, 8
#   guard_map v47, 48, 48 else x11
#   v48: tagged = load v47, 8
#   guard_map v48, 17, 17 else x12
#   v49: int = load_len v47, 16
#   v50: int = load_len v48, 8
#   v51: bool = int_cmp lt, v49, v50
#   branch v51 then b6() else b5()
# b2(v17: float, v19: tagged, v20: tagged, v22: int, v23: int):
#   v40: bool = int_cmp gt, v23, v30
#   branch v40 then b3() else b4()
# b3():
#   v41: int = int_bin add, v22, v31
#   v43: int = int_bin sub, v23, v31
#   poll else x7
#   v45: tagged = global 0.1, 6 else x8
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x9
#   guard_map v46, 63, 63 else x10
#   jump b1(v17, v19, v20)
# b4():
#   v44: tagged = box v17
#   return v44
# b5():
#   store_place 10, v46
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v66: int = place_addr 0
#   v67: int = site 0.1, 15
#   v68: tagged = help for_step, [v66, v67] else x18
#   v69: bool = is v68, v0
#   branch v69 then b8() else b7()
# b6():
#   v52: tagged = load v46, 16
#   v53: int = unbox_small v52 else x13
#   v54: tagged = load v48, 16
#   v55: tagged = load_item v54, v49
#   v56: float = unbox_float v55 else x14
#   v58: bool = int_cmp lt, v53, v34
#   guard_bool v58, true else x15
#   v60: int = int_bin add, v53, v31
#   v61: tagged = box v60
#   store v46, 16, v61, false
#   v63: int = int_bin add, v49, v31
#   v64: tagged = box v63
#   store v47, 16, v64, false
#   v65: tagged = virtual 20, [v53, v56]
#   poll else x17
#   v75: tagged = box v53
#   v80: float = int_to_float v53
#   v81: float = float_bin mul, v80, v56
#   v82: float = float_bin add, v3, v81
#   jump b1(v82, v75, v55)
# b7() cold:
#   leave x19
# b8():
#   jump b2(v3, v5, v6, v41, v43)
# func 0.1 weighted(v25: tagged, v26: tagged) -> tagged places 20
# exit x0 type 0.1@0 [0 = v25, 1 = v26]
# exit x1 poll 0.1@0 [0 = v25, 1 = v27]
# exit x2 global 0.1@1 [0 = v25, 1 = v27, 2 = v28]
# exit x3 callee 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x4 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x5 overflow 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x6 raised 0.1@3 [0 = v25, 1 = v27, 2 = v28, 12 = v29, 15 = v27]
# exit x7 poll 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x8 global 0.1@6 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31]
# exit x9 raised 0.1@8 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 16 = v45, 19 = v25]
# exit x10 type 0.1@9 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 14 = v46]
# exit x11 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x12 map 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x14 type 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x15 overflow 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x16 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x17 poll 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x18 raised 0.1@15 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x19 cold 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v68]
# exit x20 map 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x21 index 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x22 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x23 type 0.1@11 [0 = v25, 1 = v27, 2 = v3, 3 = v22, 4 = v5, 5 = v6, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v65]
# exit x24 map 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x25 map 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x26 type 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x27 type 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x28 overflow 0.1@15 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x29 poll 0.1@11 [0 = v25, 1 = v27, 2 = v17, 3 = v22, 4 = v19, 5 = v20, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v103]
# exit x30 raised 0.1@15 [0 = v25, 1 = v27, 2 = v108, 3 = v22, 4 = v109, 5 = v110, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0]
# exit x31 cold 0.1@11 [0 = v25, 1 = v27, 2 = v108, 3 = v22, 4 = v109, 5 = v110, 6 = v38, 7 = v41, 8 = v43, 9 = v31, 10 = v46, 11 = v0, 12 = v0, 13 = v0, 14 = v68]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v27: int = unbox_int v26 else x0
#   poll else x1
#   v28: float = float 0x0 ; 0.0
#   v29: tagged = global 0.1, 1 else x2
#   guard_builtin v29, range else x3
#   v30: int = int 0
#   v31: int = int 1
#   v32: int = int -4611686018427387904
#   v33: bool = int_cmp ge, v27, v32
#   guard_bool v33, true else x4
#   v34: int = int 4611686018427387903
#   v35: bool = int_cmp le, v27, v34
#   guard_bool v35, true else x5
#   v37: int = range_count v30, v27, v31
#   v38: tagged = tagged 0x44 ; range-state
#   jump b2(v28, v0, v0, v30, v37)
# b1(v3: float, v5: tagged, v6: tagged):
#   v49: int = load_len v88, 16
#   v51: bool = int_cmp lt, v49, v91
#   branch v51 then b6() else b5(v3, v5, v6)
# b2(v17: float, v19: tagged, v20: tagged, v22: int, v23: int):
#   v40: bool = int_cmp gt, v23, v30
#   branch v40 then b3() else b4()
# b3():
#   v41: int = int_bin add, v22, v31
#   v43: int = int_bin sub, v23, v31
#   poll else x7
#   v45: tagged = global 0.1, 6 else x8
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x9
#   guard_map v46, 63, 63 else x10
#   v88: tagged = load v46, 8
#   guard_map v88, 48, 48 else x24
#   v89: tagged = load v88, 8
#   guard_map v89, 17, 17 else x25
#   v90: int = load_len v88, 16
#   v91: int = load_len v89, 8
#   v92: bool = int_cmp lt, v90, v91
#   branch v92 then b9() else b5(v17, v19, v20)
# b4():
#   v44: tagged = box v17
#   return v44
# b5(v108: float, v109: tagged, v110: tagged):
#   store_place 10, v46
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v66: int = place_addr 0
#   v67: int = site 0.1, 15
#   v68: tagged = help for_step, [v66, v67] else x30
#   v69: bool = is v68, v0
#   branch v69 then b8() else b7()
# b6():
#   v52: tagged = load v46, 16
#   v53: int = unbox_small v52 else x13
#   v55: tagged = load_item v95, v49
#   v56: float = unbox_float v55 else x14
#   v58: bool = int_cmp lt, v53, v34
#   guard_bool v58, true else x15
#   v60: int = int_bin add, v53, v31
#   v61: tagged = box v60
#   store v46, 16, v61, false
#   v63: int = int_bin add, v49, v31
#   v64: tagged = box v63
#   store v88, 16, v64, false
#   v65: tagged = virtual 20, [v53, v56]
#   poll else x17
#   v75: tagged = box v53
#   v80: float = int_to_float v53
#   v81: float = float_bin mul, v80, v56
#   v82: float = float_bin add, v3, v81
#   jump b1(v82, v75, v55)
# b7() cold:
#   leave x31
# b8():
#   jump b2(v108, v109, v110, v41, v43)
# b9():
#   v93: tagged = load v46, 16
#   v94: int = unbox_small v93 else x26
#   v95: tagged = load v89, 16
#   v96: tagged = load_item v95, v90
#   v97: float = unbox_float v96 else x27
#   v98: bool = int_cmp lt, v94, v34
#   guard_bool v98, true else x28
#   v99: int = int_bin add, v94, v31
#   v100: tagged = box v99
#   store v46, 16, v100, false
#   v101: int = int_bin add, v90, v31
#   v102: tagged = box v101
#   store v88, 16, v102, false
#   v103: tagged = virtual 20, [v94, v97]
#   poll else x29
#   v104: tagged = box v94
#   v105: float = int_to_float v94
#   v106: float = float_bin mul, v105, v97
#   v107: float = float_bin add, v17, v106
#   jump b1(v107, v104, v96)
# func 0.1 weighted() -> tagged places 20
# exit x0 type 0.1@6 [0 = v25, 1 = v26, 2 = v27, 3 = v28, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x1 type 0.1@6 [0 = v25, 1 = v35, 2 = v27, 3 = v28, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x2 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v28, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x3 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x4 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x5 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v38, 8 = v33, 9 = v34]
# exit x6 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v38, 8 = v39, 9 = v34]
# exit x7 global 0.1@6 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40]
# exit x8 raised 0.1@8 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 16 = v41, 19 = v25]
# exit x9 type 0.1@9 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 14 = v42]
# exit x10 map 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x11 map 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x12 type 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x14 overflow 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x15 raised 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x16 poll 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x17 raised 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x18 cold 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v64]
# exit x19 poll 0.1@6 [0 = v25, 1 = v35, 2 = v13, 3 = v8, 4 = v15, 5 = v16, 6 = v31, 7 = v68, 8 = v70, 9 = v40]
# exit x20 map 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x21 index 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x22 type 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x23 type 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: tagged = load_place 2
#   v28: tagged = load_place 3
#   v29: tagged = load_place 4
#   v30: tagged = load_place 5
#   v31: tagged = load_place 6
#   v32: tagged = load_place 7
#   v33: tagged = load_place 8
#   v34: tagged = load_place 9
#   v35: int = unbox_int v26 else x0
#   v36: float = unbox_float v27 else x1
#   v37: int = unbox_int v28 else x2
#   guard_word v31, 0x44 else x3
#   v38: int = unbox_int v32 else x4
#   v39: int = unbox_int v33 else x5
#   v40: int = unbox_int v34 else x6
#   jump b1(v36, v37, v29, v30, v38, v39)
# b1(v3: float, v4: int, v5: tagged, v6: tagged, v8: int, v9: int):
#   v41: tagged = global 0.1, 6 else x7
#   v42: tagged = cached_call 0.1, 8, v41, -, -, [v25], 15 else x8
#   guard_map v42, 63, 63 else x9
#   jump b2(v3, v4, v5, v6)
# b2(v13: float, v14: int, v15: tagged, v16: tagged):
#   v43: tagged = load v42, 8
#   guard_map v43, 48, 48 else x10
#   v44: tagged = load v43, 8
#   guard_map v44, 17, 17 else x11
#   v45: int = load_len v43, 16
#   v46: int = load_len v44, 8
#   v47: bool = int_cmp lt, v45, v46
#   branch v47 then b4() else b3()
# b3():
#   store_place 10, v42
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v62: int = place_addr 0
#   v63: int = site 0.1, 15
#   v64: tagged = help for_step, [v62, v63] else x17
#   v65: bool = is v64, v0
#   branch v65 then b6() else b5()
# b4():
#   v48: tagged = load v42, 16
#   v49: int = unbox_small v48 else x12
#   v50: tagged = load v44, 16
#   v51: tagged = load_item v50, v45
#   v52: float = unbox_float v51 else x13
#   v53: int = int 4611686018427387903
#   v54: bool = int_cmp lt, v49, v53
#   guard_bool v54, true else x14
#   v55: int = int 1
#   v56: int = int_bin add, v49, v55
#   v57: tagged = box v56
#   store v42, 16, v57, false
#   v59: int = int_bin add, v45, v55
#   v60: tagged = box v59
#   store v43, 16, v60, false
#   v61: tagged = virtual 20, [v49, v52]
#   poll else x16
#   v76: tagged = box v49
#   v81: float = int_to_float v49
#   v82: float = float_bin mul, v81, v52
#   v83: float = float_bin add, v13, v82
#   jump b2(v83, v14, v76, v51)
# b5() cold:
#   leave x18
# b6():
#   v66: int = int 0
#   v67: bool = int_cmp gt, v9, v66
#   branch v67 then b7() else b8()
# b7():
#   v68: int = int_bin add, v8, v40
#   v69: int = int 1
#   v70: int = int_bin sub, v9, v69
#   poll else x19
#   jump b1(v13, v8, v15, v16, v68, v70)
# b8():
#   v71: tagged = box v13
#   return v71
# func 0.1 weighted() -> tagged places 20
# exit x0 type 0.1@6 [0 = v25, 1 = v26, 2 = v27, 3 = v28, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x1 type 0.1@6 [0 = v25, 1 = v35, 2 = v27, 3 = v28, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x2 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v28, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x3 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x4 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v32, 8 = v33, 9 = v34]
# exit x5 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v38, 8 = v33, 9 = v34]
# exit x6 type 0.1@6 [0 = v25, 1 = v35, 2 = v36, 3 = v37, 4 = v29, 5 = v30, 6 = v31, 7 = v38, 8 = v39, 9 = v34]
# exit x7 global 0.1@6 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40]
# exit x8 raised 0.1@8 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 16 = v41, 19 = v25]
# exit x9 type 0.1@9 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 14 = v42]
# exit x10 map 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x11 map 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x12 type 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x13 type 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x14 overflow 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x15 raised 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x16 poll 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x17 raised 0.1@15 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x18 cold 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v64]
# exit x19 poll 0.1@6 [0 = v25, 1 = v35, 2 = v13, 3 = v8, 4 = v15, 5 = v16, 6 = v31, 7 = v68, 8 = v70, 9 = v40]
# exit x20 map 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x21 index 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x22 type 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x23 type 0.1@11 [0 = v25, 1 = v35, 2 = v13, 3 = v14, 4 = v15, 5 = v16, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v61]
# exit x24 map 0.1@15 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x25 map 0.1@15 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x26 type 0.1@15 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x27 type 0.1@15 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x28 overflow 0.1@15 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x29 poll 0.1@11 [0 = v25, 1 = v35, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v107]
# exit x30 raised 0.1@15 [0 = v25, 1 = v35, 2 = v112, 3 = v113, 4 = v114, 5 = v115, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0]
# exit x31 cold 0.1@11 [0 = v25, 1 = v35, 2 = v112, 3 = v113, 4 = v114, 5 = v115, 6 = v31, 7 = v8, 8 = v9, 9 = v40, 10 = v42, 11 = v0, 12 = v0, 13 = v0, 14 = v64]
# exit x32 poll 0.1@6 [0 = v25, 1 = v35, 2 = v112, 3 = v8, 4 = v114, 5 = v115, 6 = v31, 7 = v68, 8 = v70, 9 = v40]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: tagged = load_place 2
#   v28: tagged = load_place 3
#   v29: tagged = load_place 4
#   v30: tagged = load_place 5
#   v31: tagged = load_place 6
#   v32: tagged = load_place 7
#   v33: tagged = load_place 8
#   v34: tagged = load_place 9
#   v35: int = unbox_int v26 else x0
#   v36: float = unbox_float v27 else x1
#   v37: int = unbox_int v28 else x2
#   guard_word v31, 0x44 else x3
#   v38: int = unbox_int v32 else x4
#   v39: int = unbox_int v33 else x5
#   v40: int = unbox_int v34 else x6
#   jump b1(v36, v37, v29, v30, v38, v39)
# b1(v3: float, v4: int, v5: tagged, v6: tagged, v8: int, v9: int):
#   v41: tagged = global 0.1, 6 else x7
#   v42: tagged = cached_call 0.1, 8, v41, -, -, [v25], 15 else x8
#   guard_map v42, 63, 63 else x9
#   v90: tagged = load v42, 8
#   guard_map v90, 48, 48 else x24
#   v91: tagged = load v90, 8
#   guard_map v91, 17, 17 else x25
#   v92: int = load_len v90, 16
#   v93: int = load_len v91, 8
#   v94: bool = int_cmp lt, v92, v93
#   branch v94 then b9() else b3(v3, v4, v5, v6)
# b2(v13: float, v14: int, v15: tagged, v16: tagged):
#   v45: int = load_len v90, 16
#   v47: bool = int_cmp lt, v45, v93
#   branch v47 then b4() else b3(v13, v14, v15, v16)
# b3(v112: float, v113: int, v114: tagged, v115: tagged):
#   store_place 10, v42
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v62: int = place_addr 0
#   v63: int = site 0.1, 15
#   v64: tagged = help for_step, [v62, v63] else x30
#   v65: bool = is v64, v0
#   branch v65 then b6() else b5()
# b4():
#   v48: tagged = load v42, 16
#   v49: int = unbox_small v48 else x12
#   v51: tagged = load_item v97, v45
#   v52: float = unbox_float v51 else x13
#   v54: bool = int_cmp lt, v49, v100
#   guard_bool v54, true else x14
#   v56: int = int_bin add, v49, v102
#   v57: tagged = box v56
#   store v42, 16, v57, false
#   v59: int = int_bin add, v45, v102
#   v60: tagged = box v59
#   store v90, 16, v60, false
#   v61: tagged = virtual 20, [v49, v52]
#   poll else x16
#   v76: tagged = box v49
#   v81: float = int_to_float v49
#   v82: float = float_bin mul, v81, v52
#   v83: float = float_bin add, v13, v82
#   jump b2(v83, v14, v76, v51)
# b5() cold:
#   leave x31
# b6():
#   v66: int = int 0
#   v67: bool = int_cmp gt, v9, v66
#   branch v67 then b7() else b8()
# b7():
#   v68: int = int_bin add, v8, v40
#   v69: int = int 1
#   v70: int = int_bin sub, v9, v69
#   poll else x32
#   jump b1(v112, v8, v114, v115, v68, v70)
# b8():
#   v71: tagged = box v112
#   return v71
# b9():
#   v95: tagged = load v42, 16
#   v96: int = unbox_small v95 else x26
#   v97: tagged = load v91, 16
#   v98: tagged = load_item v97, v92
#   v99: float = unbox_float v98 else x27
#   v100: int = int 4611686018427387903
#   v101: bool = int_cmp lt, v96, v100
#   guard_bool v101, true else x28
#   v102: int = int 1
#   v103: int = int_bin add, v96, v102
#   v104: tagged = box v103
#   store v42, 16, v104, false
#   v105: int = int_bin add, v92, v102
#   v106: tagged = box v105
#   store v90, 16, v106, false
#   v107: tagged = virtual 20, [v96, v99]
#   poll else x29
#   v108: tagged = box v96
#   v109: float = int_to_float v96
#   v110: float = float_bin mul, v109, v99
#   v111: float = float_bin add, v3, v110
#   jump b2(v111, v4, v108, v98)
# func 0.1 weighted() -> tagged places 20
# exit x0 type 0.1@11 [0 = v30, 1 = v31, 2 = v32, 3 = v33, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x1 type 0.1@11 [0 = v30, 1 = v45, 2 = v32, 3 = v33, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x2 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v33, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x3 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x4 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x5 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v48, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x6 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v48, 8 = v49, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x7 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v48, 8 = v49, 9 = v50, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x8 map 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x9 index 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x10 type 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x11 type 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x12 map 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x13 map 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x14 type 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x15 type 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x16 overflow 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x17 raised 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x18 poll 0.1@11 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29, 14 = v81]
# exit x19 raised 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x20 cold 0.1@11 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v27, 12 = v28, 13 = v29, 14 = v86]
# exit x21 poll 0.1@6 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50]
# exit x22 global 0.1@6 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50]
# exit x23 raised 0.1@8 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50, 16 = v94, 19 = v30]
# exit x24 type 0.1@9 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50, 14 = v95]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v30: tagged = load_place 0
#   v31: tagged = load_place 1
#   v32: tagged = load_place 2
#   v33: tagged = load_place 3
#   v34: tagged = load_place 4
#   v35: tagged = load_place 5
#   v36: tagged = load_place 6
#   v37: tagged = load_place 7
#   v38: tagged = load_place 8
#   v39: tagged = load_place 9
#   v40: tagged = load_place 10
#   v41: tagged = load_place 11
#   v42: tagged = load_place 12
#   v43: tagged = load_place 13
#   v44: tagged = load_place 14
#   v45: int = unbox_int v31 else x0
#   v46: float = unbox_float v32 else x1
#   v47: int = unbox_int v33 else x2
#   guard_word v36, 0x44 else x3
#   v48: int = unbox_int v37 else x4
#   v49: int = unbox_int v38 else x5
#   v50: int = unbox_int v39 else x6
#   guard_map v40, 63, 63 else x7
#   jump b1(v46, v47, v34, v35, v48, v49, v40, v41, v42, v43, v44)
# b1(v3: float, v4: int, v5: tagged, v6: tagged, v8: int, v9: int, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged):
#   guard_map v15, 20, 20 else x8
#   v51: int = load_len v15, 8
#   v52: int = int 2
#   v53: bool = int_cmp eq, v51, v52
#   guard_bool v53, true else x9
#   v54: int = int 0
#   v55: tagged = load_tuple_item v15, v54
#   v56: int = int 1
#   v57: tagged = load_tuple_item v15, v56
#   v58: int = unbox_int v55 else x10
#   v59: float = unbox_float v57 else x11
#   v60: float = int_to_float v58
#   v61: float = float_bin mul, v60, v59
#   v62: float = float_bin add, v3, v61
#   jump b2(v4, v8, v9, v11, v12, v13, v14)
# b2(v19: int, v23: int, v24: int, v26: tagged, v27: tagged, v28: tagged, v29: tagged):
#   v63: tagged = load v26, 8
#   guard_map v63, 48, 48 else x12
#   v64: tagged = load v63, 8
#   guard_map v64, 17, 17 else x13
#   v65: int = load_len v63, 16
#   v66: int = load_len v64, 8
#   v67: bool = int_cmp lt, v65, v66
#   branch v67 then b4() else b3()
# b3():
#   store_place 10, v26
#   store_place 11, v27
#   store_place 12, v28
#   store_place 13, v29
#   v84: int = place_addr 0
#   v85: int = site 0.1, 15
#   v86: tagged = help for_step, [v84, v85] else x19
#   v87: bool = is v86, v0
#   branch v87 then b6() else b5()
# b4():
#   v68: tagged = load v26, 16
#   v69: int = unbox_small v68 else x14
#   v70: tagged = load v64, 16
#   v71: tagged = load_item v70, v65
#   v72: float = unbox_float v71 else x15
#   v73: int = int 4611686018427387903
#   v74: bool = int_cmp lt, v69, v73
#   guard_bool v74, true else x16
#   v76: int = int_bin add, v69, v56
#   v77: tagged = box v76
#   store v26, 16, v77, false
#   v79: int = int_bin add, v65, v56
#   v80: tagged = box v79
#   store v63, 16, v80, false
#   v81: tagged = pack 20, 14, [v69, v72] else x17
#   poll else x18
#   jump b1(v62, v19, v55, v57, v23, v24, v26, v27, v28, v29, v81)
# b5() cold:
#   leave x20
# b6():
#   v89: bool = int_cmp gt, v24, v54
#   branch v89 then b7() else b8()
# b7():
#   v90: int = int_bin add, v23, v50
#   v92: int = int_bin sub, v24, v56
#   poll else x21
#   v94: tagged = global 0.1, 6 else x22
#   v95: tagged = cached_call 0.1, 8, v94, -, -, [v30], 15 else x23
#   guard_map v95, 63, 63 else x24
#   jump b2(v23, v90, v92, v95, v0, v0, v0)
# b8():
#   v93: tagged = box v62
#   return v93
# func 0.1 weighted() -> tagged places 20
# exit x0 type 0.1@11 [0 = v30, 1 = v31, 2 = v32, 3 = v33, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x1 type 0.1@11 [0 = v30, 1 = v45, 2 = v32, 3 = v33, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x2 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v33, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x3 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x4 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v37, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x5 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v48, 8 = v38, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x6 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v48, 8 = v49, 9 = v39, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x7 type 0.1@11 [0 = v30, 1 = v45, 2 = v46, 3 = v47, 4 = v34, 5 = v35, 6 = v36, 7 = v48, 8 = v49, 9 = v50, 10 = v40, 11 = v41, 12 = v42, 13 = v43, 14 = v44]
# exit x8 map 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x9 index 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x10 type 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x11 type 0.1@11 [0 = v30, 1 = v45, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x12 map 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0]
# exit x13 map 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0]
# exit x14 type 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0]
# exit x15 type 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0]
# exit x16 overflow 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0]
# exit x17 raised 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0]
# exit x18 poll 0.1@11 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0, 14 = v81]
# exit x19 raised 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0]
# exit x20 cold 0.1@11 [0 = v30, 1 = v45, 2 = v62, 3 = v19, 4 = v58, 5 = v59, 6 = v36, 7 = v23, 8 = v24, 9 = v50, 10 = v26, 11 = v0, 12 = v0, 13 = v0, 14 = v86]
# exit x21 poll 0.1@6 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50]
# exit x22 global 0.1@6 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50]
# exit x23 raised 0.1@8 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50, 16 = v94, 19 = v30]
# exit x24 type 0.1@9 [0 = v30, 1 = v45, 2 = v62, 3 = v23, 4 = v58, 5 = v59, 6 = v36, 7 = v90, 8 = v92, 9 = v50, 14 = v95]
# exit x25 map 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v4, 4 = v58, 5 = v59, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x26 map 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v4, 4 = v58, 5 = v59, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x27 raised 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v4, 4 = v58, 5 = v59, 6 = v36, 7 = v8, 8 = v9, 9 = v50, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x28 poll 0.1@6 [0 = v30, 1 = v45, 2 = v62, 3 = v8, 4 = v58, 5 = v59, 6 = v36, 7 = v113, 8 = v114, 9 = v50]
# exit x29 global 0.1@6 [0 = v30, 1 = v45, 2 = v62, 3 = v8, 4 = v58, 5 = v59, 6 = v36, 7 = v113, 8 = v114, 9 = v50]
# exit x30 raised 0.1@8 [0 = v30, 1 = v45, 2 = v62, 3 = v8, 4 = v58, 5 = v59, 6 = v36, 7 = v113, 8 = v114, 9 = v50, 16 = v115, 19 = v30]
# exit x31 type 0.1@9 [0 = v30, 1 = v45, 2 = v62, 3 = v8, 4 = v58, 5 = v59, 6 = v36, 7 = v113, 8 = v114, 9 = v50, 14 = v116]
# exit x32 type 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v118, 4 = v58, 5 = v59, 6 = v36, 7 = v119, 8 = v120, 9 = v50, 10 = v117, 11 = v121, 12 = v122, 13 = v123]
# exit x33 type 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v118, 4 = v58, 5 = v59, 6 = v36, 7 = v119, 8 = v120, 9 = v50, 10 = v117, 11 = v121, 12 = v122, 13 = v123]
# exit x34 overflow 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v118, 4 = v58, 5 = v59, 6 = v36, 7 = v119, 8 = v120, 9 = v50, 10 = v117, 11 = v121, 12 = v122, 13 = v123]
# exit x35 raised 0.1@15 [0 = v30, 1 = v45, 2 = v62, 3 = v118, 4 = v58, 5 = v59, 6 = v36, 7 = v119, 8 = v120, 9 = v50, 10 = v117, 11 = v121, 12 = v122, 13 = v123]
# exit x36 poll 0.1@11 [0 = v30, 1 = v45, 2 = v62, 3 = v118, 4 = v58, 5 = v59, 6 = v36, 7 = v119, 8 = v120, 9 = v50, 10 = v117, 11 = v121, 12 = v122, 13 = v123, 14 = v81]
# exit x37 cold 0.1@11 [0 = v30, 1 = v45, 2 = v62, 3 = v127, 4 = v58, 5 = v59, 6 = v36, 7 = v128, 8 = v129, 9 = v50, 10 = v130, 11 = v131, 12 = v132, 13 = v133, 14 = v134]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v30: tagged = load_place 0
#   v31: tagged = load_place 1
#   v32: tagged = load_place 2
#   v33: tagged = load_place 3
#   v34: tagged = load_place 4
#   v35: tagged = load_place 5
#   v36: tagged = load_place 6
#   v37: tagged = load_place 7
#   v38: tagged = load_place 8
#   v39: tagged = load_place 9
#   v40: tagged = load_place 10
#   v41: tagged = load_place 11
#   v42: tagged = load_place 12
#   v43: tagged = load_place 13
#   v44: tagged = load_place 14
#   v45: int = unbox_int v31 else x0
#   v46: float = unbox_float v32 else x1
#   v47: int = unbox_int v33 else x2
#   guard_word v36, 0x44 else x3
#   v48: int = unbox_int v37 else x4
#   v49: int = unbox_int v38 else x5
#   v50: int = unbox_int v39 else x6
#   guard_map v40, 63, 63 else x7
#   jump b1(v46, v47, v34, v35, v48, v49, v40, v41, v42, v43, v44)
# b1(v3: float, v4: int, v5: tagged, v6: tagged, v8: int, v9: int, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged):
#   guard_map v15, 20, 20 else x8
#   v51: int = load_len v15, 8
#   v52: int = int 2
#   v53: bool = int_cmp eq, v51, v52
#   guard_bool v53, true else x9
#   v54: int = int 0
#   v55: tagged = load_tuple_item v15, v54
#   v56: int = int 1
#   v57: tagged = load_tuple_item v15, v56
#   v58: int = unbox_int v55 else x10
#   v59: float = unbox_float v57 else x11
#   v60: float = int_to_float v58
#   v61: float = float_bin mul, v60, v59
#   v62: float = float_bin add, v3, v61
#   v103: tagged = load v11, 8
#   guard_map v103, 48, 48 else x25
#   v104: tagged = load v103, 8
#   guard_map v104, 17, 17 else x26
#   v105: int = load_len v103, 16
#   v106: int = load_len v104, 8
#   v107: bool = int_cmp lt, v105, v106
#   branch v107 then b4(v11, v4, v8, v9, v12, v13, v14, v104, v105, v103) else b9()
# b2(v19: int, v23: int, v24: int, v26: tagged):
#   v63: tagged = load v26, 8
#   guard_map v63, 48, 48 else x12
#   v64: tagged = load v63, 8
#   guard_map v64, 17, 17 else x13
#   v65: int = load_len v63, 16
#   v66: int = load_len v64, 8
#   v67: bool = int_cmp lt, v65, v66
#   branch v67 then b4(v26, v19, v23, v24, v0, v0, v0, v64, v65, v63) else b3()
# b3():
#   store_place 10, v26
#   store_place 11, v0
#   store_place 12, v0
#   store_place 13, v0
#   v86: tagged = help for_step, [v108, v109] else x19
#   v87: bool = is v86, v0
#   branch v87 then b6() else b5(v19, v23, v24, v26, v0, v0, v0, v86)
# b4(v117: tagged, v118: int, v119: int, v120: int, v121: tagged, v122: tagged, v123: tagged, v124: tagged, v125: int, v126: tagged):
#   v68: tagged = load v117, 16
#   v69: int = unbox_small v68 else x32
#   v70: tagged = load v124, 16
#   v71: tagged = load_item v70, v125
#   v72: float = unbox_float v71 else x33
#   v73: int = int 4611686018427387903
#   v74: bool = int_cmp lt, v69, v73
#   guard_bool v74, true else x34
#   v76: int = int_bin add, v69, v56
#   v77: tagged = box v76
#   store v117, 16, v77, false
#   v79: int = int_bin add, v125, v56
#   v80: tagged = box v79
#   store v126, 16, v80, false
#   v81: tagged = pack 20, 14, [v69, v72] else x35
#   poll else x36
#   jump b1(v62, v118, v55, v57, v119, v120, v117, v121, v122, v123, v81)
# b5(v127: int, v128: int, v129: int, v130: tagged, v131: tagged, v132: tagged, v133: tagged, v134: tagged) cold:
#   leave x37
# b6():
#   v89: bool = int_cmp gt, v24, v54
#   branch v89 then b7() else b8()
# b7():
#   v90: int = int_bin add, v23, v50
#   v92: int = int_bin sub, v24, v56
#   poll else x21
#   v94: tagged = global 0.1, 6 else x22
#   v95: tagged = cached_call 0.1, 8, v94, -, -, [v30], 15 else x23
#   guard_map v95, 63, 63 else x24
#   jump b2(v23, v90, v92, v95)
# b8():
#   v93: tagged = box v62
#   return v93
# b9():
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v108: int = place_addr 0
#   v109: int = site 0.1, 15
#   v110: tagged = help for_step, [v108, v109] else x27
#   v111: bool = is v110, v0
#   branch v111 then b10() else b5(v4, v8, v9, v11, v12, v13, v14, v110)
# b10():
#   v112: bool = int_cmp gt, v9, v54
#   branch v112 then b11() else b8()
# b11():
#   v113: int = int_bin add, v8, v50
#   v114: int = int_bin sub, v9, v56
#   poll else x28
#   v115: tagged = global 0.1, 6 else x29
#   v116: tagged = cached_call 0.1, 8, v115, -, -, [v30], 15 else x30
#   guard_map v116, 63, 63 else x31
#   jump b2(v8, v113, v114, v116)
# func 0.1 weighted() -> tagged places 20
# exit x0 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x1 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x2 raised 0.1@4 [0 = v25, 1 = v26, 2 = v27, 10 = v29]
# exit x3 raised 0.1@16 [0 = v25, 1 = v26, 2 = v17, 3 = v18, 4 = v19, 5 = v20, 6 = v21, 7 = v22, 8 = v23, 9 = v24]
# exit x4 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x5 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x6 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 16 = v45, 19 = v25]
# exit x7 raised 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 14 = v46]
# exit x8 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x9 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x10 raised 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x11 raised 0.1@12 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59]
# exit x12 raised 0.1@13 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 15 = v66]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x0
#   v29: tagged = cached_call 0.1, 3, v28, -, -, [v26], 11 else x1
#   v30: int = place_addr 6
#   v31: bool = help for_prep, [v30, v29] else x2
#   v32: tagged = load_place 6
#   v33: tagged = load_place 7
#   v34: tagged = load_place 8
#   v35: tagged = load_place 9
#   v36: tagged = tagged 0x34 ; 0.0
#   jump b2(v36, v0, v0, v0, v32, v33, v34, v35)
# b1(v3: tagged, v5: tagged, v6: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v54: int = site 0.1, 15
#   v55: tagged = help for_step, [v37, v54] else x8
#   v56: tagged = load_place 10
#   v57: tagged = load_place 11
#   v58: tagged = load_place 12
#   v59: tagged = load_place 13
#   v60: bool = is v55, v0
#   branch v60 then b6() else b5()
# b2(v17: tagged, v18: tagged, v19: tagged, v20: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 6, v21
#   store_place 7, v22
#   store_place 8, v23
#   store_place 9, v24
#   v37: int = place_addr 0
#   v38: int = site 0.1, 16
#   v39: tagged = help for_step, [v37, v38] else x3
#   v40: tagged = load_place 6
#   v41: tagged = load_place 7
#   v42: tagged = load_place 8
#   v43: tagged = load_place 9
#   v44: bool = is v39, v0
#   branch v44 then b4() else b3()
# b3():
#   poll else x4
#   v45: tagged = global 0.1, 6 else x5
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x6
#   v47: int = place_addr 10
#   v48: bool = help for_prep, [v47, v46] else x7
#   v49: tagged = load_place 10
#   v50: tagged = load_place 11
#   v51: tagged = load_place 12
#   v52: tagged = load_place 13
#   jump b1(v17, v19, v20, v49, v50, v51, v52)
# b4():
#   return v17
# b5():
#   poll else x9
#   v61: int = place_addr 4
#   v62: int = int 2
#   v63: bool = help unpack, [v61, v62, v55] else x10
#   v64: tagged = load_place 4
#   v65: tagged = load_place 5
#   v66: tagged = any_bin 2, false, v64, v65 else x11
#   v67: tagged = any_bin 0, true, v3, v66 else x12
#   jump b1(v67, v64, v65, v56, v57, v58, v59)
# b6():
#   jump b2(v3, v39, v5, v6, v40, v41, v42, v43)
# func 0.1 weighted() -> tagged places 20
# exit x0 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x1 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x2 raised 0.1@4 [0 = v25, 1 = v26, 2 = v27, 10 = v29]
# exit x3 raised 0.1@16 [0 = v25, 1 = v26, 2 = v17, 3 = v18, 4 = v19, 5 = v20, 6 = v21, 7 = v22, 8 = v23, 9 = v24]
# exit x4 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x5 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x6 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 16 = v45, 19 = v25]
# exit x7 raised 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 14 = v46]
# exit x8 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x9 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x10 raised 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x11 raised 0.1@12 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59]
# exit x12 raised 0.1@13 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 15 = v66]
# exit x13 raised 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v49, 11 = v50, 12 = v51, 13 = v52]
# exit x14 poll 0.1@11 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80, 14 = v76]
# exit x15 raised 0.1@11 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80, 14 = v76]
# exit x16 raised 0.1@12 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v85, 5 = v86, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80]
# exit x17 raised 0.1@13 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v85, 5 = v86, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80, 15 = v87]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x0
#   v29: tagged = cached_call 0.1, 3, v28, -, -, [v26], 11 else x1
#   v30: int = place_addr 6
#   v31: bool = help for_prep, [v30, v29] else x2
#   v32: tagged = load_place 6
#   v33: tagged = load_place 7
#   v34: tagged = load_place 8
#   v35: tagged = load_place 9
#   v36: tagged = tagged 0x34 ; 0.0
#   jump b2(v36, v0, v0, v0, v32, v33, v34, v35)
# b1(v3: tagged, v5: tagged, v6: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v55: tagged = help for_step, [v37, v75] else x8
#   v56: tagged = load_place 10
#   v57: tagged = load_place 11
#   v58: tagged = load_place 12
#   v59: tagged = load_place 13
#   v60: bool = is v55, v0
#   branch v60 then b6(v3, v5, v6) else b5()
# b2(v17: tagged, v18: tagged, v19: tagged, v20: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 6, v21
#   store_place 7, v22
#   store_place 8, v23
#   store_place 9, v24
#   v37: int = place_addr 0
#   v38: int = site 0.1, 16
#   v39: tagged = help for_step, [v37, v38] else x3
#   v40: tagged = load_place 6
#   v41: tagged = load_place 7
#   v42: tagged = load_place 8
#   v43: tagged = load_place 9
#   v44: bool = is v39, v0
#   branch v44 then b4() else b3()
# b3():
#   poll else x4
#   v45: tagged = global 0.1, 6 else x5
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x6
#   v47: int = place_addr 10
#   v48: bool = help for_prep, [v47, v46] else x7
#   v49: tagged = load_place 10
#   v50: tagged = load_place 11
#   v51: tagged = load_place 12
#   v52: tagged = load_place 13
#   store_place 10, v49
#   store_place 11, v50
#   store_place 12, v51
#   store_place 13, v52
#   v75: int = site 0.1, 15
#   v76: tagged = help for_step, [v37, v75] else x13
#   v77: tagged = load_place 10
#   v78: tagged = load_place 11
#   v79: tagged = load_place 12
#   v80: tagged = load_place 13
#   v81: bool = is v76, v0
#   branch v81 then b6(v17, v19, v20) else b7()
# b4():
#   return v17
# b5():
#   poll else x9
#   v63: bool = help unpack, [v82, v83, v55] else x10
#   v64: tagged = load_place 4
#   v65: tagged = load_place 5
#   v66: tagged = any_bin 2, false, v64, v65 else x11
#   v67: tagged = any_bin 0, true, v3, v66 else x12
#   jump b1(v67, v64, v65, v56, v57, v58, v59)
# b6(v89: tagged, v90: tagged, v91: tagged):
#   jump b2(v89, v39, v90, v91, v40, v41, v42, v43)
# b7():
#   poll else x14
#   v82: int = place_addr 4
#   v83: int = int 2
#   v84: bool = help unpack, [v82, v83, v76] else x15
#   v85: tagged = load_place 4
#   v86: tagged = load_place 5
#   v87: tagged = any_bin 2, false, v85, v86 else x16
#   v88: tagged = any_bin 0, true, v17, v87 else x17
#   jump b1(v88, v85, v86, v77, v78, v79, v80)
# func 0.1 weighted(v25: tagged, v26: int) -> float places 20
# exit x0 poll 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x2 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x3 raised 0.1@4 [0 = v25, 1 = v26, 2 = v27, 10 = v30]
# exit x4 raised 0.1@16 [0 = v25, 1 = v26, 2 = v17, 3 = v18, 4 = v19, 5 = v20, 6 = v21, 7 = v22, 8 = v23, 9 = v24]
# exit x5 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44]
# exit x6 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44]
# exit x7 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 16 = v46, 19 = v25]
# exit x8 raised 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 14 = v47]
# exit x9 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v5, 5 = v6, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x10 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v5, 5 = v6, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60, 14 = v56]
# exit x11 raised 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v5, 5 = v6, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60, 14 = v56]
# exit x12 raised 0.1@12 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v65, 5 = v66, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60]
# exit x13 raised 0.1@13 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v65, 5 = v66, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60, 15 = v67]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   poll else x0
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x1
#   v29: tagged = box v26
#   v30: tagged = cached_call 0.1, 3, v28, -, -, [v29], 11 else x2
#   v31: int = place_addr 6
#   v32: bool = help for_prep, [v31, v30] else x3
#   v33: tagged = load_place 6
#   v34: tagged = load_place 7
#   v35: tagged = load_place 8
#   v36: tagged = load_place 9
#   v37: tagged = tagged 0x34 ; 0.0
#   jump b2(v37, v0, v0, v0, v33, v34, v35, v36)
# b1(v3: tagged, v5: tagged, v6: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v55: int = site 0.1, 15
#   v56: tagged = help for_step, [v38, v55] else x9
#   v57: tagged = load_place 10
#   v58: tagged = load_place 11
#   v59: tagged = load_place 12
#   v60: tagged = load_place 13
#   v61: bool = is v56, v0
#   branch v61 then b6() else b5()
# b2(v17: tagged, v18: tagged, v19: tagged, v20: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 6, v21
#   store_place 7, v22
#   store_place 8, v23
#   store_place 9, v24
#   v38: int = place_addr 0
#   v39: int = site 0.1, 16
#   v40: tagged = help for_step, [v38, v39] else x4
#   v41: tagged = load_place 6
#   v42: tagged = load_place 7
#   v43: tagged = load_place 8
#   v44: tagged = load_place 9
#   v45: bool = is v40, v0
#   branch v45 then b4() else b3()
# b3():
#   poll else x5
#   v46: tagged = global 0.1, 6 else x6
#   v47: tagged = cached_call 0.1, 8, v46, -, -, [v25], 15 else x7
#   v48: int = place_addr 10
#   v49: bool = help for_prep, [v48, v47] else x8
#   v50: tagged = load_place 10
#   v51: tagged = load_place 11
#   v52: tagged = load_place 12
#   v53: tagged = load_place 13
#   jump b1(v17, v19, v20, v50, v51, v52, v53)
# b4():
#   return v17
# b5():
#   poll else x10
#   v62: int = place_addr 4
#   v63: int = int 2
#   v64: bool = help unpack, [v62, v63, v56] else x11
#   v65: tagged = load_place 4
#   v66: tagged = load_place 5
#   v67: tagged = any_bin 2, false, v65, v66 else x12
#   v68: tagged = any_bin 0, true, v3, v67 else x13
#   jump b1(v68, v65, v66, v57, v58, v59, v60)
# b6():
#   jump b2(v3, v40, v5, v6, v41, v42, v43, v44)
# func 0.1 weighted(v25: tagged, v26: int) -> float places 20
# exit x0 poll 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x2 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x3 raised 0.1@4 [0 = v25, 1 = v26, 2 = v27, 10 = v30]
# exit x4 raised 0.1@16 [0 = v25, 1 = v26, 2 = v17, 3 = v18, 4 = v19, 5 = v20, 6 = v21, 7 = v22, 8 = v23, 9 = v24]
# exit x5 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44]
# exit x6 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44]
# exit x7 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 16 = v46, 19 = v25]
# exit x8 raised 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 14 = v47]
# exit x9 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v5, 5 = v6, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x10 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v5, 5 = v6, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60, 14 = v56]
# exit x11 raised 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v5, 5 = v6, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60, 14 = v56]
# exit x12 raised 0.1@12 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v65, 5 = v66, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60]
# exit x13 raised 0.1@13 [0 = v25, 1 = v26, 2 = v3, 3 = v40, 4 = v65, 5 = v66, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v57, 11 = v58, 12 = v59, 13 = v60, 15 = v67]
# exit x14 raised 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v50, 11 = v51, 12 = v52, 13 = v53]
# exit x15 poll 0.1@11 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v78, 11 = v79, 12 = v80, 13 = v81, 14 = v77]
# exit x16 raised 0.1@11 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v19, 5 = v20, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v78, 11 = v79, 12 = v80, 13 = v81, 14 = v77]
# exit x17 raised 0.1@12 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v86, 5 = v87, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v78, 11 = v79, 12 = v80, 13 = v81]
# exit x18 raised 0.1@13 [0 = v25, 1 = v26, 2 = v17, 3 = v40, 4 = v86, 5 = v87, 6 = v41, 7 = v42, 8 = v43, 9 = v44, 10 = v78, 11 = v79, 12 = v80, 13 = v81, 15 = v88]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   poll else x0
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x1
#   v29: tagged = box v26
#   v30: tagged = cached_call 0.1, 3, v28, -, -, [v29], 11 else x2
#   v31: int = place_addr 6
#   v32: bool = help for_prep, [v31, v30] else x3
#   v33: tagged = load_place 6
#   v34: tagged = load_place 7
#   v35: tagged = load_place 8
#   v36: tagged = load_place 9
#   v37: tagged = tagged 0x34 ; 0.0
#   jump b2(v37, v0, v0, v0, v33, v34, v35, v36)
# b1(v3: tagged, v5: tagged, v6: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v56: tagged = help for_step, [v38, v76] else x9
#   v57: tagged = load_place 10
#   v58: tagged = load_place 11
#   v59: tagged = load_place 12
#   v60: tagged = load_place 13
#   v61: bool = is v56, v0
#   branch v61 then b6(v3, v5, v6) else b5()
# b2(v17: tagged, v18: tagged, v19: tagged, v20: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 6, v21
#   store_place 7, v22
#   store_place 8, v23
#   store_place 9, v24
#   v38: int = place_addr 0
#   v39: int = site 0.1, 16
#   v40: tagged = help for_step, [v38, v39] else x4
#   v41: tagged = load_place 6
#   v42: tagged = load_place 7
#   v43: tagged = load_place 8
#   v44: tagged = load_place 9
#   v45: bool = is v40, v0
#   branch v45 then b4() else b3()
# b3():
#   poll else x5
#   v46: tagged = global 0.1, 6 else x6
#   v47: tagged = cached_call 0.1, 8, v46, -, -, [v25], 15 else x7
#   v48: int = place_addr 10
#   v49: bool = help for_prep, [v48, v47] else x8
#   v50: tagged = load_place 10
#   v51: tagged = load_place 11
#   v52: tagged = load_place 12
#   v53: tagged = load_place 13
#   store_place 10, v50
#   store_place 11, v51
#   store_place 12, v52
#   store_place 13, v53
#   v76: int = site 0.1, 15
#   v77: tagged = help for_step, [v38, v76] else x14
#   v78: tagged = load_place 10
#   v79: tagged = load_place 11
#   v80: tagged = load_place 12
#   v81: tagged = load_place 13
#   v82: bool = is v77, v0
#   branch v82 then b6(v17, v19, v20) else b7()
# b4():
#   return v17
# b5():
#   poll else x10
#   v64: bool = help unpack, [v83, v84, v56] else x11
#   v65: tagged = load_place 4
#   v66: tagged = load_place 5
#   v67: tagged = any_bin 2, false, v65, v66 else x12
#   v68: tagged = any_bin 0, true, v3, v67 else x13
#   jump b1(v68, v65, v66, v57, v58, v59, v60)
# b6(v90: tagged, v91: tagged, v92: tagged):
#   jump b2(v90, v40, v91, v92, v41, v42, v43, v44)
# b7():
#   poll else x15
#   v83: int = place_addr 4
#   v84: int = int 2
#   v85: bool = help unpack, [v83, v84, v77] else x16
#   v86: tagged = load_place 4
#   v87: tagged = load_place 5
#   v88: tagged = any_bin 2, false, v86, v87 else x17
#   v89: tagged = any_bin 0, true, v17, v88 else x18
#   jump b1(v89, v86, v87, v78, v79, v80, v81)
# func 0.1 weighted(v25: tagged, v26: tagged) -> tagged places 20
# exit x0 poll 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x2 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x3 raised 0.1@4 [0 = v25, 1 = v26, 2 = v27, 10 = v29]
# exit x4 raised 0.1@16 [0 = v25, 1 = v26, 2 = v17, 3 = v18, 4 = v19, 5 = v20, 6 = v21, 7 = v22, 8 = v23, 9 = v24]
# exit x5 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x6 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x7 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 16 = v45, 19 = v25]
# exit x8 raised 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 14 = v46]
# exit x9 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x10 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x11 raised 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x12 raised 0.1@12 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59]
# exit x13 raised 0.1@13 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 15 = v66]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   poll else x0
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x1
#   v29: tagged = cached_call 0.1, 3, v28, -, -, [v26], 11 else x2
#   v30: int = place_addr 6
#   v31: bool = help for_prep, [v30, v29] else x3
#   v32: tagged = load_place 6
#   v33: tagged = load_place 7
#   v34: tagged = load_place 8
#   v35: tagged = load_place 9
#   v36: tagged = tagged 0x34 ; 0.0
#   jump b2(v36, v0, v0, v0, v32, v33, v34, v35)
# b1(v3: tagged, v5: tagged, v6: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v54: int = site 0.1, 15
#   v55: tagged = help for_step, [v37, v54] else x9
#   v56: tagged = load_place 10
#   v57: tagged = load_place 11
#   v58: tagged = load_place 12
#   v59: tagged = load_place 13
#   v60: bool = is v55, v0
#   branch v60 then b6() else b5()
# b2(v17: tagged, v18: tagged, v19: tagged, v20: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 6, v21
#   store_place 7, v22
#   store_place 8, v23
#   store_place 9, v24
#   v37: int = place_addr 0
#   v38: int = site 0.1, 16
#   v39: tagged = help for_step, [v37, v38] else x4
#   v40: tagged = load_place 6
#   v41: tagged = load_place 7
#   v42: tagged = load_place 8
#   v43: tagged = load_place 9
#   v44: bool = is v39, v0
#   branch v44 then b4() else b3()
# b3():
#   poll else x5
#   v45: tagged = global 0.1, 6 else x6
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x7
#   v47: int = place_addr 10
#   v48: bool = help for_prep, [v47, v46] else x8
#   v49: tagged = load_place 10
#   v50: tagged = load_place 11
#   v51: tagged = load_place 12
#   v52: tagged = load_place 13
#   jump b1(v17, v19, v20, v49, v50, v51, v52)
# b4():
#   return v17
# b5():
#   poll else x10
#   v61: int = place_addr 4
#   v62: int = int 2
#   v63: bool = help unpack, [v61, v62, v55] else x11
#   v64: tagged = load_place 4
#   v65: tagged = load_place 5
#   v66: tagged = any_bin 2, false, v64, v65 else x12
#   v67: tagged = any_bin 0, true, v3, v66 else x13
#   jump b1(v67, v64, v65, v56, v57, v58, v59)
# b6():
#   jump b2(v3, v39, v5, v6, v40, v41, v42, v43)
# func 0.1 weighted(v25: tagged, v26: tagged) -> tagged places 20
# exit x0 poll 0.1@0 [0 = v25, 1 = v26]
# exit x1 global 0.1@1 [0 = v25, 1 = v26, 2 = v27]
# exit x2 raised 0.1@3 [0 = v25, 1 = v26, 2 = v27, 12 = v28, 15 = v26]
# exit x3 raised 0.1@4 [0 = v25, 1 = v26, 2 = v27, 10 = v29]
# exit x4 raised 0.1@16 [0 = v25, 1 = v26, 2 = v17, 3 = v18, 4 = v19, 5 = v20, 6 = v21, 7 = v22, 8 = v23, 9 = v24]
# exit x5 poll 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x6 global 0.1@6 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43]
# exit x7 raised 0.1@8 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 16 = v45, 19 = v25]
# exit x8 raised 0.1@9 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 14 = v46]
# exit x9 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x10 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x11 raised 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v5, 5 = v6, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 14 = v55]
# exit x12 raised 0.1@12 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59]
# exit x13 raised 0.1@13 [0 = v25, 1 = v26, 2 = v3, 3 = v39, 4 = v64, 5 = v65, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v56, 11 = v57, 12 = v58, 13 = v59, 15 = v66]
# exit x14 raised 0.1@15 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v49, 11 = v50, 12 = v51, 13 = v52]
# exit x15 poll 0.1@11 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80, 14 = v76]
# exit x16 raised 0.1@11 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v19, 5 = v20, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80, 14 = v76]
# exit x17 raised 0.1@12 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v85, 5 = v86, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80]
# exit x18 raised 0.1@13 [0 = v25, 1 = v26, 2 = v17, 3 = v39, 4 = v85, 5 = v86, 6 = v40, 7 = v41, 8 = v42, 9 = v43, 10 = v77, 11 = v78, 12 = v79, 13 = v80, 15 = v87]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   poll else x0
#   v27: float = float 0x0 ; 0.0
#   v28: tagged = global 0.1, 1 else x1
#   v29: tagged = cached_call 0.1, 3, v28, -, -, [v26], 11 else x2
#   v30: int = place_addr 6
#   v31: bool = help for_prep, [v30, v29] else x3
#   v32: tagged = load_place 6
#   v33: tagged = load_place 7
#   v34: tagged = load_place 8
#   v35: tagged = load_place 9
#   v36: tagged = tagged 0x34 ; 0.0
#   jump b2(v36, v0, v0, v0, v32, v33, v34, v35)
# b1(v3: tagged, v5: tagged, v6: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged):
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v55: tagged = help for_step, [v37, v75] else x9
#   v56: tagged = load_place 10
#   v57: tagged = load_place 11
#   v58: tagged = load_place 12
#   v59: tagged = load_place 13
#   v60: bool = is v55, v0
#   branch v60 then b6(v3, v5, v6) else b5()
# b2(v17: tagged, v18: tagged, v19: tagged, v20: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 6, v21
#   store_place 7, v22
#   store_place 8, v23
#   store_place 9, v24
#   v37: int = place_addr 0
#   v38: int = site 0.1, 16
#   v39: tagged = help for_step, [v37, v38] else x4
#   v40: tagged = load_place 6
#   v41: tagged = load_place 7
#   v42: tagged = load_place 8
#   v43: tagged = load_place 9
#   v44: bool = is v39, v0
#   branch v44 then b4() else b3()
# b3():
#   poll else x5
#   v45: tagged = global 0.1, 6 else x6
#   v46: tagged = cached_call 0.1, 8, v45, -, -, [v25], 15 else x7
#   v47: int = place_addr 10
#   v48: bool = help for_prep, [v47, v46] else x8
#   v49: tagged = load_place 10
#   v50: tagged = load_place 11
#   v51: tagged = load_place 12
#   v52: tagged = load_place 13
#   store_place 10, v49
#   store_place 11, v50
#   store_place 12, v51
#   store_place 13, v52
#   v75: int = site 0.1, 15
#   v76: tagged = help for_step, [v37, v75] else x14
#   v77: tagged = load_place 10
#   v78: tagged = load_place 11
#   v79: tagged = load_place 12
#   v80: tagged = load_place 13
#   v81: bool = is v76, v0
#   branch v81 then b6(v17, v19, v20) else b7()
# b4():
#   return v17
# b5():
#   poll else x10
#   v63: bool = help unpack, [v82, v83, v55] else x11
#   v64: tagged = load_place 4
#   v65: tagged = load_place 5
#   v66: tagged = any_bin 2, false, v64, v65 else x12
#   v67: tagged = any_bin 0, true, v3, v66 else x13
#   jump b1(v67, v64, v65, v56, v57, v58, v59)
# b6(v89: tagged, v90: tagged, v91: tagged):
#   jump b2(v89, v39, v90, v91, v40, v41, v42, v43)
# b7():
#   poll else x15
#   v82: int = place_addr 4
#   v83: int = int 2
#   v84: bool = help unpack, [v82, v83, v76] else x16
#   v85: tagged = load_place 4
#   v86: tagged = load_place 5
#   v87: tagged = any_bin 2, false, v85, v86 else x17
#   v88: tagged = any_bin 0, true, v17, v87 else x18
#   jump b1(v88, v85, v86, v77, v78, v79, v80)
# func 0.1 weighted() -> tagged places 20
# exit x0 global 0.1@6 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10]
# exit x1 raised 0.1@8 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 16 = v35, 19 = v25]
# exit x2 raised 0.1@9 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 14 = v36]
# exit x3 raised 0.1@15 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v21, 11 = v22, 12 = v23, 13 = v24]
# exit x4 poll 0.1@11 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49, 14 = v45]
# exit x5 raised 0.1@16 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10]
# exit x6 poll 0.1@6 [0 = v25, 1 = v26, 2 = v13, 3 = v53, 4 = v15, 5 = v16, 6 = v54, 7 = v55, 8 = v56, 9 = v57]
# exit x7 raised 0.1@11 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49, 14 = v45]
# exit x8 raised 0.1@12 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v62, 5 = v63, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49]
# exit x9 raised 0.1@13 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v62, 5 = v63, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49, 15 = v64]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: tagged = load_place 2
#   v28: tagged = load_place 3
#   v29: tagged = load_place 4
#   v30: tagged = load_place 5
#   v31: tagged = load_place 6
#   v32: tagged = load_place 7
#   v33: tagged = load_place 8
#   v34: tagged = load_place 9
#   jump b1(v27, v28, v29, v30, v31, v32, v33, v34)
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged, v10: tagged):
#   v35: tagged = global 0.1, 6 else x0
#   v36: tagged = cached_call 0.1, 8, v35, -, -, [v25], 15 else x1
#   v37: int = place_addr 10
#   v38: bool = help for_prep, [v37, v36] else x2
#   v39: tagged = load_place 10
#   v40: tagged = load_place 11
#   v41: tagged = load_place 12
#   v42: tagged = load_place 13
#   jump b2(v3, v5, v6, v39, v40, v41, v42)
# b2(v13: tagged, v15: tagged, v16: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 10, v21
#   store_place 11, v22
#   store_place 12, v23
#   store_place 13, v24
#   v43: int = place_addr 0
#   v44: int = site 0.1, 15
#   v45: tagged = help for_step, [v43, v44] else x3
#   v46: tagged = load_place 10
#   v47: tagged = load_place 11
#   v48: tagged = load_place 12
#   v49: tagged = load_place 13
#   v50: bool = is v45, v0
#   branch v50 then b4() else b3()
# b3():
#   poll else x4
#   v59: int = place_addr 4
#   v60: int = int 2
#   v61: bool = help unpack, [v59, v60, v45] else x7
#   v62: tagged = load_place 4
#   v63: tagged = load_place 5
#   v64: tagged = any_bin 2, false, v62, v63 else x8
#   v65: tagged = any_bin 0, true, v13, v64 else x9
#   jump b2(v65, v62, v63, v46, v47, v48, v49)
# b4():
#   store_place 6, v7
#   store_place 7, v8
#   store_place 8, v9
#   store_place 9, v10
#   v52: int = site 0.1, 16
#   v53: tagged = help for_step, [v43, v52] else x5
#   v54: tagged = load_place 6
#   v55: tagged = load_place 7
#   v56: tagged = load_place 8
#   v57: tagged = load_place 9
#   v58: bool = is v53, v0
#   branch v58 then b6() else b5()
# b5():
#   poll else x6
#   jump b1(v13, v53, v15, v16, v54, v55, v56, v57)
# b6():
#   return v13
# func 0.1 weighted() -> tagged places 20
# exit x0 global 0.1@6 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10]
# exit x1 raised 0.1@8 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 16 = v35, 19 = v25]
# exit x2 raised 0.1@9 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 14 = v36]
# exit x3 raised 0.1@15 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v21, 11 = v22, 12 = v23, 13 = v24]
# exit x4 poll 0.1@11 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49, 14 = v45]
# exit x5 raised 0.1@16 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10]
# exit x6 poll 0.1@6 [0 = v25, 1 = v26, 2 = v13, 3 = v53, 4 = v15, 5 = v16, 6 = v54, 7 = v55, 8 = v56, 9 = v57]
# exit x7 raised 0.1@11 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v15, 5 = v16, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49, 14 = v45]
# exit x8 raised 0.1@12 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v62, 5 = v63, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49]
# exit x9 raised 0.1@13 [0 = v25, 1 = v26, 2 = v13, 3 = v4, 4 = v62, 5 = v63, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v46, 11 = v47, 12 = v48, 13 = v49, 15 = v64]
# exit x10 raised 0.1@15 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v39, 11 = v40, 12 = v41, 13 = v42]
# exit x11 poll 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v76, 11 = v77, 12 = v78, 13 = v79, 14 = v75]
# exit x12 raised 0.1@11 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v76, 11 = v77, 12 = v78, 13 = v79, 14 = v75]
# exit x13 raised 0.1@12 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v84, 5 = v85, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v76, 11 = v77, 12 = v78, 13 = v79]
# exit x14 raised 0.1@13 [0 = v25, 1 = v26, 2 = v3, 3 = v4, 4 = v84, 5 = v85, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v76, 11 = v77, 12 = v78, 13 = v79, 15 = v86]
# exit x15 raised 0.1@16 [0 = v25, 1 = v26, 2 = v89, 3 = v4, 4 = v90, 5 = v91, 6 = v7, 7 = v8, 8 = v9, 9 = v10]
# exit x16 poll 0.1@6 [0 = v25, 1 = v26, 2 = v89, 3 = v53, 4 = v90, 5 = v91, 6 = v54, 7 = v55, 8 = v56, 9 = v57]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v25: tagged = load_place 0
#   v26: tagged = load_place 1
#   v27: tagged = load_place 2
#   v28: tagged = load_place 3
#   v29: tagged = load_place 4
#   v30: tagged = load_place 5
#   v31: tagged = load_place 6
#   v32: tagged = load_place 7
#   v33: tagged = load_place 8
#   v34: tagged = load_place 9
#   jump b1(v27, v28, v29, v30, v31, v32, v33, v34)
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged, v10: tagged):
#   v35: tagged = global 0.1, 6 else x0
#   v36: tagged = cached_call 0.1, 8, v35, -, -, [v25], 15 else x1
#   v37: int = place_addr 10
#   v38: bool = help for_prep, [v37, v36] else x2
#   v39: tagged = load_place 10
#   v40: tagged = load_place 11
#   v41: tagged = load_place 12
#   v42: tagged = load_place 13
#   store_place 10, v39
#   store_place 11, v40
#   store_place 12, v41
#   store_place 13, v42
#   v73: int = place_addr 0
#   v74: int = site 0.1, 15
#   v75: tagged = help for_step, [v73, v74] else x10
#   v76: tagged = load_place 10
#   v77: tagged = load_place 11
#   v78: tagged = load_place 12
#   v79: tagged = load_place 13
#   v80: bool = is v75, v0
#   branch v80 then b4(v3, v5, v6) else b7()
# b2(v13: tagged, v15: tagged, v16: tagged, v21: tagged, v22: tagged, v23: tagged, v24: tagged):
#   store_place 10, v21
#   store_place 11, v22
#   store_place 12, v23
#   store_place 13, v24
#   v45: tagged = help for_step, [v73, v74] else x3
#   v46: tagged = load_place 10
#   v47: tagged = load_place 11
#   v48: tagged = load_place 12
#   v49: tagged = load_place 13
#   v50: bool = is v45, v0
#   branch v50 then b4(v13, v15, v16) else b3()
# b3():
#   poll else x4
#   v61: bool = help unpack, [v81, v82, v45] else x7
#   v62: tagged = load_place 4
#   v63: tagged = load_place 5
#   v64: tagged = any_bin 2, false, v62, v63 else x8
#   v65: tagged = any_bin 0, true, v13, v64 else x9
#   jump b2(v65, v62, v63, v46, v47, v48, v49)
# b4(v89: tagged, v90: tagged, v91: tagged):
#   store_place 6, v7
#   store_place 7, v8
#   store_place 8, v9
#   store_place 9, v10
#   v52: int = site 0.1, 16
#   v53: tagged = help for_step, [v73, v52] else x15
#   v54: tagged = load_place 6
#   v55: tagged = load_place 7
#   v56: tagged = load_place 8
#   v57: tagged = load_place 9
#   v58: bool = is v53, v0
#   branch v58 then b6() else b5()
# b5():
#   poll else x16
#   jump b1(v89, v53, v90, v91, v54, v55, v56, v57)
# b6():
#   return v89
# b7():
#   poll else x11
#   v81: int = place_addr 4
#   v82: int = int 2
#   v83: bool = help unpack, [v81, v82, v75] else x12
#   v84: tagged = load_place 4
#   v85: tagged = load_place 5
#   v86: tagged = any_bin 2, false, v84, v85 else x13
#   v87: tagged = any_bin 0, true, v3, v86 else x14
#   jump b2(v87, v84, v85, v76, v77, v78, v79)
# func 0.1 weighted() -> tagged places 20
# exit x0 raised 0.1@11 [0 = v30, 1 = v31, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x1 raised 0.1@12 [0 = v30, 1 = v31, 2 = v3, 3 = v4, 4 = v48, 5 = v49, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x2 raised 0.1@13 [0 = v30, 1 = v31, 2 = v3, 3 = v4, 4 = v48, 5 = v49, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 15 = v50]
# exit x3 raised 0.1@15 [0 = v30, 1 = v31, 2 = v51, 3 = v19, 4 = v48, 5 = v49, 6 = v22, 7 = v23, 8 = v24, 9 = v25, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x4 poll 0.1@11 [0 = v30, 1 = v31, 2 = v51, 3 = v19, 4 = v48, 5 = v49, 6 = v22, 7 = v23, 8 = v24, 9 = v25, 10 = v55, 11 = v56, 12 = v57, 13 = v58, 14 = v54]
# exit x5 raised 0.1@16 [0 = v30, 1 = v31, 2 = v51, 3 = v19, 4 = v48, 5 = v49, 6 = v22, 7 = v23, 8 = v24, 9 = v25]
# exit x6 poll 0.1@6 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66]
# exit x7 global 0.1@6 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66]
# exit x8 raised 0.1@8 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66, 16 = v68, 19 = v30]
# exit x9 raised 0.1@9 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66, 14 = v69]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v30: tagged = load_place 0
#   v31: tagged = load_place 1
#   v32: tagged = load_place 2
#   v33: tagged = load_place 3
#   v34: tagged = load_place 4
#   v35: tagged = load_place 5
#   v36: tagged = load_place 6
#   v37: tagged = load_place 7
#   v38: tagged = load_place 8
#   v39: tagged = load_place 9
#   v40: tagged = load_place 10
#   v41: tagged = load_place 11
#   v42: tagged = load_place 12
#   v43: tagged = load_place 13
#   v44: tagged = load_place 14
#   jump b1(v32, v33, v34, v35, v36, v37, v38, v39, v40, v41, v42, v43, v44)
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged, v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged):
#   v45: int = place_addr 4
#   v46: int = int 2
#   v47: bool = help unpack, [v45, v46, v15] else x0
#   v48: tagged = load_place 4
#   v49: tagged = load_place 5
#   v50: tagged = any_bin 2, false, v48, v49 else x1
#   v51: tagged = any_bin 0, true, v3, v50 else x2
#   jump b2(v4, v7, v8, v9, v10, v11, v12, v13, v14)
# b2(v19: tagged, v22: tagged, v23: tagged, v24: tagged, v25: tagged, v26: tagged, v27: tagged, v28: tagged, v29: tagged):
#   store_place 10, v26
#   store_place 11, v27
#   store_place 12, v28
#   store_place 13, v29
#   v52: int = place_addr 0
#   v53: int = site 0.1, 15
#   v54: tagged = help for_step, [v52, v53] else x3
#   v55: tagged = load_place 10
#   v56: tagged = load_place 11
#   v57: tagged = load_place 12
#   v58: tagged = load_place 13
#   v59: bool = is v54, v0
#   branch v59 then b4() else b3()
# b3():
#   poll else x4
#   jump b1(v51, v19, v48, v49, v22, v23, v24, v25, v55, v56, v57, v58, v54)
# b4():
#   store_place 6, v22
#   store_place 7, v23
#   store_place 8, v24
#   store_place 9, v25
#   v61: int = site 0.1, 16
#   v62: tagged = help for_step, [v52, v61] else x5
#   v63: tagged = load_place 6
#   v64: tagged = load_place 7
#   v65: tagged = load_place 8
#   v66: tagged = load_place 9
#   v67: bool = is v62, v0
#   branch v67 then b6() else b5()
# b5():
#   poll else x6
#   v68: tagged = global 0.1, 6 else x7
#   v69: tagged = cached_call 0.1, 8, v68, -, -, [v30], 15 else x8
#   v70: int = place_addr 10
#   v71: bool = help for_prep, [v70, v69] else x9
#   v72: tagged = load_place 10
#   v73: tagged = load_place 11
#   v74: tagged = load_place 12
#   v75: tagged = load_place 13
#   jump b2(v62, v63, v64, v65, v66, v72, v73, v74, v75)
# b6():
#   return v51
# func 0.1 weighted() -> tagged places 20
# exit x0 raised 0.1@11 [0 = v30, 1 = v31, 2 = v3, 3 = v4, 4 = v5, 5 = v6, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 14 = v15]
# exit x1 raised 0.1@12 [0 = v30, 1 = v31, 2 = v3, 3 = v4, 4 = v48, 5 = v49, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x2 raised 0.1@13 [0 = v30, 1 = v31, 2 = v3, 3 = v4, 4 = v48, 5 = v49, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v11, 11 = v12, 12 = v13, 13 = v14, 15 = v50]
# exit x3 raised 0.1@15 [0 = v30, 1 = v31, 2 = v51, 3 = v19, 4 = v48, 5 = v49, 6 = v22, 7 = v23, 8 = v24, 9 = v25, 10 = v26, 11 = v27, 12 = v28, 13 = v29]
# exit x4 poll 0.1@11 [0 = v30, 1 = v31, 2 = v51, 3 = v19, 4 = v48, 5 = v49, 6 = v22, 7 = v23, 8 = v24, 9 = v25, 10 = v55, 11 = v56, 12 = v57, 13 = v58, 14 = v54]
# exit x5 raised 0.1@16 [0 = v30, 1 = v31, 2 = v51, 3 = v19, 4 = v48, 5 = v49, 6 = v22, 7 = v23, 8 = v24, 9 = v25]
# exit x6 poll 0.1@6 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66]
# exit x7 global 0.1@6 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66]
# exit x8 raised 0.1@8 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66, 16 = v68, 19 = v30]
# exit x9 raised 0.1@9 [0 = v30, 1 = v31, 2 = v51, 3 = v62, 4 = v48, 5 = v49, 6 = v63, 7 = v64, 8 = v65, 9 = v66, 14 = v69]
# exit x10 raised 0.1@15 [0 = v30, 1 = v31, 2 = v51, 3 = v4, 4 = v48, 5 = v49, 6 = v7, 7 = v8, 8 = v9, 9 = v10, 10 = v11, 11 = v12, 12 = v13, 13 = v14]
# exit x11 raised 0.1@16 [0 = v30, 1 = v31, 2 = v51, 3 = v4, 4 = v48, 5 = v49, 6 = v7, 7 = v8, 8 = v9, 9 = v10]
# exit x12 poll 0.1@6 [0 = v30, 1 = v31, 2 = v51, 3 = v94, 4 = v48, 5 = v49, 6 = v95, 7 = v96, 8 = v97, 9 = v98]
# exit x13 global 0.1@6 [0 = v30, 1 = v31, 2 = v51, 3 = v94, 4 = v48, 5 = v49, 6 = v95, 7 = v96, 8 = v97, 9 = v98]
# exit x14 raised 0.1@8 [0 = v30, 1 = v31, 2 = v51, 3 = v94, 4 = v48, 5 = v49, 6 = v95, 7 = v96, 8 = v97, 9 = v98, 16 = v100, 19 = v30]
# exit x15 raised 0.1@9 [0 = v30, 1 = v31, 2 = v51, 3 = v94, 4 = v48, 5 = v49, 6 = v95, 7 = v96, 8 = v97, 9 = v98, 14 = v101]
# exit x16 poll 0.1@11 [0 = v30, 1 = v31, 2 = v51, 3 = v108, 4 = v48, 5 = v49, 6 = v109, 7 = v110, 8 = v111, 9 = v112, 10 = v113, 11 = v114, 12 = v115, 13 = v116, 14 = v117]
# b0():
#   v0: tagged = tagged 0x1c ; unset
#   v30: tagged = load_place 0
#   v31: tagged = load_place 1
#   v32: tagged = load_place 2
#   v33: tagged = load_place 3
#   v34: tagged = load_place 4
#   v35: tagged = load_place 5
#   v36: tagged = load_place 6
#   v37: tagged = load_place 7
#   v38: tagged = load_place 8
#   v39: tagged = load_place 9
#   v40: tagged = load_place 10
#   v41: tagged = load_place 11
#   v42: tagged = load_place 12
#   v43: tagged = load_place 13
#   v44: tagged = load_place 14
#   jump b1(v32, v33, v34, v35, v36, v37, v38, v39, v40, v41, v42, v43, v44)
# b1(v3: tagged, v4: tagged, v5: tagged, v6: tagged, v7: tagged, v8: tagged, v9: tagged, v10: tagged, v11: tagged, v12: tagged, v13: tagged, v14: tagged, v15: tagged):
#   v45: int = place_addr 4
#   v46: int = int 2
#   v47: bool = help unpack, [v45, v46, v15] else x0
#   v48: tagged = load_place 4
#   v49: tagged = load_place 5
#   v50: tagged = any_bin 2, false, v48, v49 else x1
#   v51: tagged = any_bin 0, true, v3, v50 else x2
#   store_place 10, v11
#   store_place 11, v12
#   store_place 12, v13
#   store_place 13, v14
#   v85: int = place_addr 0
#   v86: int = site 0.1, 15
#   v87: tagged = help for_step, [v85, v86] else x10
#   v88: tagged = load_place 10
#   v89: tagged = load_place 11
#   v90: tagged = load_place 12
#   v91: tagged = load_place 13
#   v92: bool = is v87, v0
#   branch v92 then b7() else b3(v4, v7, v8, v9, v10, v88, v89, v90, v91, v87)
# b2(v19: tagged, v22: tagged, v23: tagged, v24: tagged, v25: tagged, v26: tagged, v27: tagged, v28: tagged, v29: tagged):
#   store_place 10, v26
#   store_place 11, v27
#   store_place 12, v28
#   store_place 13, v29
#   v54: tagged = help for_step, [v85, v86] else x3
#   v55: tagged = load_place 10
#   v56: tagged = load_place 11
#   v57: tagged = load_place 12
#   v58: tagged = load_place 13
#   v59: bool = is v54, v0
#   branch v59 then b4() else b3(v19, v22, v23, v24, v25, v55, v56, v57, v58, v54)
# b3(v108: tagged, v109: tagged, v110: tagged, v111: tagged, v112: tagged, v113: tagged, v114: tagged, v115: tagged, v116: tagged, v117: tagged):
#   poll else x16
#   jump b1(v51, v108, v48, v49, v109, v110, v111, v112, v113, v114, v115, v116, v117)
# b4():
#   store_place 6, v22
#   store_place 7, v23
#   store_place 8, v24
#   store_place 9, v25
#   v62: tagged = help for_step, [v85, v93] else x5
#   v63: tagged = load_place 6
#   v64: tagged = load_place 7
#   v65: tagged = load_place 8
#   v66: tagged = load_place 9
#   v67: bool = is v62, v0
#   branch v67 then b6() else b5()
# b5():
#   poll else x6
#   v68: tagged = global 0.1, 6 else x7
#   v69: tagged = cached_call 0.1, 8, v68, -, -, [v30], 15 else x8
#   v71: bool = help for_prep, [v102, v69] else x9
#   v72: tagged = load_place 10
#   v73: tagged = load_place 11
#   v74: tagged = load_place 12
#   v75: tagged = load_place 13
#   jump b2(v62, v63, v64, v65, v66, v72, v73, v74, v75)
# b6():
#   return v51
# b7():
#   store_place 6, v7
#   store_place 7, v8
#   store_place 8, v9
#   store_place 9, v10
#   v93: int = site 0.1, 16
#   v94: tagged = help for_step, [v85, v93] else x11
#   v95: tagged = load_place 6
#   v96: tagged = load_place 7
#   v97: tagged = load_place 8
#   v98: tagged = load_place 9
#   v99: bool = is v94, v0
#   branch v99 then b6() else b8()
# b8():
#   poll else x12
#   v100: tagged = global 0.1, 6 else x13
#   v101: tagged = cached_call 0.1, 8, v100, -, -, [v30], 15 else x14
#   v102: int = place_addr 10
#   v103: bool = help for_prep, [v102, v101] else x15
#   v104: tagged = load_place 10
#   v105: tagged = load_place 11
#   v106: tagged = load_place 12
#   v107: tagged = load_place 13
#   jump b2(v94, v95, v96, v97, v98, v104, v105, v106, v107)
