#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# bench/compare works in a tree that was only built, and measures each figure
# more than once.

. "$(dirname "$0")/../lib.sh"
requires python3 make
requires_appliance

make -s -C "$abs_top_builddir/bench" clean-binPROGRAMS 2>/dev/null ||
  rm -f "$abs_top_builddir/bench/measure"
"$abs_top_srcdir/bench/compare" -n 2 --ours-only download stat download \
  copy-out > table || fail "$(cat table)"
is "rows" "$(cut -d' ' -f1 table | tr -s '\n' ' ')" \
   " download stat download copy-out "
[ "$(grep -cE '^[a-z-]+ +[0-9]+[.0-9]*$' table)" = 4 ] || fail "$(cat table)"

# A figure that cannot be had does not end the table.
status=0
"$abs_top_srcdir/bench/compare" -n 1 --ours-only nonsense stat \
  > table 2> err || status=$?
is "status" $status 1
matches "the rest" "$(cat table)" 'nonsense +failed.*stat +0'
