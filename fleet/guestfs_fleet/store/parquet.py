# SPDX-License-Identifier: GPL-2.0-or-later
"""Results as a Parquet file, which is written from lines of JSON when the run
ends: a file of this format cannot grow image by image."""

from __future__ import annotations

import os
from typing import Any, Dict, Iterator, List, Set

from guestfs_fleet.errors import FleetError, UsageError
from guestfs_fleet.jobs import Job
from guestfs_fleet.store import parquet_format as pf
from guestfs_fleet.store.interface import Record
from guestfs_fleet.store.jsonl import JsonlStore

ROWS_AT_ONCE = 50000


def flat_rows(record: Record) -> Iterator[Dict[str, Any]]:
    """With image and status in front. A failure is a row of its own."""
    start = {"image": record.image,
             "status": "failed" if record.failure else "ok",
             "failure": record.failure.message if record.failure else None}
    if record.failure:
        yield start
    for row in record.rows:
        yield {**start, **row}


def type_of(kinds: Set[type]) -> int:
    """Of a column whose values are of these types."""
    if kinds == {bool}:
        return pf.BOOLEAN
    if kinds == {int}:
        return pf.INT64
    return pf.DOUBLE if kinds and kinds <= {int, float} else pf.BYTE_ARRAY


class ParquetStore(JsonlStore):
    """The lines are in PATH.jsonl, which a later run goes on with."""

    def __init__(self, path: str, jobs: List[Job]) -> None:
        self.table_path = path
        super().__init__(path + ".jsonl", jobs)
        if {digest for _, digest in self.known} - {j.digest for j in jobs}:
            raise UsageError(f"{path}: it has the results of another job: "
                             "choose another name")

    def close(self) -> None:
        super().close()
        new = self.table_path + ".new"
        try:
            with open(new, "wb") as f:
                self.write_table(pf.ParquetWriter(f, self.columns()))
                f.flush()
                os.fsync(f.fileno())
            os.rename(new, self.table_path)
        except OSError as e:
            raise FleetError(f"{self.table_path}: {e.strerror}") from e

    def columns(self) -> List[pf.Column]:
        kinds: Dict[str, Set[type]] = {"image": set(), "status": set(),
                                       "failure": set()}
        for record in self.records(self.path):
            for row in flat_rows(record):
                for name, value in row.items():
                    known = kinds.setdefault(name, set())
                    if value is not None:
                        known.add(type(value))
        return [(name, type_of(known)) for name, known in kinds.items()]

    def write_table(self, writer: pf.ParquetWriter) -> None:
        batch: List[Dict[str, Any]] = []
        for record in self.records(self.path):
            batch += flat_rows(record)
            if len(batch) >= ROWS_AT_ONCE:
                writer.write_rows(batch)
                batch = []
        writer.write_rows(batch)
        writer.close()
