# SPDX-License-Identifier: GPL-2.0-or-later
"""Charts: bars are SVG, whose positions are percentages, so that a chart is as
wide as the page. Labels are the page's text, as large as other text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import List, Sequence, Tuple

BAR = 14


@dataclass
class Bar:
    """`parts` are (class, value); `full` is what the bar is a part of."""

    label: str
    value: str
    parts: Sequence[Tuple[str, float]]
    full: float = 0.0


def rectangle(kind: str, x: float, width: float) -> str:
    return (f'<rect class="{kind}" x="{x:.3f}%" width="{width:.3f}%" '
            f'height="{BAR}" rx="2"/>')


def bar(row: Bar, scale: float) -> str:
    parts = [rectangle("full", 0, 100 * row.full / scale)] if row.full else []
    x = 0.0
    for kind, value in row.parts:
        if value:
            parts.append(rectangle(kind, x, 100 * value / scale))
        x += 100 * value / scale
    return (f'<div class="bar" title="{escape(row.label)}"><span>'
            f"{escape(row.label)}</span> <b>{escape(row.value)}</b></div>"
            f'<svg width="100%" height="{BAR}">{"".join(parts)}</svg>')


def bars(title: str, rows: List[Bar]) -> str:
    """One below the other, each with its label above it."""
    scale = max([max(sum(v for _, v in row.parts), row.full)
                 for row in rows] or [0.0]) or 1.0
    return (f'<div class="chart" role="group" aria-label="{escape(title)}">'
            + "\n".join(bar(row, scale) for row in rows) + "</div>")


def shares(title: str, parts: List[Tuple[str, str, int]]) -> str:
    """One bar of (class, label, number), and what its colours mean."""
    total = sum(n for _, _, n in parts) or 1
    out = [f'<svg class="chart" role="img" width="100%" height="26" '
           f'aria-label="{escape(title)}">']
    x = 0.0
    for kind, label, n in parts:
        width = 100 * n / total
        if n:
            out.append(f'<rect class="{kind}" x="{x:.3f}%" y="0" '
                       f'width="{width:.3f}%" height="26"><title>'
                       f"{escape(label)}: {n}</title></rect>")
        x += width
    out.append('</svg>\n<ul class="legend">')
    for kind, label, n in parts:
        if n:
            out.append(f'<li><svg width="12" height="12"><rect class="{kind}" '
                       f'width="12" height="12" rx="2"/></svg> '
                       f"{escape(label)}: <b>{n:,}</b></li>")
    out.append("</ul>")
    return "\n".join(out)
