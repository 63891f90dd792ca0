"""Catalogs kept in order: checked, freed of what nobody needs, and moved."""
