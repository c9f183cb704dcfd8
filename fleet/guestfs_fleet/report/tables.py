# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables as HTML; all text from guests goes through here or charts.py."""

from __future__ import annotations

from html import escape
from typing import Any, Iterable, List, Optional, Sequence


class Raw(str):
    """HTML that our own code has made."""


def size(number: Optional[int]) -> str:
    value = float(number or 0)
    for unit in "B", "KiB", "MiB", "GiB", "TiB":
        if value < 1024 or unit == "TiB":
            return f"{value:.0f} {unit}" if value >= 100 or unit == "B" \
                else f"{value:.1f} {unit}"
        value /= 1024
    return ""


def short(text: str, length: int = 300) -> str:
    return text if len(text) <= length else text[:length - 1] + "…"


def cell(value: Any, kind: str = "td", css: str = "") -> str:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    classes = " ".join(filter(None, ["number" if number else "", css]))
    if isinstance(value, Raw):
        text = str(value)
    elif number:
        text = f"{value:,}"
    else:
        text = "" if value is None else escape(short(str(value)))
    attribute = f' class="{classes}"' if classes else ""
    return f"<{kind}{attribute}>{text}</{kind}>"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]],
          css: Sequence[str] = ()) -> str:
    """`css` has a class for each column: "number", "optional" …"""
    classes: List[str] = list(css) + [""] * (len(heads) - len(css))
    out = ['<div class="wide"><table><thead><tr>']
    out += [cell(Raw(escape(head)), "th", c)
            for head, c in zip(heads, classes)]
    out.append("</tr></thead><tbody>")
    for row in rows:
        out.append("<tr>" + "".join(
            cell(value, "td", c) for value, c in zip(row, classes)) + "</tr>")
    out.append("</tbody></table></div>")
    return "\n".join(out)
