#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Handles of the Haskell binding: their life, errors, edges, events, threads.

. "$(dirname "$0")/../lib/haskell.sh"

haskell_program handle "$haskell/tests/handle.hs" -threaded -with-rtsopts=-N2
timeout 300 ./handle > out 2> err || fail "handle: $(cat err)"
is "output" "$(cat out)" "done"
# GHC's runtime says "interrupted" of a thread that is in a callback when the
# program ends.
is "what is printed about the exception" \
  "$(grep -v 'makeDispatch: interrupted$' err)" \
   "guestfs: exception in a callback: user error (thrown)"
