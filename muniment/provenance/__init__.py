"""Lineage as people and the world's tools read it: trees, drawings, tables, and the forms of standards.

What is drawn is `collapsed` first; what is handed to other programs is told in full.
"""
