# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What guestfish --json prints, checked by a validator of its schema.

# The python that has the validator: Debian's, or another one.
python=
for p in python3 /usr/bin/python3; do
  [ -n "$python" ] || ! "$p" -W ignore -c '
import sys, jsonschema; jsonschema.Draft202012Validator' 2>/dev/null ||
    python=$p
done
[ -n "$python" ] || skip "python3-jsonschema is not installed"

# valid FILE [EXPRESSION…]: see jsonlines.py.
valid() {
  [ -f schema.json ] || guestfish --json-schema > schema.json
  "$python" -W ignore "$abs_top_srcdir/tests/lib/jsonlines.py" schema.json \
    "$@" || fail "$1 is not as it should be"
}
