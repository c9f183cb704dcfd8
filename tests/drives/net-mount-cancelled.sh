#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Mounts of a drive on an NBD server. SIGTERM ends guestmount also when it comes
# while a request waits for the server, which then answers. When the server is
# killed, reading fails with EIO, and the mount can be unmounted.

. "$(dirname "$0")/../lib/servers.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires qemu-nbd mkfs.ext4
requires_appliance
requires_fuse

# More than QEMU and the appliance would read ahead.
truncate -s 128M disk.img
mkdir root mnt
head -c 64M /dev/urandom > root/large
mkfs.ext4 -q -F -d root disk.img

serve_and_mount() {
  port=$(free_port)
  background qemu-nbd -t -f raw -b 127.0.0.1 -p "$port" disk.img
  wait_until listens "$port"
  guestmount --format=raw -a "nbd://127.0.0.1:$port" -m /dev/sda --ro \
    --pid-file pid mnt
  guestmount=$(<pid)
  head -c 100000 mnt/large > begin
  cmp -n 100000 begin root/large
}

read_beyond() { dd if=mnt/large of=end bs=1M skip=40 count=1 status=none; }

serve_and_mount
kill -STOP "$server"
read_beyond 2> err & reader=$!
sleep 2
kill -TERM "$guestmount"
sleep 1
kill -CONT "$server"
wait_for_end "$guestmount" || fail "SIGTERM has not ended guestmount"
! is_mounted mnt || fail "still mounted after SIGTERM"
wait "$reader" || matches "the reader's error" "$(cat err)" 'error|connected'
kill "$server"

serve_and_mount
kill -9 "$server"
! timeout 300 dd if=mnt/large of=end bs=1M skip=40 count=1 2> err ||
  fail "read without a server"
matches "the reader's error" "$(cat err)" 'Input/output error'
guestunmount mnt
wait_for_end "$guestmount" || fail "guestmount goes on"
