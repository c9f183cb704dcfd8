# SPDX-License-Identifier: GPL-2.0-or-later
"""What ends the program with one line, and the exit codes."""

from __future__ import annotations

ALL_DONE = 0
SOME_FAILED = 1
WRONG_USAGE = 2
CANNOT_RUN = 3


class FleetError(Exception):
    """Nothing can be done: no output, no scheduler …"""

    status = CANNOT_RUN


class UsageError(FleetError):
    """The command line is wrong."""

    status = WRONG_USAGE
