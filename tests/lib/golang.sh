# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# What the tests of Go share; sourced instead of lib.sh.

. "$(dirname "${BASH_SOURCE[0]}")/bindings.sh"
requires_language golang

golang="$abs_top_builddir/bindings/golang"
GOLANG=$(sed -n 's/^GOLANG = //p' "$golang/Makefile")
GOCACHE="$golang/cache"
[ -w "$GOCACHE" ] || GOCACHE="$test_tmp/cache"
GOPATH="$test_tmp/path"
export GOCACHE GOPATH

# go COMMAND [ARG…]: in the module of the build tree.
go() { (cd "$golang/module" && "$GOLANG" "$@"); }

# go_program NAME PACKAGE: builds ./NAME from a package of the module.
go_program() {
  go build -o "$test_tmp/$1" "$2" || fail "$2 does not compile"
}
