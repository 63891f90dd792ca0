"""The processes that have run an execution: where, in which environment, how far they came, how they ended.

They are kept beside the executions, without a past of their own: what a run says of its progress, once a
second maybe, is seen by others at once, and leaves nothing behind.
"""

import os
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.schema.core import METADATA
from muniment.executions import environment

_SESSIONS = METADATA.tables["Muniment_Session"]
_ENVIRONMENTS = METADATA.tables["Muniment_Environment"]
DIED = "died"
_LONGEST = 1 << 16
"""How many characters of a traceback are kept."""


@dataclass(frozen=True)
class Session:
    """A process that ran an execution.

    Attributes:
        host: The machine.
        process: Number of the process on it.
        environment: Its Python, packages, system and machine, as `describe` gives them.
        details: ``variables`` of the environment that were recorded, the ``seed`` if one was told, and the
            ``source``, as the configuration has it, if this process ran other code than the run was made by.
        begun: When the code began, in UTC.
        ended: When it ended, in UTC; None while it runs, or if the process died.
        exit: How it ended: ``ended``, ``died``, or a traceback; None while it runs.
        usage: ``processor_seconds`` of the process between both, and ``memory``, the most that it ever had,
            in bytes.
        message: How far it came, by its own words.
        told: When it said so, in UTC.
    """

    host: str | None
    process: int | None
    environment: Mapping[str, Any] = field(repr=False)
    details: Mapping[str, Any]
    begun: datetime | None
    ended: datetime | None
    exit: str | None
    usage: Mapping[str, Any]
    message: str | None
    told: datetime | None


@dataclass(frozen=True)
class Beginning:
    """What is known of a process when it enters a run; it is found out before a transaction is open.

    Attributes:
        environment: What it runs in; None if that is not to be recorded.
        details: Variables and seeds.
    """

    environment: Mapping[str, Any] | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def here(cls, *, recorded: bool) -> "Beginning":
        """Find out what this process runs in, if it is to be recorded."""
        if not recorded:
            return cls()
        return cls(environment.describe(), {"variables": environment.variables()})


def begin(tx: Transaction, execution: str, beginning: Beginning) -> int:
    """Write down that this process enters a run, and give its number; one before it that never ended died."""
    known = None
    if beginning.environment is not None:
        known = environment.checksum(beginning.environment)
        there = sa.select(_ENVIRONMENTS.c.ID).where(_ENVIRONMENTS.c.ID == known)
        if tx.connection.execute(there).first() is None:
            _insert_environment(tx.connection, known, beginning.environment)
    _mark_dead(tx.connection, execution)
    is_recorded = beginning.environment is not None
    number = _last(tx.connection, execution) + 1
    row = {
        "Execution": execution,
        "Number": number,
        "Host": environment.host() if is_recorded else None,
        "Process": os.getpid() if is_recorded else None,
        "Environment": known,
        "Details": dict(beginning.details),
        "Begun": tx.time,
    }
    tx.connection.execute(sa.insert(_SESSIONS), row)
    _processor_time[execution] = time.process_time()
    return number


_processor_time: dict[str, float] = {}
"""What this process had used when it entered each of its runs, in seconds."""


def _mark_dead(connection: Connection, execution: str) -> None:
    is_open = sa.and_(
        _SESSIONS.c.Execution == execution, _SESSIONS.c.Exit.is_(None), _SESSIONS.c.Begun.is_not(None)
    )
    connection.execute(sa.update(_SESSIONS).where(is_open).values(Exit=DIED))


def _insert_environment(connection: Connection, known: str, content: Mapping[str, Any]) -> None:
    """Insert an environment, which another process may do at the same moment."""
    statement = sa.text(
        'INSERT INTO "Muniment_Environment" ("ID", "Content") VALUES (:ID, :Content) ON CONFLICT DO NOTHING'
    )
    typed = statement.bindparams(sa.bindparam("Content", type_=_ENVIRONMENTS.c.Content.type))
    connection.execute(typed, {"ID": known, "Content": dict(content)})


def _last(connection: Connection, execution: str) -> int:
    query = sa.select(sa.func.max(_SESSIONS.c.Number)).where(_SESSIONS.c.Execution == execution)
    return connection.execute(query).scalar() or 0


def tell(catalog: Catalog, execution: str, message: str) -> None:
    """Let others see how far a run is; a run that no process has entered gets a session without one."""

    def write(tx: Transaction) -> None:
        _change(tx, execution, {"Message": message, "Told": tx.time})

    catalog.transact(write, execution)


def note_seed(catalog: Catalog, execution: str, seed: int) -> None:
    """Write down the seed of the random numbers of the process that runs."""

    def write(tx: Transaction) -> None:
        number = _last(tx.connection, execution)
        known = sa.select(_SESSIONS.c.Details).where(
            _SESSIONS.c.Execution == execution, _SESSIONS.c.Number == number
        )
        details = tx.connection.execute(known).scalar() or {}
        _change(tx, execution, {"Details": {**details, "seed": seed}})

    catalog.transact(write, execution)


def end(tx: Transaction, execution: str, how: str) -> None:
    """Write down that the code of a run ended, and how; what is known already stays.

    If another process ran it, that one has died.
    """
    query = sa.select(_SESSIONS.c.Process, _SESSIONS.c.Host).where(
        _SESSIONS.c.Execution == execution, _SESSIONS.c.Exit.is_(None), _SESSIONS.c.Begun.is_not(None)
    )
    found = tx.connection.execute(query).first()
    if found is None:
        return
    if found.Process in {None, os.getpid()} and found.Host in {None, environment.host()}:
        used = time.process_time() - _processor_time.get(execution, 0.0)
        _change(tx, execution, {"Ended": tx.time, "Exit": _shortened(how), "Usage": _usage(used)})
    else:
        _mark_dead(tx.connection, execution)


def finish(catalog: Catalog, execution: str, how: str) -> None:
    """Write down in a transaction of its own that the code of a run ended, and how."""
    catalog.transact(lambda tx: end(tx, execution, how), execution)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters are left out …\n{text[-half:]}"


def _usage(seconds: float) -> dict[str, Any]:
    unit = 1 if sys.platform == "darwin" else 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return {"processor_seconds": round(seconds, 3), "memory": most}


def _change(tx: Transaction, execution: str, values: Mapping[str, Any]) -> None:
    number = _last(tx.connection, execution)
    if number:
        where = sa.and_(_SESSIONS.c.Execution == execution, _SESSIONS.c.Number == number)
        tx.connection.execute(sa.update(_SESSIONS).where(where).values(**values))
    else:
        row = {"Execution": execution, "Number": 1, **values}
        tx.connection.execute(sa.insert(_SESSIONS).values(**row))


def find(catalog: Catalog, executions: Sequence[str]) -> dict[str, tuple[Session, ...]]:
    """Give the processes that have run each of some executions, in order."""
    columns = (*_SESSIONS.c, _ENVIRONMENTS.c.Content)
    query = (
        sa.select(*columns)
        .join(_ENVIRONMENTS, _SESSIONS.c.Environment == _ENVIRONMENTS.c.ID, isouter=True)
        .order_by(_SESSIONS.c.Execution, _SESSIONS.c.Number)
    )
    found: dict[str, list[Session]] = {}
    with catalog.read() as connection:
        wanted = _SESSIONS.c.Execution.in_(listed(connection, executions))
        for row in connection.execute(query.where(wanted)).mappings():
            found.setdefault(row["Execution"], []).append(_session(row))
    return {execution: tuple(rows) for execution, rows in found.items()}


def _session(row: Mapping[Any, Any]) -> Session:
    return Session(
        host=row["Host"],
        process=row["Process"],
        environment=row["Content"] or {},
        details=row["Details"] or {},
        begun=_utc(row["Begun"]),
        ended=_utc(row["Ended"]),
        exit=row["Exit"],
        usage=row["Usage"] or {},
        message=row["Message"],
        told=_utc(row["Told"]),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
