"""The command line: ``muniment noun verb``, each one call of the library.

Results go to stdout, as a table or with ``--json`` as JSON; messages and progress go to stderr, and with
``--quiet`` nowhere. The exit code is 1 with one sentence if what was asked cannot be done, and 2 if the
command is not understood.
"""

from muniment.cli.main import main

__all__ = ["main"]
