"""``dataclass`` as in the standard library, whose methods are written when they are first used.

The standard one compiles half a dozen methods for each class while its module is imported: for the eighty
classes that a game needs that took 40 ms at every start, and most of those methods are never called.
"""

from __future__ import annotations

import dataclasses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen=False, kw_only=False, slots=False):
        """Return a decorator that makes a dataclass; options not named here are the standard ones."""

        def make(cls):
            # Without a docstring the standard one puts a signature together, which took 2 ms of a start.
            cls.__doc__ = cls.__doc__ or cls.__name__
            made = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=slots)(cls)
            _attach(made, "__init__", _init(frozen))
            _attach(made, "__eq__", _eq)
            if "__repr__" not in vars(cls):
                _attach(made, "__repr__", _repr)
            if frozen:
                _attach(made, "__hash__", _hash)
                made.__setattr__ = made.__delattr__ = _refuse
                made.__getstate__, made.__setstate__ = _state, _restore
            else:
                made.__hash__ = None
            return made

        return make

    def _attach(made, name, write):
        """Give a class a method that puts the written one in its own place."""

        def first(self, *given, **named):
            space = {}
            exec(write(dataclasses.fields(made), space), space)
            setattr(made, name, space["method"])
            return space["method"](self, *given, **named)

        setattr(made, name, first)

    def _init(frozen):
        def write(fields, space):
            keyed = [field for field in fields if field.kw_only]
            heads = ["self", *(_head(field, space) for field in fields if not field.kw_only)]
            heads += ["*", *(_head(field, space) for field in keyed)] if keyed else []
            space["put"] = object.__setattr__
            lines = []
            for field in fields:
                name = value = field.name
                if field.default_factory is not dataclasses.MISSING:
                    value = f"make_{name}() if {name} is missing else {name}"
                lines.append(f" put(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
            return "\n".join((f"def method({', '.join(heads)}):", *(lines or [" pass"])))

        return write

    def _head(field, space):
        """Return how a parameter is written; what it defaults to is put where the method finds it."""
        name = field.name
        if field.default_factory is not dataclasses.MISSING:
            space["missing"], space[f"make_{name}"] = dataclasses.MISSING, field.default_factory
            return f"{name}=missing"
        if field.default is not dataclasses.MISSING:
            space[f"default_{name}"] = field.default
            return f"{name}=default_{name}"
        return name

    def _all_of(who, fields):
        return "(" + "".join(f"{who}.{field.name}, " for field in fields) + ")"

    def _eq(fields, space):
        same = f"{_all_of('self', fields)} == {_all_of('other', fields)}"
        return f"def method(self, other):\n return {same} if other.__class__ is self.__class__ else NotImplemented"

    def _hash(fields, space):
        return f"def method(self):\n return hash({_all_of('self', fields)})"

    def _repr(fields, space):
        shown = ", ".join(f"{field.name}={{self.{field.name}!r}}" for field in fields)
        return f"def method(self):\n return f'{{self.__class__.__qualname__}}({shown})'"

    def _refuse(self, name, *value):
        raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")

    def _state(self):
        return [getattr(self, field.name) for field in dataclasses.fields(self)]

    def _restore(self, state):
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)
