#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tools/check-rooms finds a call, an #include and a circle that go against the
# order of the rooms, circles in a language, and files of one name in an archive,
# and says which.

. "$(dirname "$0")/../lib.sh"
requires nm python3 "${cc[0]}"

# object FILE TEXT: a source of the little daemon, and its object.
object() {
  mkdir -p "$(dirname "daemon/$1")"
  printf '%s\n' "$2" > "daemon/$1"
  "${cc[@]}" -c -I daemon/call -I daemon/run -o "daemon/${1%.c}.o" \
    "daemon/$1"
}
rooms() { "$abs_top_srcdir/tools/check-rooms" --tree .; }
refuses() {
  local out
  if out=$(rooms 2>&1); then fail "not found: $1"; fi
  matches "what is wrong" "$out" "$1"
}

mkdir -p daemon/call daemon/run
echo 'int low (void);' > daemon/call/call.h
echo 'int high (void);' > daemon/run/run.h
object call/low.c 'int low (void) { return 1; }'
object run/high.c '#include "call.h"
int high (void) { return low (); }'
rooms || fail "a tree that is in order is refused"

object call/low.c 'int high (void); int low (void) { return high (); }'
refuses 'daemon/call/low.c -> daemon/run/high.c: back arrow: high'

object call/low.c '#include "run.h"
int low (void) { return 1; }'
refuses 'daemon/call/low.c -> daemon/run/run.h: back arrow: #include "run.h"'

object call/low.c 'int other (void); int low (void) { return other (); }'
object call/other.c 'int low (void); int other (void) { return low (); }'
refuses 'circle of daemon/call/low.c, daemon/call/other.c'
rm daemon/call/other.c          # its object is left behind
object call/low.c 'int low (void) { return 1; }'
rooms || fail "an object without a source counts"

# Rooms that stand beside each other do not use each other either.
object btrfs/b.c 'int b (void) { return 1; }'
object archive/a.c 'int b (void); int a (void) { return b (); }'
refuses 'daemon/archive/a.c -> daemon/btrfs/b.c: back arrow: b'
rm -r daemon/archive daemon/btrfs

object inspect/apps/same.c 'int same_a (void) { return 1; }'
object inspect/facts/same.c 'int same_b (void) { return 1; }'
refuses 'daemon/inspect/apps/same.c, daemon/inspect/facts/same.c: one would replace the other in libinspect.a'
rm -r daemon/inspect

# Files of a language, by what they declare for each other.
mkdir -p bindings/golang bindings/toy
echo 'type First struct { second *Second }' > bindings/golang/first.go
echo '// Second is of no First: "First"
type Second int' > bindings/golang/second.go
rooms || fail "a comment or a text counts as a use"
echo 'func Third(f First) {}' >> bindings/golang/second.go
refuses 'circle of bindings/golang/first.go, bindings/golang/second.go'
rm bindings/golang/second.go
echo "const b = require('./b')" > bindings/toy/a.js
echo "const a = require('./a')" > bindings/toy/b.js
refuses 'circle of bindings/toy/a.js, bindings/toy/b.js'
rm -r bindings

object attic/x.c 'int x;'
refuses 'daemon/attic/x.c: its room is not in the order of the daemon'
