# SPDX-License-Identifier: GPL-2.0-or-later
# Haskell: GHC 8.6 or later, with the Cabal library that comes with it.

AC_ARG_VAR([GHC], [the Haskell compiler])
GUESTFS_LANGUAGE([haskell], [Haskell], [
  GUESTFS_LANGUAGE_PROG([GHC], [ghc], [ghc])
  AS_IF([test "x$GHC" != xno], [
    AC_PATH_PROGS([RUNGHC], [runghc], [no], [$(dirname "$GHC"):$PATH])
    AC_PATH_PROGS([GHC_PKG], [ghc-pkg], [no], [$(dirname "$GHC"):$PATH])
    AS_CASE([$($GHC --numeric-version)],
            [[[0-7].*|8.[0-4].*]], [GUESTFS_LACKS([ghc (8.6 or later)])])
    AS_IF([$GHC_PKG describe Cabal > /dev/null 2>&1], [],
          [GUESTFS_LACKS([the package Cabal of ghc])])
  ])
])
GHC_WERROR=
AS_IF([test "x$enable_werror" = xyes], [GHC_WERROR=-Werror])
AC_SUBST([GHC_WERROR])
AC_CONFIG_FILES([bindings/haskell/guestfs.cabal])
