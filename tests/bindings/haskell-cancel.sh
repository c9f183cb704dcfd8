#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A call in one thread of a Haskell program is cancelled by another: with
# user_cancel, and by an asynchronous exception.

. "$(dirname "$0")/../lib/haskell.sh"
requires_appliance

haskell_program cancel "$haskell/tests/cancel.hs" -threaded
mkfifo fifo
timeout 300 ./cancel disk.img fifo > out 2> err || fail "cancel: $(cat err)"
matches "output" "$(cat out)" "^[1-3]$"
