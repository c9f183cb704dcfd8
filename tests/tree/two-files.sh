#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Follows HACKING to the letter: adds its example action by touching the two
# files it names, builds, and calls the action.

. "$(dirname "$0")/../lib.sh"
requires ocamlfind make git
requires_appliance
[ -f "$abs_top_srcdir/.git/HEAD" ] || skip "not a git checkout"

# A copy of the tree and of what was built, so that only the change is built.
mkdir tree
git -C "$abs_top_srcdir" ls-files -z |
  (cd "$abs_top_srcdir" && xargs -0 cp --parents -p -t "$test_tmp/tree")
cd tree

# The two blocks of HACKING.
block() {
  awk -v start="--- $1" '/^--- / { on = index ($0, start) == 1; next } on' \
    HACKING
}
block "generator/actions/file.ml" > record
block "daemon/actions/file.c" > implementation
[ -s record ] && [ -s implementation ] || fail "HACKING has no example"

# The record goes before the last ], the implementation at the end.
python3 - <<'EOF'
path = "generator/actions/file.ml"
text = open(path).read()
at = text.rindex("]")
open(path, "w").write(text[:at] + open("record").read() + text[at:])
EOF
cat implementation >> daemon/actions/file.c
rm record implementation

./bootstrap >log 2>&1 || fail "bootstrap: $(tail -n 5 log)"
./configure >log 2>&1 || fail "configure: $(tail -n 5 log)"
{ make -j2 && make -C tests actions/capi; } >log 2>&1 ||
  fail "make: $(tail -n 20 log)"

unset LIBGUESTFS_PATH LD_LIBRARY_PATH
got=$(./run guestfish -N fs -m /dev/sda1 write /f banana : count-byte /f 97)
is "count-byte" "$got" 3
./run tests/actions/capi --test count_byte-0 --test count_byte-1 ||
  fail "the tests of the record"
grep -q count_byte docs/guestfs.3 || fail "not in the manual page"
