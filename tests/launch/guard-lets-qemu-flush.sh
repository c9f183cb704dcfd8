#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# When the program is killed QEMU is asked to end, and has time to write what
# it holds, before it is killed as well.

. "$(dirname "$0")/../lib.sh"
cache=$LIBGUESTFS_CACHEDIR
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"

# A QEMU that needs a second to write, and one that does not want to end.
fake_qemu "trap 'sleep 1; echo all > \"$PWD/written\"; exit 0' TERM
echo \$\$ > \"$PWD/pid\"
while :; do sleep 0.1; done"

rm -f pid written
guestfish add /dev/null : run &
fish=$!
for _ in $(seq 100); do [ ! -s pid ] || break; sleep 0.1; done
qemu=$(cat pid)
kill -9 "$fish"
{ wait "$fish" || :; } 2> /dev/null
for _ in $(seq 100); do [ -d "/proc/$qemu" ] || break; sleep 0.1; done
[ ! -d "/proc/$qemu" ] || fail "QEMU outlived the program"
is "what QEMU could write" "$(cat written 2> /dev/null)" all

# The real one: what the guest has written and not flushed is in the image.
requires_appliance
requires qemu-img jq
unset LIBGUESTFS_HV LIBGUESTFS_BACKEND_SETTINGS
LIBGUESTFS_PATH=$abs_top_builddir/appliance/fixed LIBGUESTFS_CACHEDIR=$cache
[ -f "$LIBGUESTFS_PATH/root" ] || skip "no appliance in $LIBGUESTFS_PATH"
mkfifo commands
guestfish < commands > out 2> err &
fish=$!
exec 9> commands
# shellcheck disable=SC2016
printf '%s\n' 'disk-create d.qcow2 qcow2 1G' 'add d.qcow2 format:qcow2' run \
  'debug sh "dd if=/dev/zero of=/dev/sda bs=1M count=32 oflag=direct 2>&1"' \
  'echo "written"' get-pid >&9
for _ in $(seq 1200); do grep -qx '[0-9][0-9]*' out && break; sleep 0.1; done
qemu=$(grep -x '[0-9][0-9]*' out) ||
  fail "two minutes were not enough to write: $(cat out err)"
kill -9 "$fish"
{ wait "$fish" || :; } 2> /dev/null
for _ in $(seq 100); do [ -d "/proc/$qemu" ] || break; sleep 0.1; done
qemu-img check d.qcow2 > check.log 2>&1 || fail "$(cat check.log) $(cat err)"
written=$(qemu-img map --output=json d.qcow2 |
            jq '[.[] | select(.data) | .length] | add // 0')
[ "$written" -ge $((32 << 20)) ] ||
  fail "of 32 MiB that the guest wrote, the image has $written bytes"
