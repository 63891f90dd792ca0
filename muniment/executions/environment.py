"""What a run ran in: its Python, packages and machine, and the variables that decide how it computes."""

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from muniment import redaction

_NAMES = frozenset(
    {
        "CI_JOB_ID",
        "CI_PIPELINE_ID",
        "CONDA_DEFAULT_ENV",
        "CONDA_PREFIX",
        "CUBLAS_WORKSPACE_CONFIG",
        "CUDA_DEVICE_ORDER",
        "CUDA_VISIBLE_DEVICES",
        "GITHUB_RUN_ID",
        "GITHUB_SHA",
        "GITHUB_WORKFLOW",
        "HIP_VISIBLE_DEVICES",
        "JAX_ENABLE_X64",
        "JAX_PLATFORMS",
        "LANG",
        "LC_ALL",
        "LOCAL_RANK",
        "LSB_JOBID",
        "LSB_JOBINDEX",
        "MASTER_ADDR",
        "MASTER_PORT",
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "NVIDIA_TF32_OVERRIDE",
        "NVIDIA_VISIBLE_DEVICES",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "PBS_ARRAYID",
        "PBS_JOBID",
        "PYTHONHASHSEED",
        "PYTHONOPTIMIZE",
        "PYTHONPATH",
        "PYTORCH_CUDA_ALLOC_CONF",
        "RANK",
        "ROCR_VISIBLE_DEVICES",
        "SLURM_ARRAY_JOB_ID",
        "SLURM_ARRAY_TASK_ID",
        "SLURM_CPUS_PER_TASK",
        "SLURM_JOB_ID",
        "SLURM_JOB_NAME",
        "SLURM_JOB_NODELIST",
        "SLURM_JOB_PARTITION",
        "SLURM_NTASKS",
        "SLURM_PROCID",
        "TF_DETERMINISTIC_OPS",
        "TF_ENABLE_ONEDNN_OPTS",
        "TZ",
        "VIRTUAL_ENV",
        "WORLD_SIZE",
        "XLA_FLAGS",
    }
)
"""The variables that are recorded, and no other: they decide how numbers are computed, or where."""

_SECONDS = 10.0
"""How long a driver may take to tell which GPUs there are."""


def describe() -> dict[str, Any]:
    """Describe the Python, the packages and the machine that this process runs on, as JSON.

    It has the keys ``python``, ``packages`` (name → version, with the address if installed from one),
    ``system`` and ``machine``: processor, number of processors that the process may use, memory in bytes,
    and GPUs.

    Example:
        >>> sorted(describe())
        ['machine', 'packages', 'python', 'system']
        >>> describe()["packages"]["SQLAlchemy"].split(".")[0]
        '2'
    """
    return {
        "python": {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
            "executable": sys.executable,
        },
        "packages": dict(_packages(_installed())),
        "system": {"name": platform.system(), "release": platform.release(), "version": platform.platform()},
        "machine": {**_machine(), "gpus": list(_nvidia_gpus() or _torch_gpus())},
    }


def checksum(environment: Mapping[str, Any]) -> str:
    """Compute the SHA-256 by which an environment is known."""
    text = json.dumps(environment, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def variables(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Give the environment variables that are recorded; all others may hold secrets.

    Example:
        >>> variables({"OMP_NUM_THREADS": "4", "WANDB_API_KEY": "0123456789abcdef"})
        {'OMP_NUM_THREADS': '4'}
    """
    secrets = redaction.secret_values(environment)
    return {name: redaction.hide(environment[name], secrets) for name in sorted(_NAMES & environment.keys())}


def host() -> str:
    """Name the machine."""
    return socket.gethostname()


def _installed() -> tuple[tuple[str, int], ...]:
    """Give the folders that packages are in, with the time when one was last installed or removed."""
    return tuple((folder, _changed(folder)) for folder in dict.fromkeys(sys.path) if folder)


def _changed(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=1)
def _packages(_: tuple[tuple[str, int], ...]) -> tuple[tuple[str, str], ...]:
    """Give the packages by name, the one that is imported where there are two."""
    found: dict[str, tuple[str, str]] = {}
    for distribution in importlib.metadata.distributions():
        told = _NAME_AND_VERSION.search(_head(distribution))
        if told:
            known = re.sub(r"[-_.]+", "-", told["name"]).lower()
            found.setdefault(known, (told["name"], f"{told['version']}{_origin(distribution)}"))
    return tuple(found[known] for known in sorted(found))


_NAME_AND_VERSION = re.compile(
    r"^(?=(?s:.*?)^Name: *(?P<name>\S+))(?=(?s:.*?)^Version: *(?P<version>\S+))", re.MULTILINE
)


def _head(distribution: importlib.metadata.Distribution) -> str:
    """Give the headers of a package's metadata, whose parser takes ten times as long as reading them."""
    text = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    return text.partition("\n\n")[0]


def _origin(distribution: importlib.metadata.Distribution) -> str:
    """Say where a package was installed from, if not from an index.

    Source: PyPA specifications, "Recording the Direct URL Origin of installed distributions".
    """
    try:
        text = distribution.read_text("direct_url.json")
        told = json.loads(text) if text else {}
    except (OSError, ValueError):
        return ""
    if "url" not in told:
        return ""
    commit = told.get("vcs_info", {}).get("commit_id")
    editable = "editable " if told.get("dir_info", {}).get("editable") else ""
    return f" ({editable}{redaction.hide(told['url'])}{f'@{commit}' if commit else ''})"


def _machine() -> dict[str, Any]:
    return {
        "architecture": platform.machine(),
        "processor": _processor(),
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": _memory(),
    }


@lru_cache(maxsize=1)
def _processor() -> str:
    try:
        told = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        told = None
    return told[1].strip() if told else platform.processor()


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=1)
def _nvidia_gpus() -> tuple[Mapping[str, Any], ...]:
    """Ask NVIDIA's driver for its GPUs, once for a process."""
    command = shutil.which("nvidia-smi")
    if command is None:
        return ()
    query = [command, "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(query, capture_output=True, text=True, timeout=_SECONDS, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    lines = ([part.strip() for part in line.rsplit(",", 2)] for line in told.splitlines())
    return tuple(
        {"name": name, "memory": int(memory) << 20 if memory.isdigit() else None, "driver": driver}
        for name, memory, driver in lines
    )


def _torch_gpus() -> Iterator[dict[str, Any]]:
    """Ask PyTorch for the GPUs of others, if a program has loaded it."""
    cuda = getattr(sys.modules.get("torch"), "cuda", None)
    if cuda is None or not cuda.is_available():
        return
    for number in range(cuda.device_count()):
        found = cuda.get_device_properties(number)
        yield {"name": found.name, "memory": found.total_memory}
