#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Systems beside Linux and Windows on the file systems that they have: FreeDOS
# on FAT, MINIX on its own; FreeBSD, with the disks that it names. Windows on FAT,
# to which any case of a name is right. FAT on whole disks whose first sector looks
# like a table of partitions, or has something else in its place.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires_appliance

mkdir -p bsd/{etc,bin} minix/{etc,bin,service} dos/Fdos
echo 'USERLAND_VERSION="14.1-RELEASE"' > bsd/bin/freebsd-version
echo 'hostname=bee' > bsd/etc/rc.conf
printf '/dev/ada0p1 / ufs rw 1 1\n/dev/ada0p2 /data ufs rw 2 2\n' > bsd/etc/fstab
: > dos/Fdos/freedos.bss
: > minix/service/vm; : > minix/etc/fstab; echo 3.3.0 > minix/etc/version
windows windows/WinDows
touch windows/WinDows/System32/config/{SoftWare,system}
for i in bsd dos minix windows; do tar -C $i -cf $i.tar .; done

# fill DEVICE TYPE TREE: in the words of guestfish
fill() { echo "mkfs $2 $1"; echo "mount $1 /"; echo "tar-in $3.tar /"; echo "umount /"; }
# about DEVICE WHAT…: what is known of it
about() {
  local device=$1 what; shift
  for what; do echo "inspect-get-$what $device"; done
}
{
  for _ in {1..6}; do echo 'scratch 64M'; done
  echo run
  echo 'part-init /dev/sda gpt'
  echo 'part-add /dev/sda p 2048 50000'
  echo 'part-add /dev/sda p 60000 100000'
  fill /dev/sda1 ext2 bsd
  fill /dev/sdb vfat dos
  fill /dev/sdc minix minix
  fill /dev/sdd vfat windows
  # One partition, which is the disk from its first sector on; words.
  echo 'debug sh "mkfs.fat -I --mbr=y /dev/sde" | cat > log'
  echo 'blockdev-rereadpt /dev/sde'
  echo 'mount /dev/sde1 /'
  echo 'tar-in dos.tar /'
  echo 'umount /'
  fill /dev/sdf vfat dos
  echo 'pwrite-device /dev/sdf "Replace and press any key when ready" 446 | cat > log'
  echo 'blockdev-rereadpt /dev/sdf'
  echo inspect-os
  about /dev/sda1 type distro osinfo hostname mountpoints
  about /dev/sdb type distro arch mountpoints
  about /dev/sdc type distro major-version minor-version
  about /dev/sdd type arch windows-systemroot windows-software-hive
  about /dev/sde1 distro mountpoints
  about /dev/sdf distro mountpoints
} > commands
guestfish < commands > got 2> errors || fail "guestfish: $(cat errors)"
is "no errors but of empty hives" "$(grep -v '/dev/sdd: /WinDows/System32/config/' errors)" ""
is "what was found" "$(paste -sd' ' got)" "/dev/sdb /dev/sdc /dev/sdd /dev/sdf \
/dev/sda1 /dev/sde1 \
freebsd freebsd freebsd14.1 bee /: /dev/sda1 /data: /dev/sda2 \
dos freedos i386 /: /dev/sdb minix unknown 3 3 \
windows x86_64 /WinDows /WinDows/System32/config/SoftWare \
freedos /: /dev/sde1 freedos /: /dev/sdf"
