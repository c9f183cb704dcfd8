#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file of the appliance that cannot be read is named, with its mode.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"

fake_appliance locked
chmod 000 locked/kernel
as_other=()
if [ -r locked/kernel ]; then
  # Root can read everything: be somebody else.
  requires setpriv
  chmod 755 . && mkdir -m 777 other
  as_other=(env TMPDIR="$PWD/other" LIBGUESTFS_CACHEDIR="$PWD/other"
            HOME="$PWD/other"
            setpriv --reuid=65534 --regid=65534 --clear-groups)
  "${as_other[@]}" guestfish --version > /dev/null 2>&1 ||
    skip "nobody cannot read the build tree"
fi
LIBGUESTFS_PATH=$PWD/locked fails_with \
  'launch: .*/locked/kernel: .*mode is 000.*Permission denied' \
  "${as_other[@]}" guestfish add /dev/null : run
