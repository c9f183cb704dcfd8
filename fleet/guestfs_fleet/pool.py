# SPDX-License-Identifier: GPL-2.0-or-later
"""The workers of this machine."""

from __future__ import annotations

import fcntl
import os
import selectors
import shutil
import tempfile
from typing import Dict, List, Optional

import guestfs

from guestfs_fleet import host
from guestfs_fleet.executor import Ended, Task
from guestfs_fleet.host_worker import HostWorker
from guestfs_fleet.progress import counted

PREFIX = "guestfs-fleet-run-"


def default_workers() -> int:
    """A core for each, and half of the memory that an appliance may use: few
    use more than a sixth of it. A quarter of the host's is left alone."""
    with guestfs.GuestFS() as g:
        appliance = g.get_memsize() // 2
    return max(1, min(host.cores(),
                      host.available_memory() * 3 // 4 // appliance))


def remove_stale(parent: str) -> None:
    """Directories of runs that were killed together with their workers: the
    lock of one that is alive is taken."""
    for name in os.listdir(parent):
        path = os.path.join(parent, name)
        if not name.startswith(PREFIX) or os.path.islink(path):
            continue
        try:
            if os.lstat(path).st_uid != os.geteuid():
                continue
            fd = os.open(os.path.join(path, "lock"), os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        except OSError:
            pass
        finally:
            os.close(fd)


class LocalPool:
    def __init__(self, workers: Optional[int] = None) -> None:
        self.count = workers or default_workers()
        self.description = counted(self.count, "worker") + " on this machine"
        remove_stale(tempfile.gettempdir())
        self.directory = tempfile.mkdtemp(prefix=PREFIX)
        self.lock = os.open(os.path.join(self.directory, "lock"),
                            os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.idle: List[HostWorker] = []
        self.busy: Dict[HostWorker, Task] = {}
        self.selector = selectors.DefaultSelector()

    def slots(self) -> int:
        return self.count

    def submit(self, task: Task) -> None:
        worker = self.idle.pop() if self.idle else HostWorker(self.directory)
        self.busy[worker] = task
        self.selector.register(worker.output, selectors.EVENT_READ, worker)
        worker.give(task.as_dict())

    def wait(self, seconds: float) -> List[Ended]:
        ended = []
        for key, _ in self.selector.select(seconds):
            worker: HostWorker = key.data
            self.selector.unregister(worker.output)
            answer = worker.answer()
            ended.append(Ended(self.busy.pop(worker), answer))
            if answer["ended"] == "lost":
                worker.stop()
                worker.wait_stopped()
            else:
                self.idle.append(worker)
        return ended

    def stop(self) -> None:
        workers = self.idle + list(self.busy)
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.wait_stopped()
        self.idle, self.busy = [], {}
        self.selector.close()
        shutil.rmtree(self.directory, ignore_errors=True)
        os.close(self.lock)
