#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU that is gone when a drive is added or removed: the appliance is lost,
# as in any other call, and the same handle can launch again.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# after_the_end COMMAND…: runs it when QEMU has been killed
after_the_end() {
  rm -f commands out err
  mkfifo commands
  guestfish < commands > out 2> err &
  fish=$!
  exec 9> commands
  printf '%s\n' 'event quit subprocess_quit "echo SUBPROCESS_QUIT"' \
    'scratch 1M' 'scratch 2M' 'add-drive-scratch 3M label:removed' run \
    get-pid >&9
  for _ in $(seq 600); do [ ! -s out ] || break; sleep 0.1; done
  kill -9 "$(head -1 out)"
  sleep 0.2
  printf '%s\n' "-$*" is-config 'scratch 4M' run list-devices >&9
  exec 9>&-
  wait "$fish" || fail "guestfish failed: $(cat err)"
  is "lines of error after $*" "$(grep -c . err)" 1
  matches "error of $*" "$(cat err)" 'lost the appliance while .*signal 9.*launch again'
  is "said after $*" "$(sed 1d out | tr '\n' ' ')" \
    "SUBPROCESS_QUIT true /dev/sda "
}
after_the_end add-drive-scratch 1M
after_the_end remove-drive removed
