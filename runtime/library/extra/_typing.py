"""Type parameters, generic classes and type aliases: what `typing` and the syntax for them build on."""

import sys

Union = type(int | str)


# Found on a class, it takes no receiver.
@staticmethod
def _idfunc(x, /):
    return x


def _caller():
    """Name of the module that makes a type parameter by calling its class."""
    try:
        return sys._getframe(2).f_globals.get("__name__")
    except (AttributeError, ValueError):
        return None


def _typing(name):
    import typing

    return getattr(typing, name)


class _NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()

    def __new__(cls):
        return NoDefault

    def __init_subclass__(cls, /, **kwargs):
        raise TypeError("type 'NoDefaultType' is not an acceptable base type")

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


_NoDefaultType.__name__ = _NoDefaultType.__qualname__ = "NoDefaultType"
_NoDefaultType.__module__ = "typing"
NoDefault = object.__new__(_NoDefaultType)


class _Evaluator:
    """A value that is there already, as a function of the format."""

    def __init__(self, value):
        self._value = value

    def __repr__(self):
        return f"<constevaluator {self._value!r}>"

    def __call__(self, format=1, /):
        if format == 4:
            import annotationlib

            return annotationlib.type_repr(self._value)
        return self._value


_absent = object()


class _Lazy:
    """An attribute computed by a function when it is first asked for."""

    def __init__(self, name, absent):
        self._slot = "_" + name.strip("_")
        self._evaluator = "_evaluate" + self._slot
        self._absent = absent

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        held = instance.__dict__.get(self._slot, _absent)
        if held is not _absent:
            return held
        function = instance.__dict__.get(self._evaluator)
        value = self._absent if function is None else function(1)
        instance.__dict__[self._slot] = value
        return value

    def __set__(self, instance, value):
        raise AttributeError("readonly attribute")


class _EvaluatorOf:
    """The function behind a lazy attribute, None if there is none."""

    def __init__(self, slot, absent):
        self._slot = slot
        self._absent = absent

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        function = instance.__dict__.get("_evaluate" + self._slot)
        if function is not None:
            return function
        held = instance.__dict__.get(self._slot, self._absent)
        if held is self._absent or held == self._absent:
            return None
        return _Evaluator(held)

    def __set__(self, instance, value):
        raise AttributeError("readonly attribute")


class _Fixed:
    """A read-only attribute."""

    def __init__(self, slot):
        self._slot = slot

    def __get__(self, instance, owner=None):
        return self if instance is None else instance.__dict__[self._slot]

    def __set__(self, instance, value):
        raise AttributeError("readonly attribute")


class _Parameter:
    """What the kinds of type parameters share."""

    __default__ = _Lazy("default", NoDefault)
    evaluate_default = _EvaluatorOf("_default", NoDefault)
    __name__ = _Fixed("_name")

    def has_default(self):
        return "_evaluate_default" in self.__dict__ or self.__dict__.get("_default", NoDefault) is not NoDefault

    def __reduce__(self):
        return self._name

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __init_subclass__(cls, /, final=True, **kwargs):
        if final:
            raise TypeError(f"type 'typing.{cls.__mro__[1].__name__}' is not an acceptable base type")

    def __mro_entries__(self, bases, /):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def _variance(self, covariant, contravariant, infer_variance):
        covariant, contravariant, infer_variance = bool(covariant), bool(contravariant), bool(infer_variance)
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if infer_variance and (covariant or contravariant):
            raise ValueError("Variance cannot be specified with infer_variance.")
        self.__dict__.update(
            __covariant__=covariant, __contravariant__=contravariant, __infer_variance__=infer_variance
        )

    def _shown(self):
        if self.__infer_variance__:
            return self._name
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self._name


class TypeVar(_Parameter, final=False):
    """Type variable.

    The preferred way to construct a type variable is via the dedicated
    syntax for generic functions, classes, and type aliases.
    """

    __bound__ = _Lazy("bound", None)
    __constraints__ = _Lazy("constraints", ())
    evaluate_bound = _EvaluatorOf("_bound", None)
    evaluate_constraints = _EvaluatorOf("_constraints", ())

    def __new__(
        cls,
        name,
        *constraints,
        bound=None,
        default=NoDefault,
        covariant=False,
        contravariant=False,
        infer_variance=False,
    ):
        if not isinstance(name, str):
            raise TypeError(f"TypeVar() argument 'name' must be str, not {type(name).__name__}")
        self = object.__new__(cls)
        self._variance(covariant, contravariant, infer_variance)
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if bound is not None:
            if constraints:
                raise TypeError("Constraints cannot be combined with bound=...")
            bound = _typing("_type_check")(bound, "Bound must be a type.")
        if constraints:
            check = _typing("_type_check")
            constraints = tuple(check(c, "TypeVar(name, constraint, ...): constraints must be types.") for c in constraints)
        self.__dict__.update(_name=name, _bound=bound, _constraints=constraints, _default=default)
        self.__module__ = _caller()
        return self

    def __repr__(self):
        return self._shown()

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __typing_subst__(self, arg, /):
        return _typing("_typevar_subst")(self, arg)

    def __typing_prepare_subst__(self, alias, args, /):
        index = alias.__parameters__.index(self)
        if index < len(args):
            return args
        if index == len(args) and self.has_default():
            return (*args, self.__default__)
        raise TypeError(f"Too few arguments for {alias}")


class TypeVarTuple(_Parameter, final=False):
    """Type variable tuple: an arbitrary number of types."""

    def __new__(cls, name, *, default=NoDefault):
        if not isinstance(name, str):
            raise TypeError(f"TypeVarTuple() argument 'name' must be str, not {type(name).__name__}")
        self = object.__new__(cls)
        self.__dict__.update(_name=name, _default=default)
        self.__module__ = _caller()
        return self

    def __iter__(self):
        yield _typing("Unpack")[self]

    def __repr__(self):
        return self._name

    def __typing_subst__(self, arg, /):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args, /):
        return _typing("_typevartuple_prepare_subst")(self, alias, args)


class _Part:
    """`P.args` or `P.kwargs`."""

    def __new__(cls, origin, /):
        self = object.__new__(cls)
        self.__origin__ = origin
        return self

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ == other.__origin__

    def __hash__(self):
        return hash((type(self).__name__, self.__origin__))

    def __init_subclass__(cls, /, final=True, **kwargs):
        if final:
            raise TypeError(f"type 'typing.{cls.__mro__[1].__name__}' is not an acceptable base type")

    def __mro_entries__(self, bases, /):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __repr__(self):
        name = getattr(self.__origin__, "__name__", None)
        return f"{name}.{self._suffix}" if isinstance(name, str) else f"{self.__origin__!r}.{self._suffix}"


class ParamSpecArgs(_Part, final=False):
    """The args for a ParamSpec object."""

    _suffix = "args"


class ParamSpecKwargs(_Part, final=False):
    """The kwargs for a ParamSpec object."""

    _suffix = "kwargs"


class ParamSpec(_Parameter, final=False):
    """Parameter specification variable."""

    __bound__ = _Fixed("_bound")

    def __new__(
        cls, name, *, bound=None, default=NoDefault, covariant=False, contravariant=False, infer_variance=False
    ):
        if not isinstance(name, str):
            raise TypeError(f"ParamSpec() argument 'name' must be str, not {type(name).__name__}")
        self = object.__new__(cls)
        self._variance(covariant, contravariant, infer_variance)
        if bound is not None:
            bound = _typing("_type_check")(bound, "Bound must be a type.")
        self.__dict__.update(_name=name, _bound=bound, _default=default)
        self.__module__ = _caller()
        return self

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

    def __repr__(self):
        return self._shown()

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __typing_subst__(self, arg, /):
        return _typing("_paramspec_subst")(self, arg)

    def __typing_prepare_subst__(self, alias, args, /):
        return _typing("_paramspec_prepare_subst")(self, alias, args)


class TypeAliasType:
    """Type alias, as the type statement makes them."""

    __value__ = _Lazy("value", None)
    evaluate_value = _EvaluatorOf("_value", _absent)
    __name__ = _Fixed("_name")
    __type_params__ = _Fixed("_type_params")

    def __new__(cls, name, value, *, type_params=()):
        if not isinstance(name, str):
            raise TypeError(f"typealias() argument 'name' must be str, not {type(name).__name__}")
        if not isinstance(type_params, tuple):
            raise TypeError("type_params must be a tuple")
        self = object.__new__(cls)
        self.__dict__.update(_name=name, _value=value, _type_params=_checked(type_params))
        self.__module__ = _caller()
        return self

    def __init_subclass__(cls, /, **kwargs):
        raise TypeError("type 'typing.TypeAliasType' is not an acceptable base type")

    @property
    def __parameters__(self):
        parameters = []
        for p in self._type_params:
            parameters.extend(p if isinstance(p, TypeVarTuple) else (p,))
        return tuple(parameters)

    def __getitem__(self, args):
        if not self._type_params:
            raise TypeError("Only generic type aliases are subscriptable")
        from types import GenericAlias

        return GenericAlias(self, args if isinstance(args, tuple) else (args,))

    def __iter__(self):
        yield _typing("Unpack")[self]

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __repr__(self):
        return self._name

    def __reduce__(self):
        return self._name



def _checked(params):
    """Type parameters of an alias: those without a default first."""
    default_seen = False
    for p in params:
        if not isinstance(p, (TypeVar, TypeVarTuple, ParamSpec)):
            raise TypeError(f"Expected a type param, got {p!r}")
        if p.has_default():
            default_seen = True
        elif default_seen:
            raise TypeError(f"non-default type parameter '{p!r}' follows default type parameter")
    return params


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()

    @classmethod
    def __class_getitem__(cls, *args, **kwargs):
        return _typing("_generic_class_getitem")(cls, *args, **kwargs)

    @classmethod
    def __init_subclass__(cls, *args, **kwargs):
        return _typing("_generic_init_subclass")(cls, *args, **kwargs)


for _class in (TypeVar, TypeVarTuple, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, Generic):
    _class.__module__ = "typing"
del _class


# What the syntax for type parameters calls.


def _new_parameter(cls, name, infer, **slots):
    self = object.__new__(cls)
    if cls is not TypeVarTuple:
        self._variance(False, False, infer)
    self.__dict__.update(_name=name, **slots)
    self.__module__ = _caller_of_syntax()
    return self


def _caller_of_syntax():
    try:
        return sys._getframe(3).f_globals.get("__name__")
    except (AttributeError, ValueError):
        return None


def _intrinsic_typevar(name, bound=None):
    if bound is None:
        return _new_parameter(TypeVar, name, True, _bound=None, _constraints=())
    return _new_parameter(TypeVar, name, True, _evaluate_bound=bound, _constraints=())


def _intrinsic_typevar_constraints(name, constraints):
    return _new_parameter(TypeVar, name, True, _bound=None, _evaluate_constraints=constraints)


def _intrinsic_typevartuple(name):
    return _new_parameter(TypeVarTuple, name, True)


def _intrinsic_paramspec(name):
    return _new_parameter(ParamSpec, name, True, _bound=None)


def _intrinsic_set_type_default(parameter, default):
    parameter.__dict__.pop("_default", None)
    parameter.__dict__["_evaluate_default"] = default
    return parameter


def _intrinsic_subscript_generic(params):
    unpack = _typing("Unpack") if any(isinstance(p, TypeVarTuple) for p in params) else None
    return Generic[tuple(unpack[p] if isinstance(p, TypeVarTuple) else p for p in params)]


def _intrinsic_type_alias(name, params, value):
    self = object.__new__(TypeAliasType)
    self.__dict__.update(_name=name, _type_params=_checked(params or ()), _evaluate_value=value)
    self.__module__ = _caller()
    return self
