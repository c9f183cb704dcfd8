#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The libvirt backend when something dies: QEMU, the program, libvirtd.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/libvirtd.sh"

requires_appliance
libvirtd_start
requires_readable_appliance libvirt-qemu

export LIBGUESTFS_BACKEND=libvirt
truncate -s 10M disk.img

qemu_pid() { cat virt/run/libvirt/qemu/guestfs-*.pid; }
# ends PID: it must, before long
ends() {
  for _ in {1..300}; do [ -d "/proc/$1" ] || return 0; sleep 0.1; done
  fail "process $1 runs on"
}
clean() {
  no_domain_is_left
  is "sockets" "$(ls -d virt/run/libguestfs* 2>/dev/null)" ""
}

# start: guestfish with an appliance, which reads its commands from fd 7.
start() {
  rm -f commands out
  mkfifo commands
  exec_in_libvirt guestfish --format=raw -a disk.img \
    < commands > out 2> log &
  program=$!
  exec 7> commands
  echo "scratch 1M
run
echo ready" >&7
  for _ in {1..1200}; do grep -q ready out 2>/dev/null && break; sleep 0.1; done
  grep -q ready out || fail "did not start: $(cat log)"
}

# QEMU is killed: the next call says so, and launch works again.
start
kill -9 "$(qemu_pid)"
echo "-list-devices
add disk.img format:raw
run
list-devices" >&7
exec 7>&-
wait "$program" || fail "$(cat log)"
grep -q 'libvirt has ended the domain: QEMU has crashed or was killed' log ||
  fail "no reason: $(cat log)"
grep -q /dev/sda out || fail "was not launched again"
clean

# The program is killed: libvirt ends the domain.
start
pid=$(qemu_pid)
kill -9 "$program"
wait "$program" 2> /dev/null || true
exec 7>&-
ends "$pid"
clean
for _ in {1..300}; do
  [ -n "$(ls -d "$test_tmp"/libguestfs* 2> /dev/null)" ] || break
  sleep 0.1
done
is "temporary files" "$(ls -d "$test_tmp"/libguestfs* 2> /dev/null)" ""

# libvirtd is killed: calls go on, and the end of the handle is that of QEMU.
start
pid=$(qemu_pid)
kill -9 "$(cat virt/run/libvirtd.pid)"
echo "list-devices
echo alive" >&7
exec 7>&-
wait "$program" 2> /dev/null || true
grep -q alive out || fail "libvirtd was killed, and so: $(cat log)"
ends "$pid"

# libvirtd is stopped and does not answer: nobody waits for ever.
rm -f virt/run/libvirtd.pid
libvirtd_daemon
# A libvirtd that has just been started asks QEMU what it can, for 20 s where
# root may open /dev/kvm, and libvirt-qemu not.
export LIBGUESTFS_BACKEND_SETTINGS=libvirt_timeout=60
start
pid=$(qemu_pid)
daemon=$(cat virt/run/libvirtd.pid)
kill -STOP "$daemon"
at_exit "kill -CONT $daemon"
echo "shutdown" >&7
exec 7>&-
SECONDS=0
wait "$program" 2> /dev/null || true
[ "$SECONDS" -lt 180 ] || fail "waited for $SECONDS seconds"
grep -q "libvirt did not end QEMU properly.*does not answer" log ||
  fail "shutdown did not say it: $(cat log)"
ends "$pid"
