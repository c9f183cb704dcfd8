#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in PHP do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language php
requires_appliance

# example NAME ARGUMENTS…
example() {
  local name=$1; shift
  "$(configured PHP)" "$abs_top_srcdir/bindings/php/examples/$name.php" "$@"
}

example create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" "hello from PHP"

small_guest guest.img
is inspect_vm "$(example inspect_vm guest.img)" "$small_guest_found"

example report_disk none.img guest.img > report
matches "a report" "$(tr -s ' \n' ' ' < report)" \
  '"none.img": \{ "error": "add_drive: .*No such file.*" \}, "guest.img".*"/dev/sda": \{ "type": "ext2", "usage": \{ "size": [0-9]+, "free": [0-9]+ .*"hostname": "small"'
