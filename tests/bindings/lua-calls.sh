#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Lua.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language lua
requires_appliance

LUA_PATH="$abs_top_srcdir/bindings/lua/tests/?.lua"
export LUA_PATH
same_log "$(configured LUA)" "$abs_top_srcdir/bindings/lua/gen/calls.lua"
