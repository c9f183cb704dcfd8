# SPDX-License-Identifier: GPL-2.0-or-later
"""Results as a Parquet file, which is written from lines of JSON when the run
ends: a file of this format cannot grow image by image."""

from __future__ import annotations

import importlib
import os
from typing import Any, Dict, Iterator, List

from guestfs_fleet.errors import FleetError, UsageError
from guestfs_fleet.jobs import Job
from guestfs_fleet.store.interface import Record
from guestfs_fleet.store.jsonl import JsonlStore

ROWS_AT_ONCE = 50000


def load_pyarrow() -> Any:
    try:
        return (importlib.import_module("pyarrow"),
                importlib.import_module("pyarrow.parquet"))
    except ImportError as e:
        raise FleetError("an output .parquet needs the Python package pyarrow, "
                         "which Debian 12 does not have: pip install pyarrow, "
                         "or take .sqlite or .jsonl") from e


def flat_rows(record: Record) -> Iterator[Dict[str, Any]]:
    """With image and status in front. A failure is a row of its own."""
    start = {"image": record.image,
             "status": "failed" if record.failure else "ok",
             "failure": record.failure.message if record.failure else None}
    if record.failure:
        yield start
    for row in record.rows:
        yield {**start, **row}


def type_of(values: List[Any], pyarrow: Any) -> Any:
    kinds = {type(v) for v in values if v is not None}
    if kinds == {bool}:
        return pyarrow.bool_()
    if kinds == {int}:
        return pyarrow.int64()
    if kinds and kinds <= {int, float}:
        return pyarrow.float64()
    return pyarrow.string()


class ParquetStore(JsonlStore):
    """The lines are in PATH.jsonl, which a later run goes on with."""

    def __init__(self, path: str, jobs: List[Job]) -> None:
        self.pyarrow, self.parquet = load_pyarrow()
        if len(jobs) > 1:
            raise UsageError(f"{path}: a Parquet file is one table: give one "
                             "job, or take .sqlite")
        self.table_path = path
        super().__init__(path + ".jsonl", jobs)

    def close(self) -> None:
        super().close()
        kinds = self.find_types()
        schema = self.pyarrow.schema(list(kinds.items()))
        new = self.table_path + ".new"
        with self.parquet.ParquetWriter(new, schema) as writer:
            batch: List[Dict[str, Any]] = []
            for record in self.records(self.path):
                batch += flat_rows(record)
                if len(batch) >= ROWS_AT_ONCE:
                    writer.write_table(self.table(batch, schema))
                    batch = []
            writer.write_table(self.table(batch, schema))
        os.rename(new, self.table_path)

    def find_types(self) -> Dict[str, Any]:
        """Of each column: what all its values are."""
        samples: Dict[str, Dict[type, Any]] = {"image": {}, "status": {},
                                               "failure": {}}
        for record in self.records(self.path):
            for row in flat_rows(record):
                for name, value in row.items():
                    samples.setdefault(name, {})[type(value)] = value
        return {name: type_of(list(values.values()), self.pyarrow)
                for name, values in samples.items()}

    def table(self, batch: List[Dict[str, Any]], schema: Any) -> Any:
        columns = []
        for column in schema:
            text = column.type == self.pyarrow.string()
            values = [row.get(column.name) for row in batch]
            columns.append(self.pyarrow.array(
                [str(v) if text and v is not None else v for v in values],
                type=column.type))
        return self.pyarrow.Table.from_arrays(columns, schema=schema)
