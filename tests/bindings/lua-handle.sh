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
  counting_memory "$lua" "$abs_top_srcdir/bindings/lua/tests/handle.lua" > out 2> err ||
  fail "handle.lua: $(tail -n 5 err)"
is "what is printed at the end" "$(tail -n 1 out)" "closed at exit"
[ "$(grep -c 'error in a callback of event trace: .*in callback' err)" -ge 1 ] ||
  fail "errors in callbacks are not printed: $(cat err)"
grep -q 'event trace: internal_test_rinterr: error$' err ||
  fail "errors of calls in callbacks are not printed: $(cat err)"

# A program that ends in the middle of a call, and with an open handle.
cat > exit.lua <<'END'
local g = require "guestfs".create()
g:set_event_callback(function() print "closed" end, "close")
g:set_event_callback(function() os.exit(tonumber(arg[1])) end, "trace")
if arg[1] == "3" then g:set_trace(true) end
g:get_memsize()
os.exit(4)
END
for status in 3 4; do
  got=0
  "$lua" exit.lua $status > out 2>&1 || got=$?
  is "status of os.exit" "$got" $status
  is "what it has printed" "$(cat out)" ""
done

requires_appliance
"$lua" "$abs_top_srcdir/bindings/lua/tests/launched.lua" > out 2>&1 ||
  fail "launched.lua: $(cat out)"
