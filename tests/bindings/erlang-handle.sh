#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Erlang: handles, errors, values, events, processes; calls that take long and
# are cancelled.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language erlang

tests="$abs_top_srcdir/bindings/erlang/tests"

erlang_program "$tests/handle.erl" "$tests/launched.erl"
run_erlang handle > log 2>&1 || fail "$(cat log)"
matches "the failing callback" "$(cat log)" \
  "callback of an event failed: error:on_purpose"

requires_appliance
# Something has the fifo open, and writes nothing.
mkfifo fifo
sleep 100 > fifo &
at_exit "kill $! 2>/dev/null"
run_erlang launched disk.img fifo > log 2>&1 || fail "$(cat log)"
