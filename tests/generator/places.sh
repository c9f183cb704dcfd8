#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Follows HACKING to the letter: a new type of argument, a new distribution and
# a new language need no other place than those that it names.

. "$(dirname "$0")/../lib/generator.sh"

# Copies of what the two touch.
cd "$abs_top_srcdir"
cp -r --parents generator/{actions,core,inspect,output,build.mk} areas.mk bindings.mk \
  lib/backends.mk HACKING daemon/serve/stubs.c "$test_tmp"
cd "$test_tmp"

block() {
  awk -v start="--- $1" '/^--- / { on = index ($0, start) == 1; next } on' \
    HACKING
}

# add FILE WHERE: the block of HACKING, there (a line, or $ for the end).
add() {
  block "$1" > lines
  [ -s lines ] || fail "HACKING has no block for $1"
  if [ "$2" = '$' ]; then cat lines >> "$1"
  else
    grep -q "$2" "$1" || fail "$1: no line $2"
    sed -i -e "/$2/{" -e 'e cat lines' -e '}' "$1"
  fi
}
add generator/core/types.ml '^  | GUID'
add generator/core/kinds.ml '^  | GUID'
add daemon/serve/stubs.c '$'
add generator/inspect/independent.ml '^]'

# An action that takes one, a list of them, and one as an optional argument.
python3 - <<'END'
path = "generator/actions/file.ml"
text = open(path).read()
at = text.rindex("]")
open(path, "w").write(text[:at] + """;
  { defaults with
    name = "greet";
    where = Daemon 1000;
    added = (1, 61, 1);
    args = [ String (Hostname, "host"); StringList (Hostname, "others") ];
    summary = "greet machines";
    doc = {|Greets C<host> and C<others>.|} }
""" + text[at:])
END

# The language that HACKING has as its example.
sed -n 's/^    let outputs table/let outputs (_ : Table.t)/p' HACKING \
  > generator/output/toy.ml
[ -s generator/output/toy.ml ] || fail "HACKING has no example of a language"
sed -i 's/^LANGUAGES =.*/& toy/' bindings.mk

make -s -j2 -f generator/build.mk > log 2>&1 || fail "$(tail -n 20 log)"
is "the language's file" "$(cat bindings/toy/gen/actions.txt)" toy

# What was generated for library, daemon and guestfish compiles.
includes=(-Iinclude -Icommon/gen -Ilib/gen -Idaemon/gen "${includes[@]}"
          -I"$abs_top_srcdir/cli" -I"$abs_top_srcdir/fish"
          -I"$abs_top_srcdir/fish/command")
for f in lib/gen/client-file.c daemon/gen/stubs-file.c fish/gen/cmds.c; do
  "${cc[@]}" -std=gnu11 "${warnings[@]}" "${includes[@]}" -fsyntax-only "$f"
done
grep -q 'stub_each (others, stub_hostname)' daemon/gen/stubs-file.c ||
  fail "the daemon does not check a list of hosts"
grep -A 5 'args_greet\[\]' fish/gen/cmds.c | grep -q '"others", FISH_LIST' ||
  fail "guestfish does not know the argument"

# The check works.
cat > try.c <<'END'
#include <config.h>
#include <stdlib.h>
#include <string.h>
#include "stubs.h"

void
reply_with_error_errno (int err, const char *fs, ...)
{
  (void) err;
  (void) fs;
}

int
main (void)
{
  char *good = strdup ("server.example"), *bad = strdup ("a b");

  return stub_hostname (&good) == 0 && stub_hostname (&bad) == -1 ? 0 : 1;
}
END
"${cc[@]}" -std=gnu11 "${warnings[@]}" "${includes[@]}" try.c daemon/serve/stubs.c \
  -ffunction-sections -Wl,--gc-sections -o try
./try || fail "stub_hostname"

# The distribution is recognised, is in the manual, and has its tests.
ask() { "$test_tmp/release" linux "$1"; }
"${cc[@]}" -std=gnu11 "${warnings[@]}" "${includes[@]}" -D_GNU_SOURCE \
  "$abs_top_srcdir/tests/runner/inspect-release.c" daemon/gen/systems.c \
  "$abs_top_builddir/daemon/libinspect.a" \
  "$abs_top_builddir/common/.libs/libcommon.a" -o release
mkdir -p by-id/etc by-file/etc
printf 'ID=toyos\nVERSION_ID=2.5\n' > by-id/etc/os-release
echo 'Toy OS 1.4' > by-file/etc/toyos-release
matches "by its ID" "$(ask by-id)" \
  'distro=toyos.*package_format=apk.*osinfo=toyos2.*version=2\.5'
matches "by its file" "$(ask by-file)" 'distro=toyos.*version=1\.4'
grep -q '^=item B<toyos>' docs/gen/guestfs-systems.pod ||
  fail "the manual does not have the distribution"
[ "$(grep -c '"row": "Toy OS"' tests/gen/systems.json)" -ge 3 ] ||
  fail "there are no tests of the distribution"
