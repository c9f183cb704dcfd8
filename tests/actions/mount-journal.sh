#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system whose machine was killed: its journal is replayed, on a
# read-only drive too, whose image stays as it is. Where the device itself
# cannot be written the reason is given.
# tier: slow

. "$(dirname "$0")/../lib/storage.sh"

# Ends while the file system is mounted; what was synced is in the journal.
killed_while_mounted() {
  disk t.img 320M
  cat > script <<S
add t.img $scratch
run
mkfs $1 /dev/sda
mount /dev/sda /
write /before "in its place"
sync
write /after "in the journal"
debug sh "sync /sysroot/after"
get-pid | cat > pid
!kill -9 \$(cat pid)
-ping-daemon
S
  guestfish -f script > out 2>&1 || :
  says "ended by signal 9"
}

for fs in ext4 xfs; do
  killed_while_mounted $fs
  sum=$(sha256sum < t.img)
  session <<S
add-ro t.img
run
list-filesystems
mount-ro /dev/sda /
cat /before
cat /after
umount /
mount /dev/sda /
write /new "goes nowhere"
S
  says "/dev/sda: $fs" "in its place" "in the journal"
  is "$fs: image of a read-only drive" "$(sha256sum < t.img)" "$sum"

  # Later the device can be written again. Without the journal: what was in
  # its place is there, the image unchanged.
  session <<S
add t.img $scratch
run
blockdev-setro /dev/sda
-mount-ro /dev/sda /
!sha256sum < t.img
blockdev-setrw /dev/sda
mount-options ro,norecovery /dev/sda /
exists /before
umount /
mount /dev/sda /
cat /after
S
  case $fs in
    ext4) says "mount_ro: /dev/sda on /: EXT4-fs (sda): write access unavailable" ;;
    xfs) says "mount_ro: /dev/sda on /: XFS (sda): " ;;
  esac
  says "$sum" "in the journal"
done
