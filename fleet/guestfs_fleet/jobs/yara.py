# SPDX-License-Identifier: GPL-2.0-or-later
"""yara: files in which the rules of a file are found."""

from __future__ import annotations

import tempfile
from typing import Any, Dict, Iterator

import guestfs

from guestfs_fleet.errors import UsageError


def prepare(rules: str = "", path: str = "/") -> Dict[str, str]:
    """Workers on other machines have no such file: its text goes with the
    job."""
    try:
        with open(rules, encoding="utf-8") as f:
            return {"rules": f.read(), "path": path}
    except (OSError, ValueError) as e:
        raise UsageError(f"-A rules={rules}: {e}") from e


def rows(g: guestfs.GuestFS, root: str, rules: str,
         path: str = "/") -> Iterator[Dict[str, Any]]:
    """files that match YARA rules"""
    if not g.exists(path):
        return
    with tempfile.NamedTemporaryFile("w", suffix=".yar") as f:
        f.write(rules)
        f.flush()
        g.yara_load(f.name)
    try:
        for found in g.yara_scan(path):
            yield {"path": found["yara_name"], "rule": found["yara_rule"]}
    finally:
        g.yara_destroy()
