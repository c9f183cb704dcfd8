# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# What the tests of Haskell share; sourced instead of lib.sh.

. "$(dirname "${BASH_SOURCE[0]}")/bindings.sh"
requires_language haskell

haskell="$abs_top_srcdir/bindings/haskell"
GHC=$(configured GHC)
GHC_PKG=$(configured GHC_PKG)
RUNGHC=$(configured RUNGHC)

# haskell_program NAME SOURCE [FLAG…]: compiles and links it here. What is not
# a program is in bindings/haskell/tests.
haskell_program() {
  local name=$1 source=$2; shift 2
  "$GHC" -v0 -O0 -Wall -Werror -Wno-deprecations \
         -package-db "$abs_top_builddir/bindings/haskell/dist/package.conf.inplace" \
         -i"$haskell/tests" -outputdir "$name.obj" -o "$name" "$@" "$source" ||
    fail "$name does not compile"
}
