#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Volumes in pools of a real libvirtd: of a directory, a file system, partitions,
# LVM, iSCSI, Ceph and Gluster; read and written by both backends.

# Gluster refuses loopback addresses; servers have fixed ports and directories.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -mn "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"
requires_root "can run these servers"
requires mkfs.ext4 debugfs qemu-img ip
requires_appliance

. "$abs_top_srcdir/tests/lib/gluster.sh"
gluster_host
expected="good day"
make_disk disk.img "$expected"
make_disk small.img "$expected"

# ---- Devices of the host: before libvirtd, which has a mount namespace ----

# Without udev there is no node for a partition, but the kernel has one.
devices_of_kernel() {
  mkdir dev
  mount --rbind /dev dev
  mount -t devtmpfs none /dev
  mount --rbind dev/pts /dev/pts
  mount --rbind dev/shm /dev/shm
}

# partitioned IMAGE: the first partition of $loop is the image.
partitioned() {
  { truncate -s 1M table.img; cat table.img "$1"; truncate -s 1M table.img
    cat table.img; } > parts.img
  parted -s parts.img mklabel gpt mkpart one 2048s \
    $((2047 + $(stat -c %s "$1") / 512))s > parted.log 2>&1 &&
    loop=$(losetup --show -f parts.img 2>> parted.log) || return
  at_exit "losetup -d $loop"
  partx -a "$loop" 2>> parted.log || return
  at_exit "partx -d $loop"
  [ -e "${loop}p1" ] || devices_of_kernel 2>> parted.log
  [ -e "${loop}p1" ]
}

partition=
if command -v parted partx > /dev/null && partitioned disk.img; then
  partition=${loop}p1
fi
libvirtd_start

# ---- Reading and writing a volume ----

in_fish() { in_libvirt guestfish -c qemu:///system "$@"; }
raw="<driver name='qemu' type='raw'/>"
cow="<driver name='qemu' type='qcow2'/>"

backends=(direct)
if setpriv --reuid=libvirt-qemu --clear-groups --regid=nogroup \
     cat "$LIBGUESTFS_PATH/manifest" > /dev/null 2>&1; then
  backends+=(libvirt)
else
  skip_part "QEMU's user cannot read $LIBGUESTFS_PATH"
fi

# works NAME VOLUME [DRIVER]: the volume of the pool NAME, as a domain's disk
works() {
  define "$1" "type='volume'>${3-$raw}<source pool='$1' volume='$2'/>"
  for LIBGUESTFS_BACKEND in "${backends[@]}"; do
    export LIBGUESTFS_BACKEND
    is "$1, $LIBGUESTFS_BACKEND" "$(in_fish -d "$1" -m /dev/sda cat /hello : \
      write "/$LIBGUESTFS_BACKEND" "$1")" "$expected"
    ! has_fuse || is "$1, $LIBGUESTFS_BACKEND, guestmount" \
      "$(mounted_by_libvirt -d "$1" -m /dev/sda)" "$expected"
  done
  virsh_must undefine "$1"
}

# has_written NAME IMAGE: what works has written there
has_written() {
  local backend
  for backend in "${backends[@]}"; do
    is "$1, written by $backend" "$(file_in "$2" "/$backend")" "$1"
  done
}

# pool NAME TYPE SOURCE [TARGET]: started
pool() {
  echo "<pool type='$2'><name>$1</name><source>$3</source>${4-}</pool>" \
    > "pool-$1.xml"
  virsh_must pool-create "pool-$1.xml"
}
target() { echo "<target><path>$1</path></target>"; }

# secret NAME TYPE ELEMENT VALUE-IN-BASE64
secret() {
  local uuid
  uuid=$(cat /proc/sys/kernel/random/uuid)
  echo "<secret><uuid>$uuid</uuid>
    <usage type='$2'><$3>$1</$3></usage></secret>" > secret.xml
  virsh_must secret-define secret.xml
  printf %s "$4" > secret.b64
  virsh_must secret-set-value "$uuid" --file secret.b64
}

# ---- Files ----

mkdir images
cp disk.img images/raw.img
qemu-img convert -O qcow2 disk.img images/cow.img
pool images dir "" "$(target "$PWD/images")"
works images raw.img
has_written images images/raw.img
works images cow.img "$cow"
qemu-img convert -O raw images/cow.img back.img
has_written images back.img

fs_pool() {
  local loop
  truncate -s 200M fs.img
  mkfs.ext4 -q -F fs.img
  loop=$(losetup --show -f fs.img 2>> parted.log) || return
  at_exit "losetup -d $loop"
  mkdir fs
  pool fs fs "<device path='$loop'/><format type='ext4'/>" "$(target "$PWD/fs")"
  in_libvirt cp "$PWD/disk.img" "$PWD/fs/raw.img"
  virsh_must pool-refresh fs
  works fs raw.img
  in_libvirt cp "$PWD/fs/raw.img" "$PWD/back.img"
  has_written fs back.img
  virsh_must pool-destroy fs
}
fs_pool || skip_part "no loop device for a file system"

# ---- Block devices ----

if [ -n "$partition" ]; then
  mkdir -p parts
  pool parts disk "<device path='$loop'/><format type='gpt'/>" "$(target /dev)"
  works parts "${partition#/dev/}"
  dd if=parts.img bs=1M skip=1 of=back.img status=none
  has_written parts back.img
else
  skip_part "no partitions of a loop device: $(cat parted.log 2> /dev/null)"
fi

logical_pool() {
  local loop
  truncate -s 200M lvm.img
  loop=$(losetup --show -f lvm.img) || return
  at_exit "losetup -d $loop"
  echo "<pool type='logical'><name>lvm</name><source><device path='$loop'/>
    <name>guestfs-$$</name></source>$(target "/dev/guestfs-$$")</pool>" > lvm.xml
  virsh_must pool-define lvm.xml
  virsh_must pool-build lvm
  virsh_must pool-start lvm
  at_exit "virsh_system pool-destroy lvm"
  virsh_must vol-create-as lvm disk 64M
  virsh_must vol-upload --pool lvm disk "$PWD/disk.img"
  works lvm disk
  virsh_must vol-download --pool lvm disk "$PWD/back.img"
  has_written lvm back.img
}
if [ -c /dev/mapper/control ] && command -v vgcreate > /dev/null; then
  logical_pool
else
  skip_part "no device mapper or no LVM"
fi

# ---- Servers ----

storage_backend() { ls /usr/lib*/{,*/}libvirt/storage-backend/*"_$1.so" 2> /dev/null; }
# can_serve DRIVER POOL PROGRAM…: or else a part is skipped
can_serve() {
  local p
  if qemu-img info "json:{\"driver\":\"raw\",\"file.driver\":\"$1\"}" 2>&1 |
       grep -q 'Unknown driver'; then
    skip_part "QEMU has no block driver $1"
  elif [ -z "$(storage_backend "$2")" ]; then
    skip_part "libvirt has no pools of type $2"
  else
    for p in "${@:3}"; do
      command -v "$p" > /dev/null ||
        { skip_part "$p is not installed"; return 1; }
    done
    return 0
  fi
  return 1
}

iscsi_pool() {
  cp small.img iscsi.img
  iscsi_server "$PWD/iscsi.img"
  # One initiator is let in, with its password.
  tgt unbind --mode target --tid 1 -I ALL
  tgt bind --mode target --tid 1 -Q iqn.2026-11.test:me
  tgt_account me twelve-chars
  secret chap iscsi target "$(printf twelve-chars | base64)"
  pool iscsi iscsi-direct "<host name='127.0.0.1' port='$port'/>
    <device path='$target'/>
    <auth type='chap' username='me'><secret usage='chap'/></auth>
    <initiator><iqn name='iqn.2026-11.test:me'/></initiator>"
  works iscsi unit:0:0:1
  has_written iscsi iscsi.img
}
if can_serve iscsi iscsi-direct tgtd tgtadm; then iscsi_pool; fi

ceph_pool() {
  . "$abs_top_srcdir/tests/lib/ceph.sh"
  start_ceph
  in_ceph rbd import --no-progress small.img rbd/disk
  secret cephx ceph name "$ceph_key"
  pool ceph rbd "<name>rbd</name><host name='127.0.0.1' port='$ceph_port'/>
    <auth type='ceph' username='me'><secret usage='cephx'/></auth>"
  works ceph disk
  rm -f back.img
  in_ceph rbd export --no-progress rbd/disk back.img
  has_written ceph back.img
}
if can_serve rbd rbd ceph-mon ceph-osd ceph-authtool monmaptool rbd; then
  ceph_pool
fi

gluster_pool() {
  start_gluster
  qemu-img convert -O qcow2 small.img small.qcow2
  qemu-img convert -f raw -O raw small.qcow2 \
    gluster://10.99.0.1/disks/disk.img 2>> server.log
  pool gluster gluster "<host name='10.99.0.1'/><dir path='/'/>
    <name>disks</name>"
  # It is root's, and libvirt's QEMU is another user.
  define gluster "type='volume'>$cow<source pool='gluster' volume='disk.img'/>"
  [ ${#backends[@]} = 1 ] || LIBGUESTFS_BACKEND=libvirt fails_with \
    "Permission denied: libvirt runs QEMU as another user, .*GlusterFS" \
    in_libvirt guestfish -c qemu:///system -d gluster run
  virsh_must undefine gluster
  chmod 666 brick/disk.img
  works gluster disk.img "$cow"
  qemu-img convert -O raw brick/disk.img back.img
  has_written gluster back.img
}

# A file system on a server, which libvirt mounts.
netfs_pool() {
  mkdir netfs
  pool netfs netfs "<host name='10.99.0.1'/><dir path='/disks'/>
    <format type='glusterfs'/>" "$(target "$PWD/netfs")"
  works netfs disk.img "$cow"
  virsh_must pool-destroy netfs
  qemu-img convert -O raw brick/disk.img back.img
  has_written netfs back.img
}
if can_serve gluster gluster glusterd gluster; then
  gluster_pool
  if [ -c /dev/fuse ] && command -v mount.glusterfs > /dev/null; then
    netfs_pool
  else
    skip_part "no FUSE for a pool of type netfs"
  fi
fi
