"""Bags: a dataset version as files that anyone can verify without us."""
