# SPDX-License-Identifier: GPL-2.0-or-later
"""When support of a system ends: the table eol.csv, what the package
distro-info-data has of Debian and Ubuntu, and a table of the user's."""

from __future__ import annotations

import csv
import datetime
import os
from dataclasses import dataclass
from typing import Dict, Iterable, List, Optional, Tuple

from guestfs_fleet.errors import UsageError

TABLE = os.path.join(os.path.dirname(__file__), "eol.csv")
AS_OF = "November 2026"                 # the table
DISTRO_INFO = "/usr/share/distro-info"
SOON = datetime.timedelta(days=365)


@dataclass
class Life:
    ends: datetime.date
    extended: Optional[datetime.date]
    source: str
    checked: bool = True                # compared with another list


Row = Tuple[str, str, Life]


def read_rows(path: str) -> Iterable[Row]:
    try:
        with open(path, encoding="utf-8") as f:
            lines = [line for line in f if not line.startswith("#")]
    except (OSError, ValueError) as e:
        raise UsageError(f"{path}: {e}") from e
    for number, row in enumerate(csv.DictReader(lines), 1):
        try:
            extended = row.get("extended")
            yield row["system"], row["version"], Life(
                datetime.date.fromisoformat(row["ends"]),
                datetime.date.fromisoformat(extended) if extended else None,
                row.get("source") or "", row.get("checked") != "")
        except (KeyError, TypeError, ValueError) as e:
            raise UsageError(f"{path}: row {number}: {e}: the columns must be "
                             "system,version,ends,extended,source, and dates "
                             "YYYY-MM-DD") from e


def as_date(text: Optional[str]) -> Optional[datetime.date]:
    return datetime.date.fromisoformat(text) if text else None


def read_distro_info(system: str, extended: str) -> Iterable[Row]:
    """Nothing where the package is not installed, or is another one by now."""
    path = os.path.join(DISTRO_INFO, system + ".csv")
    try:
        with open(path, encoding="utf-8") as f:
            for row in csv.DictReader(f):
                ends = as_date(row["eol"])
                if ends and row["version"]:
                    yield system, row["version"].split()[0], Life(
                        ends, as_date(row.get(extended)), "distro-info-data")
    except (OSError, KeyError, ValueError):
        pass


class Lives:
    """Rows of later lists come before those of earlier ones."""

    def __init__(self, *paths: str) -> None:
        self.rows: Dict[Tuple[str, str], Life] = {}
        self.add(read_rows(TABLE))
        self.add(read_distro_info("debian", "eol-lts"))
        self.add(read_distro_info("ubuntu", "eol-esm"))
        for path in paths:
            self.add(read_rows(path))

    def add(self, rows: Iterable[Row]) -> None:
        for system, version, life in rows:
            before = self.rows.get((system, version))
            if before and not life.source.startswith("https://"):
                life.source = before.source
            self.rows[system, version] = life

    def find(self, system: str, major: int, minor: int,
             product: str) -> Tuple[str, Optional[Life]]:
        """The version as it is called, and its life."""
        if system == "windows":
            names = [v for s, v in self.rows if s == system and
                     (product + " ").startswith(v + " ")]
            life = self.rows[system, max(names, key=len)] if names else None
            return "", life
        exact = f"{major}.{minor:02}" if system == "ubuntu" else \
            f"{major}.{minor}"
        for version in exact, str(major):
            if (system, version) in self.rows:
                return version, self.rows[system, version]
        return exact if minor else str(major or ""), None


def state(life: Optional[Life], today: datetime.date) -> str:
    """ended, extended, soon, supported or unknown"""
    if life is None:
        return "unknown"
    if life.ends < today:
        return "extended" if life.extended and life.extended >= today \
            else "ended"
    return "soon" if life.ends - today < SOON else "supported"


STATES: List[Tuple[str, str]] = [
    ("ended", "past its end of life"),
    ("extended", "extended support only"),
    ("soon", "ends within a year"),
    ("supported", "supported"),
    ("unknown", "end of life not known")]
