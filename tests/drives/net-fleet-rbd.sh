#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Many machines' disks at once from one host: 50 images in Ceph, clones of one
# snapshot. GUESTFS_TEST_HANDLES is another number. Memory and time are printed.

. "$(dirname "$0")/../lib/servers.sh"
requires mkfs.ext4 debugfs
requires_appliance
requires_block_driver rbd
. "$abs_top_srcdir/tests/lib/ceph.sh"

n=${GUESTFS_TEST_HANDLES:-50}
make_disk disk.img
start_ceph
in_ceph rbd import --no-progress disk.img rbd/disk
in_ceph rbd snap create --no-progress rbd/disk@first
in_ceph rbd snap protect rbd/disk@first
for i in $(seq 0 $((n - 1))); do
  in_ceph rbd clone rbd/disk@first "rbd/disk$i"
  echo "rbd/disk$i protocol:rbd server:127.0.0.1:$ceph_port username:me" \
    "secret:$ceph_key format:raw"
done > drives
"$abs_top_srcdir/bench/fleet" < drives > out || fail "Ceph: $(cat out)"
echo "Ceph: $(cat out)"
matches "what was read" "$(cat out)" "read \['hello'\]"
for i in 0 $((n / 2)) $((n - 1)); do
  in_ceph rbd export --no-progress "rbd/disk$i" export.img
  is "Ceph: what $i has written" "$(file_in export.img /fleet)" "$i"
  rm export.img
done
