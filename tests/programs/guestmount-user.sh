#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# An ordinary user mounts, works and unmounts, with fusermount3; others see
# nothing of it.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires_root "becomes another user"
requires fusermount3 setpriv

as_user() {
  setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all -- "$@"
}
as_user test -x "$abs_top_builddir/mount" -a -r "$LIBGUESTFS_PATH/root" ||
  skip "an ordinary user cannot enter the build tree"
as_user test -r /dev/fuse -a -w /dev/fuse ||
  skip "an ordinary user cannot open /dev/fuse"
chmod 755 .
mkdir mnt cache
guestfish -N disk.img=fs:ext4 -m /dev/sda1 <<'EOF'
mkdir-mode /mine 0777
write /secret "of root\n"
chmod 0600 /secret
write /fixed text
set-e2attrs /fixed i
EOF
chown 65534 disk.img mnt cache
export LIBGUESTFS_CACHEDIR=$PWD/cache XDG_RUNTIME_DIR=$PWD/cache TMPDIR=$PWD/cache
as_user guestmount --format=raw -a disk.img -m /dev/sda1 mnt
pid=$(pgrep -u 65534 -x guestmount | tail -n 1)
as_user sh -c 'echo text > mnt/mine/file && cat mnt/mine/file' > out
is "what the user reads" "$(cat out)" text
status_is 2 ls mnt
matches "what root sees" "$said" 'Permission denied'
status_is 1 as_user test -w mnt/fixed
status_is 0 as_user test -r mnt/fixed -a -w mnt/mine/file
as_user sh -c 'echo $$ > mnt/mine/pid; exec sleep 60 3< mnt/mine/file' &
for _ in {1..100}; do as_user test -s mnt/mine/pid && break; sleep 0.1; done
sleeper=$(as_user cat mnt/mine/pid)
status_is 2 as_user guestunmount --no-retry mnt
matches "who holds it" "$said" "busy.*: used by sleep \(process $sleeper\)"
kill "$sleeper"
wait 2>/dev/null
status_is 0 as_user guestunmount --wait mnt
wait_for_end "$pid"
is "what is on the disk" "$(guestfish --ro --format=raw -a disk.img \
  -m /dev/sda1 cat /mine/file)" text

# Root removes what a user has mounted.
as_user guestmount --format=raw -a disk.img -m /dev/sda1 mnt
guestunmount --wait mnt
