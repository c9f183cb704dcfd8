#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Many machines' disks at once from one host: 50 NBD exports, and 50 images in
# Ceph when it is installed. GUESTFS_TEST_HANDLES is another number. Memory and
# time are printed.

. "$(dirname "$0")/../lib/servers.sh"
requires nbdkit mkfs.ext4 debugfs
requires_appliance

n=${GUESTFS_TEST_HANDLES:-50}
make_disk disk.img

# ---- NBD: a server whose exports are the files of a directory ----
mkdir exports
for i in $(seq 0 $((n - 1))); do
  cp --sparse=always disk.img "exports/$i"
done
port=$(free_port)
background nbdkit -f -i 127.0.0.1 -p "$port" file dir="$PWD/exports"
wait_until listens "$port"
for i in $(seq 0 $((n - 1))); do
  echo "$i protocol:nbd server:127.0.0.1:$port format:raw"
done > drives
"$abs_top_srcdir/bench/fleet" < drives > out || fail "NBD: $(cat out)"
echo "NBD: $(cat out)"
matches "what was read" "$(cat out)" "read \['hello'\]"
for i in $(seq 0 $((n - 1))); do
  is "NBD: what $i has written" "$(file_in "exports/$i" /fleet)" "$i"
done
rm -r exports

# ---- Ceph ----
for p in ceph-mon ceph-osd rbd; do
  command -v "$p" > /dev/null || { skip_part "$p is not installed"; exit 0; }
done
requires_block_driver rbd
. "$abs_top_srcdir/tests/lib/ceph.sh"
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
