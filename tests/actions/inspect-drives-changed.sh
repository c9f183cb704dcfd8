#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What inspection has found is gone as soon as a drive comes or goes, because
# it may be true no more; the error of what asks for it says what to do.

. "$(dirname "$0")/../lib/storage.sh"
requires mkfs.ext2

mkdir -p tree/etc tree/bin
printf 'ID=debian\nVERSION_ID=12\n' > tree/etc/os-release
disk root.img 4M
mkfs.ext2 -q -d tree root.img
disk other.img 1M
cp root.img late.img

questions='inspect-get-roots
-inspect-get-distro /dev/sda
-inspect-get-mountpoints /dev/sda
-inspect-get-osinfo /dev/sda'
session <<S
add root.img readonly:true format:raw
add other.img readonly:true format:raw label:other
run
inspect-os
$questions
echo added
add late.img readonly:true format:raw label:late
$questions
inspect-os
echo removed
remove-drive late
$questions
inspect-os
echo refused
-add missing.img readonly:true format:raw
inspect-get-distro /dev/sda
S
say_nothing=$(for action in distro mountpoints osinfo; do
  echo "inspect_get_$action: /dev/sda: nothing is known of it yet: call inspect_os first"
done)
is 'what is told' "$(grep -v missing.img out |
  sed 's/^.*libguestfs: error: //')" "/dev/sda
/dev/sda
debian
/: /dev/sda
debian12
added
$say_nothing
/dev/sda
/dev/sdc
removed
$say_nothing
/dev/sda
refused
debian"
