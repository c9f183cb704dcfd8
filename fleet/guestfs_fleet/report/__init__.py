# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTML page of the results: one file, which needs no network."""

from __future__ import annotations

import datetime
import os
import sqlite3
from html import escape
from typing import Optional

from guestfs_fleet.errors import FleetError
from guestfs_fleet.report import eol, sections
from guestfs_fleet.store import read_all

STYLE = os.path.join(os.path.dirname(__file__), "page.css")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="dim">{when}</p>
<nav>{links}</nav>
</header>
<main>
{body}
</main>
<footer>Made by guestfs-fleet on {today}. Ends of life are those of its table:
check dates that matter at their source.</footer>
</body>
</html>
"""
TITLES = [("systems", "Systems"), ("failures", "Failures"),
          ("packages", "Packages"), ("filesystems", "File systems")]


def when_looked_at(db: sqlite3.Connection) -> str:
    first, last = db.execute("SELECT min(finished - seconds), max(finished) "
                             "FROM result").fetchone()
    if first is None:
        return "No image has been looked at."
    days = [datetime.datetime.fromtimestamp(t).strftime("%Y-%m-%d %H:%M")
            for t in (first, last)]
    return f"Looked at from {days[0]} to {days[1]}."


def make_page(db: sqlite3.Connection, title: str, lives: eol.Lives,
              today: datetime.date) -> str:
    r = sections.Results(db, lives, today)
    parts = [sections.tiles(r), sections.systems(r), sections.failures(r),
             sections.packages(r), sections.usage(r), sections.other_jobs(r)]
    body = "\n".join(part for part in parts if part)
    links = "".join(f'<a href="#{name}">{label}</a>' for name, label in TITLES
                    if f'<section id="{name}"' in body)
    with open(STYLE, encoding="utf-8") as f:
        style = f.read()
    return PAGE.format(title=escape(title), style=style, links=links,
                       body=body, today=today, when=when_looked_at(db))


def write_report(out: str, page: str, title: Optional[str],
                 table: Optional[str]) -> None:
    lives = eol.Lives(*([table] if table else []))
    db = read_all(out).db
    try:
        text = make_page(db, title or f"Disk images of {os.path.basename(out)}",
                         lives, datetime.date.today())
    except sqlite3.Error as e:
        raise FleetError(f"{out}: {e}") from e
    try:
        with open(page, "w", encoding="utf-8") as f:
            f.write(text)
    except OSError as e:
        raise FleetError(f"{page}: {e.strerror}") from e
