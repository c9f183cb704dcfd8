# SPDX-License-Identifier: GPL-2.0-or-later
"""python3 -m guestfs_fleet is guestfs-fleet, with that Python."""

import sys

from guestfs_fleet.main import main

sys.exit(main())
