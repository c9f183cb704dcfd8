# SPDX-License-Identifier: GPL-2.0-or-later
"""What became of an image: results of its jobs, or why there are none; what
is tried again, and what people can do."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

# Errors of a busy host or a network: another time it may work.
TRANSIENT_ERRNOS = {
    errno.EAGAIN, errno.ENOMEM, errno.ENOSPC, errno.EMFILE, errno.ENFILE,
    errno.ETIMEDOUT, errno.ECONNREFUSED, errno.ECONNRESET, errno.EPIPE,
    errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN}


@dataclass
class Failure:
    kind: str
    message: str
    remedy: str
    transient: bool


# kind, transient, remedy. The kinds are a column of the results.
KINDS: Dict[str, Tuple[bool, str]] = {
    "time-limit": (False, "see what takes long with guestfish -v --ro -a "
                   "IMAGE, or allow more with --time-limit"),
    "appliance-lost": (True, "the image may be damaged or hostile: see the "
                       "error with guestfish -v --ro -a IMAGE -i"),
    "worker-crashed": (True, "if the host was short of memory (dmesg names "
                       "what was killed), use fewer --workers"),
    "worker-lost": (True, "if the host was short of memory (dmesg names what "
                    "was killed), use fewer --workers; with Dask, see the "
                    "worker's log"),
    "not-found": (False, "correct the name; with Dask, every host must have "
                  "the file under this name"),
    "permission": (False, "run as a user who may read it, or change its "
                   "permissions"),
    "backing-file": (False, "make the backing file available under the name "
                     "that the image has for it (qemu-img rebase -u)"),
    "format": (False, "check it with qemu-img check, or name its format with "
               "--format"),
    "damaged": (False, "see what is left with qemu-img check, and restore it "
                "from a backup"),
    "network": (True, "check the server and the network, then run it again"),
    "resources": (True, "free memory or space in the temporary directory, or "
                  "use fewer --workers"),
    "domain": (False, "check the name and the connection with virsh list "
               "--all"),
    "too-many-rows": (False, "narrow the job: a pattern, a directory"),
    "job": (False, "mend the job's function; the message names the line"),
    "guest": (False, "look at the image with guestfish --ro -a IMAGE -i"),
}

# What the message says, where errno does not tell.
MESSAGES = [
    (re.compile(r"backing file", re.I), "backing-file"),
    (re.compile(r"no such file", re.I), "not-found"),
    (re.compile(r"permission denied", re.I), "permission"),
    (re.compile(r"domain|libvirt", re.I), "domain"),
    (re.compile(r"not in .* format|unknown .*format|invalid .*header"
                r"|corrupt|image is not", re.I), "format"),
]
ERRNO_KINDS = {errno.ENOENT: "not-found", errno.EACCES: "permission",
               errno.EPERM: "permission", errno.ENOMEM: "resources",
               errno.ENOSPC: "resources", errno.EMFILE: "resources",
               errno.ENFILE: "resources"}


def failure(kind: str, message: str) -> Failure:
    transient, remedy = KINDS[kind]
    return Failure(kind, " ".join(message.split())[:2000], remedy, transient)


def kind_of_launch(error: Dict[str, Any]) -> str:
    for pattern, kind in MESSAGES:
        if pattern.search(error["message"]):
            return kind
    number = error.get("errno")
    if number in ERRNO_KINDS:
        return ERRNO_KINDS[number]
    return "network" if number in TRANSIENT_ERRNOS else "guest"


def failure_of_error(error: Dict[str, Any]) -> Failure:
    """Of an error that an attempt has described."""
    if error["step"] == "appliance" or "lost the appliance" in error["message"]:
        return failure("appliance-lost", error["message"])
    if error["type"] == "TooManyRows":
        return failure("too-many-rows", error["message"])
    if error["type"] == "Damaged":
        return failure("damaged", error["message"])
    if error["step"] in ("add", "launch"):
        return failure(kind_of_launch(error), error["message"])
    if error["step"] == "job" and error["type"] != "Error":
        return failure("job", error["message"])
    return failure("guest", error["message"])


@dataclass
class JobResult:
    """Of one job in one image: rows, or a failure."""

    digest: str
    rows: List[Dict[str, Any]] = field(default_factory=list)
    failure: Optional[Failure] = None
    seconds: float = 0.0


def results_of(digests: List[str], answer: Dict[str, Any],
               time_limit: float) -> List[JobResult]:
    """Of what a worker has answered: one for each job."""
    lost = lost_attempt(answer, time_limit)
    if lost:
        return [JobResult(d, failure=lost, seconds=answer["seconds"])
                for d in digests]
    results = []
    for digest in digests:
        got = answer["attempt"]["results"].get(digest)
        if got is None:
            got = {"error": {"message": "the appliance was lost in an earlier "
                             "job", "step": "appliance", "type": "Error"}}
        error = got.get("error")
        results.append(JobResult(
            digest, got.get("rows", []),
            failure_of_error(error) if error else None,
            got.get("seconds", 0.0)))
    return results


def lost_attempt(answer: Dict[str, Any],
                 time_limit: float) -> Optional[Failure]:
    """Why there are no results at all."""
    ended = answer["ended"]
    if ended == "time-limit":
        return failure("time-limit", "it took longer than the time limit of "
                       f"{time_limit:g} seconds")
    if ended == "lost":
        return failure("worker-lost", "the worker was lost: "
                       + answer.get("log", ""))
    if ended != "done":
        lines = answer.get("log", "").splitlines()
        return failure("worker-crashed", "the process that looked at it "
                       f"crashed ({ended})" + (f": {lines[-1]}" if lines
                                               else ""))
    error = answer["attempt"].get("error")
    return failure_of_error(error) if error else None
