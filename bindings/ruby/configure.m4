# SPDX-License-Identifier: GPL-2.0-or-later
# Ruby 2.5 or later, with its headers.

AC_ARG_VAR([RUBY], [the Ruby that the binding is built for])
AC_ARG_VAR([RUBY_LIBDIR], [where Ruby's scripts are installed])
AC_ARG_VAR([RUBY_ARCHDIR], [where Ruby's extensions in C are installed])
GUESTFS_LANGUAGE([ruby], [Ruby], [
  GUESTFS_LANGUAGE_PROG([RUBY], [ruby], [ruby])
  AS_IF([test "x$RUBY" != xno], [
    ruby_config () { $RUBY -rrbconfig -e 'puts RbConfig::CONFIG@<:@ARGV@<:@0@:>@@:>@' "$[1]"; }
    # Its headers have warnings of their own.
    RUBY_CFLAGS="-isystem `ruby_config rubyhdrdir` -isystem `ruby_config rubyarchhdrdir`"
    # As Ruby looks for what was added to it, below our prefix.
    AS_CASE([$prefix], [/usr], [ruby_kind=vendor], [ruby_kind=site])
    ruby_below () {
      ruby_dir=`ruby_config ${ruby_kind}$[1]dir`
      ruby_dir=${ruby_dir@%:@`ruby_config prefix`}
      AS_ECHO(['${prefix}'"${ruby_dir@%:@/local}"])
    }
    : ${RUBY_LIBDIR=`ruby_below lib`}
    : ${RUBY_ARCHDIR=`ruby_below arch`}
    saved_cppflags=$CPPFLAGS
    CPPFLAGS="$CPPFLAGS $RUBY_CFLAGS"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <ruby.h>
#include <ruby/version.h>
#if RUBY_API_VERSION_CODE < 20500
#error too old
#endif]])], [], [GUESTFS_LACKS([ruby-dev (2.5 or later)])])
    CPPFLAGS=$saved_cppflags
  ])
])
AC_SUBST([RUBY_CFLAGS])
