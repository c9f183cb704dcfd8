# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For tests that mount: . "$abs_top_srcdir/tests/lib/fuse.sh", after lib.sh.

# requires_fuse: skip where FUSE does not work; what stays mounted is removed.
requires_fuse() {
  [ -c /dev/fuse ] && [ -r /dev/fuse ] && [ -w /dev/fuse ] ||
    skip "/dev/fuse cannot be opened"
  [ "$(id -u)" != 0 ] || unshare -m true 2>/dev/null ||
    skip "this container may not mount"
  [ "$(id -u)" = 0 ] || requires fusermount3
  at_exit unmount_all
}

# What still runs then has not mounted yet, or its appliance is busy.
unmount_all() {
  local p
  unmount_below
  for p in $(guestmounts); do kill "$p" 2>/dev/null; done
}

is_mounted() { mounts_below "$test_tmp" | grep -qxF "$PWD/$1"; }

# The processes of guestmount that this test has started.
guestmounts() { our_processes '*/guestmount'; }

wait_for_no_guestmount() {
  local try
  for try in {1..120}; do
    [ -n "$(guestmounts)" ] || return 0
    sleep 0.25
  done
  echo "$test_name: guestmount still runs after $try looks" >&2
  return 1
}

# wait_for_end PID
wait_for_end() { timeout 60 tail --pid="$1" -f /dev/null; }

# qemu_of PID: the QEMU that this process has started.
qemu_of() { pgrep -P "$1" -f qemu-system | head -n 1; }

# status_is EXPECTED COMMAND…: its exit status; what it says is in "said".
status_is() {
  local expected=$1 status=0; shift
  said=$("$@" 2>&1 </dev/null) || status=$?
  [ "$status" = "$expected" ] ||
    fail "status $status, not $expected: $*: $said"
}
