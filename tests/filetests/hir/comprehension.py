"""A comprehension is inlined where it stands; its name does not leak."""
# func: f


def f(items):
    return [x.name for x in items if x]
# ---- dump
# def 'f' 'f' flags=0 params=0,1,0,0,0 places=8 line=5
#   named items x:hidden
#   names items x name
# b0:
#   LIST %0, %0, 0                       ; 6:11-6:39
#   FORPREP %1, items                    ; 6:28-6:33
#   JUMP -> b3                           ; 6:28-6:33
# b1:
#   JFALSE x, -> b3, else b2             ; 6:37-6:38
# b2:
#   GETATTR %5, x, name                  ; 6:12-6:18
#   LISTAPPEND %0, %5                    ; 6:12-6:18
#   JUMP -> b3                           ; 6:12-6:18
# b3:
#   FORNEXT x, %1, -> b1, else b4        ; 6:28-6:33
# b4:
#   CLEAR x                              ; 6:28-6:33
#   RETURN %0                            ; 6:4-6:39
