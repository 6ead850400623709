"""What sysconfig asks about the build. There is no C compiler in it: only what is true without one is here."""

build_time_vars = {
    "ABIFLAGS": "",
    "EXT_SUFFIX": ".pyspec-314.so",
    "MACHDEP": "linux",
    "MULTIARCH": "",
    "PLATLIBDIR": "lib",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "SHLIB_SUFFIX": ".so",
    "SOABI": "pyspec-314",
    "VERSION": "3.14",
    "WITH_DOC_STRINGS": 1,
}
