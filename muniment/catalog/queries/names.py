"""Things by their names: as a mapping, and as attributes with tab completion."""

import keyword
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

from muniment.errors import ColumnNotFound, NotFound, TableNotFound

T = TypeVar("T")


class Names(dict[str, T]):
    """Things by their names; what is asked for and not there is looked for, and then an error.

    Example:
        >>> pb = ml.pathBuilder()
        >>> list(pb.schemas)
        ['deriva-ml', 'domain']
        >>> pb.schemas["deriva_ml"]
        Traceback (most recent call last):
        ...
        muniment.errors.NotFound: There is no schema 'deriva_ml'. Did you mean 'deriva-ml'? ...
    """

    def __init__(self, things: Mapping[str, T], owner: type, look_for: Callable[[str], T]) -> None:
        super().__init__(things)
        self._owner = owner
        self._look_for = look_for

    def __missing__(self, name: str) -> T:
        return self._look_for(name)

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The name of each attribute: ``Eye_Side`` is that of ``Eye Side``, ``path1`` of ``path``."""
        made: dict[str, str] = {}
        for name in sorted(self, key=lambda name: not name.isidentifier()):
            made[_spell(name, {*made, *dir(self._owner)})] = name
        return made

    def attribute(self, asked: str) -> T:
        """Give what an attribute stands for.

        Raises:
            AttributeError: There is nothing of this name; the error is of NotFound too.
        """
        if asked.startswith("_") and asked not in self.attributes:  # what notebooks and copy.copy ask for
            raise AttributeError(asked)
        try:
            return self[self.attributes.get(asked, asked)]
        except NotFound as error:
            raise _AS_ATTRIBUTE.get(type(error), _NoAttribute)(str(error)) from None

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


def _spell(name: str, taken: set[str]) -> str:
    plain = re.sub(r"\W", "_", name)
    spelled, number = plain, 0
    while spelled in taken or keyword.iskeyword(spelled):
        number += 1
        spelled = f"{plain}{number}"
    return spelled


class _NoAttribute(NotFound, AttributeError):
    """There is nothing of this name, asked for as an attribute: hasattr() has to see an AttributeError."""


class _NoTable(TableNotFound, AttributeError):
    """There is no such table, asked for as an attribute."""


class _NoColumn(ColumnNotFound, AttributeError):
    """There is no such column, asked for as an attribute."""


_AS_ATTRIBUTE: dict[type[NotFound], type[NotFound]] = {TableNotFound: _NoTable, ColumnNotFound: _NoColumn}
