#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The core of guestfsd, without the library in between.

. "$(dirname "$0")/../lib.sh"
requires python3 qemu-system-x86_64
requires_appliance

PYTHONDONTWRITEBYTECODE=1 python3 "$abs_top_srcdir/tests/launch/guestfsd.py" \
  "$LIBGUESTFS_PATH" "$abs_top_srcdir/common/gen/protocol.h" "$test_tmp"
