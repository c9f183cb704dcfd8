#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A script for Debian's Python module prints on ours what it printed there
# (see tests/programs/dropin-python.sh). Only the names of exceptions differ:
# guestfs.Error is a RuntimeError.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language python
requires_appliance

here=$abs_top_srcdir/tests/data/dropin
"$(configured PYTHON)" "$here/script.py" > out 2> err ||
  fail "script.py failed: $(tail -n 5 err)"
diff -u "$here/python.expected" <(sed 's/^Error$/RuntimeError/' out) >&2 ||
  fail "differs from python.expected; standard error: $(cat err)"
