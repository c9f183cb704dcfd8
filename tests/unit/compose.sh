#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Systems that are composed of devices and file systems (tests/unit/compose.c
# says how those are written): every way to name a device in fstab, what is
# mounted where, snapshots, systems side by side.

. "$(dirname "$0")/../lib.sh"

compose=$abs_top_builddir/tests/unit/compose
# composed WHAT INPUT EXPECTED
composed() {
  local got
  got=$("$compose" <<<"$2")
  [ "$got" = "$3" ] || fail "$1: $(diff <(echo "$3") <(echo "$got"))"
}
# named SPEC EXPECTED: what fstab calls SPEC, on the devices and in the system
# of $devices and $system.
devices='' system=''
named() {
  local got
  got=$("$compose" <<<"$devices
$system
fstab $1 /x ext4 -" | sed -n 's,^  /x ,,p')
  is "$1" "$got" "$2"
}

# ---- Names of devices: Linux ----

devices="disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
disk /dev/sdc /dev/sdc
part /dev/sda1 /dev/sda number=1
part /dev/sda2 /dev/sda number=2
part /dev/sdb1 /dev/sdb number=1
part /dev/sdb2 /dev/sdb number=2
md /dev/md126 /dev/sda,/dev/sdb alias=host:data uuid=11111111:22222222:33333333:44444444
md /dev/md127 /dev/sda,/dev/sdb alias=host:0 uuid=aaaaaaaabbbbbbbbccccccccdddddddd
part /dev/md126p2 /dev/sda,/dev/sdb number=2
lv /dev/vg-a/lv-b /dev/sdb alias=vg--a-lv--b uuid=ZwWnTxD5NOZgNTPVLGoX3vtVLe3DGFwGpT2vhXOUjFQ4LIaJ9yLJjVTGQIHRkXAb
mapper /dev/mapper/open /dev/sda alias=open uuid=0123456789abcdef0123456789abcdef
mapper /dev/mapper/mine /dev/sda alias=mine
fs /dev/sda1 ext4 uuid=11-22 label=boot partuuid=aabb-01
fs /dev/sdb1 crypto_LUKS uuid=01234567-89ab-cdef-0123-456789abcdef
fs /dev/sdb2 ext4 uuid=33-44 label=my_data partuuid=A1B2C3D4-0000 partlabel=my_part
fs /dev/sdc xfs uuid=55-66"
system="fs /dev/sda2 ext4 uuid=77-88
is root linux distro=debian
crypttab cr_uuid UUID=01234567-89ab-cdef-0123-456789abcdef
crypttab cr_dev /dev/vdb1
crypttab loop /dev/mapper/loop
arrays /dev/md0 11111111:22222222:33333333:44444444
arrays /dev/md/x aaaaaaaa-bbbbbbbb-cccccccc-dddddddd"

named UUID=33-44 /dev/sdb2
named 'UUID="33-44"' /dev/sdb2
named "UUID='33-44'" /dev/sdb2
named UUID=99-99 ''
named UUID= ''
named LABEL=boot /dev/sda1
named LABEL=my_data /dev/sdb2
named LABEL=BOOT ''
named PARTUUID=a1b2c3d4-0000 /dev/sdb2
named PARTUUID=aabb-01 /dev/sda1
named PARTLABEL=my_part /dev/sdb2
named PARTLABEL=none ''
named /dev/disk/by-uuid/33-44 /dev/sdb2
named /dev/disk/by-uuid/99-99 /dev/disk/by-uuid/99-99
named '/dev/disk/by-label/my\x20data' /dev/sdb2
named /dev/disk/by-label/none /dev/disk/by-label/none
named /dev/disk/by-partuuid/a1b2c3d4-0000 /dev/sdb2
named '/dev/disk/by-partlabel/my\x20part' /dev/sdb2
for kind in h s v xv; do
  named "/dev/${kind}db2" /dev/sdb2
  named "/dev/${kind}dc" /dev/sdc
  named "/dev/${kind}dz1" "/dev/${kind}dz1"
  named "/dev/${kind}da999" "/dev/${kind}da999"
done
named /dev/vda /dev/vda                 # has partitions
named /dev/vdaa1 /dev/vdaa1
named /dev/vdata/lv /dev/vdata/lv
named /dev/sdb99999999999 /dev/sdb99999999999
named /dev/nvme0n1p2 /dev/sda2
named /dev/nvme1n1p2 /dev/sdb2
named /dev/nvme2n1 /dev/sdc
named /dev/nvme0n2p1 /dev/nvme0n2p1
named /dev/nvme0n1p /dev/nvme0n1p
named /dev/mmcblk1p2 /dev/sdb2
named /dev/mmcblk9p1 /dev/mmcblk9p1
named /dev/cciss/c0d1p2 /dev/sdb2
named /dev/cciss/c1d0p1 /dev/cciss/c1d0p1
named /dev/ida/c0d0p1 /dev/sda1
named /dev/md0 /dev/md126               # as mdadm.conf says
named /dev/md/0 /dev/md126
named /dev/md/x /dev/md127
named /dev/md/data /dev/md126           # as its superblock says
named /dev/md126p2 /dev/md126p2
named /dev/md/datap2 /dev/md126p2
named /dev/md9 /dev/md9
named /dev/disk/by-id/md-name-host:data /dev/md126
named /dev/disk/by-id/md-uuid-aaaaaaaa:bbbbbbbb:cccccccc:dddddddd /dev/md127
named /dev/vg-a/lv-b /dev/vg-a/lv-b
named /dev/none/lv /dev/none/lv
named /dev/mapper/vg--a-lv--b /dev/vg-a/lv-b
named /dev/mapper/vg-a-lv-b /dev/mapper/vg-a-lv-b
named /dev/disk/by-id/dm-uuid-LVM-ZwWnTxD5NOZgNTPVLGoX3vtVLe3DGFwGpT2vhXOUjFQ4LIaJ9yLJjVTGQIHRkXAb /dev/vg-a/lv-b
named /dev/disk/by-id/dm-name-vg--a-lv--b /dev/vg-a/lv-b
named /dev/mapper/cr_uuid /dev/mapper/open
named /dev/mapper/cr_dev /dev/mapper/open
named /dev/mapper/loop /dev/mapper/loop # names itself in crypttab
named /dev/mapper/mine /dev/mapper/mine
named /dev/mapper/luks-01234567-89ab-cdef-0123-456789abcdef /dev/mapper/open
named /dev/disk/by-id/dm-uuid-CRYPT-LUKS2-0123456789abcdef0123456789abcdef-x /dev/mapper/open
named /dev/mapper/none /dev/mapper/none
named /dev/disk/by-id/ata-x-part2 /dev/disk/by-id/ata-x-part2 # of three disks
named /dev/root /dev/sda2
named /dev/sr0 /dev/sr0
named /dev/loop0 /dev/loop0
for spec in /dev/fd0 /dev/cd0 /dev/floppy /dev/cdrom /dev/iso9660/x tmpfs none \
            host:/path //server/share /swapfile overlay proc '' =; do
  named "$spec" ''
done

devices="disk /dev/sda /dev/sda
part /dev/sda1 /dev/sda number=1
part /dev/sda2 /dev/sda number=2
fs /dev/sda1 ext4"
named /dev/disk/by-id/ata-x-part1 /dev/sda1
named /dev/disk/by-path/pci-0000:00:07.0-part1 /dev/sda1
named ID=wwn-0x5-part1 /dev/sda1
named /dev/disk/by-id/ata-x-part7 /dev/disk/by-id/ata-x-part7
named /dev/disk/by-id/ata-x /dev/disk/by-id/ata-x

# ---- Names of devices: others ----

devices="disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
part /dev/sda1 /dev/sda number=1
part /dev/sda5 /dev/sda number=5
part /dev/sda7 /dev/sda number=7
part /dev/sda8 /dev/sda number=8
part /dev/sdb3 /dev/sdb number=3
part /dev/sdb5 /dev/sdb number=5
part /dev/sdb7 /dev/sdb number=7
fs /dev/sda7 ufs label=data uuid=aa-bb partlabel=gpart partuuid=11-22"
system="fs /dev/sdb5 ufs
is root freebsd distro=freebsd"
named /dev/ada1p3 /dev/sdb3
named /dev/vtbd1p3 /dev/sdb3
named /dev/da1p3 /dev/sdb3
named /dev/ada0s1a /dev/sda5
named /dev/ada0s1d /dev/sda7
named /dev/ada0s1c /dev/ada0s1c
named /dev/ada0s2a /dev/ada0s2a
named /dev/vtbd5p1 /dev/vtbd5p1
named /dev/ufs/data /dev/sda7
named /dev/gpt/gpart /dev/sda7
named /dev/gptid/11-22 /dev/sda7
named /dev/ufsid/aabb /dev/sda7
named /dev/ufs/none /dev/ufs/none
system="fs /dev/sdb5 ufs
is root netbsd distro=netbsd"
named /dev/sd0e /dev/sda7
named /dev/ld0f /dev/sda8
named /dev/wd0a /dev/sda5
named /dev/wd0d /dev/wd0d
named NAME=gpart /dev/sda7
named ROOT.e /dev/sdb7
system="fs /dev/sdb5 ufs
is root openbsd distro=openbsd"
named /dev/sd0d /dev/sda7
named /dev/wd0d /dev/sda7
named 0123456789abcdef.d /dev/sdb7      # the disk of the root
named 0123456789abcdef.c ''
system="fs /dev/sdb5 ext2
is root hurd distro=debian"
named /dev/hd1s3 /dev/sdb3
named /dev/hd1s9 /dev/hd1s9

# ---- What is mounted where ----

two="disk /dev/sda /dev/sda
part /dev/sda1 /dev/sda number=1
part /dev/sda2 /dev/sda number=2
part /dev/sda3 /dev/sda number=3
fs /dev/sda1 ext4 uuid=11
fs /dev/sda2 ext4 uuid=22
is root linux distro=debian version=12.5"

composed 'no fstab' "$two" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2"

composed 'only swap and data (31)' "$two
fstab /dev/sda3 none swap sw
fstab UUID=11 /data ext4 defaults" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2
  /data /dev/sda1
  - /dev/sda3"

composed 'order, places of the appliance, strange paths (35)' "$two
fstab /dev/x1 /a/b/c ext4 -
fstab /dev/x2 /z ext4 -
fstab /dev/x3 ///a//b/ ext4 -
fstab /dev/x4 /a ext4 -
fstab UUID=22 / ext4 -
fstab /dev/x5 /dev/shm ext4 -
fstab /dev/x6 /proc ext4 -
fstab /dev/x7 /sys/fs ext4 -
fstab /dev/x8 /selinux ext4 -
fstab /dev/x9 /media/disk ext4 -
fstab /dev/xa /device ext4 -
fstab /dev/xb /media ext4 -
fstab /dev/xc /b/../../c ext4 -
fstab /dev/xd /./d/. ext4 -
fstab /dev/xe /bound ext4 rw,bind
fstab /dev/xf /auto autofs -
fstab /dev/xg /mnt/x ext4 noauto,nofail" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2
  /z /dev/x2
  /a /dev/x4
  /device /dev/xa
  /media /dev/xb
  /d /dev/xd
  /a/b /dev/x3
  /mnt/x /dev/xg
  /a/b/c /dev/x1
warning: /dev/sda2: /etc/fstab: /b/../../c: a mount point with .. in it was left out"

composed 'what systemd mounts when it is needed, and how' "$two
fstab UUID=11 /boot ext4 noauto,x-systemd.automount,x-systemd.idle-timeout=1min
fstab UUID=99 /backup ext4 x-systemd.automount
fstab UUID=98 /late ext4 x-systemd.device-timeout=9,x-systemd.requires=/boot,x-systemd.growfs
fstab /dev/x1 /srv ext4 x-initrd.mount,x-mount.mkdir,x-systemd.makefs
fstab systemd-1 /auto autofs -" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2
  /boot /dev/sda1
  /srv /dev/x1
warning: /dev/sda2: /etc/fstab: no device here is UUID=98, for /late: add the disk that it is on"

composed 'a blank in a mount point (33)' "$two
fstab UUID=11 /sp_ace ext4 -" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2
  /sp ace /dev/sda1"

composed 'what is not here (28)' "$two
fstab UUID=99 /a ext4 defaults
fstab UUID=99 /b ext4 nofail
fstab LABEL=99 /c ext4 noauto
fstab UUID=99 none swap sw
fstab /dev/sdz9 /d ext4 defaults" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2
  /d /dev/sdz9
warning: /dev/sda2: /etc/fstab: no device here is UUID=99, for /a: add the disk that it is on"

composed 'two lines for / (30)' "$two
fstab UUID=22 / ext4 -
fstab /dev/vda2 / ext4 -
fstab UUID=11 // ext4 -" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2
warning: /dev/sda2: /etc/fstab: UUID=11 is a second one for /: the first line counts"

composed 'a line for / that means another disk' "$two
fstab /dev/sda1 / ext4 -" "\
/dev/sda2 linux debian 12.5
  / /dev/sda2
warning: /dev/sda2: /etc/fstab: /dev/sda1 for / would be /dev/sda1 here, but the system was found in /dev/sda2, which is what will be mounted"

composed 'any name for / of a BSD' "${two/linux/freebsd}
fstab /dev/gpt/rootfs / ufs rw" "\
/dev/sda2 freebsd debian 12.5
  / /dev/sda2"

# ---- Several systems, several disks ----

composed 'systems side by side (1, 2), the root on the second disk (8)' "
disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
disk /dev/sdc /dev/sdc
fs /dev/sdb ext4 uuid=b
is root linux distro=fedora version=39
fstab UUID=b / ext4 -
fs /dev/sdc ext4 uuid=c
is root linux distro=fedora version=39
fs /dev/sys/rootfs ext4
is root linux distro=debian" "\
/dev/sdb linux fedora 39.0
  / /dev/sdb
/dev/sdc linux fedora 39.0
  / /dev/sdc
/dev/sys/rootfs linux debian 0.0
  / /dev/sys/rootfs"

composed 'a copy of the disk beside it (5)' "
disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
part /dev/sda1 /dev/sda
part /dev/sda2 /dev/sda
part /dev/sdb1 /dev/sdb
part /dev/sdb2 /dev/sdb
lv /dev/vg/root /dev/sdb
fs /dev/sda1 ext4 uuid=1 label=boot
fs /dev/sda2 ext4 uuid=2
is root linux distro=debian
fstab UUID=2 / ext4 -
fstab UUID=1 /boot ext4 -
fs /dev/sdb1 ext4 uuid=1 label=boot
fs /dev/sdb2 ext4 uuid=2
is root linux distro=debian
fstab UUID=2 / ext4 -
fstab UUID=1 /boot ext4 -
fs /dev/vg/root ext4
is root linux distro=arch
fstab LABEL=boot /boot ext4 -" "\
/dev/sda2 linux debian 0.0
  / /dev/sda2
  /boot /dev/sda1
/dev/sdb2 linux debian 0.0
  / /dev/sdb2
  /boot /dev/sdb1
/dev/vg/root linux arch 0.0
  / /dev/vg/root
  /boot /dev/sdb1"

composed 'no system (10, 11, 12, 18)' "
disk /dev/sda /dev/sda
fs /dev/sda1 unknown
fs /dev/sda2 crypto_LUKS uuid=1
fs /dev/sda3 swap
is swap -" ''

composed '/usr of its own' "${two/distro=debian version=12.5/}
fstab UUID=33 /usr ext4 -
fs /dev/sda3 ext4 uuid=33
is usr linux distro=gentoo product=Gentoo version=2.14 arch=x86_64" "\
/dev/sda2 linux gentoo 2.14
  / /dev/sda2
  /usr /dev/sda3"

composed 'two /usr to choose from, of each disk its own' "
disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
part /dev/sda3 /dev/sda
part /dev/sda4 /dev/sda
part /dev/sda9 /dev/sda
part /dev/sdb3 /dev/sdb
part /dev/sdb9 /dev/sdb
fs /dev/sda3 ext4
is usr linux distro=flatcar product=Flatcar version=3510.2
fs /dev/sda4 ext4
is usr linux distro=flatcar product=Flatcar version=3602.1
fs /dev/sda9 ext4
is root linux
fs /dev/sdb3 ext4
is usr linux distro=coreos product=CoreOS version=1745.3
fs /dev/sdb9 ext4
is root linux distro=coreos" "\
/dev/sda9 linux flatcar 3602.1
  / /dev/sda9
  /usr /dev/sda4
/dev/sdb9 linux coreos 1745.3
  / /dev/sdb9
  /usr /dev/sdb3"

composed 'a slice of BSD and the first partition in it' "
disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
part /dev/sda1 /dev/sda number=1
part /dev/sda5 /dev/sda number=5
part /dev/sdb1 /dev/sdb number=1
fs /dev/sda1 ufs
is root freebsd distro=freebsd
fs /dev/sda5 ufs
is root freebsd distro=freebsd
fs /dev/sdb1 ufs
is root freebsd distro=freebsd" "\
/dev/sda5 freebsd freebsd 0.0
  / /dev/sda5
/dev/sdb1 freebsd freebsd 0.0
  / /dev/sdb1"

composed 'letters of Windows: those of the root first' "
disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
part /dev/sda1 /dev/sda uuid=deadbeef-01 start=1048576
part /dev/sdb1 /dev/sdb uuid=deadbeef-01 start=1048576
fs /dev/sda1 ntfs
is root windows distro=windows
letters c efbeadde0000100000000000
letters d efbeadde0000200000000000
fs /dev/sdb1 ntfs
is root windows distro=windows
letters C efbeadde0000100000000000" "\
/dev/sda1 windows windows 0.0
  / /dev/sda1
  c: /dev/sda1
/dev/sdb1 windows windows 0.0
  / /dev/sdb1
  C: /dev/sdb1"

composed 'letter of an encrypted partition: what opens it' "
disk /dev/sda /dev/sda
part /dev/sda1 /dev/sda uuid=deadbeef-01 start=1048576
mapper /dev/mapper/win /dev/sda below=/dev/sda1
fs /dev/sda1 BitLocker
fs /dev/mapper/win ntfs
is root windows distro=windows
letters C efbeadde0000100000000000" "\
/dev/mapper/win windows windows 0.0
  / /dev/mapper/win
  C: /dev/mapper/win"

# ---- Btrfs ----

btrfs="disk /dev/sda /dev/sda
part /dev/sda2 /dev/sda
fs /dev/sda2 btrfs uuid=22 id=5"
composed 'subvolumes; those that are named by number (34)' "$btrfs
fs btrfsvol:/dev/sda2/@ btrfs volume=@ id=256 uuid=22
is root linux distro=ubuntu
fstab UUID=22 / btrfs subvol=@
fstab UUID=22 /a btrfs subvol=/@home/
fstab UUID=22 /b btrfs rw,subvolid=257,x
fstab UUID=22 /c btrfs subvolid=999
fstab UUID=22 /d btrfs subvolid=5
fstab UUID=22 /e btrfs noatime
fstab UUID=22 /f btrfs subvol=/
fstab UUID=22 /g auto subvol=@/var
fstab UUID=22 /h btrfs nosubvol=x
fs btrfsvol:/dev/sda2/@home btrfs volume=@home id=257" "\
btrfsvol:/dev/sda2/@ linux ubuntu 0.0
  / btrfsvol:/dev/sda2/@
  /a btrfsvol:/dev/sda2/@home
  /b btrfsvol:/dev/sda2/@home
  /c /dev/sda2
  /d /dev/sda2
  /e /dev/sda2
  /f /dev/sda2
  /g btrfsvol:/dev/sda2/@/var
  /h /dev/sda2"

composed 'the top, when another one is the default' "
fs /dev/sda2 btrfs uuid=22 id=256 default=@
is root linux distro=arch
fstab UUID=22 / btrfs subvol=/@
fstab UUID=22 /top btrfs subvolid=5
fstab UUID=22 /same btrfs subvolid=256" "\
/dev/sda2 linux arch 0.0
  / /dev/sda2
  /top btrfsvol:/dev/sda2/.
  /same /dev/sda2"

composed 'snapshots of the default, before an update (3)' "
fs /dev/sda2 btrfs uuid=22 id=268 default=@/.snapshots/1/snapshot own=aa
is root linux distro=opensuse version=15.5
fstab UUID=22 / btrfs defaults
fs btrfsvol:/dev/sda2/@/.snapshots/2/snapshot btrfs uuid=22 volume=@/.snapshots/2/snapshot id=300 own=bb parent=aa
is root linux distro=opensuse version=15.4
fstab UUID=22 / btrfs defaults
fs btrfsvol:/dev/sda2/@/.snapshots/3/snapshot btrfs uuid=22 volume=@/.snapshots/3/snapshot id=301 own=cc parent=aa
is root linux distro=opensuse version=15.5" "\
/dev/sda2 linux opensuse 15.5
  / /dev/sda2"

composed 'snapshots of one that fstab names (4)' "$btrfs
fs btrfsvol:/dev/sda2/backups/1/@ btrfs uuid=22 volume=backups/1/@ id=300 own=aa
is root linux distro=ubuntu
fstab UUID=22 / btrfs subvol=@
fs btrfsvol:/dev/sda2/@ btrfs uuid=22 volume=@ id=301 own=bb parent=aa
is root linux distro=ubuntu
fstab UUID=22 / btrfs defaults,subvol=@
fs btrfsvol:/dev/sda2/other btrfs uuid=22 volume=other id=302 own=dd
is root linux distro=fedora
fstab UUID=22 / btrfs subvol=other
fs btrfsvol:/dev/sda2/second btrfs uuid=22 volume=second id=303 own=ee parent=bb
is root linux distro=ubuntu
fstab UUID=22 / btrfs subvol=second" "\
btrfsvol:/dev/sda2/@ linux ubuntu 0.0
  / btrfsvol:/dev/sda2/@
btrfsvol:/dev/sda2/other linux fedora 0.0
  / btrfsvol:/dev/sda2/other
btrfsvol:/dev/sda2/second linux ubuntu 0.0
  / btrfsvol:/dev/sda2/second"

composed 'snapshots of one that has no fstab: the origin' "$btrfs
fs btrfsvol:/dev/sda2/s1 btrfs volume=s1 id=300 own=aa parent=bb
is root linux distro=nixos
fs btrfsvol:/dev/sda2/now btrfs volume=now id=301 own=bb
is root linux distro=nixos
fs btrfsvol:/dev/sda2/s2 btrfs volume=s2 id=302 own=cc parent=bb
is root linux distro=nixos" "\
btrfsvol:/dev/sda2/now linux nixos 0.0
  / btrfsvol:/dev/sda2/now"

composed 'each names the other: one is left' "$btrfs
fs btrfsvol:/dev/sda2/a btrfs volume=a id=300
is root linux distro=debian
fstab /dev/sda2 / btrfs subvol=b
fs btrfsvol:/dev/sda2/b btrfs volume=b id=301
is root linux distro=debian
fstab /dev/sda2 / btrfs subvol=a" "\
btrfsvol:/dev/sda2/b linux debian 0.0
  / btrfsvol:/dev/sda2/b
warning: btrfsvol:/dev/sda2/b: /etc/fstab: /dev/sda2 for / would be btrfsvol:/dev/sda2/a here, but the system was found in btrfsvol:/dev/sda2/b, which is what will be mounted"

# ---- What need not be looked at ----

skipped() {
  local got
  got=$("$compose" -s <<<"$2")
  [ "$got" = "$3" ] || fail "$1: $(diff <(echo "$3") <(echo "$got"))"
}

skipped 'snapshots that cannot be written to' "
fs /dev/sda2 btrfs id=5
fs btrfsvol:/dev/sda2/@ btrfs volume=@ own=aa
fs btrfsvol:/dev/sda2/1 btrfs volume=1 own=bb parent=aa readonly=1
fs btrfsvol:/dev/sda2/2 btrfs volume=2 own=cc parent=bb readonly=1
fs btrfsvol:/dev/sda2/3 btrfs volume=3 own=dd parent=gone readonly=1
fs btrfsvol:/dev/sda2/4 btrfs volume=4 own=ee parent=gone
fs btrfsvol:/dev/sda2/5 btrfs volume=5 own=ff readonly=1
fs /dev/sdb2 btrfs id=300 own=11 parent=22 readonly=1
fs btrfsvol:/dev/sdb2/6 btrfs volume=6 own=22 readonly=1
fs btrfsvol:/dev/sdb2/7 btrfs volume=7 own=aa readonly=1" "\
btrfsvol:/dev/sda2/1
btrfsvol:/dev/sda2/2
btrfsvol:/dev/sda2/3
btrfsvol:/dev/sdb2/6"

skipped 'containers' "
fs /dev/sda2 btrfs id=5
fs btrfsvol:/dev/sda2/@/var/lib/machines btrfs volume=@/var/lib/machines
fs btrfsvol:/dev/sda2/@/var/lib/machines/x btrfs volume=@/var/lib/machines/x
fs btrfsvol:/dev/sda2/lib/docker/btrfs/subvolumes/1 btrfs volume=lib/docker/btrfs/subvolumes/1
fs btrfsvol:/dev/sda2/mylib/docker/x btrfs volume=mylib/docker/x" "\
btrfsvol:/dev/sda2/@/var/lib/machines/x
btrfsvol:/dev/sda2/lib/docker/btrfs/subvolumes/1"

# 5,000 snapshots: most are not looked at, and the one that is booted is.
many_snapshots() {
  echo "fs /dev/sda2 btrfs id=5"
  for i in {1..5000}; do
    echo "fs btrfsvol:/dev/sda2/s/$i btrfs volume=s/$i id=$((i + 300)) own=$i parent=$((i - 1))"
    echo "is root linux distro=debian"
    echo "fstab /dev/sda2 / btrfs subvol=@"
  done
  echo "fs btrfsvol:/dev/sda2/@ btrfs volume=@ id=300 own=0"
  echo "is root linux distro=debian"
  echo "fstab /dev/sda2 / btrfs subvol=@"
}
many_snapshots > many
is 'looked at of 5,000' \
  "$(($(grep -c '^fs ' many) - $("$compose" -s < many | wc -l)))" 101
"$compose" -s < many | grep -qx btrfsvol:/dev/sda2/@ && fail "@ is skipped"
composed '5,000 snapshots' "$(cat many)" "\
btrfsvol:/dev/sda2/@ linux debian 0.0
  / btrfsvol:/dev/sda2/@"

# 200 systems with 1,000 lines each.
hostile() {
  local i j
  for i in {1..200}; do echo "disk /dev/d$i /dev/d$i"; done
  for i in {1..200}; do
    echo "fs /dev/d$i ext4 uuid=$i"
    echo "is root linux distro=debian"
    for j in {1..1000}; do echo "fstab UUID=$j /m$j ext4 -"; done
  done
}
is '200 systems of 1,000 lines' \
  "$(hostile | timeout 60 "$compose" | grep -c '^ ')" $((200 * 201))

# ---- Systems that their disks tell of ----

parts='disk /dev/sda /dev/sda
disk /dev/sdb /dev/sdb
part /dev/sda1 /dev/sda number=1
part /dev/sda2 /dev/sda number=2
part /dev/sda3 /dev/sda number=3
part /dev/sdb1 /dev/sdb number=1'
composed "Talos" "$parts
fs /dev/sda1 unknown partlabel=META
fs /dev/sda2 xfs partlabel=STATE
fs /dev/sda3 xfs partlabel=EPHEMERAL" '/dev/sda2 linux talos 0.0
  / /dev/sda2'
composed "Talos that was never started" "$parts
fs /dev/sda1 unknown partlabel=META
fs /dev/sda2 unknown partlabel=STATE
fs /dev/sda3 unknown partlabel=EPHEMERAL" ''
composed "partitions of several disks" "$parts
fs /dev/sda1 unknown partlabel=META
fs /dev/sda2 xfs partlabel=STATE
fs /dev/sdb1 xfs partlabel=EPHEMERAL" ''
composed "banks of ESXi" "$parts
fs /dev/sda1 vfat
is root esxi generation=4 distro=old
fs /dev/sda2 vfat
is root esxi generation=12 distro=new
fs /dev/sdb1 vfat
is root esxi generation=1 distro=elsewhere" '/dev/sda2 esxi new 0.0
  / /dev/sda2
/dev/sdb1 esxi elsewhere 0.0
  / /dev/sdb1'
composed "banks that are equal" "$parts
fs /dev/sda1 vfat
is root esxi generation=4
fs /dev/sda2 vfat
is root esxi generation=4" '/dev/sda1 esxi - 0.0
  / /dev/sda1'

# Without fstab, a root without programs has the /usr of its disk.
images="$parts
fs /dev/sda1 ext4
is root linux
fs /dev/sda2 erofs
is usr linux distro=os product=OS_1 version=1.0
fs /dev/sda3 erofs
is usr linux distro=os product=OS_2 version=2.0
fs /dev/sdb1 erofs
is usr linux distro=os product=OS_3 version=3.0"
composed "an image with /usr" "$images" '/dev/sda1 linux os 2.0
  / /dev/sda1
  /usr /dev/sda3'
composed "a root with programs" "${images/root linux/root linux arch=x86_64}" \
  '/dev/sda1 linux - 0.0
  / /dev/sda1'
composed "a root with fstab" "${images/root linux/root linux
fstab /dev/sda1 / ext4 -}" '/dev/sda1 linux - 0.0
  / /dev/sda1'
