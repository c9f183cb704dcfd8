#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# LuaRocks builds and installs the module from a directory of its own into an
# empty prefix.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language lua
requires luarocks
lua=$(configured LUA)
lua_version=$(configured LUA_VERSION)
version=$(configured VERSION)
unset MAKEFLAGS LUA_PATH LUA_CPATH

make -s -C "$abs_top_builddir/bindings/lua" install DESTDIR="$test_tmp/dest" \
  > log 2>&1 || fail "$(cat log)"
find dest -name guestfs.meta.lua | grep -q . || fail "no types for editors"
is "files of libtool" "$(find dest -name '*.la')" ""
module=$(find dest -name guestfs.so)
is "where make install puts the module" "${module#dest}" \
  "$(configured libdir | sed "s|\${exec_prefix}|$(configured prefix)|")/lua/$lua_version/guestfs.so"

make -s -C "$abs_top_builddir/bindings/lua" package
cp -r "$abs_top_builddir/bindings/lua/package/guestfs-$version" rock
cd rock
is licence "$("$lua" -e "dofile 'guestfs-$version-1.rockspec'
  print(description.license)")" LGPL-2.1-or-later
luarocks --lua-version "$lua_version" --tree "$test_tmp/tree" make \
  GUESTFS_INCDIR="$abs_top_srcdir/include" \
  GUESTFS_LIBDIR="$abs_top_builddir/lib/.libs" CFLAGS="-O0 -fPIC" \
  > ../log 2>&1 || fail "$(cat ../log)"
cd ..
rm -r rock
LUA_CPATH="$test_tmp/tree/lib/lua/$lua_version/?.so"
export LUA_CPATH
is "the installed version" \
  "$("$lua" -e 'print(require "guestfs"._VERSION)')" "libguestfs $version"

requires_appliance
"$lua" "$abs_top_srcdir/bindings/lua/examples/create_disk.lua" disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" "hello from Lua"
