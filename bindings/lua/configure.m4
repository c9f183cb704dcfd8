# SPDX-License-Identifier: GPL-2.0-or-later
# Lua 5.1 or later, the newest first, with its headers.

AC_ARG_VAR([LUA], [the Lua that the binding is built for])
AC_ARG_VAR([LUA_INSTALLDIR], [where C modules of Lua are installed])
GUESTFS_LANGUAGE([lua], [Lua], [
  GUESTFS_LANGUAGE_PROG([LUA],
    [lua5.4 lua54 lua5.3 lua53 lua luajit lua5.2 lua5.1 lua51], [lua5.4])
  AS_IF([test "x$LUA" != xno], [
    LUA_VERSION=$($LUA -e 'print((_VERSION:gsub("Lua ", "")))')
    lua_package=$($LUA -e 'print(jit and "luajit" or "lua" .. (_VERSION:gsub("Lua ", "")))')
    lua_short=$(echo "$lua_package" | sed 's/\.//')
    LUA_CFLAGS=$($PKG_CONFIG --cflags "$lua_package" 2>/dev/null ||
      $PKG_CONFIG --cflags "$lua_short" 2>/dev/null ||
      $PKG_CONFIG --cflags lua 2>/dev/null)
    : ${LUA_INSTALLDIR='${libdir}'/lua/$LUA_VERSION}
    saved_cppflags=$CPPFLAGS
    CPPFLAGS="$CPPFLAGS $LUA_CFLAGS"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <lua.h>
#if LUA_VERSION_NUM < 501
#error too old
#endif]])], [], [GUESTFS_LACKS([lib$lua_package-dev])])
    CPPFLAGS=$saved_cppflags
  ])
])
AC_SUBST([LUA_CFLAGS])
AC_SUBST([LUA_VERSION])
