# Annotations that only some ways through a body reach; Python 3.14 evaluates them when asked.
import annotationlib


class Chosen:
    if len("abc") == 3:
        taken: int
    else:
        left: str
    for i in range(2):
        again: float
    try:
        before: "quoted"
        1 / 0
        after: int
    except ZeroDivisionError:
        caught: bytes


print(Chosen.__annotations__)


def make(flag):
    class Local:
        if flag:
            yes: flag
        else:
            no: not_there

    return Local


print(make(True).__annotations__)
print(annotationlib.get_annotations(make(False), format=annotationlib.Format.STRING))
try:
    make(False).__annotations__
except NameError as error:
    print(error)
