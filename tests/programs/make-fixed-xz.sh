#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# The archive of libguestfs-make-fixed-appliance: unpacked elsewhere, the
# library starts from it.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires xz tar
program=libguestfs-make-fixed-appliance
make_fixed=$abs_top_builddir/appliance/$program

version=$("$make_fixed" --version)
matches "--version" "$version" "^$program [0-9]+\.[0-9]+"
is "-V" "$("$make_fixed" -V)" "$version"
matches "--help" "$("$make_fixed" --help)" "^usage: $program"
status=0
"$make_fixed" > log 2>&1 || status=$?
is "exit status without a directory" $status 1

# Small is not what matters here.
archive=appliance-${version#* }.tar.xz
XZ_OPT=-0 "$make_fixed" --xz > log 2>&1 || fail "--xz: $(cat log)"
is "what --xz says" "$(cat log)" ""
is "what it leaves" "$(echo ./*)" "./$archive ./log"
tar xf "$archive"
is "files" "$(cd appliance && echo *)" "README.fixed initrd kernel manifest root"
is "drives" "$(LIBGUESTFS_PATH=$PWD/appliance LIBGUESTFS_TEMPLATE=0 \
  guestfish scratch 1M : run : list-devices)" /dev/sda
