"""The terms of a bag beside those of a catalog: known by name, with all their synonyms."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.bags.arrival import Arrival
from muniment.bags.schema_document import UNSEEN
from muniment.catalog import rows
from muniment.catalog.database import Transaction
from muniment.catalog.vocabularies import claim_terms, term_rows

Row = dict[str, Any]


@dataclass
class Merge:
    """What becomes of the terms of one vocabulary.

    Attributes:
        new: Terms that the catalog has not.
        synonyms: RID of a term of the catalog → its synonyms, with those that the bag adds.
        changed: Column → value in the bag → value in the catalog, for terms that are others there.
    """

    new: list[Row] = field(default_factory=list)
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, dict[str, str]] = field(default_factory=dict)


def merge(connection: Connection, arrival: Arrival, vocabulary: str, existing: Collection[str]) -> Merge:
    """Find out what becomes of the terms of a vocabulary."""
    with arrival.bag.read() as bag:
        table = arrival.bag.model.table(vocabulary)
        theirs = [dict(row) for row in bag.execute(sa.select(table).order_by(table.c.RID)).mappings()]
    ours: list[Row] = []
    if vocabulary in existing:
        table = arrival.model.table(vocabulary)
        ours = [dict(row) for row in connection.execute(sa.select(table).order_by(table.c.Name)).mappings()]
    result = Merge()
    names = _spellings(ours)
    for term in theirs:
        known = names.get(term["Name"])
        if known is None:
            result.new.append(term)
        else:
            _identify(result, term, known)
    _add_synonyms(result, theirs, names)
    return result


def _spellings(terms: Iterable[Row]) -> dict[str, Row]:
    """Give the term of each spelling; a name goes before a synonym."""
    found: dict[str, Row] = {}
    for term in terms:
        for synonym in term["Synonyms"] or ():
            found.setdefault(synonym, term)
    return found | {term["Name"]: term for term in terms}


def _identify(result: Merge, theirs: Row, ours: Row) -> None:
    for column in ("RID", "ID", "URI", "Name"):
        if theirs[column] != ours[column]:
            result.changed.setdefault(column, {})[theirs[column]] = ours[column]


def _add_synonyms(result: Merge, theirs: Iterable[Row], names: Mapping[str, Row]) -> None:
    """Add the synonyms of the bag, where no other term is known by them."""
    taken = set(names) | {term["Name"] for term in result.new}
    for term in theirs:
        free = [synonym for synonym in dict.fromkeys(term["Synonyms"] or ()) if synonym not in taken]
        taken.update(free)
        known = names.get(term["Name"])
        if known is None:
            term["Synonyms"] = free if term["Synonyms"] is not None else None
        elif free:
            before = result.synonyms.get(known["RID"], list(known["Synonyms"] or ()))
            result.synonyms[known["RID"]] = before + free


def write(
    tx: Transaction,
    arrival: Arrival,
    vocabulary: str,
    merged: Merge,
    taken: Collection[str],
) -> int:
    """Write the terms that are new and the synonyms that are, and give how many terms are new.

    Args:
        tx: Where to write.
        arrival: The bag.
        vocabulary: The vocabulary.
        merged: What becomes of its terms.
        taken: RIDs that other rows have already; terms get new ones then.
    """
    claim_terms(tx, vocabulary)
    table = arrival.model.table(vocabulary)
    for term in merged.new:
        if term["RID"] in taken or _is_known(tx.connection, table, term):
            [rid] = tx.rids(1)
            [made] = term_rows({term["Name"]: term["Description"]}, [rid])
            new = {"RID": rid, "ID": made["ID"], "URI": made["URI"]}
            _identify(merged, term, {**term, **new})
            term.update(new)
    definition = arrival.model.definition(vocabulary)
    columns = {name: column.default for name, column in definition.columns.items()}
    whole = ({**columns, **term, UNSEEN: tx.number} for term in merged.new)
    rows.copy_in(tx.connection, table, ([term[name] for name in table.columns.keys()] for term in whole))  # noqa: SIM118
    if merged.synonyms:
        changes = [{"RID": rid, "Synonyms": synonyms} for rid, synonyms in merged.synonyms.items()]
        rows.update(tx, arrival.model, vocabulary, changes)
    return len(merged.new)


def _is_known(connection: Connection, table: sa.Table, term: Row) -> bool:
    """Say whether another term has the identifier or address of one."""
    same = sa.or_(table.c.ID == term["ID"], table.c.URI == term["URI"])
    return connection.execute(sa.select(table.c.RID).where(same).limit(1)).first() is not None
