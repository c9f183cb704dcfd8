#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Without autosync a handle can be closed although its QEMU was stopped: the
# library waits twenty seconds for its answer, and two minutes for its end.

. "$(dirname "$0")/../lib.sh"
requires_appliance

truncate -s 64M t.img
if ! timeout 240 guestfish > out 2>&1 <<'S'
set-autosync false
add t.img format:raw cachemode:unsafe
run
get-pid | tee pid
! kill -STOP $(cat pid)
S
then
  pkill -KILL -F pid
  fail "guestfish did not end: $(cat out)"
fi
