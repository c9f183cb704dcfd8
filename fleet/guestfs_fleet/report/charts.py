# SPDX-License-Identifier: GPL-2.0-or-later
"""Charts as SVG. Positions are percentages, so that a chart is as wide as the
page and its text as large as other text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import List, Sequence, Tuple

ROW = 40
BAR = 14


@dataclass
class Bar:
    """`parts` are (class, value); `full` is what the bar is a part of."""

    label: str
    value: str
    parts: Sequence[Tuple[str, float]]
    full: float = 0.0


def rectangle(kind: str, x: float, y: float, width: float, title: str) -> str:
    return (f'<rect class="{kind}" x="{x:.3f}%" y="{y:g}" '
            f'width="{width:.3f}%" height="{BAR}" rx="2">'
            f"<title>{escape(title)}</title></rect>")


def bars(title: str, rows: List[Bar]) -> str:
    """One below the other, each with its label above it."""
    scale = max([max(sum(v for _, v in row.parts), row.full)
                 for row in rows] or [0.0]) or 1.0
    out = [f'<svg class="chart" role="img" width="100%" '
           f'height="{ROW * len(rows)}" aria-label="{escape(title)}">']
    for i, row in enumerate(rows):
        y, x = i * ROW, 0.0
        out.append(f'<svg x="0" y="{y}" width="75%" height="{ROW}">'
                   f'<text x="0" y="14">{escape(row.label)}</text></svg>')
        out.append(f'<text class="value" x="100%" y="{y + 14}" '
                   f'text-anchor="end">{escape(row.value)}</text>')
        if row.full:
            out.append(rectangle("full", 0, y + 20, 100 * row.full / scale,
                                 row.label))
        for kind, value in row.parts:
            width = 100 * value / scale
            if width:
                out.append(rectangle(kind, x, y + 20, width, row.value))
            x += width
    out.append("</svg>")
    return "\n".join(out)


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
