"""Definitions with a column or table under another name, or with a column put away or taken back.

Nothing here touches a database: each function gives the definition that there will be.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from muniment.catalog.schema.definitions import (
    LONGEST_NAME,
    ColumnDefinition,
    ForeignKeyDefinition,
    HiddenColumn,
    KeyDefinition,
    TableDefinition,
)

_Rule = TypeVar("_Rule", KeyDefinition, ForeignKeyDefinition)


def hidden_name(name: str, number: int) -> str:
    """Give the name under which a dropped table or column is kept.

    Example:
        >>> hidden_name("Age", 7)
        'Age__7'
    """
    end = f"__{number}"
    return name.encode()[: LONGEST_NAME - len(end)].decode(errors="ignore") + end


def rename_column(definition: TableDefinition, old: str, new: str) -> TableDefinition:
    """Give a table another name for one of its columns, in its keys and foreign keys too."""
    renamed = _rename_in_rules(definition, {old: new})
    columns = [c.model_copy(update={"name": new}) if c.name == old else c for c in definition.column_defs]
    return renamed.model_copy(update={"column_defs": tuple(columns)})


def _rename_in_rules(definition: TableDefinition, names: Mapping[str, str]) -> TableDefinition:
    kept = [
        h.model_copy(
            update={"key_defs": _renamed(h.key_defs, names), "fkey_defs": _renamed(h.fkey_defs, names)}
        )
        for h in definition.hidden
    ]
    return definition.model_copy(
        update={
            "key_defs": _renamed(definition.key_defs, names),
            "fkey_defs": _renamed(definition.fkey_defs, names),
            "hidden": tuple(kept),
        }
    )


def _renamed(rules: Iterable[_Rule], names: Mapping[str, str]) -> tuple[_Rule, ...]:
    return tuple(
        rule.model_copy(update={"colnames": tuple(names.get(name, name) for name in rule.colnames)})
        for rule in rules
    )


def hide_column(definition: TableDefinition, name: str, number: int) -> tuple[TableDefinition, HiddenColumn]:
    """Give a table without one of its columns, which is kept with its keys and foreign keys."""
    kept_name = hidden_name(name, number)
    renamed = _rename_in_rules(definition, {name: kept_name})
    hidden = HiddenColumn(
        hidden_name=kept_name,
        column=definition.column(name),
        key_defs=tuple(key for key in renamed.key_defs if kept_name in key.colnames),
        fkey_defs=tuple(fkey for fkey in renamed.fkey_defs if kept_name in fkey.colnames),
    )
    rest = renamed.model_copy(
        update={
            "column_defs": tuple(c for c in definition.column_defs if c.name != name),
            "key_defs": tuple(key for key in renamed.key_defs if kept_name not in key.colnames),
            "fkey_defs": tuple(fkey for fkey in renamed.fkey_defs if kept_name not in fkey.colnames),
            "hidden": (*renamed.hidden, hidden),
        }
    )
    return rest, hidden


def restore_column(definition: TableDefinition, hidden: HiddenColumn, name: str) -> TableDefinition:
    """Give a table with a column that was dropped, and those of its keys whose columns are all there."""
    others = tuple(h for h in definition.hidden if h != hidden)
    column = hidden.column.model_copy(update={"name": name})
    rest = definition.model_copy(update={"column_defs": (*definition.column_defs, column), "hidden": others})
    rest = _rename_in_rules(rest, {hidden.hidden_name: name})
    names = {hidden.hidden_name: name}
    for key in _renamed(hidden.key_defs, names):
        rest = _add_rule(rest, "key_defs", key)
    for fkey in _renamed(hidden.fkey_defs, names):
        rest = _add_rule(rest, "fkey_defs", fkey)
    return rest


def _add_rule(
    definition: TableDefinition, field: str, rule: KeyDefinition | ForeignKeyDefinition
) -> TableDefinition:
    """Add a key or foreign key, or leave it with another column of it that is still hidden."""
    for place, holder in enumerate(definition.hidden):
        if holder.hidden_name in rule.colnames:
            holding = holder.model_copy(update={field: (*getattr(holder, field), rule)})
            kept = (*definition.hidden[:place], holding, *definition.hidden[place + 1 :])
            return definition.model_copy(update={"hidden": kept})
    return definition.model_copy(update={field: (*getattr(definition, field), rule)})


def follow_columns(before: TableDefinition, after: TableDefinition) -> dict[str, str]:
    """Say under what names the columns of a table are kept after one change, as far as these are others.

    Example:
        >>> from muniment.catalog.schema.definitions import ColumnDefinition
        >>> subject = TableDefinition(name="Subject", column_defs=[ColumnDefinition(name="Age")])
        >>> follow_columns(subject, rename_column(subject, "Age", "Years"))
        {'Age': 'Years'}
        >>> follow_columns(subject, hide_column(subject, "Age", 7)[0])
        {'Age': 'Age__7'}
    """
    old, new = ({h.hidden_name: h.column.name for h in d.hidden} for d in (before, after))
    if put_away := {column: kept for kept, column in new.items() if kept not in old}:
        return put_away
    if taken_back := [kept for kept in old if kept not in new]:
        return {taken_back[0]: after.column_defs[-1].name}
    pairs = zip(before.column_defs, after.column_defs, strict=False)  # one may have been added at the end
    return {was.name: now.name for was, now in pairs if was.name != now.name}


def follow_table(definition: TableDefinition, old: str, new: str) -> TableDefinition:
    """Give a table whose foreign keys and sources refer to another by its new name."""

    def follow(fkey: ForeignKeyDefinition) -> ForeignKeyDefinition:
        return fkey.model_copy(update={"pk_tname": new}) if fkey.pk_tname == old else fkey

    return follow_source(_change_fkeys(definition, follow), old, new)


def follow_column(definition: TableDefinition, table: str, old: str, new: str) -> TableDefinition:
    """Give a table whose foreign keys and sources refer to a column of another by its new name."""

    def follow(fkey: ForeignKeyDefinition) -> ForeignKeyDefinition:
        names = tuple(new if name == old else name for name in fkey.pk_colnames)
        return fkey.model_copy(update={"pk_colnames": names}) if fkey.pk_tname == table else fkey

    return follow_source(_change_fkeys(definition, follow), f"{table}.{old}", f"{table}.{new}")


def follow_source(definition: TableDefinition, old: str, new: str) -> TableDefinition:
    """Give a table whose columns name a source, a column or a whole table, by its new name.

    Example:
        >>> from muniment.catalog.schema.definitions import ColumnDefinition
        >>> scan = TableDefinition("Scan", [ColumnDefinition("Area", sources=["Image.Width"])])
        >>> follow_source(scan, "Image", "Photo").column("Area").sources
        ('Photo.Width',)
        >>> follow_source(scan, "Image.Width", "Image.Pixels").column("Area").sources
        ('Image.Pixels',)
    """

    def refers(source: str) -> bool:
        return source == old or source.startswith(f"{old}.")

    def follow(column: ColumnDefinition) -> ColumnDefinition:
        renamed = (new + source.removeprefix(old) if refers(source) else source for source in column.sources)
        return column.model_copy(update={"sources": tuple(renamed)})

    columns = (*definition.column_defs, *(h.column for h in definition.hidden))
    if not any(refers(source) for column in columns for source in column.sources):
        return definition
    kept = [h.model_copy(update={"column": follow(h.column)}) for h in definition.hidden]
    return definition.model_copy(
        update={"column_defs": tuple(map(follow, definition.column_defs)), "hidden": tuple(kept)}
    )


def _change_fkeys(
    definition: TableDefinition, change: Callable[[ForeignKeyDefinition], ForeignKeyDefinition]
) -> TableDefinition:
    hidden = [h.model_copy(update={"fkey_defs": tuple(map(change, h.fkey_defs))}) for h in definition.hidden]
    return definition.model_copy(
        update={"fkey_defs": tuple(map(change, definition.fkey_defs)), "hidden": tuple(hidden)}
    )
