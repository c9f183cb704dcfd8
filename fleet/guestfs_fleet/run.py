# SPDX-License-Identifier: GPL-2.0-or-later
"""All images: what is left to do, what is tried again, what is recorded."""

from __future__ import annotations

import heapq
import itertools
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Deque, Dict, List, Tuple

from guestfs_fleet.executor import Ended, Executor, Task
from guestfs_fleet.images import Image
from guestfs_fleet.jobs import Job
from guestfs_fleet.outcome import JobResult, results_of
from guestfs_fleet.progress import Progress
from guestfs_fleet.store import Done, Record, Store

RETRY_SECONDS = (2, 15, 60)
POLL_SECONDS = 0.5


@dataclass
class Policy:
    time_limit: float = 600.0
    retries: int = 2
    again: bool = False                 # also what is done
    retry_failed: bool = True           # also what has failed before


@dataclass
class Summary:
    total: int = 0
    before: int = 0                     # done by an earlier run
    ok: int = 0
    failed: int = 0
    rows: int = 0
    seconds: float = 0.0
    kinds: Dict[str, int] = field(default_factory=dict)


def jobs_left(image: Image, jobs: List[Job], store_done: Dict[
        Tuple[str, str], Done], policy: Policy) -> List[Job]:
    """Those that have no result, or one of an image that has changed."""
    left = []
    for job in jobs:
        done = store_done.get((image.identity, job.digest))
        if done is None or policy.again or \
           done.state != image.state or \
           (not done.ok and policy.retry_failed):
            left.append(job)
    return left


class Run:
    def __init__(self, images: List[Image], jobs: List[Job], store: Store,
                 executor: Executor, progress: Progress,
                 policy: Policy) -> None:
        self.store, self.executor = store, executor
        self.progress, self.policy = progress, policy
        self.names = {job.digest: job for job in jobs}
        self.waiting: Deque[Task] = deque()
        self.later: List[Tuple[float, int, Task]] = []
        self.numbers = itertools.count()
        self.running = 0
        self.summary = Summary(total=len(images))
        self.plan(images, jobs)

    def plan(self, images: List[Image], jobs: List[Job]) -> None:
        done, again = self.store.done(), []
        for image in images:
            left = jobs_left(image, jobs, done, self.policy)
            if not left:
                self.summary.before += 1
                continue
            self.waiting.append(Task(image, left, self.policy.time_limit))
            again += [(image.identity, job.digest) for job in left]
        self.store.forget([key for key in again if key in done])

    def go(self) -> Summary:
        start = time.monotonic()
        self.progress.begin(self.summary, self.executor.description)
        while self.waiting or self.later or self.running:
            self.submit()
            for ended in self.executor.wait(self.patience()):
                self.running -= 1
                self.take(ended)
            self.summary.seconds = time.monotonic() - start
            self.progress.tick(self.summary, self.running)
        return self.summary

    def patience(self) -> float:
        if not self.later:
            return POLL_SECONDS
        return min(POLL_SECONDS, max(0.0, self.later[0][0] - time.monotonic()))

    def submit(self) -> None:
        now = time.monotonic()
        while self.later and self.later[0][0] <= now:
            self.waiting.append(heapq.heappop(self.later)[2])
        while self.waiting and self.running < self.executor.slots():
            self.executor.submit(self.waiting.popleft())
            self.running += 1

    def take(self, ended: Ended) -> None:
        """What is transient is tried again, at the end of the queue; the rest
        is recorded."""
        task = ended.task
        task.tries += 1
        results = results_of([job.digest for job in task.jobs], ended.answer,
                             task.time_limit)
        again = [r for r in results if r.failure and r.failure.transient
                 and task.tries <= self.policy.retries]
        final = [r for r in results if r not in again]
        if final:
            self.record(task, final)
        if again:
            self.try_again(task, again)
        elif any(r.failure for r in final):
            self.summary.failed += 1
        else:
            self.summary.ok += 1

    def try_again(self, task: Task, results: List[JobResult]) -> None:
        digests = {r.digest for r in results}
        task.jobs = [job for job in task.jobs if job.digest in digests]
        delay = RETRY_SECONDS[min(task.tries, len(RETRY_SECONDS)) - 1]
        heapq.heappush(self.later, (time.monotonic() + delay,
                                    next(self.numbers), task))
        self.progress.retry(task.image.name, results[0].failure, delay)

    def record(self, task: Task, results: List[JobResult]) -> None:
        image, records = task.image, []
        for r in results:
            job = self.names[r.digest]
            records.append(Record(
                image.identity, image.name, image.state, r.digest, job.name,
                job.table, job.arguments, r.rows, r.failure, task.tries,
                r.seconds, time.time()))
            self.summary.rows += len(r.rows)
        self.store.record(records)
        failures = [r.failure for r in results if r.failure]
        for failed in failures:
            self.summary.kinds[failed.kind] = \
                self.summary.kinds.get(failed.kind, 0) + 1
        if failures:
            self.progress.failed(image.name, failures)
        else:
            self.progress.done(image.name, sum(len(r.rows) for r in results))
