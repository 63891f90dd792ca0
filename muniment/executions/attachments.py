"""Files about a run that it does not stage: its output, and the code that was not committed.

They are stored at once and become assets of Execution_Metadata, which the execution has made, whatever
becomes of its outputs.
"""

from pathlib import Path

from muniment.catalog import assets, removals, vocabularies
from muniment.catalog.assets import NewAsset
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.removals import Removals
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.seeds import TERMS
from muniment.errors import TermNotFound

TABLE = "Execution_Metadata"


def attach(
    catalog: Catalog, execution: str, content: bytes | Path, filename: str, kind: str, description: str
) -> str:
    """Store a file about a run, and give the RID of its row.

    Args:
        catalog: Where it goes.
        execution: The run.
        content: Its bytes, or where they are.
        filename: The name it gets.
        kind: Its asset type, one of those that new catalogs have.
        description: What it is.

    Raises:
        StorageError: The store refuses it. Nothing is written then.
    """
    definition = catalog.definition(TABLE, TableKind.asset)
    term = _ensure_type(catalog, kind)

    def bring_in(before: Removals) -> str:
        store = catalog.store
        found = store.put_bytes(content) if isinstance(content, bytes) else store.ingest(content, link=False)
        [rid] = catalog.database.lease_rids(1)
        new = NewAsset(rid, filename, found.length, found.md5, found.sha256, description, [term])

        def write(tx: Transaction) -> str:
            assets.insert_assets(tx, catalog.model, definition, [new], execution)
            removals.require_present(tx, catalog, [found.sha256], before)
            return rid

        return catalog.transact(write, execution)

    return removals.outlast(catalog, bring_in)


def _ensure_type(catalog: Catalog, kind: str) -> str:
    """Give an asset type; a catalog that an older version made may not have it yet."""
    try:
        return vocabularies.resolve_terms(catalog, "Asset_Type", [kind])[0]
    except TermNotFound:
        return vocabularies.add_term(catalog, "Asset_Type", kind, TERMS["Asset_Type"][kind]).name
