#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Lua do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language lua
requires_appliance

# example NAME ARGUMENTS…
example() {
  local name=$1; shift
  "$(configured LUA)" "$abs_top_srcdir/bindings/lua/examples/$name.lua" "$@"
}

example create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" "hello from Lua"

small_guest guest.img
is inspect_vm "$(example inspect_vm guest.img)" "$small_guest_found"

cat > description.lua <<'END'
return {
  size = 64 * 1024 * 1024,
  partitions = {
    { size = 20 * 1024 * 1024, filesystem = "ext2", mountpoint = "/boot" },
    { filesystem = "ext4", mountpoint = "/" },
  },
  files = { ["/boot/a/b"] = "in /boot\n", ["/etc/hostname"] = "small\n" },
}
END
example build_disk description.lua built.img
at() { debugfs -R "cat $2" "built.img?offset=$1" 2>/dev/null; }
is "a file of the first partition" "$(at $((2048 * 512)) /a/b)" "in /boot"
is "a file of the second" \
  "$(at $((2048 * 512 + 20 * 1024 * 1024)) /etc/hostname)" small
