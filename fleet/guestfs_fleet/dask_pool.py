# SPDX-License-Identifier: GPL-2.0-or-later
"""Workers of a Dask cluster. Each of its threads has a worker of ours, which
does what it does on one machine.

Results are kept by the program that runs here alone; a task that was lost with
a worker, or with the scheduler, is given out again, and of an image that was
done twice one result is kept.
"""

from __future__ import annotations

import itertools
import os
import queue
import socket
import time
from typing import Any, Dict, List

from guestfs_fleet.errors import FleetError
from guestfs_fleet.executor import Ended, Task
from guestfs_fleet.host_worker import HostWorker
from guestfs_fleet.progress import counted

try:
    import distributed
except ImportError as e:
    raise FleetError("--scheduler needs the Python package distributed: "
                     "install python3-distributed") from e

CONNECT_SECONDS = 10.0
RECONNECT_SECONDS = 600.0
LOOK_SECONDS = 2.0
# A thread that has ended an image finds the next one on its host already.
AHEAD = 2


# ---- On the worker's host ----

_idle: "queue.SimpleQueue[HostWorker]" = queue.SimpleQueue()


def run_here(task: Dict[str, Any]) -> Dict[str, Any]:
    """What a thread of Dask does with a task."""
    try:
        worker = _idle.get_nowait()
    except queue.Empty:
        worker = HostWorker()
    worker.give(task)
    answer = worker.answer()
    answer["host"] = socket.gethostname()
    if answer["ended"] == "lost":
        worker.stop()
        worker.wait_stopped()
    else:
        _idle.put(worker)
    return answer


# ---- Where the program runs ----

class DaskPool:
    def __init__(self, address: str) -> None:
        self.address = address
        self.numbers = itertools.count()
        self.run = f"guestfs-fleet-{os.getpid()}-{time.time():.0f}"
        self.tasks: Dict[Any, Task] = {}
        self.lost: List[Task] = []
        self.finished: "queue.SimpleQueue[Any]" = queue.SimpleQueue()
        self.looked = 0.0
        self.threads = 1
        self.client: Any = None
        try:
            self.connect(CONNECT_SECONDS)
        except OSError as e:
            raise FleetError(f"{address}: no scheduler of Dask answers: "
                             f"{e}") from e
        except ValueError as e:
            raise FleetError(f"{address}: must be tcp://HOST:PORT: {e}") from e

    @property
    def description(self) -> str:
        known = self.client.scheduler_info()["workers"]
        return counted(len(known), "worker") + f" of Dask at {self.address}" + (
            "" if known else ": none yet, waiting for them")

    def connect(self, seconds: float) -> None:
        make: Any = distributed.Client
        self.client = make(
            self.address, timeout=seconds, set_as_default=False,
            direct_to_workers=False, name="guestfs-fleet")

    def slots(self) -> int:
        if time.monotonic() - self.looked > LOOK_SECONDS:
            self.looked = time.monotonic()
            self.check_scheduler()
        return self.threads * AHEAD

    def check_scheduler(self) -> None:
        """How many threads there are; after a restart, tasks are lost."""
        try:
            known = self.client.scheduler_info()["workers"]
            self.threads = max(1, sum(w["nthreads"] for w in known.values()))
            if self.client.status == "running":
                return
        except (OSError, KeyError, AttributeError, ValueError):
            pass
        self.reconnect()

    def reconnect(self) -> None:
        deadline = time.monotonic() + RECONNECT_SECONDS
        self.lost += self.tasks.values()
        self.tasks = {}
        self.close_client()
        while True:
            try:
                self.connect(CONNECT_SECONDS)
                break
            except OSError as e:
                if time.monotonic() > deadline:
                    raise FleetError(f"{self.address}: the scheduler has not "
                                     "come back; go on later with "
                                     "guestfs-fleet resume") from e
                time.sleep(1)
        for task in self.lost:
            self.submit(task)
        self.lost = []

    def submit(self, task: Task) -> None:
        future = self.client.submit(
            run_here, task.as_dict(), pure=False, retries=0,
            key=f"{self.run}-{next(self.numbers)}")
        self.tasks[future] = task
        future.add_done_callback(self.finished.put)

    def wait(self, seconds: float) -> List[Ended]:
        self.slots()
        ended: List[Ended] = []
        try:
            future = self.finished.get(timeout=seconds)
            while True:
                self.take(future, ended)
                future = self.finished.get_nowait()
        except queue.Empty:
            return ended

    def take(self, future: Any, ended: List[Ended]) -> None:
        task = self.tasks.pop(future, None)
        if task is None:                # of a scheduler that has gone
            return
        if future.status == "finished":
            ended.append(Ended(task, future.result(timeout=60)))
        elif future.status == "error":
            ended.append(Ended(task, self.error_of(future)))
        else:                           # cancelled, or lost with the scheduler
            self.submit(task)
        future.release()

    @staticmethod
    def error_of(future: Any) -> Dict[str, Any]:
        """Of Dask itself: a worker that was lost too often, a package that is
        missing there."""
        e = future.exception(timeout=60)
        return {"ended": "lost", "seconds": 0.0,
                "log": f"{type(e).__name__}: {e}"}

    def close_client(self) -> None:
        try:
            self.client.close(timeout=5)
        except (OSError, AttributeError, RuntimeError):
            pass

    def stop(self) -> None:
        """Tasks that are running end on their hosts; nobody keeps their
        results."""
        try:
            self.client.cancel(list(self.tasks), force=True)
        except (OSError, RuntimeError):
            pass
        self.tasks = {}
        self.close_client()
