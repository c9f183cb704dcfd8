#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Images in Ceph, with cephx: written, read, snapshots, 10 TiB, wrong keys.

# The network of the test can be slowed down.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -mn "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires mkfs.ext4 debugfs
requires_appliance
requires_block_driver rbd
. "$abs_top_srcdir/tests/lib/ceph.sh"
[ "$(id -u)" != 0 ] || ip link set lo up
start_ceph

make_disk disk.img
in_ceph rbd import --no-progress disk.img rbd/disk
in_ceph rbd snap create --no-progress rbd/disk@before
on_server() {
  rm -f export.img
  in_ceph rbd export --no-progress rbd/disk export.img
  file_in export.img "$1"
}
# In a URI the key is a password: / + and = are %xx.
escaped=$(sed 's,/,%2F,g; s,+,%2B,g; s,=,%3D,g' <<< "$ceph_key")
at=127.0.0.1:$ceph_port
login="server:$at username:me secret:$ceph_key"

reads "cephx" -a "rbd://me:$escaped@$at/rbd/disk"
if [ "$(id -u)" = 0 ]; then
  slowly "cephx" -a "rbd://me:$escaped@$at/rbd/disk"
fi
hot_plugs "cephx" "rbd/disk protocol:rbd $login"
spied "cephx" "$ceph_key" "rbd/disk protocol:rbd $login"
writes "cephx" "rbd/disk protocol:rbd $login" on_server
# The monitors and the key from the configuration of the host.
CEPH_CONF=$PWD/ceph/ceph.conf reads "configuration" -a "rbd:///rbd/disk"
# … or of a domain of libvirt.
domain_disk="<disk type='network'><driver name='qemu' type='raw'/>
<source protocol='rbd' name='rbd/disk'><config file='$PWD/ceph/ceph.conf'/>
</source>"
. "$abs_top_srcdir/tests/lib/domain.sh"
reads "configuration of a domain" -c "$uri" -d guest
in_ceph rbd snap ls rbd/disk | grep -q before || fail "no snapshot"
out=$(guestfish --ro -a "rbd://me:$escaped@$at/rbd/disk@before" \
        -m /dev/sda ls /)
is "the snapshot" "$out" $'hello\nlost+found'
refused "rbd/disk@before: a snapshot can only be read" \
  guestfish -a "rbd://me:$escaped@$at/rbd/disk@before"

in_ceph rbd create --size 10T rbd/large
guestfish <<< "add-drive rbd/large protocol:rbd $login format:raw
run
blockdev-getsize64 /dev/sda
pwrite-device /dev/sda end 10995116276736
shutdown" > out
is "the size of a large one" "$(head -1 out)" 10995116277760
last=$(in_ceph rados -p rbd ls | grep '^rbd_data\..*27ffff$')
in_ceph rados -p rbd get "$last" last
is "the end of a large one, in the last of its objects of 4 MiB" \
  "$(tail -c 1024 last | tr -d '\0')" end

refused "add_drive: rbd://me@$at/rbd/disk: .*does not accept .* the key" \
  guestfish --ro -a "rbd://me:AQBSdFhcGbqDHBAAwDFdSDFEv5TFxyMxQtjXxQ%3D%3D@$at/rbd/disk"
refused "rbd://me@$at/rbd/none: " \
  guestfish --ro -a "rbd://me:$escaped@$at/rbd/none"
refused "rbd://me@$at/none/disk: " \
  guestfish --ro -a "rbd://me:$escaped@$at/none/disk"
refused "rbd://me@$at/rbd/disk@none: " \
  guestfish --ro -a "rbd://me:$escaped@$at/rbd/disk@none"
refused "must be the key in base64" guestfish --ro -a "rbd://me:x@$at/rbd/disk"
refused "rbd://me@$at/rbd/disk: error connecting.* no key of Ceph" \
  guestfish --ro -a "rbd://me:AAAA@$at/rbd/disk"
CEPH_CONF=/dev/null refused "rbd:///rbd/disk: .*without a server, no ceph.conf" \
  guestfish --ro -a rbd:///rbd/disk
refused "rbd://no\.invalid/rbd/disk: server name not found: no.invalid" guestfish --ro -a rbd://no.invalid/rbd/disk
refused "rbd://127\.0\.0\.1:1/rbd/disk: .*did not answer for 60 seconds" \
  guestfish --ro -a rbd://127.0.0.1:1/rbd/disk
gone_in_use "Ceph" "rbd/disk protocol:rbd $login" \
  "kill -9 $ceph_osd $ceph_mon"
