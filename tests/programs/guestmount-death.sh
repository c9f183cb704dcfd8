#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# guestmount is killed, and its appliance dies: nobody hangs, the mount goes
# away, and what was synced is on the disk.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires python3

guestfish -N disk.img=fs:ext4 exit
mkdir mnt
gm() {
  guestmount --format=raw -a disk.img -m /dev/sda1 --pid-file pid mnt
  pid=$(<pid)
}
# synced NAME: a file that must survive
synced() { echo "$1" > "mnt/$1"; sync "mnt/$1"; }
# survived NAME
survived() {
  is "file $1" "$(guestfish --ro --format=raw -a disk.img -m /dev/sda1 \
                    cat "/$1")" "$1"
}
# ends_soon COMMAND…: within 20 seconds, with an error
ends_soon() {
  local status=0
  timeout 20 "$@" >/dev/null 2>said || status=$?
  [ $status -ne 0 ] || fail "succeeded on a dead mount: $*"
  [ $status -ne 124 ] || fail "hangs on a dead mount: $*"
  matches "error of: $*" "$(cat said)" \
    'Input/output error|Transport endpoint is not connected'
}
# wait_until COMMAND…
wait_until() {
  local try
  for try in {1..200}; do ! "$@" || return 0; sleep 0.1; done
  fail "never came true in $try looks: $*"
}
gone() { ! is_mounted mnt; }

# ---- guestmount is killed ----
gm
qemu=$(qemu_of "$pid")
synced killed
exec 5>mnt/open
kill -9 "$pid"
wait_for_end "$pid"
ends_soon ls mnt/killed
# What is written stays in the memory of the host until it is synced.
ends_soon python3 -c 'import os; os.write (5, b"x"); os.fsync (5)'
exec 5>&- || true
wait_for_end "$qemu"
status_is 1 guestmount --format=raw -a disk.img -m /dev/sda1 mnt
matches "a dead mount" "$said" 'has died: .*guestunmount'
status_is 1 guestunmount --wait mnt
matches "nobody to wait for" "$said" 'without --wait'
status_is 0 guestunmount mnt
rm -f pid
survived killed

# ---- The appliance dies ----
gm
qemu=$(qemu_of "$pid")
synced lost
exec 6<mnt/lost
(cd mnt && exec sleep 300) & sleeper=$!
wait_until test "/proc/$sleeper/cwd" -ef mnt
kill -9 "$qemu"
ends_soon sh -c "echo x > /proc/$sleeper/cwd/new"
wait_until gone
is "what is left on the directory" "$(ls mnt)" ""
wait_for_end "$pid"
[ ! -e pid ] || fail "the PID file is still there"
kill $sleeper
exec 6<&-
survived lost

# The same while somebody waits for an answer.
gm
qemu=$(qemu_of "$pid")
kill -STOP "$qemu"
timeout 60 sh -c 'echo x > mnt/waiting' 2>said & writer=$!
sleep 1
kill -9 "$qemu"
status=0
wait $writer || status=$?
[ $status -ne 0 ] && [ $status -ne 124 ] ||
  fail "who waited was not told: status $status"
wait_until gone
wait_for_end "$pid"

# The same in the middle of a large file.
guestfish --format=raw -a disk.img -m /dev/sda1 fallocate /large 50M
gm
qemu=$(qemu_of "$pid")
timeout 60 sh -c 'while dd if=mnt/large iflag=direct bs=1M of=/dev/null
  do :; done' 2>said & reader=$!
sleep 0.3
kill -9 "$qemu"
status=0
wait $reader || status=$?
[ $status -ne 124 ] || fail "a reader hangs on a dead mount"
wait_until gone
wait_for_end "$pid"

# ---- SIGTERM in the middle of a large write: what was written is there ----
seq 5000000 > numbers
gm
timeout 60 cp numbers mnt/numbers 2>said & writer=$!
wait_until test -s mnt/numbers
kill "$pid"
wait $writer || true
wait_for_end "$pid"
wait_until gone
size=$(guestfish --ro --format=raw -a disk.img -m /dev/sda1 filesize /numbers)
[ "$size" -gt 0 ] || fail "nothing of what was written before SIGTERM is there"
is "what was written before SIGTERM" \
  "$(guestfish --ro --format=raw -a disk.img -m /dev/sda1 \
       checksum sha256 /numbers)" \
  "$(head -c "$size" numbers | sha256sum | cut -d' ' -f1)"

# ---- The directory is removed under the mount, from another namespace ----
if unshare -m --propagation private true 2>/dev/null; then
  gm
  unshare -m --propagation private sh -c 'umount mnt && rmdir mnt' ||
    fail "the directory could not be removed"
  wait_for_end "$pid"
  mkdir mnt
  survived lost
fi

# ---- SIGTERM while the appliance does not answer: the second one ends it ----
gm
qemu=$(qemu_of "$pid")
kill -STOP "$qemu"
kill "$pid"
sleep 1
kill "$pid" 2>/dev/null || true
wait_for_end "$pid"
kill -CONT "$qemu" 2>/dev/null || true
wait_for_end "$qemu"
! is_mounted mnt || guestunmount mnt
rm -f pid

# ---- The parent is killed before the mount is there ----
guestmount --format=raw -a disk.img -m /dev/sda1 mnt & parent=$!
kill -9 $parent
wait $parent 2>/dev/null || true
wait_for_no_guestmount || fail "the child of a killed guestmount goes on"
wait_until gone
survived lost
