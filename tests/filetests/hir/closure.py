"""Cells for what inner functions share."""


def counter():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n

    return up
# ---- dump
# module 'closure.py'
# def '<module>' '<module>' flags=16 params=0,1,0,0,0 places=6 line=1
#   named .namespace:hidden
#   names __doc__ counter
#   k0 = 'Cells for what inner functions share.'
# b0:
#   LOADK %0, k0                         ; 1:0-1:43 'Cells for what inner functions share.'
#   STORENAME %0, .namespace, __doc__    ; 1:0-1:43
#   CLEAR %1                             ; 4:0-12:13
#   CLEAR %2                             ; 4:0-12:13
#   CLEAR %3                             ; 4:0-12:13
#   CLEAR %4                             ; 4:0-12:13
#   MAKEFUNCTION %0, %1, function 1      ; 4:0-12:13
#   STORENAME %0, .namespace, counter    ; 4:0-12:13
#   LOADV %0, None                       ; 0:0-0:0
#   RETURN %0                            ; 0:0-0:0
# def 'counter' 'counter' flags=0 params=0,0,0,0,0 places=7 line=4
#   named up n:cell
#   names up
# b0:
#   NEWCELL n, n                         ; 4:0-4:0
#   LOADV %0, 0                          ; 5:8-5:9
#   STORECELL n, %0                      ; 5:4-5:5
#   CLEAR %0                             ; 7:4-10:16
#   CLEAR %1                             ; 7:4-10:16
#   CLEAR %2                             ; 7:4-10:16
#   MOVE %4, n                           ; 7:4-10:16
#   TUPLE %3, %4, 1                      ; 7:4-10:16
#   MAKEFUNCTION up, %0, function 2      ; 7:4-10:16
#   RETURN up                            ; 12:4-12:13
# def 'counter.<locals>.up' 'up' flags=32 params=0,0,0,0,0 places=3 line=7
#   named n:free
#   free n
#   names n
# b0:
#   GETFREE n, 0                         ; 7:0-7:0
#   LOADCELL %0, n, 1, n                 ; 9:8-9:9
#   LOADV %1, 1                          ; 9:13-9:14
#   IADD %0, %0, %1                      ; 9:8-9:14
#   STORECELL n, %0                      ; 9:8-9:14
#   LOADCELL %0, n, 1, n                 ; 10:15-10:16
#   RETURN %0                            ; 10:8-10:16
