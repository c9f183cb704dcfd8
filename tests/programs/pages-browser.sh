#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The HTML pages in a real browser, and the same pages when they are made again.
# GUESTFS_SHOTS names a directory that keeps the pictures.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires chromium python3 perl

# make_site DIR: as make html does, but not where that puts it.
make_site() {
  make -s -C "$abs_top_builddir/docs" html-local site="$1" >/dev/null ||
    fail "make html"
}
make_site "$test_tmp/site"
make_site "$test_tmp/again"
diff -r site again >changes ||
  fail "not the same when made again: $(head -5 changes)"

# What functions are called elsewhere: Go and Rust have names of their own.
# names REGEX: the names on the pages that this matches.
names() { grep -rhoE "$1" site/functions | tr -d '>({ ' | sort -u; }
names '>g\.[A-Z]\w*\(' >shown
sed -nE 's/^func \(g \*Guestfs\) (\w+).*/g.\1/p' \
  "$abs_top_srcdir/bindings/golang/gen/methods.go" | sort >there
names '\w+OptArgs \{' >>shown
sed -nE 's/^pub struct (\w+OptArgs).*/\1/p' \
  "$abs_top_srcdir/bindings/rust/gen/optargs.rs" | sort >>there
[ "$(wc -l <shown)" -gt 600 ] || fail "where are the functions of Go?"
is "names that Go and Rust do not have" \
  "$(comm -23 <(sort -u shown) <(sort -u there))" ""

shots=${GUESTFS_SHOTS:-$test_tmp/shots}
mkdir -p "$shots"
python3 "$abs_top_srcdir/tests/programs/pages-browser.py" site "$shots" ||
  fail "in the browser"
