#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# usage: make soak [CYCLES=N]
#
# Many launches in one process; afterwards nothing is left: no process, no
# descriptor, no memory, no file, no disk space.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

cycles=${1:-200}
export LIBGUESTFS_CACHEDIR=$test_tmp XDG_RUNTIME_DIR=$test_tmp
export LIBGUESTFS_TEMPLATE=force
truncate -s 1M soak.img
guestfish run
touch soak.back
at_start=$(find . | sort)
disk=$(du -s . | cut -f1)
# Those of other programs come and go.
shared_memory() { find /dev/shm -name '*guestfs*' -o -name '*qemu*' | sort; }
shared=$(shared_memory)

"$abs_top_builddir/tests/tree/soak-cycles" "$cycles"

find . | sort | diff <(echo "$at_start") - || fail "files are left"
now=$(du -s . | cut -f1)
echo "disk: $disk KiB before, $now KiB after"
[ "$now" -le $((disk + 2048)) ] || fail "disk space is left in use"
is "files in shared memory" "$(shared_memory)" "$shared"
is "QEMUs" "$(leftovers)" ""
