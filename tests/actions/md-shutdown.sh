#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Arrays are stopped before QEMU closes the drives: what was written last is
# there, and the array is marked as clean on each of its members, even when a
# volume group is on it or it is made of logical volumes.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires_appliance

# The word of version 1.2's superblock, 4096 bytes into the member, that says
# from where on the members may differ: all ones when they do not at all.
resync_from() { od -An -tx8 -j $((4096 + 208)) -N 8 "$1" | tr -d ' '; }
clean=ffffffffffffffff

truncate -s 64M a.img b.img
drives=(--format=raw -a a.img --format=raw -a b.img)
fish() { guestfish "${drives[@]}" run : "$@"; }

fish md-create m "/dev/sda /dev/sdb" level:raid1 : \
  debug sh "mdadm --wait /dev/md127; true" : pvcreate /dev/md127 : \
  vgcreate vg /dev/md127 : lvcreate lv vg 32 > out
# The second launch has nothing to fill and ends right after the write.
fish pwrite-device /dev/vg/lv written 0 >> out
is "the first member" "$(resync_from a.img)" "$clean"
is "the second member" "$(resync_from b.img)" "$clean"
is "what was written" "$(fish pread-device /dev/vg/lv 7 0)" written

# Without autosync, too, unless it is mounted.
guestfish -n "${drives[@]}" run : pwrite-device /dev/vg/lv changed 0 : sync >> out
is "the first member without autosync" "$(resync_from a.img)" "$clean"
is "the second member without autosync" "$(resync_from b.img)" "$clean"
is "what was changed" "$(fish pread-device /dev/vg/lv 7 0)" changed
