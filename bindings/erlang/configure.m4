# SPDX-License-Identifier: GPL-2.0-or-later
# Erlang/OTP 24 or later, with erl_interface for the port program.

AC_ARG_VAR([ERLC], [the Erlang compiler that the binding is built with])
AC_ARG_VAR([ERLANG_INSTALLDIR], [where Erlang applications are installed])
AC_CONFIG_FILES(m4_join([:], [bindings/erlang/ebin/libguestfs.app],
                        [bindings/erlang/libguestfs.app.in]))
GUESTFS_LANGUAGE([erlang], [Erlang], [
  GUESTFS_LANGUAGE_PROG([ERL], [erl], [erlang-base])
  GUESTFS_LANGUAGE_PROG([ERLC], [erlc], [erlang-base])
  AS_IF([test "x$ERL" != xno], [
    ERLANG_RELEASE=$($ERL -noshell -eval \
      'io:format("~s", @<:@erlang:system_info(otp_release)@:>@), halt().')
    erl_interface=$($ERL -noshell 2>/dev/null -eval \
      'io:format("~s", @<:@code:lib_dir(erl_interface)@:>@), halt().')
    erl_lib_dir=$($ERL -noshell -eval \
      'io:format("~s", @<:@code:lib_dir()@:>@), halt().')
    AS_IF([test "0$ERLANG_RELEASE" -lt 24],
          [GUESTFS_LACKS([erlang-base (24 or later)])])
    AS_IF([test -f "$erl_interface/include/ei.h"], [
      EI_CFLAGS="-I$erl_interface/include"
      EI_LIBS="$erl_interface/lib/libei.a"
    ], [GUESTFS_LACKS([erlang-dev])])
    dnl Where Erlang looks, when that is below the prefix.
    erl_prefix=$(echo "$prefix" | sed 's,NONE,/usr/local,')
    AS_CASE(["$erl_lib_dir/"], ["$erl_prefix"/*],
      [: ${ERLANG_INSTALLDIR='${prefix}'"${erl_lib_dir@%:@"$erl_prefix"}"}],
      [: ${ERLANG_INSTALLDIR='${libdir}/erlang/lib'}])
  ])
])
AC_SUBST([EI_CFLAGS])
AC_SUBST([EI_LIBS])
