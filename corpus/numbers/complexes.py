# 3.14
"""complex: results and the exact texts of errors."""


def show(text, function):
    try:
        print(text, "=>", repr(function()))
    except Exception as error:
        print(text, "=>", type(error).__name__ + ":", error)


show('(1j)/0', lambda: ((1j)/0))
show('(1j)**-1', lambda: ((1j)**-1))
show('0j**-1', lambda: (0j**-1))
show('0j**1j', lambda: (0j**1j))
show('1j//1', lambda: (1j//1))
show('1j%1', lambda: (1j%1))
show('divmod(1j,1)', lambda: (divmod(1j,1)))
show('pow(1j,2,3)', lambda: (pow(1j,2,3)))
show('1j<2', lambda: (1j<2))
show('complex("1+2j")', lambda: (complex("1+2j")))
show('complex("1+2")', lambda: (complex("1+2")))
show('complex("a")', lambda: (complex("a")))
show('complex(1,"a")', lambda: (complex(1,"a")))
show('complex("1",2)', lambda: (complex("1",2)))
show('complex([])', lambda: (complex([])))
show('complex(None)', lambda: (complex(None)))
show('float(1j)', lambda: (float(1j)))
show('int(1j)', lambda: (int(1j)))
show('complex.from_number("a")', lambda: (complex.from_number("a")))
show('1+2j,-0j,complex(0,-0.0),complex(-0.0,1),complex(float("nan"),float("inf")),1e20j,complex(1.5,-1e-10)', lambda: (1+2j,-0j,complex(0,-0.0),complex(-0.0,1),complex(float("nan"),float("inf")),1e20j,complex(1.5,-1e-10)))
show('(1+2j)*(3-1j),(1+2j)/(3-1j),(1+2j)**2,(1+2j)**0.5,1j**1j,(1+2j)**-3', lambda: ((1+2j)*(3-1j),(1+2j)/(3-1j),(1+2j)**2,(1+2j)**0.5,1j**1j,(1+2j)**-3))
show('1-(2j),(2j)-1,1+complex(-0.0,-0.0),2*complex(float("inf"),1)', lambda: (1-(2j),(2j)-1,1+complex(-0.0,-0.0),2*complex(float("inf"),1)))
show('1/(1+1j),(1+1j)/2,2.0-complex(0,0.0),complex(0.0,-0.0)+0.0', lambda: (1/(1+1j),(1+1j)/2,2.0-complex(0,0.0),complex(0.0,-0.0)+0.0))
