#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Volume groups that contradict themselves or each other, a member of a mirror,
# a tag, and a volume that is skipped: launch does not activate them itself, as
# it does plain ones, and what lvm makes of them is what there is.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires python3

# left_to_lvm WHAT VOLUMES: which then are active, of c.img and d.img.
left_to_lvm() {
  LIBGUESTFS_DEBUG=1 guestfish --ro --format=raw -a c.img -a d.img run : \
    debug sh "dmsetup info -c --noheadings -o name | sort" 2> log > got ||
    fail "$1: $(tail -n 3 log)"
  grep -q 'command: lvm vgchange' log || fail "$1: not left to lvm"
  is "$1" "$(grep . got | tr '\n' ' ')" "$2"
}

# Two volumes on the same extents: the text of the group is changed, and its
# sums made right.
guestfish disk-create c.img raw 64M : add c.img format:raw : run : \
  pvcreate /dev/sda : vgcreate lap /dev/sda : lvcreate one lap 8 : \
  lvcreate two lap 8 || fail "lap"
truncate -s 64M d.img
python3 - << 'END'
import re, struct, zlib

def lvm_sum(data):
    return zlib.crc32(data, ~0xf597a6cf & 0xffffffff) ^ 0xffffffff

disk = bytearray(open("c.img", "rb").read())
area, = struct.unpack_from("<Q", disk, 512 + 32 + 72)
at, size = struct.unpack_from("<QQ", disk, area + 40)
text = bytes(disk[area + at:area + at + size])
changed = re.sub(rb'"pv0", 2\n', b'"pv0", 1\n', text)
assert changed != text
disk[area + at:area + at + size] = changed
struct.pack_into("<I", disk, area + 56, lvm_sum(changed))
struct.pack_into("<I", disk, area, lvm_sum(disk[area + 4:area + 512]))
open("c.img", "wb").write(disk)
END
left_to_lvm "volumes that overlap" "No devices found "

# A disk and its copy, then a copy that was changed afterwards.
guestfish disk-create c.img raw 64M : add c.img format:raw : run : \
  pvcreate /dev/sda : vgcreate twice /dev/sda : lvcreate one twice 8 ||
  fail "twice"
cp c.img d.img
left_to_lvm "a disk and its copy" "No devices found "
guestfish add d.img format:raw : run : lvcreate two twice 8 || fail "two"
left_to_lvm "a disk and a copy that was changed" "No devices found "

# The member of a mirror that is described behind its data: the other one is
# missing, and nothing may be written to this one alone.
guestfish disk-create c.img raw 64M : disk-create d.img raw 64M : \
  add c.img format:raw : add d.img format:raw : run : \
  debug sh "mdadm -C /dev/md0 -l 1 -n 2 -e 1.0 -R /dev/sda /dev/sdb 2>&1" : \
  pvcreate /dev/md0 : vgcreate on-mirror /dev/md0 : lvcreate one on-mirror 8 \
  > out || fail "on-mirror: $(cat out)"
truncate -s 0 d.img
truncate -s 64M d.img
left_to_lvm "the member of a mirror" "on--mirror-one "
LIBGUESTFS_DEBUG=1 guestfish --ro --format=raw -a c.img run : \
  debug sh "dmsetup deps -o devname" 2> log > got
matches "the device below" "$(cat got)" "md[0-9]+"

# Settings of lvm's own.
guestfish disk-create c.img raw 64M : add c.img format:raw : run : \
  pvcreate /dev/sda : vgcreate set /dev/sda : lvcreate one set 8 : \
  lvcreate two set 8 : debug sh "lvm vgchange --addtag tag set" > made ||
  fail "set"
truncate -s 0 d.img && truncate -s 64M d.img
left_to_lvm "a tag" "set-one set-two "
guestfish add c.img format:raw : run : debug sh "lvm vgchange --deltag tag set &&
  lvm lvchange --setactivationskip y set/one" > made || fail "skipped"
left_to_lvm "a volume that is skipped" "set-two "
