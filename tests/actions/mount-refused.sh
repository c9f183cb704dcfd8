#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What mount says of what it cannot mount, and of devices that are not there;
# an image that makes a driver stop the kernel costs an error and no more.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# Devices.
truncate -s 10M a.img b.img
fails_with '/dev/sdz: there is no such device: the devices are /dev/sda, /dev/sdb$' \
  guestfish --format=raw -a a.img -a b.img run : mount /dev/sdz /
guestfish --format=raw -a a.img run : part-disk /dev/sda mbr
fails_with '/dev/sda2: .* the devices are /dev/sda, /dev/sda1, /dev/sdb$' \
  guestfish --format=raw -a a.img -a b.img run : vfs-type /dev/sda2
drives=()
for i in $(seq 20); do
  truncate -s 1M "d$i"
  drives+=(-a "d$i")
done
fails_with '/dev/sdl and 8 others$' \
  guestfish --format=raw "${drives[@]}" run : vfs-type /dev/sdz

# Swap space, made here.
guestfish --format=raw -a b.img run : mkswap /dev/sda
fails_with '/dev/sda: it is swap space and not a file system' \
  guestfish --format=raw -a b.img run : mount /dev/sda /

# A directory that is not there: both are named.
fails_with '/dev/sda on /missing: No such file or directory: .*\(mkdir_p\)$' \
  guestfish --format=raw -a b.img -m /dev/sda:/missing

has_image blkid-images.tar.xz || exit 0
list=(vxfs-le vxfs-be hpfs minix-BE ocfs2 luks1 cs_fvault2)
tar -xJf "$test_images/blkid-images.tar.xz" --strip-components=1 --wildcards '*.img'
args=()
for i in "${list[@]}"; do args+=(-a "$i.img"); done

guestfish --ro --format=raw "${args[@]}" >out 2>&1 <<'EOF'
run
-mount-ro /dev/sda /
-mount-ro /dev/sdb /
-mount-ro /dev/sdc /
-mount-vfs ro hpfs /dev/sdc /
-mount-ro /dev/sdd /
-mount-ro /dev/sde /
-mount-ro /dev/sdf /
-mount-ro /dev/sdg /
vfs-type /dev/sdg
vfs-uuid /dev/sdg
EOF
regexes=(
  '/dev/sda: .* vxfs, whose driver is not maintained .* mount_vfs$'
  '/dev/sdb: .* vxfs, whose driver is not maintained'
  '/dev/sdc: .* hpfs, whose driver is not maintained'
  '/dev/sdc on /: hpfs: hpfs_map_sector\(\): read error'
  "/dev/sdd on /: VFS: Can't find a Minix filesystem"
  '/dev/sde on /: .*ocfs2_.* Heartbeat has to be started'
  '/dev/sdf: it is encrypted \(LUKS\): open it with cryptsetup_open'
  '/dev/sdg: it is encrypted \(FileVault 2\): open it with cryptsetup_open'
  '^cs_fvault2$'
  '^fc52bfae-5a1f-4f9b-b3a6-f33303a0e401$'
)
is "lines" "$(wc -l <out)" "${#regexes[@]}"
n=0
while read -r line; do
  matches "line $((n + 1))" "$line" "${regexes[n]}"
  n=$((n + 1))
done <out
# It is opened as what it is: this one is cut off behind its header.
fails_with 'cryptsetup_open: .*(FVAULT2|/dev/sda)' \
  bash -c "echo key | guestfish --ro --format=raw -a cs_fvault2.img \
           --keys-from-stdin run : cryptsetup-open /dev/sda map"
