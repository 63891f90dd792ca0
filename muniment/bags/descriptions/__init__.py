"""What a bag says of itself in the forms that the world's tools read, beside its own CSV files and schema.

Each module writes one form: `ro_crate`, `croissant`, `data_package`, `prov` and `datacite`. All of them tell
the same `facts`, which are rows that are in the bag: no clock, no host and no path of this machine. What
grows with the number of files is written line by line.
"""

from muniment.bags.descriptions import croissant, data_package, datacite, prov, ro_crate
from muniment.bags.descriptions.facts import Facts
from muniment.bags.descriptions.json_stream import write_document
from muniment.bags.writer import BagWriter


def write_descriptions(writer: BagWriter, facts: Facts) -> None:
    """Write all descriptions into a bag whose payload has been noted."""
    documents = {
        croissant.PATH: croissant.describe(facts),
        data_package.PATH: data_package.describe(facts),
        datacite.PATH: datacite.describe(facts, writer.length, writer.files),
    }
    for path, document in documents.items():
        with writer.tag_file(path) as stream:
            write_document(stream, document)
    with writer.tag_file(prov.PATH) as stream:
        prov.write(stream, facts)
    with writer.tag_file(ro_crate.PATH) as stream:
        ro_crate.write(stream, facts, writer.written)
