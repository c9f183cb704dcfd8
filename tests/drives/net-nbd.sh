#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Drives on NBD servers, over TCP and a Unix socket: written, read, hot-plugged,
# and what is said when there is no such server or export.

. "$(dirname "$0")/../lib/servers.sh"
requires qemu-nbd mkfs.ext4 debugfs
requires_appliance

make_disk disk.img
port=$(free_port)
background qemu-nbd -t -e 5 -f raw -b 127.0.0.1 -p "$port" -x disks/a disk.img
background qemu-nbd -t -r -k "$PWD/a socket" --image-opts \
  driver=raw,file.driver=file,file.filename=disk.img,file.locking=off
wait_until listens "$port"
wait_until test -S "a socket"

# By its URI, and beside it the same one read-only, in the running machine.
out=$(guestfish --format=raw -a "nbd://127.0.0.1:$port/disks/a" <<< "
run
mount /dev/sda /
write /new written
umount /
add-drive '' protocol:nbd \"server:'unix:$PWD/a socket'\" readonly:true
mount /dev/sdb /
cat /new
write /new forgotten
cat /new
umount /
shutdown") || fail "cannot be used"
is "what both read" "$out" $'written\nforgotten'
is "what was written, on the server" "$(file_in disk.img /new)" written
reads "TCP" --format=raw -a "nbd://127.0.0.1:$port/disks/a"
hot_plugs "TCP" "disks/a protocol:nbd server:127.0.0.1:$port"

refused 'launch: nbd://127\.0\.0\.1:1/: .*Connection refused$' \
  guestfish -a nbd://127.0.0.1:1 run
refused 'add_drive: nbd://127\.0\.0\.1:1/: .*Connection refused$' \
  guestfish --ro -a nbd://127.0.0.1:1
refused "add_drive: nbd:///x\?socket=/none: .*No such file or directory$" \
  guestfish --ro -a 'nbd+unix:///x?socket=/none'
refused "nbd://127\.0\.0\.1:$port/other: .*export not available" \
  guestfish --ro -a "nbd://127.0.0.1:$port/other"
refused 'nbd://no\.invalid/: .*(Name or service not known|name resolution)' \
  guestfish --ro -a nbd://no.invalid

# One that ends with its first client: that is the one who only looks.
serve_one() {
  port=$(free_port)
  background qemu-nbd -f raw -b 127.0.0.1 -p "$port" disk.img
  # Whoever tries whether it listens is a client, too.
  wait_until grep -qs "$(printf ':%04X 00000000:0000 0A' "$port")" /proc/net/tcp
}
# Its socket takes whoever comes before it has ended.
gone='Connection (refused|reset by peer)$'
serve_one
refused "launch: nbd://127\.0\.0\.1:$port/: .*$gone" \
  guestfish --format=raw -a "nbd://127.0.0.1:$port" run
serve_one
refused "add_drive: nbd://127\.0\.0\.1:$port/: .*$gone" \
  guestfish scratch 1M : run : \
  add-drive '' protocol:nbd "server:127.0.0.1:$port" format:raw
