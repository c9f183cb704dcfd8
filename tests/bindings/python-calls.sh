#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Python.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language python
requires_appliance

PYTHONDONTWRITEBYTECODE=1
PYTHONPATH="$abs_top_srcdir/bindings/python/tests:$PYTHONPATH"
export PYTHONDONTWRITEBYTECODE PYTHONPATH
same_log python3 "$abs_top_srcdir/bindings/python/gen/calls.py"
