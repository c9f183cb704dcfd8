#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What POSIX and Linux promise of a file system: the cases of tests/posix on a
# mount, and on the same file system mounted by the appliance's kernel. Both
# fail in the same cases, but for those of tests/posix/differences.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires_root "runs the cases: they become other users"
posix=$abs_top_builddir/tests/posix/posix
fstype=${FSTYPE:-ext4}

guestfish -N disk.img=disk:1G <<EOF
part-disk /dev/sda mbr
mkfs $fstype /dev/sda1 ${MKFS_OPTIONS-blocksize:4096}
mount /dev/sda1 /
upload $posix /posix
chmod 0755 /posix
mkdir /proc
mkdir /kernel
command "/posix /kernel" | cat > kernel
mkdir /fuse
EOF
mkdir mnt
guestmount --format=raw -a disk.img -m /dev/sda1 \
  -o allow_other,default_permissions mnt
"$posix" mnt/fuse > fuse
guestunmount --wait mnt

for where in kernel fuse; do
  echo "$where: $(grep '^score' $where)"
  matches "score" "$(grep '^score' $where)" '^score [0-9]+ of [1-9][0-9]*, '
  sed -n 's/^\(ok\|not ok\|skip\) \([^ :]*\).*/\2 \1/p' $where | sort > "$where.list"
done
is "cases" "$(wc -l < fuse.list)" "$(wc -l < kernel.list)"

# What differs: CASE kernel's fuse's
join kernel.list fuse.list 2>/dev/null |
  awk '{ n = $0; sub (/^[^ ]* /, "", n) } n != "ok ok" && n != "not ok not ok" \
       && n != "skip skip" { print $1 }' > differ
sed -n 's/^\([^# ][^ ]*\).*/\1/p' "$abs_top_srcdir/tests/posix/differences" |
  sort > accepted
new=$(comm -23 differ accepted)
if [ -n "$new" ]; then
  for c in $new; do grep -hE "(ok|skip) $c(:|\$)" kernel fuse; done >&2
  fail "differ from the kernel, and are not listed in tests/posix/differences"
fi
if [ "$fstype" = ext4 ]; then
  is "listed in tests/posix/differences, but not different any more" \
    "$(comm -13 differ accepted)" ""
fi
