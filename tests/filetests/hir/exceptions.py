"""Handlers are blocks that protected ones name; finally is lowered twice."""


def f(x):
    try:
        return g(x)
    except ValueError as e:
        print(e)
    finally:
        done()
# ---- dump
# module 'exceptions.py'
# def '<module>' '<module>' flags=16 params=0,1,0,0,0 places=6 line=1
#   named .namespace:hidden
#   names __doc__ f
#   k0 = 'Handlers are blocks that protected ones name; finally is lowered twice.'
# b0:
#   LOADK %0, k0                         ; 1:0-1:77 'Handlers are blocks that protected ones name; finally is lowered twice.'
#   STORENAME %0, .namespace, __doc__    ; 1:0-1:77
#   CLEAR %1                             ; 4:0-10:14
#   CLEAR %2                             ; 4:0-10:14
#   CLEAR %3                             ; 4:0-10:14
#   CLEAR %4                             ; 4:0-10:14
#   MAKEFUNCTION %0, %1, function 1      ; 4:0-10:14
#   STORENAME %0, .namespace, f          ; 4:0-10:14
#   LOADV %0, None                       ; 0:0-0:0
#   RETURN %0                            ; 0:0-0:0
# def 'f' 'f' flags=0 params=0,1,0,0,0 places=16 line=4
#   named x e
#   names g x ValueError print e done
# b0:
#   JUMP -> b1                           ; 4:0-4:0
# b1: handler b3 in %4
#   LOADGLOBAL %8, g                     ; 6:15-6:16
#   MOVE %11, x                          ; 6:17-6:18
#   CALL %6, %7, 1                       ; 6:15-6:19
#   JUMP -> b2                           ; 6:8-6:19
# b2:
#   MOVE %3, %6                          ; 6:8-6:19
#   LOADV %2, 2                          ; 6:8-6:19
#   CLEAR %1                             ; 6:8-6:19
#   CLEAR %0                             ; 6:8-6:19
#   JUMP -> b13                          ; 6:8-6:19
# b3: handler b12 in %0
#   ENTERHANDLER %5, %4                  ; 0:0-0:0
#   JUMP -> b4                           ; 0:0-0:0
# b4: handler b10 in %6
#   LOADGLOBAL %7, ValueError            ; 7:11-7:21
#   MATCHEXC %8, %4, %7                  ; 7:4-8:16
#   JFALSE %8, -> b9, else b5            ; 7:4-8:16
# b5: handler b10 in %6
#   MOVE e, %4                           ; 7:4-8:16
#   JUMP -> b6                           ; 7:4-8:16
# b6: handler b8 in %7
#   LOADGLOBAL %10, print                ; 8:8-8:13
#   MOVE %13, e                          ; 8:14-8:15
#   CALL %8, %9, 1                       ; 8:8-8:16
#   JUMP -> b7                           ; 0:0-0:0
# b7: handler b12 in %0
#   LEAVEHANDLER %5                      ; 0:0-0:0
#   CLEAR e                              ; 0:0-0:0
#   JUMP -> b11                          ; 0:0-0:0
# b8: handler b10 in %6
#   CLEAR e                              ; 0:0-0:0
#   RERAISE %7                           ; 0:0-0:0
# b9: handler b12 in %0
#   LEAVEHANDLER %5                      ; 0:0-0:0
#   RERAISE %4                           ; 0:0-0:0
# b10: handler b12 in %0
#   LEAVEHANDLER %5                      ; 0:0-0:0
#   RERAISE %6                           ; 0:0-0:0
# b11:
#   CLEAR %3                             ; 0:0-0:0
#   LOADV %2, 0                          ; 0:0-0:0
#   CLEAR %1                             ; 0:0-0:0
#   CLEAR %0                             ; 0:0-0:0
#   JUMP -> b13                          ; 0:0-0:0
# b12:
#   ENTERHANDLER %1, %0                  ; 0:0-0:0
#   LOADV %2, 1                          ; 0:0-0:0
#   CLEAR %3                             ; 0:0-0:0
#   JUMP -> b13                          ; 0:0-0:0
# b13: handler b18 in %8
#   LOADGLOBAL %11, done                 ; 10:8-10:12
#   CALL %9, %10, 0                      ; 10:8-10:14
#   JUMP -> b14                          ; 10:8-10:14
# b14:
#   JINT %2, 2, -> b15, else b16         ; 0:0-0:0
# b15:
#   RETURN %3                            ; 0:0-0:0
# b16:
#   JINT %2, 1, -> b17, else b21         ; 0:0-0:0
# b17:
#   LEAVEHANDLER %1                      ; 0:0-0:0
#   RERAISE %0                           ; 0:0-0:0
# b18:
#   JINT %2, 1, -> b19, else b20         ; 0:0-0:0
# b19:
#   LEAVEHANDLER %1                      ; 0:0-0:0
#   JUMP -> b20                          ; 0:0-0:0
# b20:
#   RERAISE %8                           ; 0:0-0:0
# b21:
#   LOADV %0, None                       ; 0:0-0:0
#   RETURN %0                            ; 0:0-0:0
