#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Actions whose result is the exit status of a program: when a signal has ended
# the program there is no status, and it is an error.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 320M
cat > killed <<'S'
#!/bin/sh
kill -9 $$
S
session <<S
add t.img $scratch
run
debug-upload killed killed 0755
mkfs ext4 /dev/sda
$(for p in fsck.ext4 xfs_repair ntfs-3g.probe; do
    echo "debug sh 'mount --bind /tmp/killed \$(command -v $p)'"
  done)
-fsck ext4 /dev/sda
-xfs-repair /dev/sda
-ntfs-3g-probe false /dev/sda
S
says "fsck: fsck.ext4: ended by signal 9" \
     "xfs_repair: xfs_repair: ended by signal 9" \
     "ntfs_3g_probe: ntfs-3g.probe: ended by signal 9"
