# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a job as they are kept: plain values, whatever a guest holds."""

from __future__ import annotations

import json
import math
from typing import Any, Dict, Iterable, List

MAX_BYTES = 256 << 20


class TooManyRows(Exception):
    pass


def plain_text(text: str) -> str:
    """Bytes that are not UTF-8 become \\xNN: no database takes them."""
    return text.encode("utf-8", "surrogateescape") \
               .decode("utf-8", "backslashreplace")


def plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, str):
        try:
            return plain_text(value)
        except UnicodeEncodeError:
            return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, int):
        return value if -2**63 <= value < 2**63 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return plain_text(json.dumps(value, default=str))


def collect(rows: Iterable[Any], root: Any) -> List[Dict[str, Any]]:
    """The rows of a job, each beginning with its root."""
    collected: List[Dict[str, Any]] = []
    size = 0
    for row in rows or ():
        if not isinstance(row, dict):
            raise TypeError("a job must return rows that are dicts, not "
                            f"{type(row).__name__}")
        whole = {} if root is None else {"root": root}
        whole.update((plain(str(k)), plain(v)) for k, v in row.items())
        size += sum(len(v) if isinstance(v, str) else 8
                    for v in whole.values()) + 100
        if size > MAX_BYTES:
            raise TooManyRows(f"the job has returned more than {MAX_BYTES >> 20}"
                              f" MiB of rows ({len(collected)})")
        collected.append(whole)
    return collected
