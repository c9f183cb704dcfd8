# SPDX-License-Identifier: GPL-2.0-or-later
"""What runs tasks: the workers of this machine, or those of a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Protocol

from guestfs_fleet.images import Image
from guestfs_fleet.jobs import Job


@dataclass
class Task:
    """An image and the jobs that are left to do there."""

    image: Image
    jobs: List[Job]
    time_limit: float
    tries: int = 0

    def as_dict(self) -> Dict[str, Any]:
        return {"image": self.image.as_dict(), "time_limit": self.time_limit,
                "jobs": [job.as_dict() for job in self.jobs]}


@dataclass
class Ended:
    """`answer`: ended ("done", "time-limit", "signal …", "lost"), seconds, and
    what the attempt has returned, or the end of its log."""

    task: Task
    answer: Dict[str, Any]


class Executor(Protocol):
    @property
    def description(self) -> str:
        """Of its workers, for people."""

    def slots(self) -> int:
        """How many tasks may be given to it at once."""

    def submit(self, task: Task) -> None:
        """Gives it one."""

    def wait(self, seconds: float) -> List[Ended]:
        """What has ended, after at most so long."""

    def stop(self) -> None:
        """Ends what is running, and leaves nothing behind."""
