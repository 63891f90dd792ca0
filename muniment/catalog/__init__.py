"""What exists and what it means: tables, rows, vocabularies, assets and datasets."""
