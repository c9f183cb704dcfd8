#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# download - into a standard output that appends, or is in the middle of a
# file: no zeroes are lost and nothing is overwritten.

. "$(dirname "$0")/../lib.sh"
requires_appliance

{ head -c 8192 /dev/urandom; head -c 65536 /dev/zero; head -c 99 /dev/urandom
  head -c 8192 /dev/zero; } > in
printf 'first\n' > first
run=(guestfish -N disk.img=fs -m /dev/sda1 upload in /f : download /f -)

"${run[@]}" > plain
cmp in plain || fail "> lost something"
[ "$(stat -c %b plain)" -lt "$(stat -c %b in)" ] || fail "no holes were made"
"${run[@]}" >> appended
cmp in appended || fail ">> to a new file lost something"
cp first grown
"${run[@]}" >> grown
cat first in | cmp - grown || fail ">> to a file lost something"
{ printf 'first\n'; "${run[@]}"; echo last; } > middle
{ cat first in; echo last; } | cmp - middle ||
  fail "in the middle of a file something was lost"
