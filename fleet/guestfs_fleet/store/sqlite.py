# SPDX-License-Identifier: GPL-2.0-or-later
"""Results in SQLite: a table for each job, and one that says what became of
each image."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import Any, Dict, List, Tuple
from urllib.parse import quote

from guestfs_fleet.errors import FleetError
from guestfs_fleet.jobs import Job
from guestfs_fleet.store.interface import Done, Record

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE job (
  id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  rows_in TEXT NOT NULL, arguments TEXT NOT NULL);
CREATE TABLE image (
  id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  state TEXT NOT NULL);
CREATE TABLE result (
  image INTEGER NOT NULL REFERENCES image, job INTEGER NOT NULL REFERENCES job,
  state TEXT NOT NULL, status TEXT NOT NULL, failure TEXT, message TEXT,
  remedy TEXT, transient INTEGER, tries INTEGER NOT NULL, seconds REAL NOT NULL,
  finished REAL NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (image, job))
  WITHOUT ROWID;
PRAGMA user_version = 1;
"""
OWN_TABLES = {"job", "image", "result"}
KEYS = {"image", "job"}


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class SqliteStore:
    def __init__(self, path: str, jobs: List[Job],
                 readonly: bool = False) -> None:
        self.path = path
        try:
            self.db = self.connect(path, readonly)
            self.check_version(readonly)
        except sqlite3.Error as e:
            raise FleetError(f"{path}: {e}") from e
        self.jobs: Dict[str, Tuple[int, str]] = {}
        self.columns: Dict[str, Dict[str, str]] = {}
        for job in jobs:
            self.add_job(job.name, job.table, job.digest, job.arguments)

    @staticmethod
    def connect(path: str, readonly: bool) -> sqlite3.Connection:
        if readonly:
            uri = "file:" + quote(os.path.abspath(path)) + "?mode=ro"
            return sqlite3.connect(uri, uri=True, timeout=60)
        db = sqlite3.connect(path, timeout=60, isolation_level=None)
        # What a power failure takes are the last images: they are done again.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    def check_version(self, readonly: bool) -> None:
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        tables = self.db.execute("SELECT count(*) FROM sqlite_master")
        if version == 0 and not readonly and not tables.fetchone()[0]:
            self.db.executescript("BEGIN;" + SCHEMA + "COMMIT;")
        elif version != SCHEMA_VERSION:
            raise FleetError(f"{self.path}: this database has not been made "
                             "by guestfs-fleet, or by a later version: choose "
                             "another name")

    def add_job(self, name: str, table: str, digest: str,
                arguments: Dict[str, Any]) -> None:
        if digest in self.jobs:
            return
        table = "rows_" + table if table in OWN_TABLES else table
        self.db.execute("INSERT OR IGNORE INTO job (digest, name, rows_in, "
                        "arguments) VALUES (?, ?, ?, ?)",
                        (digest, name, table, json.dumps(arguments)))
        number = self.db.execute("SELECT id FROM job WHERE digest = ?",
                                 (digest,)).fetchone()[0]
        self.jobs[digest] = number, table
        if table in self.columns:
            return
        self.db.execute(f"CREATE TABLE IF NOT EXISTS {quoted(table)} (image "
                        "INTEGER NOT NULL, job INTEGER NOT NULL)")
        self.db.execute("CREATE INDEX IF NOT EXISTS "
                        f"{quoted(table + '_by_image')} ON {quoted(table)} "
                        "(image, job)")
        self.columns[table] = {
            row[1].lower(): row[1] for row in
            self.db.execute(f"PRAGMA table_info({quoted(table)})")}

    def done(self) -> Dict[Tuple[str, str], Done]:
        rows = self.db.execute(
            "SELECT identity, digest, result.state, status FROM result "
            "JOIN image ON image.id = image JOIN job ON job.id = job")
        return {(identity, digest): Done(state, status == "ok")
                for identity, digest, state, status in rows}

    def forget(self, keys: List[Tuple[str, str]]) -> None:
        """Nothing is lost meanwhile: the new result replaces the old one."""

    def record(self, records: List[Record]) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            for record in records:
                self.replace(record)
        except BaseException:
            self.db.execute("ROLLBACK")
            self.columns.clear()        # new ones have gone, too
            raise
        self.db.execute("COMMIT")

    def replace(self, record: Record) -> None:
        self.db.execute(
            "INSERT INTO image (identity, name, state) VALUES (?, ?, ?) ON "
            "CONFLICT (identity) DO UPDATE SET name = excluded.name, "
            "state = excluded.state",
            (record.identity, record.image, record.state))
        image = self.db.execute("SELECT id FROM image WHERE identity = ?",
                                (record.identity,)).fetchone()[0]
        job, table = self.jobs[record.digest]
        self.db.execute(f"DELETE FROM {quoted(table)} WHERE image = ? AND "
                        "job = ?", (image, job))
        self.insert_rows(table, image, job, record.rows)
        failed = record.failure
        self.db.execute(
            "INSERT OR REPLACE INTO result VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (image, job, record.state, "failed" if failed else "ok",
             failed.kind if failed else None,
             failed.message if failed else None,
             failed.remedy if failed else None,
             failed.transient if failed else None, record.tries,
             record.seconds, record.finished, len(record.rows)))

    def insert_rows(self, table: str, image: int, job: int,
                    rows: List[Dict[str, Any]]) -> None:
        shapes: Dict[Tuple[str, ...], List[Tuple[Any, ...]]] = {}
        for row in rows:
            shapes.setdefault(tuple(row), []).append(
                (image, job, *row.values()))
        for names, values in shapes.items():
            columns = ["image", "job"] + [self.column(table, name)
                                          for name in names]
            self.db.executemany(
                f"INSERT INTO {quoted(table)} "
                f"({', '.join(map(quoted, columns))}) VALUES "
                f"({', '.join('?' * len(columns))})", values)

    def column(self, table: str, name: str) -> str:
        """The column of a name, which is added when it is new."""
        name = name + "_" if name.lower() in KEYS else name
        known = self.columns.setdefault(table, {
            row[1].lower(): row[1] for row in
            self.db.execute(f"PRAGMA table_info({quoted(table)})")})
        if name.lower() not in known:
            self.db.execute(f"ALTER TABLE {quoted(table)} ADD COLUMN "
                            f"{quoted(name)}")
            known[name.lower()] = name
        return known[name.lower()]

    def close(self) -> None:
        """Without a log beside it, it can be read where nothing can be
        written. If somebody reads it now, the next run will do this."""
        try:
            self.db.execute("PRAGMA busy_timeout = 1000")
            self.db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error:
            pass
        self.db.close()
