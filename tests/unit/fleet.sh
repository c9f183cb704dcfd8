#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet without an appliance: which images, what is kept, what is tried
# again, workers that crash and hang, the report.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language python
export PYTHONDONTWRITEBYTECODE=1
timeout 120 "$(configured PYTHON)" "$abs_top_srcdir/tests/unit/fleet.py" \
  > log 2>&1 || fail "$(tail -n 60 log)"
[[ $(cat log) == *OK* ]] || fail "no test has run: $(cat log)"
