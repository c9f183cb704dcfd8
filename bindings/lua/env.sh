# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree.  Two semicolons stand for
# where this Lua looks by itself.
LUA_CPATH="$b/bindings/lua/.libs/?.so;${LUA_CPATH:-;}"
export LUA_CPATH
