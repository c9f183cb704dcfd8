#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Erlang do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language erlang
requires_appliance
requires escript

# example NAME ARGUMENTS…
example() {
  local name=$1; shift
  escript "$abs_top_srcdir/bindings/erlang/examples/$name.escript" "$@"
}

example create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Erlang"

small_guest guest.img
is inspect_vm "$(example inspect_vm guest.img)" "$small_guest_found"

matches usage "$(example usage none.img guest.img disk.img)" \
'^disk.img:
  /dev/sda1 ext4 [0-9]+ %
guest.img:
  /dev/sda ext2 [0-9]+ %
none.img: add_drive: none.img: No such file or directory$'
