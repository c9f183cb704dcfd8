#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Launch and vg_activate_all activate plain volume groups without lvm, and what
# they make is what lvm makes; lvs, vgs and pvs list what lvm lists. Groups that
# are not plain are lvm's (more of these: lvm_vg-contradictions.sh).

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

opened lvs : mount-ro /dev/my-vg/my-two / : cat /file : umount / : \
  echo ==== : "${state[@]}" > got
by_lvm && fail "lvm has activated a plain group"
is "volumes and content" "$(sed '/^====/,$d' got | tr '\n' ' ')" \
  "/dev/my-vg/my-two /dev/my-vg/one content "
sed '1,/^====/d' got > ours
opened debug sh "lvm vgchange -an >/dev/null; dmsetup ls" : \
  debug sh "lvm vgchange -ay >/dev/null" : "${state[@]}" > got
is "what is left after lvm has deactivated it" "$(head -n 1 got)" \
  "No devices found"
sed 1d got | diff -B ours - || fail "lvm would have made something else"

opened debug sh "lvm lvs --noheadings -o path; lvm vgs --noheadings -o name; \
  lvm pvs --noheadings -o name" : echo ==== : lvs : vgs : pvs > got
grep -E 'command: lvm (lvs|vgs|pvs)' log && fail "a list of lvm's"
is "lists" "$(sed '1,/^====/d' got | sort | xargs)" \
  "$(sed '/^====/,$d' got | sort | xargs)"

opened vg-activate-all false : debug sh "dmsetup ls; ls -d /dev/my* \
  /dev/mapper/my* 2>/dev/null; lvm lvs --noheadings -o lv_active" : \
  echo ==== : vg-activate-all true : "${state[@]}" > got
by_lvm && fail "vg_activate_all has called lvm for a plain group"
is "what is left of it" "$(sed '/^====/,$d' got | xargs)" "No devices found"
sed '1,/^====/d' got | diff -B ours - ||
  fail "vg_activate_all has made something else than launch"

LIBGUESTFS_DEBUG=1 guestfish --ro --format=raw -a a.img -a b.img 2> log > got <<E
run
mount-ro /dev/my-vg/my-two /
-vg-activate-all false
cat /file
E
is "a group in use" "$(cat got)" content
by_lvm || fail "lvm was not asked why the group cannot be deactivated"

grep -c linear ours | grep -qx 3 || fail "not three pieces: $(cat ours)"

# ---- For lvm ----

truncate -s 32M foreign.img striped{1,2}.img broken{1,2}.img
guestfish add foreign.img format:raw : add striped1.img format:raw : \
  add striped2.img format:raw : add broken1.img format:raw : \
  add broken2.img format:raw : run : \
  vgcreate striped "/dev/sdb /dev/sdc" : vgcreate broken "/dev/sdd /dev/sde" : \
  vgcreate foreign /dev/sda : lvcreate one foreign 8 : debug sh \
  "lvm lvcreate -i 2 -L 16M -n three striped &&
   lvm lvcreate -L 8M -n one broken /dev/sdd &&
   lvm lvcreate -L 8M -n two broken /dev/sde && lvm vgchange -an &&
   lvm vgchange -y --systemid other foreign" > made ||
  fail "the groups cannot be made: $(cat made)"
# A label whose sum is wrong is none, to lvm as well.
printf X | dd of=broken2.img bs=1 seek=1000 conv=notrunc status=none

# left_to_lvm WHAT VOLUMES IMAGE…: which then are active.
left_to_lvm() {
  local what=$1 volumes=$2
  shift 2
  LIBGUESTFS_DEBUG=1 guestfish --ro --format=raw "${@/#/-a}" run : \
    debug sh "dmsetup info -c --noheadings -o name | sort" 2> log > got ||
    fail "$what: $(tail -n 3 log)"
  by_lvm || fail "$what: not left to lvm"
  is "$what" "$(grep . got | tr '\n' ' ')" "$volumes"
}
left_to_lvm "stripes" "striped-three " striped1.img striped2.img
left_to_lvm "a group of another host" "No devices found " foreign.img
left_to_lvm "a damaged label" "broken-one " broken1.img broken2.img
