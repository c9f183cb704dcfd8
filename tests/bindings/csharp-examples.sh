#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in C# do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language csharp
requires_appliance
requires debugfs

# example NAME ARGUMENTS…
example() {
  local name=$1; shift
  csharp_program "$name.exe" \
    "$abs_top_srcdir/bindings/csharp/examples/$name.cs"
  "$(configured MONO)" "$name.exe" "$@"
}

example CreateDisk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from C#"

small_guest guest.img
is InspectVm "$(example InspectVm guest.img)" "$small_guest_found"

cp guest.img new.img
echo "other" > other
debugfs -w new.img -R "write other /etc/added" > /dev/null 2>&1
debugfs -w new.img -R "rm /etc/issue" > /dev/null 2>&1
debugfs -w new.img -R "rm /etc/hostname" > /dev/null 2>&1
debugfs -w new.img -R "write other /etc/hostname" > /dev/null 2>&1
is CompareImages "$(example CompareImages guest.img new.img)" \
"new      /etc/added
changed  /etc/hostname
gone     /etc/issue"
