"""The tables themselves: core tables, definitions of users' tables, and how they are made."""
