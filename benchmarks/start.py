"""How long it takes until something happens: importing, and a new catalog with its first file."""

from measuring import HERE, Contender, program, take_turns
from report import Goal, Table, make_table
from settings import Settings

PYTHON, IMPORT, CLASS = "python -c pass", "import muniment", "from muniment import Muniment"
FIRST_FILE = "Muniment, first file"
ROUNDS = 7


def measure(settings: Settings) -> Table:
    """Run fresh processes; one round that fills the caches of the disk and of Python is not counted."""
    contenders = [*_muniment(settings), *_peers(settings)]
    take_turns(contenders, 1, settings.scratch)
    results = take_turns(contenders, max(ROUNDS, settings.rounds), settings.scratch)
    columns = {"less python": lambda result: f"{result.seconds - results[PYTHON].seconds:.3g}"}
    goals = [
        Goal(f"Seconds of {IMPORT}", results[IMPORT].seconds, at_most=0.4),
        Goal(f"Seconds of {CLASS}", results[CLASS].seconds, at_most=0.4),
        Goal(f"Seconds of {FIRST_FILE}", results[FIRST_FILE].seconds, at_most=0.75),
    ]
    return make_table("start", "A fresh process, from its start to its end", results, columns, goals)


def _muniment(settings: Settings) -> list[Contender]:
    python = settings.python
    return [
        Contender(PYTHON, program([python, "-c", "pass"])),
        Contender(IMPORT, program([python, "-c", IMPORT])),
        Contender(CLASS, program([python, "-c", CLASS])),
        Contender(
            FIRST_FILE,
            program([python, HERE / "first_file" / "with_muniment.py"]),
            remark="new catalog, asset table, workflow with what git says of the code, execution, file",
        ),
    ]


def _peers(settings: Settings) -> list[Contender]:
    contenders = []
    for peer, module in (("dvc", "dvc.repo"), ("lamindb", "lamindb"), ("mlflow", "mlflow")):
        if peer in settings.peers:
            python = settings.peers[peer]
            first_file = program([python, HERE / "first_file" / f"with_{peer}.py"])
            contenders += [
                Contender(f"import {module}", program([python, "-c", f"import {module}"]), is_peer=True),
                Contender(f"{NAMES[peer]}, first file", first_file, remark=REMARKS[peer], is_peer=True),
            ]
    if "dvc" in settings.peers:
        dvc = settings.peers["dvc"].with_name("dvc")
        file = HERE / "first_file" / "with_dvc.py"
        commands = program([dvc, "init", "--quiet", "--no-scm"], [dvc, "add", "--quiet", file, "--out", "a"])
        contenders.append(Contender("DVC, two commands", commands, remark="as it is used", is_peer=True))
    return contenders


NAMES = {"dvc": "DVC", "lamindb": "LaminDB", "mlflow": "MLflow"}
REMARKS = {
    "dvc": "init and add in one process; no run",
    "lamindb": "no run; its question to LaminHub is left out",
    "mlflow": "a run; no checksum",
}
