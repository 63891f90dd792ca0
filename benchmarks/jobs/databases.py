"""Databases for jobs on PostgreSQL."""

from pathlib import Path


def fresh(url: str, folder: str) -> str:
    """Make a database that is named like the folder of the job, and give its address."""
    import psycopg

    name = f"bench_{Path(folder).name.lower()}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{url}/{name}"
