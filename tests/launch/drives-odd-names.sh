#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Names of images are bytes: one that is not UTF-8 works like any other, and so
# does an image in a directory with such a name.  An empty file is a disk of
# size 0.

. "$(dirname "$0")/../lib.sh"
requires qemu-img
requires_appliance

dir=$(printf 'd\377r')
name=$(printf 'bad\377.img')
mkdir "$dir"
truncate -s 1M "$name"
printf 'base' | dd of="$dir/base.raw" conv=notrunc status=none
truncate -s 1M "$dir/base.raw"
(cd "$dir" && qemu-img create -q -f qcow2 -b base.raw -F raw top.qcow2)
: > empty.img

guestfish > out <<END
add "$name" format:raw
add "$name" readonly:true
add "$dir/top.qcow2" format:qcow2
add empty.img format:raw
add empty.img readonly:true
run
pwrite-device /dev/sda "it arrived" 512
pread-device /dev/sdc 4 0
echo
blockdev-getsize64 /dev/sdd
blockdev-getsize64 /dev/sde
list-devices
shutdown
END
is "output" "$(tr '\n' ' ' < out)" \
  "10 base 0 0 /dev/sda /dev/sdb /dev/sdc /dev/sdd /dev/sde "
grep -qa "it arrived" "$name" || fail "what was written is not in the image"
is "disk-format" "$(guestfish disk-format "$name")" raw
is "disk-format" "$(guestfish disk-format "$dir/top.qcow2")" qcow2

# A backing file with such a name, and one whose name has U+FFFD in it.
guestfish -- disk-create over.qcow2 qcow2 -1 "backingfile:$dir/base.raw" \
  backingformat:raw
is "read from below" "$(guestfish --ro -a over.qcow2 run : \
  pread-device /dev/sda 4 0)" base
cp "$dir/base.raw" "$(printf '\357\277\275.raw')"
guestfish -- disk-create over.qcow2 qcow2 -1 \
  "backingfile:$(printf '\357\277\275.raw')" backingformat:raw
is "read from below" "$(guestfish --ro -a over.qcow2 run : \
  pread-device /dev/sda 4 0)" base
is "links that were left" "$(find . -type l)" ""
