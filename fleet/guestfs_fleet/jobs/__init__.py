# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs: those that are built in, and functions of the user.

Both are functions that return rows (dicts), or yield them:

    def job(g, root, **arguments)      for each system, mounted read-only
    @guestfs_fleet.whole_image
    def job(g, roots, **arguments)     once for the image, nothing mounted
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
import os
import re
import sys
import types
from dataclasses import asdict, dataclass, field
from typing import Any, Callable, Dict, List, Optional

from guestfs_fleet.closest import did_you_mean
from guestfs_fleet.errors import UsageError

BUILT_IN = ["inspect", "packages", "files", "checksums", "yara", "logs",
            "config", "usage"]
MODULES = {name: f"guestfs_fleet.jobs.{name}" for name in BUILT_IN}
MODULES["inspect"] = "guestfs_fleet.jobs.systems"


@dataclass
class Job:
    """A job with its arguments, as it is sent to workers. `source` is the text
    of the user's file; `path` is where it was."""

    name: str
    table: str
    arguments: Dict[str, Any] = field(default_factory=dict)
    function: str = ""
    source: Optional[str] = None
    path: Optional[str] = None

    @property
    def digest(self) -> str:
        """What distinguishes it from other jobs: not the text of the user's
        file, which may be mended between two runs."""
        text = json.dumps([self.name, self.arguments], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def as_dict(self) -> Dict[str, Any]:
        return asdict(self)

    def load(self) -> Callable[..., Any]:
        if self.source is None:
            module = importlib.import_module(MODULES[self.name])
        else:
            module = load_source(self.source, self.path or "job.py")
        function = getattr(module, self.function)
        return function  # type: ignore[no-any-return]


def load_source(source: str, path: str) -> types.ModuleType:
    name = os.path.splitext(os.path.basename(path))[0]
    module = types.ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    if os.path.dirname(path) not in sys.path:
        sys.path.append(os.path.dirname(path))
    exec(compile(source, path, "exec"), module.__dict__)
    return module


def parameters(function: Callable[..., Any]) -> Dict[str, inspect.Parameter]:
    """Its arguments behind the handle and the root."""
    return dict(list(inspect.signature(function).parameters.items())[2:])


def describe_arguments(function: Callable[..., Any]) -> List[str]:
    words = []
    for name, p in parameters(function).items():
        if p.kind == p.VAR_KEYWORD:
            continue
        words.append(name if p.default is p.empty else f"{name}={p.default}")
    return words


def check_arguments(job: Job, given: Dict[str, str]) -> None:
    """Those that the function has, and all that it needs."""
    function = job.load()
    known = parameters(function)
    open_ended = any(p.kind == p.VAR_KEYWORD for p in known.values())
    job.arguments = {name: value for name, value in given.items()
                     if name in known or open_ended}
    for name, p in known.items():
        if p.default is p.empty and name not in given and \
           p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL):
            raise UsageError(f"job {job.name}: the argument {name} is missing:"
                             f" give -A {name}=VALUE")
    prepare = getattr(sys.modules[function.__module__], "prepare", None)
    if job.source is None and prepare:
        job.arguments = prepare(**job.arguments)


def user_job(word: str) -> Job:
    path, _, function = word.rpartition(":")
    try:
        with open(path, encoding="utf-8") as f:
            source = f.read()
    except OSError as e:
        raise UsageError(f"job {word}: {path}: {e.strerror}") from e
    except ValueError as e:
        raise UsageError(f"job {word}: {path}: {e}") from e
    stem = os.path.splitext(os.path.basename(path))[0]
    table = re.sub(r"\W", "_", f"{stem}_{function}")
    job = Job(word, table, function=function, source=source,
              path=os.path.abspath(path))
    try:
        loaded = job.load()
    except AttributeError as e:
        raise UsageError(f"job {word}: {path} has no function "
                         f"{function}") from e
    except Exception as e:
        raise UsageError(f"job {word}: {path} cannot be loaded: "
                         f"{type(e).__name__}: {e}") from e
    if not callable(loaded):
        raise UsageError(f"job {word}: {function} must be a function")
    return job


def parse_jobs(words: str, given: Dict[str, str]) -> List[Job]:
    """inspect,packages or my_job.py:function, with the arguments of -A."""
    jobs = []
    for word in words.split(","):
        if ":" in word:
            job = user_job(word)
        elif word in BUILT_IN:
            job = Job(word, word, function="rows")
        else:
            raise UsageError(f"job {word}: must be one of "
                             f"{', '.join(BUILT_IN)}, or FILE.py:FUNCTION"
                             + did_you_mean(word, BUILT_IN))
        check_arguments(job, given)
        jobs.append(job)
    used = {name for job in jobs for name in parameters(job.load())}
    open_ended = any(p.kind == p.VAR_KEYWORD for job in jobs
                     for p in parameters(job.load()).values())
    for name in given:
        if name not in used and not open_ended:
            raise UsageError(f"-A {name}: no job has this argument: see "
                             "guestfs-fleet list-jobs"
                             + did_you_mean(name, used))
    if len({job.table for job in jobs}) != len(jobs):
        raise UsageError(f"{words}: a job is named twice")
    return jobs
