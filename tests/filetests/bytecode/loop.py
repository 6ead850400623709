"""A loop tests at its bottom; the common pairs are one instruction."""


def triangle(n):
    total = 0
    for i in range(n):
        if i % 3:
            total += i
    return total
# ---- dump
# function 0 <module> places=6 flags=16
#   named .namespace:hidden
#       0 LOADK t1, 'A loop tests at its bottom; the common pairs are one instruction.'; 1:0
#       2 STORENAME t1, .namespace, __doc__                 ; 1:0
#       6 CLEAR t2                                      ; 4:0
#       7 CLEAR t3                                      ; 4:0
#       8 CLEAR t4                                      ; 4:0
#       9 CLEAR t5                                      ; 4:0
#      10 MAKEFUNCTION t1, t2, function 1                      ; 4:0
#      12 STORENAME t1, .namespace, triangle                ; 4:0
#      16 LOADV+ t1, None                                ; 4:0
#      19 RETURN t1                                      ; 4:0
# function 1 triangle places=13 flags=0
#   named n total i
#       0 LOADV total, 0                                ; 5:12
#       3 LOADGLOBAL+ t9, range                               ; 6:13
#       7 MOVE t12, n                                  ; 6:13
#       8 CALL t7, t8, 1                               ; 6:13
#      13 FORPREP t3, t7                                  ; 6:13
#      14 JUMP -> 23                                   ; 6:13
#      16 LOADV+ t8, 3                                   ; 7:15
#      19 MOD t7, i, t8                               ; 7:11
#      20 JFALSE t7, -> 23                               ; 7:11
#      22 IADD total, total, i                         ; 8:12
#      23 FORNEXT i, t3, -> 16                            ; 6:13
#      25 RETURN total                                   ; 9:4
