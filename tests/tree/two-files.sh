#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Follows HACKING to the letter: adds its example action by touching the two
# files it names, its example backend, a command of guestfish and a family of
# systems likewise, builds, and uses all of them.

. "$(dirname "$0")/../lib.sh"
requires ocamlfind make python3
requires_appliance
[ "$abs_top_srcdir" -ef "$abs_top_builddir" ] ||
  skip "what was built is not in the source tree"

# A copy of the tree with what was built, so that only the change is built.
# Status 1: a test that runs beside this one has changed a file of its own.
mkdir tree
{
  tar -C "$abs_top_builddir" -cf - --exclude=./.git --exclude=./tmp \
    --exclude=./demo --exclude='*.trs' --exclude='*.log' . || [ $? = 1 ]
} | tar -xf - -C tree
cd tree

# A block of HACKING.
block() {
  awk -v start="--- $1" '/^--- / { on = index ($0, start) == 1; next } on' \
    HACKING
}
block "generator/actions/file.ml" > record
block "daemon/actions/file.c" > implementation
block "lib/launch/toy.c" > lib/launch/toy.c
[ -s record ] && [ -s implementation ] && [ -s lib/launch/toy.c ] ||
  fail "HACKING has no example"
sed -i 's/^BACKENDS =.*/& toy/' lib/backends.mk

# The record goes before the last ], the implementation at the end.
python3 - <<'EOF'
path = "generator/actions/file.ml"
text = open(path).read()
at = text.rindex("]")
open(path, "w").write(text[:at] + open("record").read() + text[at:])
EOF
cat implementation >> daemon/actions/file.c
rm record implementation

# A command and a family are what another one is, with its name in a list.
sed 's/echo/repeat/g' fish/local/echo.c > fish/local/repeat.c
sed -i 's/^LOCAL_COMMANDS =/& repeat/' fish/commands.mk
sed 's/"minix"/"toyos"/; s,/service/vm,/service/toy,
     s/family_minix/family_toyos/; s/look_for_minix/look_for_toyos/
     ' daemon/inspect/families/minix.c > daemon/inspect/families/toyos.c
sed -i 's/^FAMILIES =/& toyos/' daemon/families.mk
sed -i '/^let os_types = \[/a "toyos", "Toy OS";' generator/core/os.ml
sed -i '$i { (foreign "toyos") with name = "Toy OS"; note = "A toy." };' \
  generator/inspect/foreign.ml

# The copy is built somewhere else than the tree.
rm -f tests/actions/capi tests/runner/inspect-tree
{ ./config.status --recheck && ./config.status; } > log 2>&1 ||
  fail "config.status: $(tail -n 5 log)"
{ make && make -C tests actions/capi runner/inspect-tree; } > log 2>&1 ||
  fail "make: $(tail -n 20 log)"
grep -q "daemon/actions/file.c\|CC  *actions/file.o" log ||
  fail "daemon/actions/file.c was not compiled: $(cat log)"

unset LIBGUESTFS_PATH LD_LIBRARY_PATH
got=$(./run guestfish -N fs -m /dev/sda1 write /f banana : count-byte /f 97)
is "count-byte" "$got" 3
./run tests/actions/capi --test count_byte-0 --test count_byte-1 ||
  fail "the tests of the record"
grep -q count_byte docs/guestfs.3 || fail "not in the manual page"

is "a command" "$(./run guestfish repeat a b)" "a b"
mkdir -p guest/{etc,bin,service}
touch guest/etc/fstab guest/service/toy
echo 1.2 > guest/etc/version
matches "a family" "$(./run tests/runner/inspect-tree guest)" 'type=toyos'
grep -q 'item B<toyos>' docs/gen/guestfs-systems.pod ||
  fail "the manual does not have the type"

fails_with 'the toy backend starts nothing' \
  env LIBGUESTFS_BACKEND=toy ./run guestfish -a /dev/null run
fails_with 'choose one of: direct, libvirt\[:URI\], toy$' \
  env LIBGUESTFS_BACKEND=nosuch ./run guestfish -a /dev/null run
