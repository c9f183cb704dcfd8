# SPDX-License-Identifier: GPL-2.0-or-later
"""Results as lines of JSON, one for each image and job.

The lines of an image are written at once and reach the disk before the next
image's. A line that a crash has cut is removed when the file is opened.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import Any, Dict, Iterator, List, Set, Tuple

from guestfs_fleet.errors import FleetError
from guestfs_fleet.jobs import Job
from guestfs_fleet.outcome import Failure
from guestfs_fleet.store.interface import Done, Record

BLOCK = 1 << 16


def repair(path: str) -> int:
    """Cuts what stands behind the last whole line; how many bytes that was."""
    with open(path, "r+b") as f:
        size = end = f.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - BLOCK)
            f.seek(start)
            newline = f.read(end - start).rfind(b"\n")
            if newline != -1:
                end = start + newline + 1
                break
            end = start
        if end != size:
            f.truncate(end)
            os.fsync(f.fileno())
        return size - end


def line_of(record: Record) -> bytes:
    failed = asdict(record.failure) if record.failure else None
    value = {"image": record.image, "identity": record.identity,
             "state": record.state, "job": record.job_name,
             "arguments": record.arguments, "digest": record.digest,
             "table": record.job_table,
             "status": "failed" if failed else "ok", "failure": failed,
             "tries": record.tries, "seconds": round(record.seconds, 3),
             "finished": round(record.finished, 3), "rows": record.rows}
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def record_of(value: Dict[str, Any]) -> Record:
    return Record(
        value["identity"], value["image"], value["state"], value["digest"],
        value["job"], value["table"], value["arguments"], value["rows"],
        Failure(**value["failure"]) if value["failure"] else None,
        value["tries"], value["seconds"], value["finished"])


def lines_of(path: str) -> Iterator[Tuple[bytes, Dict[str, Any]]]:
    """Whole lines: one that is being written is left out."""
    with open(path, "rb") as f:
        for number, line in enumerate(f, 1):
            if not line.endswith(b"\n"):
                return
            try:
                value = json.loads(line)
                value["identity"], value["digest"]
            except (ValueError, KeyError, TypeError) as e:
                raise FleetError(f"{path}: line {number} has not been written "
                                 "by guestfs-fleet: choose another name, or "
                                 "remove the line") from e
            yield line, value


class JsonlStore:
    def __init__(self, path: str, jobs: List[Job]) -> None:
        self.path = path
        self.known: Dict[Tuple[str, str], Done] = {}
        try:
            self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND
                              | os.O_CLOEXEC, 0o666)
            self.repaired = repair(path)
        except OSError as e:
            raise FleetError(f"{path}: {e.strerror}") from e
        for _, value in lines_of(path):
            self.known[value["identity"], value["digest"]] = Done(
                value["state"], value["status"] == "ok")

    @staticmethod
    def records(path: str) -> Iterator[Record]:
        for _, value in lines_of(path):
            yield record_of(value)

    def done(self) -> Dict[Tuple[str, str], Done]:
        return dict(self.known)

    def forget(self, keys: List[Tuple[str, str]]) -> None:
        """Writes the file anew without these: each has one line in the end."""
        gone: Set[Tuple[str, str]] = set(keys) & set(self.known)
        if not gone:
            return
        new = self.path + ".new"
        with open(new, "wb") as f:
            for line, value in lines_of(self.path):
                if (value["identity"], value["digest"]) not in gone:
                    f.write(line)
            f.flush()
            os.fsync(f.fileno())
        os.rename(new, self.path)
        os.close(self.fd)
        self.fd = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        for key in gone:
            del self.known[key]

    def record(self, records: List[Record]) -> None:
        data = b"".join(map(line_of, records))
        start = os.fstat(self.fd).st_size
        try:
            written = 0
            while written < len(data):
                written += os.write(self.fd, data[written:])
            os.fdatasync(self.fd)
        except BaseException:
            os.ftruncate(self.fd, start)
            raise
        for record in records:
            self.known[record.identity, record.digest] = Done(
                record.state, record.failure is None)

    def close(self) -> None:
        os.close(self.fd)
