"""Lineage: what an asset, dataset, feature value or execution was made from, and what was made from it.

`links` knows which tables hold edges, `walk` follows them, `memberships` finds what versions of datasets
held, `details` reads what is told of each node, and `graph` is the answer.
"""
