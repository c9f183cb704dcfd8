#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every operation of a mounted file system, of two of them, and what the guest
# then has, as the handle and a second appliance see it.

. "$(dirname "$0")/../lib.sh"
requires_root "may be another user, too"
requires python3 fusermount3
requires_appliance
[ -w /dev/fuse ] || skip "there is no /dev/fuse"

mkdir m
at_exit 'fusermount3 -uqz m || :'
guestfish -N disk.img=fs:ext4:300M -N boot.img=fs:ext4:50M -m /dev/sda1 \
  mkdir /boot : mount /dev/sdb1 /boot : mkdir /boot/t : mkdir /t : \
  write /boot/kernel vmlinuz
guestfish --format=raw -a disk.img -a boot.img -m /dev/sda1 -m /dev/sdb1:/boot \
  mount-local m options:allow_other,fsname=test : mount-local-run &
pid=$!
for _ in {1..600}; do
  grep -q " $PWD/m fuse.guestfs" /proc/mounts && break
  kill -0 $pid || fail "guestfish has ended"
  sleep 0.1
done
chmod 755 .
is "a file of the second file system" "$(cat m/boot/kernel)" vmlinuz
is "inode numbers that occur twice" \
  "$(find m -printf '%i\n' | sort | uniq -d)" ""
for t in m/t m/boot/t; do
  python3 "$abs_top_srcdir/tests/lib/mounted.py" $t >log 2>&1 || {
    cat log >&2
    fail "operations in $t"
  }
done
if mv m/boot/kernel m/kernel; then :; else fail "from one to the other"; fi
umount m || fusermount3 -u m
wait $pid || fail "mount-local-run: $?"

# The lengths, modes, owners and times that mounted.py has given them.
guestfish --ro --format=raw -a disk.img -a boot.img -m /dev/sda1 \
  -m /dev/sdb1:/boot >got <<'G'
cat /kernel
exists /boot/kernel
G
is "what was moved" "$(cat got)" "$(printf 'vmlinuz\nfalse')"
{ printf 'x%.0s' {1..100000}; } >x100000
dd if=/dev/zero of=x100000 bs=8192 seek=1 count=1 conv=notrunc status=none
for t in /t /boot/t; do
  guestfish --ro --format=raw -a disk.img -a boot.img -m /dev/sda1 \
    -m /dev/sdb1:/boot >got <<G
cat $t/dir/three
filesize $t/large
readlink $t/link
lgetxattr $t/x user.name
exists $t/gone
pread $t/mapped 5 5000
checksum md5 $t/copied
G
  is "contents in $t" "$(tr -d '\n\0' <got)" \
    "two5368709123dir/nonevaluetruehello$(md5sum <x100000 | cut -d' ' -f1)"
  guestfish --ro --format=raw -a disk.img -a boot.img -m /dev/sda1 \
    -m /dev/sdb1:/boot lstatns $t/public/mine >got
  is "who made public/mine" \
    "$(sed -n 's/^st_[ug]id: //p' got | paste -sd' ')" "4242 4242"
done
