#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Python: the life of a handle, values at the edges, events and threads.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language python
requires_appliance
PYTHONDONTWRITEBYTECODE=1 counting_memory timeout 300 \
  "$(configured PYTHON)" \
  "$abs_top_srcdir/bindings/python/tests/handle.py" > log 2>&1 ||
  fail "$(tail -n 60 log)"
