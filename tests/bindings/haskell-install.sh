#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The Haskell package is built from its tarball, as Cabal does it, and installed
# into an empty prefix; a program is compiled with it and runs.
# tier: slow

. "$(dirname "$0")/../lib/haskell.sh"
requires_appliance
make=(make -s -C "$abs_top_builddir/bindings/haskell")
version=$(configured VERSION)

"${make[@]}" package tarball_dir="$test_tmp" > log 2>&1 ||
  fail "package: $(cat log)"
tar xf "guestfs-$version.tar.gz"
cd "guestfs-$version" || exit

# Nothing of what was built in the tree is used, but for the library.
"$GHC_PKG" init ../db
setup() { "$RUNGHC" Setup.hs "$@" > ../log 2>&1 || fail "$1: $(cat ../log)"; }
setup configure --prefix="$test_tmp/prefix" --with-compiler="$GHC" \
      --package-db=clear --package-db=global --package-db="$test_tmp/db" \
      --disable-optimization --disable-shared \
      --extra-include-dirs="$abs_top_srcdir/include" \
      --extra-lib-dirs="$abs_top_builddir/lib/.libs"
setup build
setup install
cp examples/create_disk.hs ..
cd "$test_tmp" || exit
rm -rf "guestfs-$version"

is "version" "$version" \
   "$("$GHC_PKG" --package-db=db field guestfs version --simple-output)"
"$GHC" -v0 -O0 -package-db db -outputdir obj -o create_disk create_disk.hs ||
  fail "create_disk does not compile"
./create_disk disk.img
is "the file" \
   "$(guestfish --ro --format=raw -a disk.img -m /dev/sda1 cat /hello.txt)" \
   "Hello from Haskell."

"${make[@]}" install DESTDIR="$test_tmp/root" > log 2>&1 ||
  fail "make install: $(cat log)"
is "installed" "$(find root -path '*/src/Guestfs/Actions.hs' | wc -l)" 1
"${make[@]}" uninstall DESTDIR="$test_tmp/root" > log 2>&1 ||
  fail "make uninstall: $(cat log)"
is "left behind" "$(find root -type f)" ""
