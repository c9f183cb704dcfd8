#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Rust do what they say.
# tier: slow

. "$(dirname "$0")/../lib/rust.sh"
requires_appliance

# example NAME ARGUMENT…
example() {
  local name=$1; shift
  cargo run --example "$name" -- "$@"
}

example create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Rust"

small_guest guest.img
is inspect_vm "$(example inspect_vm guest.img)" "$small_guest_found"

got=$(example used_space disk.img guest.img | sort | sed 's/[0-9]* %/N %/')
is used_space "$got" \
"disk.img: /dev/sda1 (ext4): N %
guest.img: /dev/sda (ext2): N %"

fails_with "^used_space: add_drive_ro: .*none.img.*No such file" \
  example used_space none.img
