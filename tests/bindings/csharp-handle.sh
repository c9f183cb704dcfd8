#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# C#: handles, errors, values, events, threads; calls that take long and are
# cancelled.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language csharp

tests="$abs_top_srcdir/bindings/csharp/tests"
mono=$(configured MONO)

csharp_program handle.exe "$tests/Handle.cs"
LIBGUESTFS_MEMSIZE=1234 timeout 300 "$mono" handle.exe > log 2>&1 ||
  fail "$(cat log)"
matches "the failing callback" "$(cat log)" \
  "callback of an event failed: System.Exception: on purpose"
if grep -q '^libguestfs: error' log; then
  fail "errors are printed, not only thrown: $(cat log)"
fi

requires_appliance
csharp_program launched.exe "$tests/Launched.cs"
# Something has the fifo open, and writes nothing.
mkfifo fifo
sleep 100 > fifo &
at_exit "kill $! 2>/dev/null"
timeout 300 "$mono" launched.exe disk.img fifo > log 2>&1 || fail "$(cat log)"
