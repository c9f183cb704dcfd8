#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# An emulated machine that booted on a busy host has a clock that runs at the
# right speed: eight seconds of the host are eight seconds of the guest.

. "$(dirname "$0")/../lib.sh"
requires_appliance

busy=()
for i in 1 2 3 4 5 6; do
  (while :; do :; done) &
  busy+=($!)
done
: "$i"
at_exit 'kill "${busy[@]}" 2>/dev/null'

cat > script <<'EOF'
run
!kill $BUSY
debug sh "date +%s.%N"
!date +%s.%N
!sleep 8
debug sh "date +%s.%N"
!date +%s.%N
EOF
out=$(BUSY="${busy[*]}" LIBGUESTFS_TEMPLATE=0 \
  guestfish -a /dev/null -f script)
ratio=$(awk 'NF { t[++n] = $1 }
  END { printf "%.2f", (t[3] - t[1]) / (t[4] - t[2]) }' <<<"$out")
awk -v r="$ratio" 'BEGIN { exit !(r > 0.8 && r < 1.25) }' ||
  fail "the clock of the guest runs $ratio times as fast as the host's"
