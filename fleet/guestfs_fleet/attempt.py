# SPDX-License-Identifier: GPL-2.0-or-later
"""One image: launch, inspection, jobs. Runs in a process of its own, which
may crash or hang without harm to others."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
import traceback
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional

import guestfs

from guestfs_fleet import damage
from guestfs_fleet.jobs import Job
from guestfs_fleet.rows import TooManyRows, collect

LOCK_SECONDS = 180


def line_of(e: BaseException, source: Optional[str]) -> str:
    """Where it was raised: the last line of the user's file, if there is one."""
    frames = traceback.extract_tb(e.__traceback__)
    own = [frame for frame in frames if frame.filename == source] or frames
    return f" ({own[-1].filename}, line {own[-1].lineno})" if own else ""


def describe(e: BaseException, step: str,
             source: Optional[str] = None) -> Dict[str, Any]:
    """An error, as it is sent to where results are kept."""
    error: Dict[str, Any] = {"message": str(e) or type(e).__name__,
                             "step": step, "type": type(e).__name__,
                             "errno": getattr(e, "errno", None)}
    if step == "job" and not isinstance(e, (guestfs.Error, TooManyRows)):
        where = line_of(e, source)
        error["message"] = f"{type(e).__name__}: {e}{where}"
    return error


@contextmanager
def first_launch(g: guestfs.GuestFS, first: bool) -> Iterator[None]:
    """The first launch on a host saves a template. Workers that start at the
    same time wait for that one instead of booting all at once."""
    if not first:
        yield
        return
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    name = os.path.join(g.get_cachedir(), f".guestfs-fleet-{os.geteuid()}")
    try:
        fd = os.open(name, flags, 0o600)
    except OSError:
        yield
        return
    try:
        wait_for_lock(fd)
        yield
    finally:
        os.close(fd)


def wait_for_lock(fd: int) -> None:
    deadline = time.monotonic() + LOCK_SECONDS
    while time.monotonic() < deadline:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            time.sleep(0.1)


def add_image(g: guestfs.GuestFS, image: Dict[str, Any]) -> None:
    if image["method"] == "add_domain":
        g.add_domain(**image["arguments"])
    else:
        g.add_drive(**image["arguments"])


def mount_all(g: guestfs.GuestFS, root: str) -> None:
    """The file systems of a system, read-only, those further up first. One
    that cannot be mounted, of another disk for example, is left out."""
    places = dict(g.inspect_get_mountpoints(root))
    for place in sorted(places, key=len):
        try:
            g.mount_ro(places[place], place)
        except guestfs.Error:
            if place == "/":
                raise


def unmount_all(g: guestfs.GuestFS) -> None:
    try:
        g.umount_all()
    except guestfs.Error:               # a job may have left these open
        for close in g.journal_close, g.aug_close:
            try:
                close()
            except guestfs.Error:
                pass
        g.umount_all()


def rows_of_job(g: guestfs.GuestFS, job: Job,
                roots: List[str]) -> List[Dict[str, Any]]:
    function = job.load()
    if getattr(function, "whole_image", False):
        return collect(function(g, roots, **job.arguments), None)
    rows = []
    for root in roots:
        mount_all(g, root)
        try:
            rows += collect(function(g, root, **job.arguments), root)
        finally:
            if g.is_ready():
                unmount_all(g)
    return rows


def do_jobs(g: guestfs.GuestFS, jobs: List[Job],
            roots: List[str]) -> Dict[str, Any]:
    """For each job its rows, or what went wrong."""
    results: Dict[str, Any] = {}
    for job in jobs:
        start = time.monotonic()
        result: Dict[str, Any] = {}
        try:
            result["rows"] = rows_of_job(g, job, roots)
        except Exception as e:
            result["error"] = describe(e, "job", job.path)
            if not g.is_ready():
                result["error"]["step"] = "appliance"
        result["seconds"] = time.monotonic() - start
        results[job.digest] = result
        if not g.is_ready():
            break
    return results


def attempt(task: Dict[str, Any], directory: str) -> Dict[str, Any]:
    """The result of a task; temporary files are in the directory."""
    tempfile.tempdir = directory
    jobs = [Job(**job) for job in task["jobs"]]
    step = "add"
    start = time.monotonic()
    with guestfs.GuestFS() as g:
        try:
            g.set_tmpdir(directory)
            g.set_program("guestfs-fleet")
            add_image(g, task["image"])
            step = "launch"
            with first_launch(g, task.get("first", False)):
                g.launch()
            launched = time.monotonic() - start
            step = "inspect"
            roots = g.inspect_os()
            if not roots:
                damage.look(g, task["image"])
            inspected = time.monotonic() - start - launched
        except Exception as e:
            return {"error": describe(e, step)}
        results = do_jobs(g, jobs, roots)
    return {"results": results, "launch": launched, "inspect": inspected,
            "roots": len(roots)}
