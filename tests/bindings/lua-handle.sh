#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Handles, arguments, errors and events of the Lua module, without an appliance
# and with one.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language lua

lua=$(configured LUA)
LUA_PATH="$abs_top_srcdir/bindings/lua/tests/?.lua"
export LUA_PATH

LIBGUESTFS_APPEND=of_the_environment=1 \
  "$lua" "$abs_top_srcdir/bindings/lua/tests/handle.lua" > out 2> err ||
  fail "handle.lua: $(tail -n 5 err)"
is "what is printed at the end" "$(tail -n 1 out)" "closed at exit"
[ "$(grep -c 'error in a callback of event trace: .*in callback' err)" -ge 1 ] ||
  fail "errors in callbacks are not printed: $(cat err)"
grep -q 'event trace: internal_test_rinterr: error$' err ||
  fail "errors of calls in callbacks are not printed: $(cat err)"

requires_appliance
"$lua" "$abs_top_srcdir/bindings/lua/tests/launched.lua" > out 2>&1 ||
  fail "launched.lua: $(cat out)"
