# SPDX-License-Identifier: GPL-2.0-or-later
"""Which name was meant, when one is not known."""

from __future__ import annotations

import difflib
from typing import Iterable


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """The end of a message; empty if none of the names is near."""
    near = difflib.get_close_matches(word.lower(), names, n=1)
    return f": did you mean '{near[0]}'?" if near else ""
