#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# bench/compare works in a tree that was only built, and measures each figure
# more than once.

. "$(dirname "$0")/../lib/servers.sh"
requires setsid python3 make
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

# Who outlives a program that is measured, as the peer's QEMU does, is not waited
# for but ended; and so is a program that takes longer than it may.
cat > limits.py <<'END'
import importlib.machinery
import os
import sys
import time

compare = importlib.machinery.SourceFileLoader("compare",
                                               sys.argv[1]).load_module()
compare.PREPARATION = 2
compare.take_orphans()
print(compare.measure(["sh", "-c", "sleep 1000 & echo $! >left; echo 5"],
                      None, "."))
print(compare.measure(["sh", "-c",
                       "setsid sh -c 'echo $$ >left3; exec sleep 1000' & "
                       "while ! [ -s left3 ]; do sleep .1; done; echo 6"],
                      None, "."))
try:
    compare.measure(["sh", "-c", "echo $$ >left2; exec sleep 1000"], None,
                    ".", 1)
except compare.subprocess.CalledProcessError:
    print("failed")


def lives(name):
    try:
        with open(f"/proc/{open(name).read().strip()}/stat") as stat:
            return stat.read().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


deadline = time.monotonic() + 60
while lives("left") or lives("left2") or lives("left3"):
    if time.monotonic() > deadline:
        sys.exit("still there")
    time.sleep(0.1)


class Side:
    def __init__(self, figure):
        self.figure = figure

    def measure(self, what, limit=None):
        return self.figure if limit is None else min(self.figure, limit)


print(compare.row("inspect-os-64", 1, Side(2), Side(4000)))
END
is "limits" "$(timeout 300 python3 -W ignore -B limits.py \
  "$abs_top_srcdir/bench/compare" 2> err | tr -s ' ')" "5.0
6.0
failed
inspect-os-64 2.000000 60.000000 30.0 more than"

# A signal that ends it ends what it measures, QEMU among that, and leaves no
# file.
BENCH_MARK=$$-$RANDOM
marked() { # PATTERN: the processes of this test that are called so
  local dir
  for dir in /proc/[0-9]*; do
    grep -qzx "BENCH_MARK=ours-$BENCH_MARK" "$dir/environ" &&
      grep -q "$1" "$dir/comm" &&
      echo "${dir#/proc/}"
  done 2>/dev/null
  true
}

runs() { [ -n "$(marked qemu)" ]; }
has_ended() { [ -z "$(marked .)" ]; }

for signal in TERM INT HUP; do
  mkdir "temp-$signal"
  # Bash ignores INT for a job in the background, nohup ignores HUP.
  BENCH_MARK=ours-$BENCH_MARK TMPDIR=$PWD/temp-$signal setsid \
    env --default-signal=INT,HUP "$abs_top_srcdir/bench/compare" -n 1000 \
    --ours-only inspect-os-0 >table 2>err &
  pid=$!
  wait_until runs
  kill -"$signal" -- "-$pid"
  status=0
  wait "$pid" || status=$?
  is "status after $signal" $status $((128 + $(kill -l "$signal")))
  wait_until has_ended
  is "files after $signal" "$(ls "temp-$signal")" ""
done
