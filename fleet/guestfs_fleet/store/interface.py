# SPDX-License-Identifier: GPL-2.0-or-later
"""What every store does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, NamedTuple, Optional, Protocol, Tuple

from guestfs_fleet.outcome import Failure


class Done(NamedTuple):
    """What is known of an image and a job."""

    state: str                          # of the image
    ok: bool


@dataclass
class Record:
    """The result of a job in an image."""

    identity: str
    image: str
    state: str
    digest: str
    job_name: str
    job_table: str
    arguments: Dict[str, Any]
    rows: List[Dict[str, Any]] = field(default_factory=list)
    failure: Optional[Failure] = None
    tries: int = 1
    seconds: float = 0.0
    finished: float = 0.0


class Store(Protocol):
    def done(self) -> Dict[Tuple[str, str], Done]:
        """By identity and digest of the job."""

    def forget(self, keys: List[Tuple[str, str]]) -> None:
        """These are done again."""

    def record(self, records: List[Record]) -> None:
        """Those of one image: all of them, or none."""

    def close(self) -> None:
        """What was recorded is on the disk."""
