"""Versioned changes of the core tables."""
