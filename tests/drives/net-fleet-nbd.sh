#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Many machines' disks at once from one host: 50 NBD exports.
# GUESTFS_TEST_HANDLES is another number. Memory and time are printed.

. "$(dirname "$0")/../lib/servers.sh"
requires nbdkit mkfs.ext4 debugfs
requires_appliance

n=${GUESTFS_TEST_HANDLES:-50}
make_disk disk.img

# A server whose exports are the files of a directory.
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
