#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The OCaml package is built from a directory of its own, as opam does it, and
# installed into an empty prefix; a program is compiled with it and runs.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ocaml
requires_appliance
uninstalled_library

make -s -C "$abs_top_builddir/bindings/ocaml" package \
     package_dir="$test_tmp/package" > log 2>&1 || fail "package: $(cat log)"

# Nothing of what was built in the tree is used, but for the library.
mkdir -p prefix/stublibs
export OCAMLPATH="$test_tmp/prefix" CAML_LD_LIBRARY_PATH="$test_tmp/prefix/stublibs"
flags="-destdir $test_tmp/prefix -ldconf ignore"
make -s -C package install FINDLIB_FLAGS="$flags" > log 2>&1 ||
  fail "install: $(cat log)"
rm -rf package

is "version" "$(ocamlfind query -format %v guestfs)" \
   "$(sed -n 's/^VERSION = //p' "$abs_top_builddir/Makefile")"

cp "$abs_top_srcdir/bindings/ocaml/examples/create_disk.ml" .
for compiler in ocamlc ocamlopt; do
  ocamlfind $compiler -package guestfs -linkpkg create_disk.ml -o create
  rm -f disk.img
  ./create disk.img
  is "the file ($compiler)" \
     "$(file_of_partition disk.img /hello.txt)" \
     "Hello from OCaml."
done

make -s -C "$abs_top_builddir/bindings/ocaml" install \
     DESTDIR="$test_tmp/root" > log 2>&1 || fail "make install: $(cat log)"
is "installed" "$(find root -name mlguestfs.cmxa | wc -l)" 1
is "stubs" "$(find root -path '*/stublibs/dllmlguestfs.so' | wc -l)" 1
make -s -C "$abs_top_builddir/bindings/ocaml" uninstall \
     DESTDIR="$test_tmp/root" > log 2>&1 || fail "make uninstall: $(cat log)"
is "left behind" "$(find root -type f)" ""
