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
release='ID=debian
VERSION_ID=12
NAME=Debian
PRETTY_NAME="Debian 12"
'
got=$(guestfish --format=raw -a disk.img -m /dev/sda1 \
  cat /hello.txt : mkdir /etc : mkdir /bin : mkdir /usr : mkdir /lib : \
  write /etc/os-release "$release" : touch /etc/fstab : \
  write /etc/issue "Debian 12" : write /etc/copy "Debian 12")
is "the file" "$got" "Hello from OCaml."

is "what is found" "$(./inspect_vm disk.img | sed 's/ \+/ /')" \
"Root: /dev/sda1
Product: Debian 12
Version: 12.0
Type: linux
Distro: debian
 | Debian 12"

is "duplicates" "$(./duplicates disk.img /dev/sda1)" \
"9 bytes:
  /etc/copy
  /etc/issue
9 bytes could be saved."
