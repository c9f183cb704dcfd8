# SPDX-License-Identifier: GPL-2.0-or-later
# Languages: which bindings are built, and why others are not.

# GUESTFS_LANGUAGE(NAME, TITLE, CHECKS)
# Offers --enable-NAME and --disable-NAME.  CHECKS are shell commands that look
# for what the binding needs; for what is missing they call GUESTFS_LACKS.
AC_DEFUN([GUESTFS_LANGUAGE], [
  AC_ARG_ENABLE([$1],
    [AS_HELP_STRING([--disable-$1], [no binding for $2 (default: if its tools are there)])],
    [], [enable_$1=maybe])
  why_not=
  AS_IF([test "x$enable_$1" = xno], [why_not="--disable-$1"], [$3])
  AS_IF([test -z "$why_not"], [
    BUILD_LANGUAGES="$BUILD_LANGUAGES $1"
    language_table="$language_table
    m4_format([%-12s], [$1:]) yes"
  ], [
    AS_IF([test "x$enable_$1" = xyes], [
      AC_MSG_ERROR([--enable-$1: missing:$why_not])])
    language_table="$language_table
    m4_format([%-12s], [$1:]) no:$why_not"
  ])
])

# GUESTFS_LACKS(WHAT): the binding being checked cannot be built without it.
AC_DEFUN([GUESTFS_LACKS], [why_not="$why_not $1"])

# GUESTFS_LANGUAGE_PROG(VARIABLE, PROGRAMS, PACKAGE): sets VARIABLE.
AC_DEFUN([GUESTFS_LANGUAGE_PROG], [
  AC_PATH_PROGS([$1], [$2], [no])
  AS_IF([test "x$$1" = xno], [GUESTFS_LACKS([$3])])
])
