#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Linux on whatever it may be installed on: LVM with /usr of its own, an array,
# LUKS, subvolumes of Btrfs, OSTree with /boot of its own, a whole disk and its
# copy; an empty disk, and no system at all.

. "$(dirname "$0")/../lib/storage.sh"

# system DIR NAME FSTAB: the files of one, as DIR.tar
system() {
  mkdir -p "$1/etc" "$1/bin" "$1/usr/lib"
  printf 'ID=%s\nVERSION_ID=1.2\nPRETTY_NAME="%s 1.2"\n' "$2" "$2" \
    > "$1/etc/os-release"
  echo "$1.example" > "$1/etc/hostname"
  printf '%b' "$3" > "$1/etc/fstab"
  pack "$1"
}
pack() { tar -C "$1" -cf "$1.tar" .; }
# fill DEVICE TAR
fill() { printf 'mount %s /\ntar-in %s /\numount /\n' "$1" "$2"; }

system lvm debian '/dev/mapper/my--vg-root--lv / ext4 rw 0 1
UUID=11111111-1111-1111-1111-111111111111 /boot ext2 rw 0 2
/dev/my-vg/usr /usr ext4 rw 0 2
/dev/mapper/my--vg-swap none swap sw 0 0\n'
rm -r lvm/usr lvm/bin lvm/etc/os-release
mkdir lvm/usr; ln -s usr/bin lvm/bin; ln -s ../usr/lib/os-release lvm/etc; pack lvm
mkdir -p usr/bin usr/share usr/lib
printf 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian 12"\n' > usr/lib/os-release
pack usr
system md fedora '/dev/md/0 / ext4 rw 0 1\n/dev/md7 /again ext4 rw 0 0\n'
echo 'ARRAY /dev/md7 metadata=1.2 UUID=cafe0123:cafe4567:cafe89ab:cafecdef' \
  > md/etc/mdadm.conf
pack md
system luks arch '/dev/mapper/cryptroot / ext4 rw 0 1\n'
echo 'cryptroot UUID=22222222-2222-2222-2222-222222222222 none luks' \
  > luks/etc/crypttab
pack luks
system btrfs ubuntu 'LABEL=pool / btrfs subvol=@ 0 1\nLABEL=pool /home btrfs subvol=/@home 0 2
LABEL=pool /top btrfs subvolid=5 0 0\nLABEL=pool /snap btrfs subvolid=257 0 0\n'
system whole alpine 'UUID=33333333-3333-3333-3333-333333333333 / ext4 rw 0 1
/dev/vdz /data ext4 rw 0 0\n'
mkdir -p ostree/ostree/boot.1.1/os/sum ostree/boot
ln -s boot.1.1 ostree/ostree/boot.1
for n in 0 1; do
  system ostree/ostree/deploy/os/deploy/c$n.0 fedora 'LABEL=oroot / ext4 rw 0 0\nLABEL=oboot /boot ext2 rw 0 0\n'
  ln -s "../../../deploy/os/deploy/c$n.0" "ostree/ostree/boot.1/os/sum/$n"
done
rm ostree/ostree/deploy/os/deploy/*.tar
pack ostree
mkdir -p oboot/loader.1/entries; ln -s loader.1 oboot/loader
for n in 0 1; do
  printf 'version %d\noptions ostree=/ostree/boot.1/os/sum/%d rw\n' $((5 - n)) $n \
    > oboot/loader.1/entries/ostree-$((5 - n)).conf
done
pack oboot

disk blank.img 1M
for d in lvm md1 md2 luks whole ostree; do disk $d.img 48M; done
disk btrfs.img 128M
session <<S
add blank.img $scratch
add lvm.img $scratch
add md1.img $scratch
add md2.img $scratch
add luks.img $scratch
add btrfs.img $scratch
add whole.img $scratch
add ostree.img $scratch
run
echo nothing
inspect-os
inspect-get-roots
echo made
part-init /dev/sdb mbr
part-add /dev/sdb p 2048 8191
part-add /dev/sdb p 8192 -1
mkfs ext2 /dev/sdb1
set-uuid /dev/sdb1 11111111-1111-1111-1111-111111111111
pvcreate /dev/sdb2
vgcreate my-vg /dev/sdb2
lvcreate swap my-vg 4
lvcreate usr my-vg 8
lvcreate root-lv my-vg 16
mkswap /dev/my-vg/swap
mkfs ext4 /dev/my-vg/usr
mkfs ext4 /dev/my-vg/root-lv
$(fill /dev/my-vg/usr usr.tar)
$(fill /dev/my-vg/root-lv lvm.tar)
debug sh "mdadm --create /dev/md/0 --run --level=1 --raid-devices=2 --metadata=1.2 --homehost=h --name=0 --uuid=cafe0123:cafe4567:cafe89ab:cafecdef /dev/sdc /dev/sdd"
mkfs ext4 /dev/md0
$(fill /dev/md0 md.tar)
$(quick_luks /dev/sde secret)
debug sh "echo YES | cryptsetup luksUUID --uuid=22222222-2222-2222-2222-222222222222 -q /dev/sde"
debug sh "echo -n secret | cryptsetup open --key-file=- /dev/sde tmp"
mkfs ext4 /dev/mapper/tmp
$(fill /dev/mapper/tmp luks.tar)
cryptsetup-close /dev/mapper/tmp
mkfs btrfs /dev/sdf label:pool
mount /dev/sdf /
btrfs-subvolume-create /@
btrfs-subvolume-create /@home
tar-in btrfs.tar /@
mkdir /snapshots
btrfs-subvolume-snapshot /@ /snapshots/1
btrfs-subvolume-snapshot /@ /snapshots/2 ro:true
umount /
mkfs ext4 /dev/sdg
set-uuid /dev/sdg 33333333-3333-3333-3333-333333333333
$(fill /dev/sdg whole.tar)
part-init /dev/sdh mbr
part-add /dev/sdh p 2048 8191
part-add /dev/sdh p 8192 -1
mkfs ext2 /dev/sdh1 label:oboot
mkfs ext4 /dev/sdh2 label:oroot
$(fill /dev/sdh1 oboot.tar)
$(fill /dev/sdh2 ostree.tar)
S
is "nothing on empty disks" "$(sed -n '/^nothing/,/^made/p' out)" "nothing
made"
cp whole.img copy.img

# questions ROOT
questions() {
  local q
  echo "echo == $1"
  for q in distro major-version hostname mountpoints filesystems; do
    echo "inspect-get-$q $1"
  done
}
session <<S
add copy.img readonly:true format:raw
add lvm.img readonly:true format:raw
add md1.img readonly:true format:raw
add md2.img readonly:true format:raw
add luks.img readonly:true format:raw
add btrfs.img readonly:true format:raw
add whole.img readonly:true format:raw
add ostree.img readonly:true format:raw
add blank.img readonly:true format:raw
run
inspect-os
debug sh "echo -n secret | cryptsetup open --readonly --key-file=- /dev/sde other"
inspect-os
echo ====
inspect-get-roots
$(for root in /dev/sda /dev/sdg /dev/sdh2 /dev/md127 /dev/my-vg/root-lv \
    /dev/mapper/other btrfsvol:/dev/sdf/@; do questions $root; done)
S
is 'roots before LUKS is opened' "$(sed '/^===*$/,$d' out | head -6)" "\
/dev/sda
btrfsvol:/dev/sdf/@
/dev/sdg
/dev/sdh2
/dev/md127
/dev/my-vg/root-lv"
sed '1,/^====$/d' out > got
cat > expected <<'END'
/dev/sda
btrfsvol:/dev/sdf/@
/dev/sdg
/dev/mapper/other
/dev/sdh2
/dev/md127
/dev/my-vg/root-lv
== /dev/sda
alpinelinux
1
whole.example
/: /dev/sda
/data: /dev/vdz
/dev/sda
/dev/vdz
== /dev/sdg
alpinelinux
1
whole.example
/: /dev/sdg
/data: /dev/vdz
/dev/sdg
/dev/vdz
== /dev/sdh2
fedora
1
ostree/ostree/deploy/os/deploy/c0.0.example
/: /dev/sdh2
/boot: /dev/sdh1
/dev/sdh2
/dev/sdh1
== /dev/md127
fedora
1
md.example
/: /dev/md127
/again: /dev/md127
/dev/md127
/dev/md127
== /dev/my-vg/root-lv
debian
12
lvm.example
/: /dev/my-vg/root-lv
/boot: /dev/sdb1
/usr: /dev/my-vg/usr
/dev/my-vg/root-lv
/dev/sdb1
/dev/my-vg/usr
/dev/my-vg/swap
== /dev/mapper/other
archlinux
1
luks.example
/: /dev/mapper/other
/dev/mapper/other
== btrfsvol:/dev/sdf/@
ubuntu
1
btrfs.example
/: btrfsvol:/dev/sdf/@
/home: btrfsvol:/dev/sdf/@home
/top: /dev/sdf
/snap: btrfsvol:/dev/sdf/@home
btrfsvol:/dev/sdf/@
btrfsvol:/dev/sdf/@home
/dev/sdf
btrfsvol:/dev/sdf/@home
END
diff expected got || fail "the systems are not described so"
