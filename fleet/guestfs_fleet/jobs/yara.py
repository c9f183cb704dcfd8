# SPDX-License-Identifier: GPL-2.0-or-later
"""yara: files in which the rules of a file are found."""

from __future__ import annotations

import tempfile
from typing import Any, Dict, Iterator

import guestfs

from guestfs_fleet.errors import UsageError
from guestfs_fleet.jobs import files, selection

MAX_SIZE = str(64 << 20)


def prepare(rules: str, glob: str = "", regex: str = "",
            max_size: str = MAX_SIZE) -> Dict[str, str]:
    """Workers on other machines have no such file: its text goes with the
    job."""
    selection.check(glob, regex)
    try:
        int(max_size)
        with open(rules, encoding="utf-8") as f:
            return {"rules": f.read(), "glob": glob, "regex": regex,
                    "max_size": max_size}
    except OSError as e:
        raise UsageError(f"-A rules={rules}: {e.strerror}") from e
    except ValueError as e:
        raise UsageError(f"job yara: -A rules or max_size: {e}") from e


def load(g: guestfs.GuestFS, rules: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".yar") as f:
        f.write(rules)
        f.flush()
        g.yara_load(f.name)


def rows(g: guestfs.GuestFS, root: str, rules: str, glob: str = "",
         regex: str = "", max_size: str = MAX_SIZE) -> Iterator[Dict[str, Any]]:
    """files that match YARA rules"""
    load(g, rules)
    try:
        for file in files.rows(g, root, glob, regex):
            if file["kind"] == "file" and 0 < file["size"] <= int(max_size):
                for found in g.yara_scan(file["path"]):
                    yield {"path": file["path"], "rule": found["yara_rule"]}
    finally:
        if g.is_ready():
            g.yara_destroy()
