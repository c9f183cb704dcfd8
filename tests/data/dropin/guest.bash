# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For the scripts *.run: a small Debian, of which a shell runs.

show() { echo "--- $*"; "$@"; }

# The shell of this system and its libraries.
copy_shell() {
  local library
  mkdir -p "$1/bin"
  cp /bin/dash "$1/bin/sh"
  for library in $(ldd /bin/dash | grep -o '/[^ ]*'); do
    mkdir -p "$1${library%/*}"
    cp -L "$library" "$1$library"
  done
}

package() {
  printf 'Package: %s\nStatus: %s\nArchitecture: %s\nVersion: %s\n' "$@"
  printf 'Homepage: https://example.com/%s\n' "$1"
  printf 'Description: what %s is\n A longer\n .\n text of %s.\n\n' "$1" "$1"
}

# make_tree DIR
make_tree() {
  mkdir -p "$1"/{boot,dev,proc,sys,tmp,root,srv,etc/ssh,etc/default} \
    "$1"/var/{cache/apt/archives,log,tmp,lib/dpkg,spool/mail,lib/systemd} \
    "$1"/usr/{bin,sbin,lib} "$1/home/user"
  copy_shell "$1"
  cat >"$1/etc/os-release" <<'FILE'
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
FILE
  cat >"$1/etc/fstab" <<'FILE'
# Line of a comment
UUID=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee / ext4 errors=remount-ro 0 1
LABEL=files	/srv	ext2	defaults,nodev	0	2
/dev/vda3 none	swap	sw	0	0
proc	/proc	proc	defaults	0	0
FILE
  echo 12.15 >"$1/etc/debian_version"
  echo guest >"$1/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 guest\n' >"$1/etc/hosts"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
  echo 'user:x:1000:1000::/home/user:/bin/sh' >>"$1/etc/passwd"
  printf '%s:!:19000:0:99999:7:::\n' root user >"$1/etc/shadow"
  printf 'root:x:0:\nuser:x:1000:\n' >"$1/etc/group"
  printf '%s:!::\n' root user >"$1/etc/gshadow"
  echo 0123456789abcdef0123456789abcdef >"$1/etc/machine-id"
  echo key >"$1/etc/ssh/ssh_host_rsa_key"
  echo history >"$1/root/.bash_history"
  echo mail >"$1/var/spool/mail/user"
  echo package >"$1/var/cache/apt/archives/a.deb"
  printf 'first\nsecond\n' >"$1/var/log/syslog"
  echo kernel >"$1/boot/vmlinuz-6.1.0-40-amd64"
  echo initrd >"$1/boot/initrd.img-6.1.0-40-amd64"
  { package bash "install ok installed" amd64 5.2.15-2+b10
    package base-files "hold ok installed" amd64 12.4+deb12u12
    package gone "deinstall ok config-files" amd64 1
    package tzdata "install ok installed" all 1:2025b-0+deb12u2
  } >"$1/var/lib/dpkg/status"
}

# make_guest DISK: / on a partition, /srv on a logical volume.
make_guest() {
  rm -rf tree
  make_tree tree
  tar -C tree --owner=0 --group=0 --numeric-owner -cf tree.tar .
  guestfish <<SCRIPT
disk-create $1 raw 200M
add $1 format:raw
run
part-init /dev/sda mbr
part-add /dev/sda p 2048 206847
part-add /dev/sda p 206848 309247
part-add /dev/sda p 309248 -1
mkfs ext4 /dev/sda1
set-uuid /dev/sda1 aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee
pvcreate /dev/sda2
vgcreate VG /dev/sda2
lvcreate LV VG 32
mkfs ext2 /dev/VG/LV label:files
set-uuid /dev/VG/LV aaaaaaaa-bbbb-cccc-dddd-ffffffffffff
mkswap /dev/sda3 uuid:12345678-1234-1234-1234-123456789abc
mount /dev/sda1 /
mkdir /srv
mount /dev/VG/LV /srv
tar-in tree.tar /
write /srv/note "kept here\n"
SCRIPT
}
