dnl SPDX-License-Identifier: LGPL-2.1-or-later
dnl How phpize builds the extension against an installed libguestfs.

PHP_ARG_ENABLE([guestfs-php],
  [whether to enable libguestfs],
  [AS_HELP_STRING([--enable-guestfs-php], [Enable libguestfs])],
  [yes])

if test "$PHP_GUESTFS_PHP" != no; then
  PKG_CHECK_MODULES([GUESTFS], [libguestfs])
  PHP_EVAL_INCLINE([$GUESTFS_CFLAGS])
  PHP_EVAL_LIBLINE([$GUESTFS_LIBS], [GUESTFS_PHP_SHARED_LIBADD])
  PHP_SUBST([GUESTFS_PHP_SHARED_LIBADD])
  PHP_NEW_EXTENSION([guestfs_php],
    [guestfs_php.c calls.c handle.c table.c], [$ext_shared])
  guestfs_version=`cat $srcdir/VERSION`
  AC_DEFINE_UNQUOTED([GUESTFS_PHP_VERSION], ["$guestfs_version"],
    [The version of the extension])
fi
