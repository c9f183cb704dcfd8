#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of the OCaml binding do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ocaml
requires_appliance
examples=$abs_top_srcdir/bindings/ocaml/examples

for name in create_disk inspect_vm duplicates; do
  ocaml_program $name "$examples/$name.ml"
done

./create_disk disk.img
is "the file" "$(file_of_partition disk.img /hello.txt)" "Hello from OCaml."

small_guest guest.img
is "what is found" "$(./inspect_vm guest.img | sed 's/ \+/ /')" \
"Root: /dev/sda
Product: Debian GNU/Linux 12 (bookworm)
Version: 12.5
Type: linux
Distro: debian
 | Debian GNU/Linux 12"

mkdir files
echo same > files/one
echo same > files/two
echo else > files/three
truncate -s 2M files.img
mke2fs -q -F -t ext2 -d files files.img
is "duplicates" "$(./duplicates files.img /dev/sda)" \
"5 bytes:
  /one
  /two
5 bytes could be saved."
