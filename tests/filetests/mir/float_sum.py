"""Floats in registers of their own; the exits name what fills the frame."""
# func: norm


def norm(x, y):
    return x * x + y * y


print(norm(3.0, 4.0))
# ---- dump
# function "norm"(v0: int, v1: int) sysv
# exit x0 = 0 [v1, v9, v10]
# exit x1 = 1 [v1, v12, v10]
# b0:
#   set_context v0
#   v2 = load.word [context + 32]
#   v3 = lea [v1 + 32]
#   v4 = stack_pointer
#   br int.above v3, [context + 40] then b1 else b2
# b1 cold:
#   v5 = context
#   v6 = call @1(v5)
#   v7 = imm 1
#   v8 = imm 0
#   ret v8, v7
# b2:
#   br int.below v4, [context + 48] then b1 else b3
# b3:
#   jump b4
# b4:
#   store.word v3, [context + 32]
#   v9 = load.word [v1]
#   v10 = load.word [v1 + 8]
#   v11 = and v9, 3
#   br int.ne v11, 2 then b6 else b5
# b5:
#   v19 = ror v9, 3
#   v20 = imm -1152921504606846976
#   v21 = add v19, v20
#   v22: float = bits_to_float v21
#   jump b7(v22)
# b6 cold:
#   v14 = sub v9, 52
#   v15 = and v14, -9
#   br int.eq v15, 0 then b8 else b9
# b7(v12: float):
#   v23 = and v10, 3
#   br int.ne v23, 2 then b12 else b11
# b8 cold:
#   v16 = shl v14, 60
#   v17: float = bits_to_float v16
#   jump b10(v17)
# b9 cold:
#   guard bits.any v9, 7 else x0
#   guard int.ne.s32 [v9], 6 else x0
#   v18: float = load.f64 [v9 + 8]
#   jump b10(v18)
# b10(v13: float) cold:
#   jump b7(v13)
# b11:
#   v31 = ror v10, 3
#   v32 = imm -1152921504606846976
#   v33 = add v31, v32
#   v34: float = bits_to_float v33
#   jump b13(v34)
# b12 cold:
#   v26 = sub v10, 52
#   v27 = and v26, -9
#   br int.eq v27, 0 then b14 else b15
# b13(v24: float):
#   v35: float = fmul v12, v12
#   v36: float = fmul v24, v24
#   v37: float = fadd v35, v36
#   v38 = float_to_bits v37
#   v39 = imm 1152921504606846976
#   v40 = add v38, v39
#   v41 = rol v40, 3
#   v42 = and v41, 3
#   br int.ne v42, 2 then b18 else b17
# b14 cold:
#   v28 = shl v26, 60
#   v29: float = bits_to_float v28
#   jump b16(v29)
# b15 cold:
#   guard bits.any v10, 7 else x1
#   guard int.ne.s32 [v10], 6 else x1
#   v30: float = load.f64 [v10 + 8]
#   jump b16(v30)
# b16(v25: float) cold:
#   jump b13(v25)
# b17:
#   jump b19(v41)
# b18 cold:
#   v44 = context
#   v45 = call @2(v44, v37)
#   jump b19(v45)
# b19(v43: int):
#   store.word v2, [context + 32]
#   v46 = imm 0
#   ret v43, v46
# function "norm"(v0: float, v1: float) compiled
# b0:
#   v2 = load.word [context + 32]
#   v3 = lea [v2 + 32]
#   v4 = lea [v3 + 32]
#   v5 = stack_pointer
#   br int.above v4, [context + 40] then b1 else b2
# b1 cold:
#   v7 = context
#   v8 = call @1(v7)
#   v9 = imm 1
#   v10 = imm 0
#   ret v10, v9
# b2:
#   br int.below v5, [context + 48] then b1 else b3
# b3:
#   v6 = load.u32 [context + 20]
#   br int.above_eq.s32 v6, [context + 24] then b1 else b4
# b4:
#   add.s32 [context + 20], 1
#   store.word v4, [context + 32]
#   v11: float = fmul v0, v0
#   v12: float = fmul v1, v1
#   v13: float = fadd v11, v12
#   store.word v2, [context + 32]
#   sub.s32 [context + 20], 1
#   v14 = imm 0
#   v15 = imm 0
#   ret v15, v14, v13
# function "norm"(v0: int, v1: int) compiled
# exit x0 = 0 [v3, v0, v1]
# exit x1 = 1 [v3, v12, v1]
# b0:
#   v2 = load.word [context + 32]
#   v3 = lea [v2 + 32]
#   v4 = lea [v3 + 32]
#   v5 = stack_pointer
#   br int.above v4, [context + 40] then b1 else b2
# b1 cold:
#   v7 = context
#   v8 = call @1(v7)
#   v9 = imm 1
#   v10 = imm 0
#   ret v10, v9
# b2:
#   br int.below v5, [context + 48] then b1 else b3
# b3:
#   v6 = load.u32 [context + 20]
#   br int.above_eq.s32 v6, [context + 24] then b1 else b4
# b4:
#   add.s32 [context + 20], 1
#   store.word v4, [context + 32]
#   v11 = and v0, 3
#   br int.ne v11, 2 then b6 else b5
# b5:
#   v19 = ror v0, 3
#   v20 = imm -1152921504606846976
#   v21 = add v19, v20
#   v22: float = bits_to_float v21
#   jump b7(v22)
# b6 cold:
#   v14 = sub v0, 52
#   v15 = and v14, -9
#   br int.eq v15, 0 then b8 else b9
# b7(v12: float):
#   v23 = and v1, 3
#   br int.ne v23, 2 then b12 else b11
# b8 cold:
#   v16 = shl v14, 60
#   v17: float = bits_to_float v16
#   jump b10(v17)
# b9 cold:
#   guard bits.any v0, 7 else x0
#   guard int.ne.s32 [v0], 6 else x0
#   v18: float = load.f64 [v0 + 8]
#   jump b10(v18)
# b10(v13: float) cold:
#   jump b7(v13)
# b11:
#   v31 = ror v1, 3
#   v32 = imm -1152921504606846976
#   v33 = add v31, v32
#   v34: float = bits_to_float v33
#   jump b13(v34)
# b12 cold:
#   v26 = sub v1, 52
#   v27 = and v26, -9
#   br int.eq v27, 0 then b14 else b15
# b13(v24: float):
#   v35: float = fmul v12, v12
#   v36: float = fmul v24, v24
#   v37: float = fadd v35, v36
#   v38 = float_to_bits v37
#   v39 = imm 1152921504606846976
#   v40 = add v38, v39
#   v41 = rol v40, 3
#   v42 = and v41, 3
#   br int.ne v42, 2 then b18 else b17
# b14 cold:
#   v28 = shl v26, 60
#   v29: float = bits_to_float v28
#   jump b16(v29)
# b15 cold:
#   guard bits.any v1, 7 else x1
#   guard int.ne.s32 [v1], 6 else x1
#   v30: float = load.f64 [v1 + 8]
#   jump b16(v30)
# b16(v25: float) cold:
#   jump b13(v25)
# b17:
#   jump b19(v41)
# b18 cold:
#   v44 = context
#   v45 = call @2(v44, v37)
#   jump b19(v45)
# b19(v43: int):
#   store.word v2, [context + 32]
#   sub.s32 [context + 20], 1
#   v46 = imm 0
#   ret v43, v46
# function "norm"(v0: int, v1: int) sysv
# exit x0 = 0 [v1, v9, v10]
# exit x1 = 1 [v1, v9, v10, v11]
# exit x2 = 2 [v1, v9, v10, v11, v36]
# b0:
#   set_context v0
#   v2 = load.word [context + 32]
#   v3 = lea [v1 + 32]
#   v4 = stack_pointer
#   br int.above v3, [context + 40] then b1 else b2
# b1 cold:
#   v5 = context
#   v6 = call @1(v5)
#   v7 = imm 1
#   v8 = imm 0
#   ret v8, v7
# b2:
#   br int.below v4, [context + 48] then b1 else b3
# b3:
#   jump b4
# b4:
#   store.word v3, [context + 32]
#   v9 = load.word [v1]
#   v10 = load.word [v1 + 8]
#   v12 = and v9, v9
#   br bits.any v12, 1 then b6 else b8
# b5(v11: int):
#   v37 = and v10, v10
#   br bits.any v37, 1 then b14 else b16
# b6 cold:
#   v32 = imm 2
#   v33 = stack_pointer
#   store.word v33, [context + 64]
#   v34 = context
#   v35 = call @3(v34, v32, v9, v9) record x0
#   guard int.eq v35, 0 else x0
#   jump b5(v35)
# b7:
#   v15 = ror v9, 3
#   v16 = imm -1152921504606846976
#   v17 = add v15, v16
#   v18: float = bits_to_float v17
#   v19 = ror v9, 3
#   v20 = imm -1152921504606846976
#   v21 = add v19, v20
#   v22: float = bits_to_float v21
#   v23: float = fmul v18, v22
#   v24 = float_to_bits v23
#   v25 = imm 1152921504606846976
#   v26 = add v24, v25
#   v27 = rol v26, 3
#   v28 = and v27, 3
#   br int.ne v28, 2 then b11 else b10
# b8:
#   v13 = or v9, v9
#   v14 = and v13, 3
#   br int.eq v14, 2 then b9 else b6
# b9:
#   br bits.any v12, 2 then b7 else b6
# b10:
#   jump b12(v27)
# b11 cold:
#   v30 = context
#   v31 = call @2(v30, v23)
#   jump b12(v31)
# b12(v29: int):
#   jump b5(v29)
# b13(v36: int):
#   v62 = and v11, v36
#   br bits.any v62, 1 then b23 else b25
# b14 cold:
#   v57 = imm 2
#   v58 = stack_pointer
#   store.word v58, [context + 64]
#   v59 = context
#   v60 = call @3(v59, v57, v10, v10) record x1
#   guard int.eq v60, 0 else x1
#   jump b13(v60)
# b15:
#   v40 = ror v10, 3
#   v41 = imm -1152921504606846976
#   v42 = add v40, v41
#   v43: float = bits_to_float v42
#   v44 = ror v10, 3
#   v45 = imm -1152921504606846976
#   v46 = add v44, v45
#   v47: float = bits_to_float v46
#   v48: float = fmul v43, v47
#   v49 = float_to_bits v48
#   v50 = imm 1152921504606846976
#   v51 = add v49, v50
#   v52 = rol v51, 3
#   v53 = and v52, 3
#   br int.ne v53, 2 then b19 else b18
# b16:
#   v38 = or v10, v10
#   v39 = and v38, 3
#   br int.eq v39, 2 then b17 else b14
# b17:
#   br bits.any v37, 2 then b15 else b14
# b18:
#   jump b20(v52)
# b19 cold:
#   v55 = context
#   v56 = call @2(v55, v48)
#   jump b20(v56)
# b20(v54: int):
#   jump b13(v54)
# b21(v61: int):
#   store.word v2, [context + 32]
#   v91 = imm 0
#   ret v61, v91
# b22 cold:
#   v87 = imm 0
#   v88 = stack_pointer
#   store.word v88, [context + 64]
#   v89 = context
#   v90 = call @3(v89, v87, v11, v36) record x2
#   guard int.eq v90, 0 else x2
#   jump b21(v90)
# b23:
#   v65 = sub v11, 1
#   v66 = add v65, v36
#   v67 = xor v11, v66
#   v68 = xor v36, v66
#   v69 = and v67, v68
#   br int.lt v69, 0 then b22 else b21(v66)
# b24:
#   v70 = ror v11, 3
#   v71 = imm -1152921504606846976
#   v72 = add v70, v71
#   v73: float = bits_to_float v72
#   v74 = ror v36, 3
#   v75 = imm -1152921504606846976
#   v76 = add v74, v75
#   v77: float = bits_to_float v76
#   v78: float = fadd v73, v77
#   v79 = float_to_bits v78
#   v80 = imm 1152921504606846976
#   v81 = add v79, v80
#   v82 = rol v81, 3
#   v83 = and v82, 3
#   br int.ne v83, 2 then b28 else b27
# b25:
#   v63 = or v11, v36
#   v64 = and v63, 3
#   br int.eq v64, 2 then b26 else b22
# b26:
#   br bits.any v62, 2 then b24 else b22
# b27:
#   jump b29(v82)
# b28 cold:
#   v85 = context
#   v86 = call @2(v85, v78)
#   jump b29(v86)
# b29(v84: int):
#   jump b21(v84)
# function "norm"(v0: float, v1: float) compiled
# b0:
#   v2 = load.word [context + 32]
#   v3 = lea [v2 + 32]
#   v4 = lea [v3 + 32]
#   v5 = stack_pointer
#   br int.above v4, [context + 40] then b1 else b2
# b1 cold:
#   v7 = context
#   v8 = call @1(v7)
#   v9 = imm 1
#   v10 = imm 0
#   ret v10, v9
# b2:
#   br int.below v5, [context + 48] then b1 else b3
# b3:
#   v6 = load.u32 [context + 20]
#   br int.above_eq.s32 v6, [context + 24] then b1 else b4
# b4:
#   add.s32 [context + 20], 1
#   store.word v4, [context + 32]
#   v11: float = fmul v0, v0
#   v12: float = fmul v1, v1
#   v13: float = fadd v11, v12
#   store.word v2, [context + 32]
#   sub.s32 [context + 20], 1
#   v14 = imm 0
#   v15 = imm 0
#   ret v15, v14, v13
# function "norm"(v0: int, v1: int) compiled
# exit x0 = 0 [v3, v0, v1]
# exit x1 = 1 [v3, v0, v1, v11]
# exit x2 = 2 [v3, v0, v1, v11, v36]
# b0:
#   v2 = load.word [context + 32]
#   v3 = lea [v2 + 32]
#   v4 = lea [v3 + 32]
#   v5 = stack_pointer
#   br int.above v4, [context + 40] then b1 else b2
# b1 cold:
#   v7 = context
#   v8 = call @1(v7)
#   v9 = imm 1
#   v10 = imm 0
#   ret v10, v9
# b2:
#   br int.below v5, [context + 48] then b1 else b3
# b3:
#   v6 = load.u32 [context + 20]
#   br int.above_eq.s32 v6, [context + 24] then b1 else b4
# b4:
#   add.s32 [context + 20], 1
#   store.word v4, [context + 32]
#   v12 = and v0, v0
#   br bits.any v12, 1 then b6 else b8
# b5(v11: int):
#   v37 = and v1, v1
#   br bits.any v37, 1 then b14 else b16
# b6 cold:
#   v32 = imm 2
#   v33 = stack_pointer
#   store.word v33, [context + 64]
#   v34 = context
#   v35 = call @3(v34, v32, v0, v0) record x0
#   guard int.eq v35, 0 else x0
#   jump b5(v35)
# b7:
#   v15 = ror v0, 3
#   v16 = imm -1152921504606846976
#   v17 = add v15, v16
#   v18: float = bits_to_float v17
#   v19 = ror v0, 3
#   v20 = imm -1152921504606846976
#   v21 = add v19, v20
#   v22: float = bits_to_float v21
#   v23: float = fmul v18, v22
#   v24 = float_to_bits v23
#   v25 = imm 1152921504606846976
#   v26 = add v24, v25
#   v27 = rol v26, 3
#   v28 = and v27, 3
#   br int.ne v28, 2 then b11 else b10
# b8:
#   v13 = or v0, v0
#   v14 = and v13, 3
#   br int.eq v14, 2 then b9 else b6
# b9:
#   br bits.any v12, 2 then b7 else b6
# b10:
#   jump b12(v27)
# b11 cold:
#   v30 = context
#   v31 = call @2(v30, v23)
#   jump b12(v31)
# b12(v29: int):
#   jump b5(v29)
# b13(v36: int):
#   v62 = and v11, v36
#   br bits.any v62, 1 then b23 else b25
# b14 cold:
#   v57 = imm 2
#   v58 = stack_pointer
#   store.word v58, [context + 64]
#   v59 = context
#   v60 = call @3(v59, v57, v1, v1) record x1
#   guard int.eq v60, 0 else x1
#   jump b13(v60)
# b15:
#   v40 = ror v1, 3
#   v41 = imm -1152921504606846976
#   v42 = add v40, v41
#   v43: float = bits_to_float v42
#   v44 = ror v1, 3
#   v45 = imm -1152921504606846976
#   v46 = add v44, v45
#   v47: float = bits_to_float v46
#   v48: float = fmul v43, v47
#   v49 = float_to_bits v48
#   v50 = imm 1152921504606846976
#   v51 = add v49, v50
#   v52 = rol v51, 3
#   v53 = and v52, 3
#   br int.ne v53, 2 then b19 else b18
# b16:
#   v38 = or v1, v1
#   v39 = and v38, 3
#   br int.eq v39, 2 then b17 else b14
# b17:
#   br bits.any v37, 2 then b15 else b14
# b18:
#   jump b20(v52)
# b19 cold:
#   v55 = context
#   v56 = call @2(v55, v48)
#   jump b20(v56)
# b20(v54: int):
#   jump b13(v54)
# b21(v61: int):
#   store.word v2, [context + 32]
#   sub.s32 [context + 20], 1
#   v91 = imm 0
#   ret v61, v91
# b22 cold:
#   v87 = imm 0
#   v88 = stack_pointer
#   store.word v88, [context + 64]
#   v89 = context
#   v90 = call @3(v89, v87, v11, v36) record x2
#   guard int.eq v90, 0 else x2
#   jump b21(v90)
# b23:
#   v65 = sub v11, 1
#   v66 = add v65, v36
#   v67 = xor v11, v66
#   v68 = xor v36, v66
#   v69 = and v67, v68
#   br int.lt v69, 0 then b22 else b21(v66)
# b24:
#   v70 = ror v11, 3
#   v71 = imm -1152921504606846976
#   v72 = add v70, v71
#   v73: float = bits_to_float v72
#   v74 = ror v36, 3
#   v75 = imm -1152921504606846976
#   v76 = add v74, v75
#   v77: float = bits_to_float v76
#   v78: float = fadd v73, v77
#   v79 = float_to_bits v78
#   v80 = imm 1152921504606846976
#   v81 = add v79, v80
#   v82 = rol v81, 3
#   v83 = and v82, 3
#   br int.ne v83, 2 then b28 else b27
# b25:
#   v63 = or v11, v36
#   v64 = and v63, 3
#   br int.eq v64, 2 then b26 else b22
# b26:
#   br bits.any v62, 2 then b24 else b22
# b27:
#   jump b29(v82)
# b28 cold:
#   v85 = context
#   v86 = call @2(v85, v78)
#   jump b29(v86)
# b29(v84: int):
#   jump b21(v84)
