"""An item of an array is assigned: the index is looked at before the value."""
from array import array

for index, value in ((5, 999), (0, 999), (0, "x"), (-2, None)):
    try:
        array("b", [1])[index] = value
    except Exception as error:
        print(type(error).__name__, error)
