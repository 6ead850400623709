"""Classes of the nodes of syntax trees.

The grammar below is read when the module is imported: `?` marks an optional field, `*` a list.
"""

PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_ONLY_AST = 0x400
PyCF_OPTIMIZED_AST = 0x8400
PyCF_TYPE_COMMENTS = 0x1000

_GRAMMAR = """
mod: Module body* type_ignores* | Interactive body* | Expression body | FunctionType argtypes* returns
stmt@: FunctionDef name args body* decorator_list* returns? type_comment? type_params*
    | AsyncFunctionDef name args body* decorator_list* returns? type_comment? type_params*
    | ClassDef name bases* keywords* body* decorator_list* type_params*
    | Return value? | Delete targets* | Assign targets* value type_comment? | TypeAlias name type_params* value
    | AugAssign target op value | AnnAssign target annotation value? simple
    | For target iter body* orelse* type_comment? | AsyncFor target iter body* orelse* type_comment?
    | While test body* orelse* | If test body* orelse* | With items* body* type_comment?
    | AsyncWith items* body* type_comment? | Match subject cases* | Raise exc? cause?
    | Try body* handlers* orelse* finalbody* | TryStar body* handlers* orelse* finalbody* | Assert test msg?
    | Import names* | ImportFrom module? names* level? | Global names* | Nonlocal names* | Expr value
    | Pass | Break | Continue
expr@: BoolOp op values* | NamedExpr target value | BinOp left op right | UnaryOp op operand | Lambda args body
    | IfExp test body orelse | Dict keys* values* | Set elts* | ListComp elt generators* | SetComp elt generators*
    | DictComp key value generators* | GeneratorExp elt generators* | Await value | Yield value? | YieldFrom value
    | Compare left ops* comparators* | Call func args* keywords* | FormattedValue value conversion format_spec?
    | Interpolation value str conversion format_spec? | JoinedStr values* | TemplateStr values* | Constant value kind?
    | Attribute value attr ctx | Subscript value slice ctx | Starred value ctx | Name id ctx | List elts* ctx
    | Tuple elts* ctx | Slice lower? upper? step?
expr_context: Load | Store | Del
boolop: And | Or
operator: Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop: Invert | Not | UAdd | USub
cmpop: Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
comprehension: target iter ifs* is_async
excepthandler@: ExceptHandler type? name? body*
arguments: posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*
arg@: arg annotation? type_comment?
keyword@: arg? value
alias@: name asname?
withitem: context_expr optional_vars?
match_case: pattern guard? body*
pattern@: MatchValue value | MatchSingleton value | MatchSequence patterns* | MatchMapping keys* patterns* rest?
    | MatchClass cls patterns* kwd_attrs* kwd_patterns* | MatchStar name? | MatchAs pattern? name? | MatchOr patterns*
type_ignore: TypeIgnore lineno tag
type_param@: TypeVar name bound? default_value? | ParamSpec name default_value? | TypeVarTuple name default_value?
"""


class AST:
    _fields = ()
    _attributes = ()
    __match_args__ = ()
    _lists = ()
    _optional = ()

    def __init__(self, /, *args, **kwargs):
        fields = type(self)._fields
        if len(args) > len(fields):
            plural = "" if len(fields) == 1 else "s"
            raise TypeError(f"{type(self).__name__} constructor takes at most {len(fields)} positional argument{plural}")
        missing = set(fields)
        for name, value in zip(fields, args):
            setattr(self, name, value)
            missing.discard(name)
        for name, value in kwargs.items():
            if name in fields:
                if name not in missing:
                    raise TypeError(f"{type(self).__name__} got multiple values for argument {name!r}")
                missing.discard(name)
            elif name not in type(self)._attributes:
                _warn(
                    f"{type(self).__name__}.__init__ got an unexpected keyword argument {name!r}. "
                    "Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
                )
            setattr(self, name, value)
        for name in fields:
            if name in missing:
                self._fill(name)

    def _fill(self, name):
        """A field that was not given."""
        cls = type(self)
        if name in cls._lists:
            setattr(self, name, [])
        elif name == "ctx":
            self.ctx = _load
        elif name not in cls._optional and name in _KNOWN:
            _warn(
                f"{cls.__name__}.__init__ missing 1 required positional argument: {name!r}. "
                "This will become an error in Python 3.15."
            )

    def __repr__(self):
        shown = []
        for name in self._fields:
            if hasattr(self, name):
                value = getattr(self, name)
                if isinstance(value, list) and len(value) > 2:
                    shown.append(f"{name}=[{value[0]!r}, ..., {value[-1]!r}]")
                else:
                    shown.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self):
        return type(self), (), self.__dict__.copy()

    def __replace__(self, /, **changes):
        state = {**self.__dict__, **changes}
        return type(self)(**state)


def _warn(text):
    import warnings

    warnings.warn(text, DeprecationWarning, stacklevel=3)


_POSITIONS = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_KNOWN = set()


def _make(name, base, fields, attributes, doc):
    names = tuple(f.rstrip("?*") for f in fields)
    _KNOWN.update(names)
    optional = tuple(f[:-1] for f in fields if f.endswith("?"))
    namespace = {
        "__module__": "ast",
        "__doc__": doc,
        "_fields": names,
        "__match_args__": names,
        "_lists": tuple(f[:-1] for f in fields if f.endswith("*")),
        "_optional": optional,
    }
    if attributes:
        namespace["_attributes"] = attributes
        namespace["end_lineno"] = namespace["end_col_offset"] = None
    for f in optional:
        namespace[f] = None
    cls = type(name, (base,), namespace)
    globals()[name] = cls
    return cls


def _read_grammar():
    rules = " ".join(_GRAMMAR.replace("\n    ", " ").split("\n")).split()
    heads = [i for i, word in enumerate(rules) if word.endswith(":")] + [len(rules)]
    for start, end in zip(heads, heads[1:]):
        head = rules[start][:-1]
        attributes = _POSITIONS if head.endswith("@") else ()
        head = head.rstrip("@")
        alternatives = " ".join(rules[start + 1 : end]).split(" | ")
        if alternatives[0][0].islower():
            fields = alternatives[0].split()
            _make(head, AST, fields, attributes, f"{head}({', '.join(fields)})")
            continue
        base = _make(head, AST, (), attributes, f"{head} = {' | '.join(alternatives)}")
        for alternative in alternatives:
            name, *fields = alternative.split()
            _make(name, base, fields, (), f"{name}({', '.join(fields)})" if fields else name)


# Types of the fields that are not expressions; first those that depend on the class.
_KINDS = """
Expression.body=expr Lambda.body=expr IfExp.body=expr IfExp.orelse=expr TypeAlias.name=expr Call.args=expr
arguments.args=arg BoolOp.op=boolop UnaryOp.op=unaryop Global.names=str Nonlocal.names=str Constant.value=object
MatchSingleton.value=object body=stmt type_ignores=type_ignore name=str args=arguments type_comment=str
type_params=type_param keywords=keyword op=operator simple=int orelse=stmt items=withitem cases=match_case
handlers=excepthandler finalbody=stmt names=alias module=str level=int generators=comprehension ops=cmpop
conversion=int str=object kind=str attr=str ctx=expr_context id=str is_async=int posonlyargs=arg vararg=arg
kwonlyargs=arg kwarg=arg arg=str asname=str pattern=pattern patterns=pattern rest=str kwd_attrs=str
kwd_patterns=pattern lineno=int tag=str
"""


def _set_field_types():
    kinds = dict(pair.split("=") for pair in _KINDS.split())
    plain = {"str": str, "int": int, "object": object}

    def kind(cls, field):
        name = kinds.get(f"{cls.__name__}.{field}") or kinds.get(field, "expr")
        found = plain.get(name) or globals()[name]
        if field in cls._lists:
            return list[found]
        return found | None if field in cls._optional else found

    for cls in [c for c in globals().values() if isinstance(c, type) and issubclass(c, AST)]:
        cls._field_types = {field: kind(cls, field) for field in cls._fields}
        cls.__annotations__ = dict(cls._field_types)


_read_grammar()
_set_field_types()
AST.__module__ = "ast"
_load = Load()


_MODES = {}
_singles = {}


def _collect_singles():
    for base in (expr_context, boolop, operator, unaryop, cmpop):
        for cls in base.__subclasses__():
            _singles[cls.__name__] = cls()
    _MODES.update(exec=Module, eval=Expression, single=Interactive, func_type=FunctionType)


_collect_singles()


def _compile(source, filename, mode, flags, optimize):
    """What `compile` does with a tree, and for a tree."""
    if not isinstance(source, AST):
        if mode == "func_type":
            return _function_type(source, filename)
        import _syntax

        return _syntax.parse(source, filename, mode, _this)
    wanted = _MODES[mode]
    if not isinstance(source, wanted):
        raise TypeError(f"expected {wanted.__name__} node, got {type(source).__name__}")
    if flags & PyCF_ONLY_AST:
        return source
    import ast

    _check(source)
    text = ast.unparse(source)
    return compile(text, filename, mode, flags & ~PyCF_OPTIMIZED_AST, True, optimize)


def _check(tree):
    """Refuses trees with missing positions or fields of the wrong kind."""
    for name in tree._attributes:
        if not name.startswith("end_") and not hasattr(tree, name):
            raise TypeError(f"required field {name!r} missing from {_base_name(tree)}".replace("'", '"'))
    for name in tree._fields:
        value = getattr(tree, name, None)
        if value is None:
            if name not in tree._optional and name not in tree._lists and not _may_be_none(tree, name):
                raise TypeError(f"required field {name!r} missing from {type(tree).__name__}".replace("'", '"'))
        elif name in tree._lists:
            if not isinstance(value, list):
                kind = type(value).__name__
                raise TypeError(f"{type(tree).__name__} field {name!r} must be a list, not a {kind}".replace("'", '"'))
            for item in value:
                if isinstance(item, AST):
                    _check(item)
        elif isinstance(value, AST):
            _check(value)


def _may_be_none(tree, name):
    return isinstance(tree, (Constant, MatchSingleton)) and name == "value"


def _base_name(tree):
    base = type(tree).__mro__[1]
    return base.__name__ if base is not AST else type(tree).__name__


def _function_type(source, filename):
    """`(int, *str) -> bool` as a FunctionType."""
    if not isinstance(source, str):
        source = bytes(source).decode()
    arguments, arrow, returns = source.rpartition("->")
    if not arrow or not arguments.strip().startswith("("):
        raise SyntaxError("invalid syntax", (filename, 1, 1, source))
    call = compile("_" + arguments.strip(), filename, "eval", PyCF_ONLY_AST).body
    values = [a.value if isinstance(a, Starred) else a for a in call.args] + [k.value for k in call.keywords]
    return FunctionType(values, compile(returns.strip(), filename, "eval", PyCF_ONLY_AST).body)


import sys

_this = sys.modules[__name__]
