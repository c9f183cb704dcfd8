#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# phpize builds and installs the extension from a directory of its own into an
# empty prefix.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language php
requires phpize
php=$(configured PHP)
version=$(configured VERSION)
unset MAKEFLAGS PHP_INI_SCAN_DIR

make -s -C "$abs_top_builddir/bindings/php" install DESTDIR="$test_tmp/dest" \
  > log 2>&1 || fail "$(cat log)"
find dest -name guestfs_php.stub.php | grep -q . || fail "no types for editors"
is "files of libtool" "$(find dest -name '*.la')" ""
extension=$(find dest -name guestfs_php.so)
matches "where make install puts the extension" "$extension" '/lib/php/[0-9]+/'

make -s -C "$abs_top_builddir/bindings/php" package
cp -r "$abs_top_builddir/bindings/php/package" package
cd package
composer=$("$php" -r 'echo json_encode(json_decode(
  file_get_contents("composer.json"), flags: JSON_THROW_ON_ERROR));')
matches licence "$composer" '"license":"LGPL-2.1-or-later"'
matches version "$composer" "\"version\":\"$version\""
{ phpize && ./configure CFLAGS=-O0 GUESTFS_CFLAGS="-I$abs_top_srcdir/include" \
    GUESTFS_LIBS="-L$abs_top_builddir/lib/.libs -lguestfs" &&
  make && make install INSTALL_ROOT="$test_tmp/root"; } > ../log 2>&1 ||
  fail "$(tail -n 20 ../log)"
NO_INTERACTION=1 make test > ../log 2>&1 || fail "$(cat ../log)"
matches "make test" "$(cat ../log)" 'Tests passed *: *1 '
cd ..
rm -r package

extension=$(find root -name guestfs_php.so)
load() { "$php" -n -d extension="$test_tmp/$extension" "$@"; }
is "the installed version" "$(load -r 'echo phpversion("guestfs_php");')" \
  "$version"
is "what it says at its start" "$(load -r ';' 2>&1)" ""
requires_appliance
load "$abs_top_srcdir/bindings/php/examples/create_disk.php" disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" "hello from PHP"
