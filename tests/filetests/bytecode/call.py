"""A call's window: callee and arguments in consecutive places."""


def area(shape):
    return shape.scale(2, by=shape.width) * shape.height
# ---- dump
# function 0 <module> places=6 flags=16
#   named .namespace:hidden
#       0 LOADK t1, 'A call\'s window: callee and arguments in consecutive places.'; 1:0
#       2 STORENAME t1, .namespace, __doc__                 ; 1:0
#       6 CLEAR t2                                      ; 4:0
#       7 CLEAR t3                                      ; 4:0
#       8 CLEAR t4                                      ; 4:0
#       9 CLEAR t5                                      ; 4:0
#      10 MAKEFUNCTION t1, t2, function 1                      ; 4:0
#      12 STORENAME t1, .namespace, area                    ; 4:0
#      16 LOADV+ t1, None                                ; 4:0
#      19 RETURN t1                                      ; 4:0
# function 1 area places=9 flags=0
#   named shape
#       0 MOVE+ t6, shape                               ; 5:11
#       1 FINDMETHOD t3, t6, scale                           ; 5:11
#       9 LOADV t7, 2                                   ; 5:11
#      12 GETATTR t8, shape, width                        ; 5:29
#      18 CALLFOUNDKW t1, t2, 3, scale, ('by',)               ; 5:11
#      21 GETATTR t2, shape, height                       ; 5:44
#      27 MUL t1, t1, t2                              ; 5:11
#      28 RETURN t1                                      ; 5:11
