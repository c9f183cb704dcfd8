#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Launch activates plain volume groups without lvm, and what it makes is what
# lvm makes; groups that are not plain are lvm's.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# Two groups on partitions and disks; a volume in two pieces, dashes in names.
truncate -s 128M a.img b.img
guestfish add a.img format:raw : add b.img format:raw : run : \
  part-disk /dev/sda gpt : \
  pvcreate /dev/sda1 : pvcreate /dev/sdb : \
  vgcreate my-vg "/dev/sda1 /dev/sdb" : lvcreate one my-vg 80 : \
  lvcreate my-two my-vg 140 : \
  mkfs ext2 /dev/my-vg/my-two : mount /dev/my-vg/my-two / : \
  write /file content || fail "the group cannot be made"

# opened COMMAND...: with both disks; what was said is in log.
opened() {
  LIBGUESTFS_DEBUG=1 guestfish --ro --format=raw -a a.img -a b.img run : \
    "$@" 2> log || fail "$*: $(tail -n 3 log)"
}
by_lvm() { grep -q 'command: lvm vgchange' log; }
state=(debug sh "dmsetup table | sort" :
       debug sh "dmsetup info -c --noheadings -o name,uuid,attr | sort" :
       debug sh "find /dev/my-vg -type l -printf '%p %l\n' | sort")

opened lvs : mount-ro /dev/my-vg/my-two / : cat /file > got
by_lvm && fail "lvm has activated a plain group"
is "volumes and content" "$(tr '\n' ' ' < got)" \
  "/dev/my-vg/my-two /dev/my-vg/one content "
opened "${state[@]}" > ours
opened vg-activate-all false : vg-activate-all true : "${state[@]}" > theirs
diff ours theirs || fail "lvm would have made something else"
grep -c linear ours | grep -qx 3 || fail "not three pieces: $(cat ours)"
opened vg-activate-all false : debug sh "dmsetup ls" > got
is "what is left after lvm has deactivated it" "$(cat got)" \
  "No devices found"

# ---- For lvm ----

# changed COMMAND...: on copies of the disks.
changed() {
  cp --sparse=always a.img c.img
  cp --sparse=always b.img d.img
  guestfish add c.img format:raw : add d.img format:raw : run : \
    "$@" > out || fail "$*"
}
# left_to_lvm WHAT VOLUMES: which then are active.
left_to_lvm() {
  LIBGUESTFS_DEBUG=1 guestfish --ro --format=raw -a c.img -a d.img run : \
    debug sh "dmsetup info -c --noheadings -o name | sort" 2> log > got ||
    fail "$1: $(tail -n 3 log)"
  by_lvm || fail "$1: not left to lvm"
  is "$1" "$(grep . got | tr '\n' ' ')" "$2"
}
both="my--vg-my--two my--vg-one "

changed debug sh "lvm vgchange --addtag tag my-vg"
left_to_lvm "a tag" "$both"
changed debug sh "lvm lvchange --setactivationskip y my-vg/one"
left_to_lvm "a volume that is skipped" "my--vg-my--two "
changed lvremove /dev/my-vg/my-two : \
  debug sh "lvm lvcreate -y -i 2 -L 40M -n three my-vg"
left_to_lvm "stripes" "my--vg-one my--vg-three "
changed vg-activate-all false : \
  debug sh "lvm vgchange -y --systemid other my-vg"
left_to_lvm "a group of another host" "No devices found "
# A label whose sum is wrong is none, to lvm as well.
changed debug sh "printf X | dd of=/dev/sdb bs=1 seek=1000 conv=notrunc"
left_to_lvm "a damaged label" "my--vg-one "
