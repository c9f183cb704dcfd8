#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bench/fleet-run prints its figures, and leaves nothing when a signal ends it;
# bench/fleet-simulate takes them.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance
requires qemu-img
"$abs_top_srcdir/tools/make-debian-image" --files > /dev/null 2> why ||
  skip "Debian's packages are not to be had: $(tail -n 1 why)"

run=$abs_top_srcdir/bench/fleet-run
mkdir images
mkdir "$TMPDIR/own"
"$run" --ours-only -n 5 --workers 2,1 --minutes 1 --directory "$PWD/images" \
  > out 2> err || fail "$(cat out err)"
matches "the lines of the page" "$(cat out)" \
  '
 an image: launch, .* [0-9.]+ s CPU
   1, 2 workers, in memory +[0-9]+, [0-9]+ MiB
'
is "rows" "$(grep -cE '^guestfs-fleet, [12] workers +5( +[0-9.]+){4}$' out)" 2
figures=$(sed -n 's/^for bench.fleet-simulate: //p' err)
matches "figures" "$figures" '^--cpu [0-9.]* --memory [0-9]*$'
# shellcheck disable=SC2086
matches "the simulation" \
  "$("$abs_top_srcdir/bench/fleet-simulate" --images 1000 --hosts 1 $figures)" \
  ' +1 +1000 +0\.[0-9]+ +[0-9]+ '

# ended_when TEXT OPTION…: by a signal, once it has printed this.
ended_when() {
  local text=$1 status=0 pid
  shift
  TMPDIR=$TMPDIR/own "$run" --ours-only -n 5 --workers 2 "$@" > out 2>&1 &
  pid=$!
  wait_until grep -q "$text" out
  sleep 1
  kill -TERM $pid
  wait $pid || status=$?
  is "status, $text" "$status" 143
  is "what is left, $text" "$(ls "$TMPDIR/own")" ""
  is "processes, $text" "$(pgrep -f "$TMPDIR/own" || :)" ""
}
ended_when unpacking
ended_when 'guestfs-fleet, 2 workers' --directory "$PWD/images"
