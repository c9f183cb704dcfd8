#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# libguestfs-make-fixed-appliance copies the appliance whole.

. "$(dirname "$0")/../lib.sh"
requires_appliance
make_fixed=$abs_top_builddir/appliance/libguestfs-make-fixed-appliance

"$make_fixed" out
for f in kernel initrd root manifest; do
  cmp "$LIBGUESTFS_PATH/$f" "out/$f" || fail "$f differs"
done
is "files" "$(cd out && echo *)" "README.fixed initrd kernel manifest root"

LIBGUESTFS_PATH=/nowhere:$LIBGUESTFS_PATH "$make_fixed" again
cmp out/manifest again/manifest || fail "the path was not searched"

fails_with "no appliance found in /nowhere" \
  env LIBGUESTFS_PATH=/nowhere "$make_fixed" never
[ ! -e never ] || fail "a directory was made for nothing"
fails_with "exclude each other" "$make_fixed" --xz out
fails_with "no such option" "$make_fixed" --frob
fails_with "no directory is given" "$make_fixed"
(cd again && "$make_fixed" -- -out && cmp ./-out/manifest manifest) ||
  fail "a name that begins with a dash"
