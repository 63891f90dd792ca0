"""Functions each call of which is an execution."""

import asyncio
import dataclasses
import enum
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from muniment import ConfigurationError, TermNotFound, current_execution
from muniment.executions.source import describe_file


@pytest.fixture
def ml(ml):
    """A catalog with an asset table."""
    ml.create_asset("Model")
    return ml


def made(ml):
    """Give the executions that were made, without the one of unknown provenance."""
    return [each for each in ml.find_executions() if each.configuration]


def test_each_call_is_an_execution(ml):
    """Each call of a tracked function is an execution with its arguments, uploads what it staged, and gives its result."""

    @ml.tracked(workflow_type="Training", description="Try")
    def train(rate, *, epochs=10, **others):
        """Train a model."""
        current_execution().asset_file_path("Model", "model.pt").write_text(str(rate))
        return rate * epochs

    assert (train(0.5), train(0.1, epochs=2, seed=7)) == (5.0, 0.2)
    first, second = made(ml)
    assert first.configuration["parameters"] == {"rate": 0.5, "epochs": 10}
    assert second.configuration["parameters"] == {"rate": 0.1, "epochs": 2, "seed": 7}
    assert {each.status.value for each in (first, second)} == {"Uploaded"}
    assert (first.workflow_rid, first.description) == (second.workflow_rid, "Try")
    workflow = ml.lookup_workflow(first.workflow_rid)
    assert (workflow.name, workflow.workflow_type) == ("train", ("Training",))
    assert len(ml.list_assets("Model")) == 2
    assert (train.__name__, train.__doc__) == ("train", "Train a model.")


def test_the_workflow_is_the_file_of_the_function(ml, monkeypatch):
    """The code of a tracked function is the file that it stands in, whatever program calls it."""
    monkeypatch.delenv("MUNIMENT_WORKFLOW_FILE")

    @ml.tracked
    def evaluate():
        pass

    with (
        pytest.warns(UserWarning, match="Provenance")
        if not describe_file(__file__).is_committed
        else nothing()
    ):
        evaluate()
    [exe] = made(ml)
    workflow = ml.lookup_workflow(exe.workflow_rid)
    assert (workflow.name, workflow.checksum) == ("evaluate", describe_file(__file__).checksum)


class nothing:  # noqa: N801 (it stands where a function would)
    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass


def test_a_tracked_function_that_another_calls_is_nested(ml):
    """Tracked functions that others call are nested in them, in order, also in threads of a pool."""

    @ml.tracked
    def fit(rate):
        return rate

    @ml.tracked
    def sweep(in_threads):
        if in_threads:
            with ThreadPoolExecutor(3) as pool:
                return sorted(pool.map(fit, [1, 2, 3, 4, 5, 6]))
        return [fit(rate) for rate in (1, 2, 3)]

    assert (sweep(False), sweep(True)) == ([1, 2, 3], [1, 2, 3, 4, 5, 6])
    first, second = (each for each in made(ml) if "in_threads" in each.configuration["parameters"])
    rates = [
        [child.configuration["parameters"]["rate"] for child in each.list_execution_children()]
        for each in (first, second)
    ]
    assert (rates[0], sorted(rates[1])) == ([1, 2, 3], [1, 2, 3, 4, 5, 6])
    assert not first.is_nested()


def test_a_call_that_fails_has_failed(ml):
    """An error of a tracked function comes out of it, and is the reason why its execution has failed."""

    @ml.tracked
    def train(rate):
        current_execution().asset_file_path("Model", "half.pt").write_text("half")
        raise ZeroDivisionError("no rate")

    with pytest.raises(ZeroDivisionError, match="no rate"):
        train(1)
    with pytest.raises(TypeError, match="rate"):
        train()
    [exe] = made(ml)
    assert (exe.status, exe.error, list(ml.list_assets("Model"))) == (
        "Failed",
        "ZeroDivisionError: no rate",
        [],
    )


class Mode(enum.Enum):
    fast = "quick"


@dataclasses.dataclass
class Settings:
    depth: int
    token: str


def test_what_json_cannot_hold_is_named(ml):
    """Of arguments that JSON cannot hold the type is kept, of passwords nothing, and nothing is used up or is too long."""
    seen = {}

    @ml.tracked
    def train(**arguments):
        seen.update(arguments)

    endless = []
    endless.append(endless)
    train(
        model=object(),
        values=iter([1, 2]),
        rate=math.nan,
        step=np.float32(0.5),
        image=np.zeros((2, 2)),
        mode=Mode.fast,
        settings=Settings(3, "abc"),
        folder=Path("out"),
        api_key="abc",
        max_tokens=5,
        database="postgresql://ada:secret@host/lab",
        odd="a\0\udcff",
        many=list(range(100_000)),
        nested={"password": "abc", 1: (True, None)},
        endless=endless,
    )
    assert list(seen["values"]) == [1, 2]
    kept = made(ml)[0].configuration["parameters"]
    assert "abc" not in str(kept)
    assert kept.pop("many").startswith("<list, 688")
    assert kept.pop("endless")
    assert kept == {
        "model": "<object>",
        "values": "<list_iterator>",
        "rate": "nan",
        "step": 0.5,
        "image": "<ndarray>",
        "mode": "quick",
        "settings": {"depth": 3, "token": "***"},
        "folder": "out",
        "api_key": "***",
        "max_tokens": 5,
        "database": "postgresql://ada:***@host/lab",
        "odd": "a\\0\\udcff",
        "nested": {"password": "***", "1": [True, None]},
    }


def test_an_asynchronous_function_is_tracked_to_its_end(ml):
    """The execution of an asynchronous function lasts until that has ended; calls side by side are executions of their own."""

    @ml.tracked
    async def fetch(number):
        await asyncio.sleep(0.01)
        current_execution().asset_file_path("Model", f"{number}.pt").write_text(str(number))
        return number

    async def main():
        return await asyncio.gather(*map(fetch, range(3)))

    assert asyncio.run(main()) == [0, 1, 2]
    assert [each.status.value for each in made(ml)] == ["Uploaded"] * 3
    assert len({asset.execution_rid for asset in ml.list_assets("Model")}) == 3


def test_a_method_is_tracked_without_its_object(ml):
    """A method is tracked by the name it has in its class, and its object is no parameter."""

    class Trainer:
        @ml.tracked
        def fit(self, rate):
            return rate

    assert Trainer().fit(3) == 3
    [exe] = made(ml)
    assert exe.configuration["parameters"] == {"rate": 3}
    assert ml.lookup_workflow(exe.workflow_rid).name == "Trainer.fit"


def test_a_tracked_function_declares_inputs_and_can_be_tried_out(ml, tmp_path):
    """Datasets and assets of all calls are declared; a dry run writes nothing, nested calls neither."""
    (tmp_path / "notes.txt").write_text("notes")
    [notes] = ml.add_files(tmp_path / "notes.txt")

    @ml.tracked(assets=[notes.rid], name="Read")
    def read():
        return current_execution().asset_paths["File"][0].read_text()

    @ml.tracked(dry_run=True)
    def try_out():
        return read(), current_execution().is_dry_run

    assert try_out() == ("notes", True)
    assert made(ml) == []
    assert read() == "notes"
    [exe] = made(ml)
    assert (exe.inputs, ml.lookup_workflow(exe.workflow_rid).name) == ({"File": (notes.rid,)}, "Read")


def test_what_cannot_be_tracked_is_refused(ml):
    """A generator is refused when it is decorated; a type that is no term when the function is called, before it runs."""
    with pytest.raises(ConfigurationError, match="one by one"):

        @ml.tracked
        def give():
            yield 1

    ran = []

    @ml.tracked(workflow_type="Trainning")
    def train():
        ran.append(1)

    with pytest.raises(TermNotFound, match="Training"):
        train()
    assert (ran, made(ml)) == ([], [])
