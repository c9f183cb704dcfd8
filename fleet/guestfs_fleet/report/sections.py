# SPDX-License-Identifier: GPL-2.0-or-later
"""The sections of the report: each is HTML, or "" when its job has not run.
Whatever the number of images, each shows a limited number of rows."""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections import Counter
from html import escape
from typing import Any, Dict, List, Set, Tuple

from guestfs_fleet.report import charts, eol
from guestfs_fleet.report.tables import Raw, size, table
from guestfs_fleet.store.sqlite import quoted

SYSTEMS = 60
BARS = 12
PACKAGES = 50
FILESYSTEMS = 30
EXAMPLES = 20
ROWS = 20
OWN_SECTIONS = {"inspect", "packages", "usage"}


class Results:
    def __init__(self, db: sqlite3.Connection, lives: eol.Lives,
                 today: datetime.date) -> None:
        self.db, self.lives, self.today = db, lives, today
        self.tables: Set[str] = {row[0] for row in db.execute(
            "SELECT DISTINCT rows_in FROM job JOIN result ON job.id = job "
            "WHERE rows > 0")}
        if "packages" in self.tables:
            self.count_packages()

    def count_packages(self) -> None:
        """The one look at all rows of packages: there may be millions."""
        self.db.execute(
            "CREATE TEMP TABLE package AS SELECT name, count(DISTINCT version "
            "|| '-' || release) AS versions, count(DISTINCT image) AS images, "
            "min(version) AS low, max(version) AS high FROM packages GROUP BY "
            "name")

    def one(self, query: str, *values: Any) -> Any:
        row = self.db.execute(query, values).fetchone()
        return row[0] if row else None

    def columns(self, name: str) -> List[str]:
        return [row[1] for row in
                self.db.execute(f"PRAGMA table_info({quoted(name)})")]

    def lives_of_systems(self) -> List[Tuple[str, str, int, Any]]:
        """(name, version, number of systems, Life)"""
        counted: Dict[Tuple[str, str], int] = Counter()
        ends: Dict[Tuple[str, str], Any] = {}
        for distro, product, major, minor, n in self.db.execute(
                "SELECT distro, product, major, minor, count(*) FROM inspect "
                "GROUP BY 1, 2, 3, 4"):
            version, life = self.lives.find(distro or "", major or 0,
                                            minor or 0, product or "")
            name = product if distro == "windows" else distro
            key = name or "unknown", version
            counted[key] += n
            ends[key] = life
        return sorted(((k[0], k[1], n, ends[k]) for k, n in counted.items()),
                      key=lambda s: (-s[2], s[0], s[1]))


def tiles(r: Results) -> str:
    images = r.one("SELECT count(*) FROM image")
    failed = r.one("SELECT count(DISTINCT image) FROM result WHERE "
                   "status = 'failed'")
    shown = [("images", images, ""), ("with a failure", failed,
                                      "bad" if failed else "")]
    if "inspect" in r.tables:
        systems = r.one("SELECT count(*) FROM inspect")
        without = r.one(
            "SELECT count(*) FROM result JOIN job ON job.id = job WHERE "
            "rows_in = 'inspect' AND status = 'ok' AND rows = 0")
        ended = sum(n for _, _, n, life in r.lives_of_systems()
                    if eol.state(life, r.today) == "ended")
        shown += [("systems", systems, ""), ("images without a system",
                                             without, ""),
                  ("past their end of life", ended, "bad" if ended else "")]
    if "packages" in r.tables:
        shown.append(("different packages", r.one(
            "SELECT count(*) FROM temp.package"), ""))
    return '<div class="tiles">' + "".join(
        f'<div class="tile {css}"><b>{n:,}</b><span>{label}</span></div>'
        for label, n, css in shown) + "</div>"


def systems(r: Results) -> str:
    if "inspect" not in r.tables:
        return ""
    found = r.lives_of_systems()
    states = Counter()  # type: Counter[str]
    for _, _, n, life in found:
        states[eol.state(life, r.today)] += n
    words = dict(eol.STATES)
    rows, bars = [], []
    for name, version, n, life in found[:SYSTEMS]:
        state = eol.state(life, r.today)
        label = f"{name} {version}".strip()
        bars.append(charts.Bar(label, f"{n:,}", [(state, n)]))
        rows.append([label, n, Raw(f'<span class="mark {state}">'
                                   f"{words[state]}</span>"),
                     (f"{life.ends}" + ("" if life.checked else " ?"))
                     if life else "",
                     life.extended or "" if life else "",
                     Raw(f'<a href="{escape(life.source)}">source</a>')
                     if life and life.source.startswith("https://") else ""])
    more = len(found) - SYSTEMS
    return "".join([
        '<section id="systems"><h2>Systems by version and end of life</h2>',
        charts.shares("systems by end of life",
                      [(s, label, states[s]) for s, label in eol.STATES]),
        charts.bars("systems by version", bars[:BARS]),
        table(["system", "number", "support", "ends", "extended", ""], rows,
              ["", "number", "", "date", "date optional", "optional"]),
        f'<p class="dim">{more} more are not shown.</p>' if more > 0 else "",
        f'<p class="dim">Ends of life are as of {eol.AS_OF}, or as the '
        "package distro-info-data of this machine has them.",
        " Those with a question mark were not compared with another list."
        if any(life and not life.checked for *_, life in found) else "",
        "</p></section>"])


def packages(r: Results) -> str:
    if "packages" not in r.tables:
        return ""
    found = r.db.execute(
        "SELECT name, versions, images, low, high FROM temp.package ORDER BY "
        "versions DESC, images DESC, name LIMIT ?", (PACKAGES,)).fetchall()
    often = r.db.execute(
        "SELECT name, images FROM temp.package ORDER BY images DESC, name "
        "LIMIT ?", (BARS,)).fetchall()
    total = r.one("SELECT count(*) FROM packages")
    return "".join([
        '<section id="packages"><h2>Packages</h2>',
        f"<p>{total:,} packages are installed.</p>",
        "<h3>In the most images</h3>",
        charts.bars("packages in the most images", [
            charts.Bar(name, f"{n:,} images", [("plain", n)])
            for name, n in often]),
        "<h3>In the most versions</h3>",
        table(["package", "versions", "images", "one version", "another"],
              [[name, versions, n, low, high if versions > 1 else ""]
               for name, versions, n, low, high in found],
              ["", "number", "number", "optional", "optional"]),
        "</section>"])


def usage(r: Results) -> str:
    if "usage" not in r.tables or "size" not in r.columns("usage"):
        return ""
    rows = r.db.execute(
        "SELECT image.name, device, filesystem, mounted, size, used FROM "
        "usage JOIN image ON image.id = usage.image WHERE directory IS NULL "
        "AND size > 0 ORDER BY size DESC, image.name, device LIMIT ?",
        (FILESYSTEMS,)).fetchall()
    count, total, used = r.db.execute(
        "SELECT count(*), sum(size), sum(used) FROM usage WHERE size > 0 "
        "AND directory IS NULL").fetchone()
    full = r.one("SELECT count(*) FROM usage WHERE size > 0 AND directory IS "
                 "NULL AND used > 0.9 * size")
    return "".join([
        '<section id="filesystems"><h2>Largest file systems</h2>',
        f"<p>{count:,} file systems have {size(total)}, of which "
        f"{size(used)} are used; {full:,} are more than 90 % full.</p>",
        charts.bars("largest file systems", [
            charts.Bar(f"{os.path.basename(name)}: {mounted or device}",
                       f"{size(u)} of {size(s)}",
                       [("ended" if u > 0.9 * s else "plain", u)], s)
            for name, device, _, mounted, s, u in rows[:BARS]]),
        table(["image", "device", "type", "mounted", "used", "size", "full"],
              [[name, device, kind, mounted, Raw(size(u)), Raw(size(s)),
                Raw(f"{100 * u / s:.0f} %")]
               for name, device, kind, mounted, s, u in rows],
              ["name", "optional", "optional", "optional", "number optional",
               "number", "number"]),
        "</section>"])


def failures(r: Results) -> str:
    kinds = r.db.execute(
        "SELECT failure, remedy, count(*) FROM result WHERE status = 'failed' "
        "GROUP BY 1, 2 ORDER BY 3 DESC, 1").fetchall()
    out = ['<section id="failures"><h2>Failures</h2>']
    if not kinds:
        out.append("<p>None: every job has ended in every image.</p>")
    for kind, remedy, n in kinds:
        rows = r.db.execute(
            "SELECT image.name, job.name, message, tries FROM result JOIN "
            "image ON image.id = result.image JOIN job ON job.id = result.job "
            "WHERE status = 'failed' AND failure IS ? AND remedy IS ? ORDER "
            "BY image.name, job.id LIMIT ?", (kind, remedy, EXAMPLES))
        more = f'<p class="dim">{n - EXAMPLES:,} more are not shown.</p>' \
            if n > EXAMPLES else ""
        out.append(
            f'<div class="fail"><h3>{escape(kind)}: {n:,}</h3>'
            f"<p><b>What to do:</b> {escape(remedy)}.</p>"
            + table(["image", "job", "what went wrong", "tries"], rows,
                    ["name", "optional", "", "number optional"]) + more + "</div>")
    return "".join(out) + "</section>"


def other_jobs(r: Results) -> str:
    """A look at the rows of jobs that have no section of their own."""
    out = []
    for name in sorted(r.tables - OWN_SECTIONS):
        columns = [c for c in r.columns(name) if c not in ("image", "job")]
        total = r.one(f"SELECT count(*) FROM {quoted(name)}")
        picked = ", ".join("t." + quoted(c) for c in columns)
        rows = r.db.execute(
            f"SELECT image.name, {picked} FROM {quoted(name)} AS t JOIN image "
            "ON image.id = t.image ORDER BY t.rowid LIMIT ?", (ROWS,))
        out.append(f'<section id="job-{escape(name)}"><h2>{escape(name)}</h2>'
                   f"<p>{total:,} rows; the first {min(total, ROWS)}:</p>"
                   + values(r, name, columns)
                   + table(["image", *columns], rows) + "</section>")
    return "".join(out)


def values(r: Results, name: str, columns: List[str]) -> str:
    """Of configuration: how often each value is there."""
    if not {"key", "value"} <= set(columns):
        return ""
    rows = r.db.execute(
        f"SELECT key, value, count(DISTINCT image) AS n FROM {quoted(name)} "
        "GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT ?", (BARS,)).fetchall()
    return charts.bars("values", [
        charts.Bar(f"{key} {value or ''}"[:80], f"{n:,} images",
                   [("plain", n)]) for key, value, n in rows])
