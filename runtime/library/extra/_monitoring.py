"""`sys.monitoring`: who uses it is kept; events of running code are not reported here."""

from types import SimpleNamespace as _Namespace

DEBUGGER_ID, COVERAGE_ID, PROFILER_ID, OPTIMIZER_ID = 0, 1, 2, 5
DISABLE = _Namespace()
MISSING = _Namespace()

_NAMES = """PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE INSTRUCTION JUMP BRANCH_LEFT BRANCH_RIGHT STOP_ITERATION
    RAISE EXCEPTION_HANDLED PY_UNWIND PY_THROW RERAISE C_RETURN C_RAISE BRANCH""".split()
events = _Namespace(NO_EVENTS=0, **{name: 1 << i for i, name in enumerate(_NAMES)})

_tools = {}
_callbacks = {}


def _checked(tool_id):
    if not 0 <= tool_id < 6:
        raise ValueError(f"invalid tool {tool_id} (must be between 0 and 5)")


def _in_use(tool_id):
    _checked(tool_id)
    if tool_id not in _tools:
        raise ValueError(f"tool {tool_id} is not in use")


def use_tool_id(tool_id, name, /):
    _checked(tool_id)
    if not isinstance(name, str):
        raise ValueError("tool name must be a str")
    if tool_id in _tools:
        raise ValueError(f"tool {tool_id} is already in use")
    _tools[tool_id] = name


def clear_tool_id(tool_id, /):
    _checked(tool_id)
    _callbacks.pop(tool_id, None)


def free_tool_id(tool_id, /):
    clear_tool_id(tool_id)
    _tools.pop(tool_id, None)


def get_tool(tool_id, /):
    _checked(tool_id)
    return _tools.get(tool_id)


def register_callback(tool_id, event, func, /):
    _checked(tool_id)
    if event <= 0 or event & (event - 1):
        raise ValueError("The callback can only be set for one event at a time")
    callbacks = _callbacks.setdefault(tool_id, {})
    old = callbacks.pop(event, None)
    if func is not None:
        callbacks[event] = func
    return old


def get_events(tool_id, /):
    _in_use(tool_id)
    return 0


def set_events(tool_id, event_set, /):
    _in_use(tool_id)
    if event_set:
        raise NotImplementedError("events of running code are not reported")


def get_local_events(tool_id, code, /):
    _in_use(tool_id)
    return 0


def set_local_events(tool_id, code, event_set, /):
    set_events(tool_id, event_set)


def restart_events():
    pass


def _all_events():
    return {}
