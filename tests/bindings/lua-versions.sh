#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The Lua module compiled for each Lua that is installed, without warnings.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language lua
requires pkg-config

src=$abs_top_srcdir/bindings
libs=("$abs_top_builddir/bindings/calls/.libs/libcalls.a"
      -L"$abs_top_builddir/lib/.libs" -lguestfs -pthread)
LUA_PATH="$src/lua/tests/?.lua"
LUA_CPATH="$test_tmp/?.so"
LIBGUESTFS_APPEND=of_the_environment=1
export LUA_PATH LUA_CPATH LIBGUESTFS_APPEND
read -ra cc <<< "$(configured CC)"
read -ra sanitize <<< "$(configured SANITIZE_CFLAGS)"

# try LUA PACKAGE
try() {
  local cflags
  read -ra cflags <<< "$(pkg-config --cflags "$2")"
  "${cc[@]}" -Wall -Wextra -Werror -O1 -fPIC -shared "${sanitize[@]}" \
    -DPACKAGE_VERSION='"1.2.3"' -I"$abs_top_srcdir/include" \
    -I"$abs_top_builddir/include" -I"$src/calls" "${cflags[@]}" \
    -o guestfs.so "$src/lua/guestfs.c" "${libs[@]}"
  counting_memory "$1" "$src/lua/tests/handle.lua" > out 2>&1 ||
    fail "$1: $(tail -n 5 out)"
}

tried=0
for lua in lua5.1 lua5.2 lua5.3 lua5.4 luajit; do
  if command -v "$lua" >/dev/null && pkg-config "$lua"; then
    try "$lua" "$lua"
    tried=$((tried + 1))
  fi
done
[ $tried -gt 0 ] || skip "no Lua whose name has its version"
echo "$tried versions"
