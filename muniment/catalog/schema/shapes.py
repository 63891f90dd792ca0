"""The definitions of tables that are made at run time: assets, vocabularies, associations.

Each function returns definitions only; `ddl` makes the tables.
"""

from collections.abc import Collection, Iterable, Sequence

from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import (
    Action,
    ColumnDefinition,
    ForeignKeyDefinition,
    KeyDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.types import BuiltinTypes
from muniment.errors import DefinitionError


def reference(
    table: TableDefinition, *, column: str | None = None, nullok: bool = True, on_delete: Action = "NO ACTION"
) -> tuple[ColumnDefinition, ForeignKeyDefinition]:
    """Define a column that refers to a row of a table: by Name to a term, by RID to anything else."""
    name = column or table.name
    target = "Name" if table.kind is TableKind.vocabulary else "RID"
    return (
        ColumnDefinition(
            name=name, type=BuiltinTypes.text, nullok=nullok, comment=f"The {table.name}, by its {target}"
        ),
        ForeignKeyDefinition(
            colnames=(name,), pk_tname=table.name, pk_colnames=(target,), on_delete=on_delete
        ),
    )


def asset_table(
    name: str,
    column_defs: Iterable[ColumnDefinition] = (),
    fkey_defs: Iterable[ForeignKeyDefinition] = (),
    referenced: Iterable[TableDefinition] = (),
    comment: str | None = "",
) -> TableDefinition:
    """Define an asset table: what is known about the file, then the user's own columns."""
    references = [reference(table) for table in referenced]
    return TableDefinition(
        name=name,
        column_defs=(*_FILE_COLUMNS, *column_defs, *(column for column, _ in references)),
        fkey_defs=(*fkey_defs, *(fkey for _, fkey in references)),
        comment=comment,
        kind=TableKind.asset,
    )


_FILE_COLUMNS = (
    ColumnDefinition(
        name="URL", nullok=False, comment="Where the bytes are, relative to the store", type=BuiltinTypes.text
    ),
    ColumnDefinition(name="Filename", comment="Name of the file as it was uploaded", type=BuiltinTypes.text),
    ColumnDefinition(name="Description", type=BuiltinTypes.markdown),
    ColumnDefinition(name="Length", type=BuiltinTypes.int8, nullok=False, comment="Size in bytes"),
    ColumnDefinition(
        name="MD5", nullok=False, comment="MD5 of the bytes, hexadecimal", type=BuiltinTypes.text
    ),
    ColumnDefinition(name="SHA256", comment="SHA-256 of the bytes, hexadecimal", type=BuiltinTypes.text),
)


def vocabulary_table(name: str, comment: str | None = "") -> TableDefinition:
    """Define a vocabulary: terms with a name, a description and synonyms."""
    return TableDefinition(
        name=name,
        column_defs=(
            ColumnDefinition(name="ID", type=BuiltinTypes.ermrest_curie, nullok=False),
            ColumnDefinition(name="URI", type=BuiltinTypes.ermrest_uri, nullok=False),
            ColumnDefinition(name="Name", type=BuiltinTypes.text, nullok=False),
            ColumnDefinition(name="Description", type=BuiltinTypes.markdown, nullok=False),
            ColumnDefinition(name="Synonyms", type=BuiltinTypes.text_array),
        ),
        key_defs=tuple(KeyDefinition(colnames=(key,)) for key in ("ID", "URI", "Name")),
        comment=comment,
        kind=TableKind.vocabulary,
    )


def association_table(
    name: str,
    ends: Sequence[TableDefinition],
    *,
    owner: str | None = None,
    extra: Iterable[ColumnDefinition] = (),
    optional: Iterable[str] = (),
    comment: str | None = "",
) -> TableDefinition:
    """Define a table whose rows link rows of others, each combination once.

    Args:
        name: Name of the table.
        ends: The tables it links.
        owner: The end without which the link means nothing: the link goes when its row goes.
        extra: Columns of the link itself.
        optional: Ends that a link may lack.
        comment: What a link says.
    """
    references = [
        reference(
            end,
            nullok=end.name in optional,
            on_delete="CASCADE" if end.name == owner else "NO ACTION",
        )
        for end in ends
    ]
    return TableDefinition(
        name=name,
        column_defs=(*(column for column, _ in references), *extra),
        key_defs=(KeyDefinition(colnames=tuple(column.name for column, _ in references)),),
        fkey_defs=tuple(fkey for _, fkey in references),
        comment=comment,
        kind=TableKind.association,
    )


def asset_companions(
    asset: TableDefinition, asset_type: TableDefinition, execution: TableDefinition, role: TableDefinition
) -> tuple[TableDefinition, TableDefinition]:
    """Define the two tables that come with an asset table: its types, and its executions with their roles."""
    return (
        association_table(
            f"{asset.name}_Asset_Type",
            [asset, asset_type],
            owner=asset.name,
            comment=f"The types of each {asset.name}",
        ),
        association_table(
            f"{asset.name}_Execution",
            [asset, execution, role],
            owner=asset.name,
            optional=[role.name],
            comment=f"The executions that made or read each {asset.name}",
        ),
    )


def membership_table(dataset: TableDefinition, element: TableDefinition) -> TableDefinition:
    """Define the table that holds which rows of a table are members of which datasets."""
    return association_table(
        f"Dataset_{element.name}",
        [dataset, element],
        owner=dataset.name,
        comment=f"The {element.name} members of datasets",
    )


def feature_table(
    name: str,
    execution: TableDefinition,
    target: TableDefinition,
    feature_names: TableDefinition,
    values: Iterable[ColumnDefinition | TableDefinition],
    optional: Iterable[str] = (),
    comment: str | None = "",
    qualifiers: Sequence[str] = (),
) -> TableDefinition:
    """Define the table of a feature: each execution gives a row of the target one value.

    With qualifiers, it gives a row one value for each combination of what they refer to.

    Args:
        name: Name of the feature.
        execution: The table of executions.
        target: The table whose rows have values.
        feature_names: The vocabulary of the names of features.
        values: What makes up a value: columns, or tables that it refers to.
        optional: The columns that a value may lack; the others are required.
        comment: What a value says.
        qualifiers: The columns that say which of several values of a row one is.

    Raises:
        DefinitionError: There is no column of a name that is to be optional or a qualifier, or one cannot be.
    """
    lacking = set(optional)
    association = association_table(
        f"Execution_{target.name}_{name}", [execution, target, feature_names], owner=target.name
    )
    columns = [
        c.model_copy(update={"default": name}) if c.name == feature_names.name else c
        for c in association.column_defs
    ]
    fkeys = list(association.fkey_defs)
    for value in values:
        column, fkey = (value, None) if isinstance(value, ColumnDefinition) else reference(value)
        columns.append(column.model_copy(update={"nullok": column.name in lacking}))
        lacking.discard(column.name)
        fkeys += [fkey] if fkey else []
    if lacking:
        own = ", ".join(column.name for column in columns[3:]) or "none"
        raise DefinitionError(f"Feature {name} has no column {min(lacking)!r} to be optional, only {own}.")
    _check_qualifiers(name, columns[3:], {column for fkey in fkeys for column in fkey.colnames}, qualifiers)
    [key] = association.key_defs
    return association.model_copy(
        update={
            "column_defs": tuple(columns),
            "key_defs": (key.model_copy(update={"colnames": (*key.colnames, *qualifiers)}),),
            "fkey_defs": tuple(fkeys),
            "comment": comment,
            "kind": TableKind.feature,
        }
    )


def _check_qualifiers(
    name: str, columns: Sequence[ColumnDefinition], referring: Collection[str], qualifiers: Sequence[str]
) -> None:
    known = {column.name: column for column in columns}
    for qualifier in qualifiers:
        if qualifier not in known or qualifiers.count(qualifier) > 1:
            raise DefinitionError(
                f"Feature {name} cannot have the qualifiers {', '.join(qualifiers)}: each has to be one of "
                f"its columns, once. It has {', '.join(known) or 'none'}."
            )
        if qualifier not in referring:
            raise DefinitionError(
                f"{qualifier} cannot be a qualifier of {name}: it has to be a term, an asset or a reference "
                "to another table, since DerivaML finds no feature with another in its key."
            )
        if known[qualifier].nullok:
            raise DefinitionError(f"{qualifier} is a qualifier of {name}, and cannot be optional.")


def owning_calls(definition: TableDefinition) -> str | None:
    """Name the calls that write a table of the library's own; give None for a table of a user.

    The library owns the links it keeps itself, such as types, provenance and memberships, and the core tables
    whose rows belong together. Vocabularies and assets are the user's.
    """
    if definition.kind in {TableKind.association, TableKind.feature}:
        ends = {fkey.pk_tname for fkey in definition.fkey_defs}
        return next((calls for end, calls in _LINKING_CALLS.items() if end in ends), _ANY_CALLS)
    if definition.schema_name == ML_SCHEMA and definition.kind is TableKind.table:
        return _ROW_CALLS.get(definition.name, _ANY_CALLS)
    return None


_LINKING_CALLS = {  # the first of these that a table refers to tells what it is for
    "Asset_Type": "asset.add_asset_type and asset.remove_asset_type",
    "Dataset_Type": "dataset.add_dataset_type and dataset.remove_dataset_type",
    "Workflow_Type": "ml.create_workflow",
    "Feature_Name": "exe.add_features and ml.label",
    "Asset_Role": "exe.asset_file_path and exe.download_asset",
    "Execution": "ml.create_execution and exe.add_input_dataset",
    "Dataset": "dataset.add_dataset_members and dataset.delete_dataset_members",
}
_ROW_CALLS = {
    "Dataset": "ml.create_dataset and ml.delete_dataset",
    "Dataset_Version": "dataset.release and dataset.mark_dev",
    "Execution": "ml.create_execution",
    "Workflow": "ml.create_workflow",
}
_ANY_CALLS = "ml.create_execution, ml.create_dataset and their like"
