# How many digits an int may have as text, and how a program moves the limit.
import sys

print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits)
huge = 10 ** 5000
for what in (lambda: str(huge), lambda: int("1" * 5000), lambda: f"{huge}", lambda: repr([huge])):
    try:
        what()
    except ValueError as error:
        print(error)
sys.set_int_max_str_digits(6000)
print(len(str(huge)), int("1" * 5000) % 997, sys.get_int_max_str_digits())
sys.set_int_max_str_digits(0)
print(len(str(huge * huge)))
for wrong in (1, 639, -1):
    try:
        sys.set_int_max_str_digits(wrong)
    except ValueError as error:
        print(error)
sys.set_int_max_str_digits(640)
print(str(10 ** 639)[:3], int("9" * 640) % 10, len(hex(huge)), int("f" * 5000, 16).bit_length())
