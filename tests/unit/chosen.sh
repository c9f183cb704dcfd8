#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Tests that are asked for and are not there: nothing would run, and all of it
# would pass.

. "$(dirname "$0")/../lib.sh"
requires make

check() {
  make --no-print-directory -s -n -C "$abs_top_builddir/tests" check-TESTS \
    "$@" > /dev/null
}
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
fails_with 'FOLDER=nosuch: no such directory of tests: choose one of: unit ' \
  check FOLDER=nosuch
fails_with 'FOLDER=tree: all of its tests are slow: use check-all' \
  check FOLDER=tree
fails_with 'TESTS=unit/nosuch\.sh unit/calls\.c: no such test: name it ' \
  check 'TESTS=unit/argv.sh unit/nosuch.sh unit/calls.c ../tools/check-style'
check 'TESTS=unit/argv.sh unit/calls gen/capi-b.areas' ||
  fail "tests that are there"

run=$abs_top_builddir/run
cd "$abs_top_builddir"
for name in tests/unit/nosuch.sh tests/nosuch/calls tests/unit nosuch; do
  fails_with "run: $name: no such program: " "$run" "$name"
done
for option in --area --test; do
  fails_with "capi: $option nosuch: there is no such test: see --list" \
    "$run" tests/actions/capi "$option" nosuch
done
fails_with 'capi: --area mount: has no test that --test mkdir-0 names: see --' \
  "$run" tests/actions/capi --area mount --test mkdir-0
