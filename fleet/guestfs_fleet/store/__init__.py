# SPDX-License-Identifier: GPL-2.0-or-later
"""Where results are kept. What is recorded for an image is there as a whole
or not at all, and once: the key is the image's identity and the job."""

from __future__ import annotations

import os
from typing import List

from guestfs_fleet.errors import UsageError
from guestfs_fleet.jobs import Job
from guestfs_fleet.store.interface import Done, Record, Store
from guestfs_fleet.store.jsonl import JsonlStore
from guestfs_fleet.store.parquet import ParquetStore
from guestfs_fleet.store.sqlite import SqliteStore

__all__ = ["Done", "Record", "Store", "open_store", "read_all", "SqliteStore",
           "check_output"]

KINDS = {".sqlite": SqliteStore, ".db": SqliteStore, ".sqlite3": SqliteStore,
         ".jsonl": JsonlStore, ".parquet": ParquetStore}


def check_name(path: str) -> str:
    suffix = os.path.splitext(path)[1]
    if suffix not in KINDS:
        raise UsageError(f"{path}: the name must end with .sqlite, .jsonl or "
                         ".parquet")
    return suffix


def check_output(path: str, jobs: List[Job]) -> None:
    """Before anything is written."""
    if KINDS[check_name(path)] is ParquetStore and len(jobs) > 1:
        raise UsageError(f"{path}: a Parquet file is one table: give one job, "
                         "or take .sqlite")


def open_store(path: str, jobs: List[Job]) -> Store:
    store: Store = KINDS[check_name(path)](path, jobs)
    return store


def read_all(path: str) -> SqliteStore:
    """The results of any store, for reports: others than SQLite's are read
    into memory."""
    if not os.path.exists(path) and not os.path.exists(path + ".jsonl"):
        raise UsageError(f"{path}: No such file or directory")
    suffix = check_name(path)
    if KINDS[suffix] is SqliteStore:
        return SqliteStore(path, [], readonly=True)
    source = path + ".jsonl" if suffix == ".parquet" else path
    store = SqliteStore(":memory:", [])
    for record in JsonlStore.records(source):
        store.add_job(record.job_name, record.job_table, record.digest,
                      record.arguments)
        store.record([record])
    return store
