#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU ends with the program, however that ends, and temporary files go; the
# program survives QEMU.

. "$(dirname "$0")/../lib.sh"
requires_appliance
mkdir temp
export LIBGUESTFS_TMPDIR=$PWD/temp

# A guestfish that has launched and then waits for commands from a FIFO.
start() {
  rm -f commands out
  mkfifo commands
  guestfish < commands > out 2> err &
  fish=$!
  exec 9> commands
  printf '%s\n' 'scratch 1M' run get-pid >&9
  for _ in $(seq 600); do
    [ ! -s out ] || break
    kill -0 "$fish" 2> /dev/null || fail "guestfish has ended: $(cat err)"
    sleep 0.1
  done
  qemu=$(head -1 out)
  [ -n "$qemu" ] || fail "no launch"
  [ -d "/proc/$qemu" ] || fail "QEMU does not run"
}
gone() {
  for _ in $(seq 600); do
    [ -d "/proc/$1" ] || return 0
    grep -q '^State:.Z' "/proc/$1/status" 2> /dev/null && return 0
    sleep 0.1
  done
  return 1
}

# The program is killed.
start
kill -9 "$fish"
gone "$qemu" || fail "QEMU outlived a killed program"
for _ in $(seq 600); do [ -n "$(ls temp)" ] || break; sleep 0.1; done
is "temporary files of a killed program" "$(ls temp)" ""
{ wait "$fish" || :; } 2> /dev/null
exec 9>&-

# QEMU is killed: one line says so, and the same handle launches again.
start
kill -9 "$qemu"
gone "$qemu" || fail "QEMU does not die"
printf '%s\n' '-list-devices' is-config 'scratch 2M' run list-devices get-pid >&9
exec 9>&-
wait "$fish" || fail "guestfish failed: $(cat err)"
is "lines of the error" "$(grep -c error err)" 1
matches "error" "$(cat err)" 'list_devices: .*signal 9'
is "afterwards" "$(sed -n 2,3p out | tr '\n' ' ')" "true /dev/sda "
gone "$(tail -1 out)" || fail "QEMU outlived the program"

# QEMU is killed, and then the program.
start
[ -n "$(ls temp)" ] || fail "where is the scratch disk?"
kill -9 "$qemu"
gone "$qemu" || fail "QEMU does not die"
kill -9 "$fish"
{ wait "$fish" || :; } 2> /dev/null
exec 9>&-
for _ in $(seq 600); do [ -n "$(ls temp)" ] || break; sleep 0.1; done
is "temporary files of both" "$(ls temp)" ""

# A program that just ends.
start
exec 9>&-
wait "$fish" || fail "guestfish failed: $(cat err)"
[ ! -d "/proc/$qemu" ] || fail "QEMU outlived close"

# The daemon goes away.
guestfish -- scratch 1M : run : -internal-exit : is-config > out 2> err ||
  fail "guestfish failed: $(cat err)"
is "state after internal_exit" "$(cat out)" true

# Launch twice.
fails_with 'launch: .*has been launched' guestfish scratch 1M : run : run

# A program without standard descriptors, as daemons are.
guestfish scratch 1M : run : mkfs ext2 /dev/sda <&- >&- 2>&- ||
  fail "launch without standard descriptors"
