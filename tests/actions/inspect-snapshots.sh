#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# 5,000 snapshots of a system, most of which nobody could boot, and 200 systems
# beside each other: all of what is one is found, in bounded time.

. "$(dirname "$0")/../lib/storage.sh"

snapshots=5000 systems=200

mkdir -p system/etc system/bin
printf 'ID=debian\nVERSION_ID=12\n' > system/etc/os-release
printf 'LABEL=pool / btrfs subvol=@ 0 1\n' > system/etc/fstab
tar -C system -cf system.tar .
for ((i = 0; i < 1000; ++i)); do
  echo "/dev/sdb /mnt/$i btrfs subvol=$i 0 0"
done > fstab
echo ID=fedora > release

disk t.img 1G
disk many.img 512M
{
  cat <<S
add t.img $scratch
add many.img $scratch
run
mkfs btrfs /dev/sda label:pool
mount /dev/sda /
btrfs-subvolume-create /@
tar-in system.tar /@
mkdir /ro
mkdir /rw
S
  for ((i = 0; i < snapshots; ++i)); do
    if ((i % 10)); then
      echo "btrfs-subvolume-snapshot /@ /ro/$i ro:true"
    else
      echo "btrfs-subvolume-snapshot /@ /rw/$i"
    fi
  done
  echo 'time inspect-os'
  echo 'umount-all'
  echo 'mkfs btrfs /dev/sdb label:many'
  echo 'mount /dev/sdb /'
  for ((i = 0; i < systems; ++i)); do
    echo "btrfs-subvolume-create /$i"
    echo "mkdir-p /$i/etc"
    echo "upload fstab /$i/etc/fstab"
    echo "upload release /$i/etc/os-release"
  done
  echo 'time inspect-os'
  echo 'echo and again'
  echo 'inspect-get-roots'
  echo 'inspect-get-mountpoints btrfsvol:/dev/sdb/7'
} | session
says 'were not looked at, because there are more than 100'
sed '1,/^and again/d' out > found
is 'what is listed' "$(grep -c '^btrfsvol:' found)" $((systems + 1))
is 'of the many snapshots' "$(grep '^btrfsvol:/dev/sda' found)" \
  'btrfsvol:/dev/sda/@'
is 'mount points of one of the systems' "$(grep -c '^/' found)" 1001
