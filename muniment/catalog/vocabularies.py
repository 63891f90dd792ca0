"""Controlled vocabularies: terms with synonyms, to which rows refer by name."""

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.seeds import TERMS
from muniment.catalog.schema.tables import Model
from muniment.errors import InvalidValue, TermExists, TermInUse, TermNotFound, nearest, plural


@dataclass(frozen=True)
class VocabularyTerm:
    """A term of a vocabulary.

    Attributes:
        name: The name by which rows refer to it.
        synonyms: Other names by which it is found.
        id: A compact identifier (CURIE).
        uri: A path that identifies it in this catalog.
        description: What it means.
        rid: RID of its row.
    """

    name: str
    description: str
    synonyms: tuple[str, ...]
    id: str
    uri: str
    rid: str

    def _repr_html_(self) -> str:
        return f"<b>{html.escape(self.name)}</b>: {html.escape(self.description)}"


def term_rows(
    terms: Mapping[str, str], rids: Sequence[str], synonyms: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Make the rows of terms (name → description) that are to have these RIDs."""
    return [
        {
            "ID": f"muniment:{rid}",
            "URI": f"/id/{rid}",
            "Name": name,
            "Description": description,
            "Synonyms": list(synonyms),
        }
        for rid, (name, description) in zip(rids, terms.items(), strict=True)
    ]


def list_terms(catalog: Catalog, vocabulary: str) -> list[VocabularyTerm]:
    """Give all terms of a vocabulary, by name.

    Raises:
        TableNotFound: There is no such table.
        WrongTableKind: The table is no vocabulary.
    """
    name = catalog.definition(vocabulary, TableKind.vocabulary).name
    with catalog.read() as connection:
        return _terms(connection, catalog.model, name)


def _terms(connection: Connection, model: Model, vocabulary: str) -> list[VocabularyTerm]:
    table = model.table(vocabulary)
    found = connection.execute(sa.select(table).order_by(table.c.Name)).mappings()
    return [_term(row) for row in found]


def _holders(
    connection: Connection, model: Model, vocabulary: str, spellings: Iterable[str]
) -> list[VocabularyTerm]:
    """Give the terms that have any of some spellings for a name or a synonym."""
    table, asked = model.table(vocabulary), list(spellings)
    is_server = connection.dialect.name == "postgresql"
    has_synonym = sa.text(_HAS_SYNONYM_ON_POSTGRESQL if is_server else _HAS_SYNONYM_ON_SQLITE)
    has_synonym = has_synonym.bindparams(spellings=asked if is_server else json.dumps(asked))
    query = sa.select(table).where(table.c.Name.in_(listed(connection, asked)) | has_synonym)
    return [_term(row) for row in connection.execute(query).mappings()]


_HAS_SYNONYM_ON_POSTGRESQL = '(CAST("Synonyms" AS text[]) && CAST(:spellings AS text[]))'
_HAS_SYNONYM_ON_SQLITE = (
    'EXISTS (SELECT 1 FROM json_each("Synonyms") s '
    "WHERE s.value IN (SELECT value FROM json_each(:spellings)))"
)


def _term(row: Mapping[Any, Any]) -> VocabularyTerm:
    return VocabularyTerm(
        name=row["Name"],
        description=row["Description"],
        synonyms=tuple(row["Synonyms"] or ()),
        id=row["ID"],
        uri=row["URI"],
        rid=row["RID"],
    )


def lookup_term(catalog: Catalog, vocabulary: str, name: str) -> VocabularyTerm:
    """Find a term by its name or one of its synonyms.

    Raises:
        TermNotFound: There is none; the message names the nearest.
    """
    return pick_term(list_terms(catalog, vocabulary), vocabulary, name)


def pick_term(terms: Iterable[VocabularyTerm], vocabulary: str, name: str) -> VocabularyTerm:
    """Pick a term by its name or one of its synonyms.

    Raises:
        TermNotFound: There is none; the message names the nearest.
    """
    known = list(terms)
    for term in known:
        if term.name == name:
            return term
    for term in known:
        if name in term.synonyms:
            return term
    names = [spelling for term in known for spelling in (term.name, *term.synonyms)]
    raise TermNotFound(
        f"No term {name!r} in {vocabulary}.{nearest(str(name), names)} "
        f"ml.add_term({vocabulary!r}, {name!r}, description=...) would create it."
    )


def resolve_terms(catalog: Catalog, vocabulary: str, names: Iterable[str]) -> list[str]:
    """Give the names of terms that are named by name or synonym, each once, in the order asked.

    Raises:
        TermNotFound: One of them is not there.
    """
    wanted = [names] if isinstance(names, str) else list(names)
    terms = list_terms(catalog, vocabulary) if wanted else []
    return list(dict.fromkeys(pick_term(terms, vocabulary, name).name for name in wanted))


def add_term(
    catalog: Catalog,
    vocabulary: str,
    name: str,
    description: str,
    synonyms: Iterable[str] | None = None,
    exists_ok: bool = True,
) -> VocabularyTerm:
    """Add a term, or give the one that is there.

    Raises:
        TermExists: It is there and `exists_ok` is false, or its name is the synonym of another.
    """
    table = catalog.definition(vocabulary, TableKind.vocabulary).name
    spellings = _spellings(synonyms)
    if not str(name).strip():
        raise InvalidValue(f"A term of {vocabulary} needs a name, and {name!r} is none.")

    def write(tx: Transaction) -> VocabularyTerm:
        claim_terms(tx, table)
        terms = _holders(tx.connection, catalog.model, table, [name, *spellings])
        there = next((term for term in terms if term.name == name), None)
        if there is not None:
            return _existing(there, vocabulary, exists_ok)
        _check_free(terms, vocabulary, [name, *spellings])
        return insert_term(tx, catalog.model, table, name, description, spellings)

    return catalog.transact(write)


def claim_terms(tx: Transaction, vocabulary: str) -> None:
    """Let no other transaction change the terms of a vocabulary until this one ends."""
    tx.claim("terms", vocabulary)


def add_missing_term(tx: Transaction, model: Model, vocabulary: str, name: str, description: str) -> None:
    """Add a term; one of this name that is there stays as it is."""
    claim_terms(tx, vocabulary)
    names = model.table(vocabulary).c.Name
    if tx.connection.execute(sa.select(names).where(names == name)).first() is None:
        insert_term(tx, model, vocabulary, name, description)


def insert_term(
    tx: Transaction, model: Model, table: str, name: str, description: str, synonyms: Sequence[str] = ()
) -> VocabularyTerm:
    """Insert a term whose name is known to be free."""
    rids = tx.rids(1)
    [row] = term_rows({name: description}, rids, synonyms)
    rows.insert(tx, model, table, [row], rids)
    return _term({**row, "RID": rids[0]})


def _spellings(synonyms: Iterable[str] | None) -> list[str]:
    return [synonyms] if isinstance(synonyms, str) else list(synonyms or ())


def _existing(term: VocabularyTerm, vocabulary: str, exists_ok: bool) -> VocabularyTerm:
    if exists_ok:
        return term
    raise TermExists(
        f"{vocabulary} has a term {term.name!r} already: {term.description!r}. "
        "Leave exists_ok=False out to take it as it is, or call ml.update_term to change it."
    )


def _check_free(terms: Iterable[VocabularyTerm], vocabulary: str, spellings: Iterable[str]) -> None:
    taken = {spelling: term.name for term in terms for spelling in (term.name, *term.synonyms)}
    for spelling in spellings:
        if spelling in taken:
            raise TermExists(
                f"{spelling!r} is already a name of the term {taken[spelling]!r} of {vocabulary}: "
                "a look-up could not tell them apart."
            )


def update_term(
    catalog: Catalog,
    vocabulary: str,
    name: str,
    description: str | None = None,
    synonyms: Iterable[str] | None = None,
) -> VocabularyTerm:
    """Change the description or the synonyms of a term, and give it as it is then.

    Raises:
        TermNotFound: There is no such term.
        TermExists: A synonym is a name of another term.
    """
    table = catalog.definition(vocabulary, TableKind.vocabulary).name
    change: dict[str, Any] = {} if description is None else {"Description": description}
    change |= {} if synonyms is None else {"Synonyms": _spellings(synonyms)}

    def write(tx: Transaction) -> VocabularyTerm:
        claim_terms(tx, table)
        terms = _terms(tx.connection, catalog.model, table)
        term = pick_term(terms, vocabulary, name)
        _check_free((t for t in terms if t != term), vocabulary, change.get("Synonyms", ()))
        rows.update(tx, catalog.model, table, [{"RID": term.rid, **change}])
        return _term(rows.lookup(tx.connection, catalog.model, table, term.rid))

    return catalog.transact(write)


def delete_term(catalog: Catalog, vocabulary: str, name: str) -> None:
    """Delete a term that no row refers to.

    Raises:
        TermNotFound: There is no such term.
        TermInUse: Rows refer to it; the message says of which tables, and how many.
    """
    table = catalog.definition(vocabulary, TableKind.vocabulary).name

    def write(tx: Transaction) -> None:
        claim_terms(tx, table)
        term = pick_term(_terms(tx.connection, catalog.model, table), vocabulary, name)
        if term.name in TERMS.get(table, ()):
            raise TermInUse(f"{term.name!r} of {vocabulary} cannot be deleted: every catalog has it.")
        uses = _uses(tx.connection, catalog.model, table, term.name)
        if uses:
            counted = ", ".join(f"{count} in {user}" for user, count in uses.items())
            refer = plural(sum(uses.values()), "a row refers", "rows refer")
            raise TermInUse(f"{term.name!r} of {vocabulary} cannot be deleted: {refer} to it ({counted}).")
        fkeys = catalog.model.referrers(table)
        if holders := [d.name for d, fkey in fkeys if d.columns[fkey.colnames[0]].default == term.name]:
            raise TermInUse(
                f"{term.name!r} of {vocabulary} cannot be deleted: it is a default of {', '.join(holders)}."
            )
        rows.delete(tx, catalog.model, table, [term.rid])

    catalog.transact(write)


def _uses(connection: Connection, model: Model, vocabulary: str, name: str) -> dict[str, int]:
    counts = {}
    for definition, fkey in model.referrers(vocabulary):
        if fkey.pk_colnames == ("Name",):
            column = model.table(definition.name).c[fkey.colnames[0]]
            query = sa.select(sa.func.count()).where(column == name)
            counts[definition.name] = connection.execute(query).scalar_one()
    return {user: count for user, count in counts.items() if count}
