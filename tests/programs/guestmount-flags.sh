#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# The flags of chattr on a mount: lsattr shows those of the guest, chattr sets
# them there, and a file that is immutable or only grows is so on the mount.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires_root "sets flags that only root may set"
requires chattr lsattr

mkdir mnt
gm() { guestmount --format=raw -a disk.img -m /dev/sda1 mnt; }
letters() { lsattr -d "$1" | cut -d' ' -f1 | tr -d -; }
# refused COMMAND…: as on any file system
refused() {
  ! "$@" 2>said || fail "not refused: $*"
  matches "$*" "$(cat said)" 'Operation not permitted'
}

guestfish -N disk.img=fs:ext4:300M -m /dev/sda1 <<'EOS'
write /fixed "of the guest"
write /log "one\n"
mkdir /dir
write /plain ""
set-e2attrs /fixed i
set-e2attrs /log a
set-e2attrs /dir Ad
EOS
gm

# ---- As the guest has set them ----
matches "fixed" "$(letters mnt/fixed)" '^ie?$'
matches "log" "$(letters mnt/log)" '^ae?$'
matches "dir" "$(letters mnt/dir)" '^dAe?$'
refused sh -c 'echo no > mnt/fixed'
refused sh -c 'echo no >> mnt/fixed'
refused truncate -s 0 mnt/fixed
refused rm -f mnt/fixed
refused mv mnt/fixed mnt/moved
refused ln mnt/fixed mnt/link
refused chmod 600 mnt/fixed
refused touch mnt/fixed
is "fixed" "$(cat mnt/fixed)" "of the guest"
refused sh -c 'echo no > mnt/log'
refused sh -c 'echo no 1<> mnt/log'
refused rm -f mnt/log
touch mnt/log
echo two >> mnt/log
exec 5>> mnt/log
echo three >&5
sync mnt/log
# By now another page is begun.
seq 3000 >&5
exec 5>&-

# ---- As chattr sets them on the mount ----
chattr -i mnt/fixed
echo changed > mnt/fixed
exec 5> mnt/plain
echo "before it was immutable" >&5
chattr +i mnt/plain
exec 5>&-
refused sh -c 'echo no > mnt/plain'
chattr "=S" mnt/dir
matches "dir" "$(letters mnt/dir)" '^Se?$'
guestunmount --wait mnt

# ---- Another appliance ----
guestfish --ro --format=raw -a disk.img -m /dev/sda1 > after <<'EOS'
get-e2attrs /fixed
get-e2attrs /log
get-e2attrs /plain
get-e2attrs /dir
cat /fixed
cat /plain
checksum md5 /log
EOS
sum=$({ printf '%s\n' one two three; seq 3000; } | md5sum)
is "what the guest has" "$(sed '1,4s/e//; 5,$ { /^$/d }' after)" \
  "$(printf '%s\n' '' a i S changed "before it was immutable" "${sum%% *}")"

# ---- A file system that is mounted read-only in a mount that is not ----
guestfish -N two.img=fs:ext4:300M -m /dev/sda1 mkdir /boot
guestmount --format=raw -a two.img -a disk.img -m /dev/sda1 \
  -m /dev/sdb1:/boot:ro mnt
! sh -c 'exec 5>> mnt/boot/plain' 2>said || fail "opened for writing"
matches "read-only" "$(cat said)" 'Read-only file system'
is "read" "$(cat mnt/boot/plain)" "before it was immutable"
echo yes > mnt/file
guestunmount --wait mnt

# ---- A file system without them ----
guestfish -N fat.img=fs:vfat:300M -m /dev/sda1 write /file text
mkdir fat
guestmount --format=raw -a fat.img -m /dev/sda1 fat
status_is 1 lsattr fat/file
matches "lsattr" "$said" 'Operation not supported|Inappropriate ioctl'
echo more >> fat/file
guestunmount --wait fat
