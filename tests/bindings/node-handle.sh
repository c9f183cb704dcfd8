#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# JavaScript: the life of a handle, values at the edges, events and waiting.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language node
requires_appliance
timeout 300 "$(configured NODE)" --test \
  "$abs_top_srcdir/bindings/node/tests/handle.test.js" > log 2>&1 ||
  fail "$(grep -v '^# \|duration_ms\|^    ---\|^    \.\.\.' log | tail -n 80)"
