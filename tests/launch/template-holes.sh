#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system that does not know where holes are costs the template, not the
# launch, which must not wait for ever.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"
requires "${cc[0]}" timeout
# An allocator that is checked must be the first that is loaded.
! nm "$abs_top_builddir/lib/.libs/libguestfs.so" | grep -q ' U __asan_' ||
  skip "LD_PRELOAD does not work with sanitizers"

cat > no-holes.c <<'E2'
#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

off_t
lseek (int fd, off_t offset, int whence)
{
  if (whence == SEEK_HOLE) {
    errno = EINVAL;
    return -1;
  }
  return syscall (SYS_lseek, fd, offset, whence);
}

off_t
lseek64 (int fd, off_t offset, int whence)
{
  return lseek (fd, offset, whence);
}
E2
"${cc[@]}" -shared -fPIC -o no-holes.so no-holes.c
launch
is "templates" "$(template | wc -l)" 1
# When a template is checked, and when one is made.
for _ in check make; do
  LD_PRELOAD=no-holes.so LD_LIBRARY_PATH=$PWD:$LD_LIBRARY_PATH \
    LIBGUESTFS_DEBUG=1 timeout 60 \
    guestfish scratch 1M : run : list-devices > out 2> log ||
    fail "launch failed: $(tail -3 log)"
  is "drives" "$(cat out)" /dev/sda
  not_cloned
  is "templates" "$(template | wc -l)" 0
done
works_next_time
