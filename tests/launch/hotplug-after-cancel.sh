#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A drive can be plugged in after a call was cancelled: that is not held
# against what the appliance does for the drive.

. "$(dirname "$0")/../lib.sh"
requires "${cc[0]}"
requires_appliance

"${cc[@]}" -Wall -Wextra -I"$abs_top_srcdir/include" -o program \
  "$abs_top_srcdir/tests/launch/hotplug-after-cancel.c" \
  -L"$abs_top_builddir/lib/.libs" -lguestfs
./program
