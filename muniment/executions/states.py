"""The states of an execution and the moves between them, as DerivaML has them."""

from enum import StrEnum

from muniment.errors import InvalidTransition, InvalidValue


class ExecutionStatus(StrEnum):
    """Where an execution stands."""

    Created = "Created"
    Running = "Running"
    Stopped = "Stopped"
    Failed = "Failed"
    Pending_Upload = "Pending_Upload"
    Uploaded = "Uploaded"
    Aborted = "Aborted"


def parse_status(name: str) -> ExecutionStatus:
    """Give the state of a name.

    Raises:
        InvalidValue: There is none of this name.

    Example:
        >>> parse_status("Failed").value
        'Failed'
    """
    try:
        return ExecutionStatus(name)
    except ValueError:
        names = ", ".join(ExecutionStatus)
        raise InvalidValue(f"{name!r} is no state of an execution. The states are {names}.") from None


_S = ExecutionStatus

MOVES: dict[ExecutionStatus, frozenset[ExecutionStatus]] = {
    _S.Created: frozenset({_S.Running, _S.Aborted}),
    _S.Running: frozenset({_S.Stopped, _S.Failed, _S.Pending_Upload, _S.Aborted}),
    _S.Stopped: frozenset({_S.Pending_Upload, _S.Aborted}),
    _S.Failed: frozenset({_S.Pending_Upload, _S.Aborted}),
    _S.Pending_Upload: frozenset({_S.Uploaded, _S.Failed}),
    _S.Uploaded: frozenset({_S.Pending_Upload}),
    _S.Aborted: frozenset(),
}
"""From each state, the states that an execution can go to."""


def check_move(execution: str, now: str, target: str) -> None:
    """Make sure that an execution can go from one state to another.

    Raises:
        InvalidTransition: It cannot; the message names the states it can go to.

    Example:
        >>> check_move("1-000A", "Running", "Stopped")
    """
    allowed = MOVES[ExecutionStatus(now)]
    if target not in allowed:
        names = ", ".join(sorted(allowed)) or "no other state"
        raise InvalidTransition(
            f"Execution {execution} is {now} and cannot become {target}: it can become {names}."
        )
