"""Whom a bag is owed to and what may be done with it: what the catalog itself does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.errors import InvalidValue


@dataclass(frozen=True)
class Attribution:
    """Who made a dataset, who publishes it, and under which licence; its bag says so.

    Attributes:
        creators: Names of people or organisations; if there are none, those who made the dataset and its
            version are told.
        licence: A URL, as ``https://creativecommons.org/licenses/by/4.0/``, or a text.
        publisher: Name of the organisation that publishes it.

    Example:
        >>> Attribution(["Ada Lovelace"], licence="https://creativecommons.org/licenses/by/4.0/").creators
        ('Ada Lovelace',)
    """

    creators: Sequence[str] = ()
    licence: str | None = None
    publisher: str | None = None

    def __post_init__(self) -> None:
        """Take one name for a list of one.

        Raises:
            InvalidValue: A name or the licence is no text, or an empty one.
        """
        creators = (self.creators,) if isinstance(self.creators, str) else tuple(self.creators)
        object.__setattr__(self, "creators", creators)
        optional = [said for said in (self.licence, self.publisher) if said is not None]
        told: list[Any] = [*creators, *optional]
        for said in told:
            if not isinstance(said, str) or not said.strip():
                raise InvalidValue(
                    f"{said!r} is to be a name or a licence, and says nothing. Leave it out, or give a text."
                )

    @property
    def info(self) -> dict[str, str]:
        """What ``bag-info.txt`` is to say of it."""
        said = {
            "Creator": "; ".join(self.creators),
            "License": self.licence,
            "Source-Organization": self.publisher,
        }
        return {name: value for name, value in said.items() if value}

    def completed(self, info: Mapping[str, str]) -> "Attribution":
        """Take what is not said here from what ``bag-info.txt`` is to say.

        Example:
            >>> Attribution(["Ada"]).completed({"License": "CC-BY-4.0"}).licence
            'CC-BY-4.0'
        """
        licence, publisher = info.get("License"), info.get("Source-Organization")
        return Attribution(
            self.creators, self.licence or licence or None, self.publisher or publisher or None
        )
