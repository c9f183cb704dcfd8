# SPDX-License-Identifier: GPL-2.0-or-later
# PHP 8.1 or later, with what extensions are built from.

AC_ARG_VAR([PHP], [the PHP that the extension is built for])
AC_ARG_VAR([PHP_CONFIG], [its php-config])
AC_ARG_VAR([PHP_INSTALLDIR], [where extensions of PHP are installed])
GUESTFS_LANGUAGE([php], [PHP], [
  GUESTFS_LANGUAGE_PROG([PHP], [php], [php-cli])
  GUESTFS_LANGUAGE_PROG([PHP_CONFIG], [php-config], [php-dev])
  AS_IF([test "x$PHP_CONFIG" != xno], [
    # Its headers have warnings of their own.
    PHP_CFLAGS=$($PHP_CONFIG --includes | sed 's/-I/-isystem /g')
    php_prefix=$($PHP_CONFIG --prefix)
    php_dir=$($PHP_CONFIG --extension-dir)
    : ${PHP_INSTALLDIR='${prefix}'"${php_dir@%:@$php_prefix}"}
    saved_cppflags=$CPPFLAGS
    CPPFLAGS="$CPPFLAGS $PHP_CFLAGS"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <php.h>
#if PHP_VERSION_ID < 80100
#error too old
#endif]])], [], [GUESTFS_LACKS([php-dev (8.1 or later)])])
    CPPFLAGS=$saved_cppflags
  ])
])
AC_SUBST([PHP_CFLAGS])
