# SPDX-License-Identifier: GPL-2.0-or-later
# Perl 5.16 or later, with its headers and 64-bit integers.

AC_ARG_VAR([PERL], [the Perl that the binding is built for])
AC_ARG_VAR([PERL_INSTALLDIR], [where Perl modules are installed])
GUESTFS_LANGUAGE([perl], [Perl], [
  GUESTFS_LANGUAGE_PROG([PERL], [perl], [perl])
  AS_IF([test "x$PERL" != xno], [
    perl_config () { $PERL -MConfig -e 'print $Config{$ARGV@<:@0@:>@}' "$[1]"; }
    AS_IF([$PERL -e 'require v5.16'], [],
      [GUESTFS_LACKS([perl (5.16 or later)])])
    AS_IF([test "`perl_config ivsize`" = 8], [],
      [GUESTFS_LACKS([perl with integers of 64 bits])])
    # Its headers have warnings of their own.
    PERL_CFLAGS="`perl_config ccflags` -isystem `perl_config archlibexp`/CORE"
    # As Perl looks for what was added to it, below our prefix.
    AS_CASE([$prefix],
      [`perl_config vendorprefix`], [perl_dir=`perl_config installvendorarch`],
      [perl_dir=`perl_config installsitearch`])
    perl_dir=${perl_dir@%:@`perl_config siteprefix`}
    perl_dir=${perl_dir@%:@`perl_config vendorprefix`}
    : ${PERL_INSTALLDIR='${prefix}'"$perl_dir"}
    saved_cppflags=$CPPFLAGS
    CPPFLAGS="$CPPFLAGS $PERL_CFLAGS"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <EXTERN.h>
#include <perl.h>
#include <XSUB.h>]])], [], [GUESTFS_LACKS([libperl-dev])])
    CPPFLAGS=$saved_cppflags
  ])
])
AC_SUBST([PERL_CFLAGS])
