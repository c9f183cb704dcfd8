#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Mounts of ext4, XFS, Btrfs, NTFS (a program in the appliance) and FAT have
# what each file system has, and say so where it has not: times, extended
# attributes, access control lists, holes, links, names. Another appliance
# reads what was written.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires_root "changes owners, and has access control lists"
requires python3 setfattr setfacl

# For each: which of these it has. time: nanoseconds that it can tell apart.
declare -A has=(
  [ext4]="xattr acl hole symlink link owner mode fold:no time:1"
  [xfs]="xattr acl hole symlink link owner mode fold:no time:1"
  [btrfs]="xattr acl hole symlink link owner mode fold:no time:1"
  [ntfs]="xattr ignores:acl hole symlink link fold:no time:100"
  [ntfs+permissions]="xattr hole symlink link owner mode fold:no time:100"
  [vfat]="fold:yes time:2000000000"
)
filesystems=${FILESYSTEMS:-ext4 xfs btrfs ntfs ntfs+permissions vfat}

cat > times.py <<'PY'
import os, sys
path, step = sys.argv[1], int(sys.argv[2])
want = 1234567890 * 10**9 + 123456789
os.utime(path, ns=(want, want))
got = os.stat(path).st_mtime_ns
assert 0 <= want - got < step, (want, got)
PY

gm() {
  guestmount --format=raw -a disk.img -m "/dev/sda:/:$options" -o allow_other \
    mnt
}
again() { guestunmount --wait mnt; gm; }
has() { [[ " ${has[$fs]} " = *" $1 "* ]]; }
# does WHAT COMMAND…: succeeds where the file system has it, and only there.
does() {
  local what=$1 status=0; shift
  ! has "ignores:$what" || return 0
  "$@" 2>said || status=$?
  if has "$what"; then
    [ $status = 0 ] || fail "$fs: $what: $* fails: $(cat said)"
  else
    [ $status != 0 ] || fail "$fs: $what: $* succeeds"
    matches "$fs: $what" "$(cat said)" \
      'Operation not (permitted|supported)|Function not implemented'
  fi
}

files() {
  mkdir mnt/dir mnt/dir/sub
  seq 50000 > mnt/dir/numbers
  echo one > "mnt/dir/Grüße, Welt"
  for i in {1..40}; do echo "$i" > "mnt/dir/sub/f$i"; done
  mv mnt/dir/sub/f1 mnt/dir/sub/renamed
  mv mnt/dir/sub/f2 mnt/dir/sub/f3
  echo appended >> mnt/dir/sub/f4
  rm mnt/dir/sub/f5
  # The case changes: at once it would be the same name on FAT.
  echo case > mnt/dir/Case
  mv mnt/dir/Case mnt/dir/between
  mv mnt/dir/between mnt/dir/cASE
  python3 times.py "mnt/dir/Grüße, Welt" "${has[$fs]##*time:}"
}

check_files() {
  is "$fs: numbers" "$(sha256sum < mnt/dir/numbers)" \
    "$(seq 50000 | sha256sum)"
  is "$fs: a name" "$(cat "mnt/dir/Grüße, Welt")" one
  is "$fs: directory" "$(find mnt/dir -mindepth 1 -maxdepth 1 -printf '%f\n' | sort)" \
    "$(printf '%s\n' "Grüße, Welt" cASE numbers sub | sort)"
  is "$fs: how many" "$(find mnt/dir/sub -type f | wc -l)" 38
  is "$fs: renamed" "$(cat mnt/dir/sub/renamed mnt/dir/sub/f3)" $'1\n2'
  is "$fs: appended" "$(cat mnt/dir/sub/f4)" $'4\nappended'
  ! cat mnt/dir/sub/f5 2>said || fail "$fs: a file that was removed"
  matches "$fs: removed" "$(cat said)" 'No such file'
  local year
  year=$(date -u -r "mnt/dir/Grüße, Welt" +%Y)
  is "$fs: a time" "$year" 2009
}

# The kernel looks at modes, and at lists where there are some.
check_other_user() {
  is "$fs: read by another user" \
    "$(cd mnt && setpriv --reuid=4321 --regid=4321 --clear-groups \
         tail -n 1 dir/numbers)" 50000
}

names() {
  local folds=no
  [ ! -e mnt/dir/NUMBERS ] || folds=yes
  has "fold:$folds" || fail "$fs: NUMBERS is numbers: $folds"
  [ $folds = no ] || {
    echo more >> mnt/dir/NUMBERS
    is "$fs: by another name" "$(tail -n 1 mnt/dir/numbers)" more
    truncate -s -5 mnt/dir/numbers
    is "$fs: and back" "$(tail -n 1 mnt/dir/NUMBERS)" 50000
  }
}

holes() {
  printf x | dd of=mnt/sparse bs=1 seek=4000000 conv=notrunc status=none
  sync mnt/sparse
  if has hole; then
    [ "$(stat -c %b mnt/sparse)" -lt 1000 ] || fail "$fs: no hole"
  fi
  is "$fs: a hole" "$(head -c 4000000 mnt/sparse | tr -d '\0' | wc -c)" 0
  is "$fs: after the hole" "$(tail -c 1 mnt/sparse)" x
}

others() {
  echo x > mnt/file
  does symlink ln -s file mnt/soft
  does link ln mnt/file mnt/hard
  does xattr setfattr -n user.colour -v blue mnt/file
  does acl setfacl -m u:1234:rw mnt/file
  ! has owner || chown 1234:5678 mnt/file
  ! has mode || chmod 6751 mnt/file
}

check_others() {
  ! has symlink || is "$fs: link" "$(readlink mnt/soft)" file
  ! has link || is "$fs: links" "$(stat -c %h mnt/file)" 2
  ! has xattr || is "$fs: attribute" \
    "$(getfattr --only-values -n user.colour mnt/file)" blue
  ! has acl || matches "$fs: list" "$(getfacl -cn mnt/file 2>&1)" 'user:1234:rw'
  ! has owner || is "$fs: owner" "$(stat -c %u:%g mnt/file)" 1234:5678
  ! has mode || is "$fs: mode" "$(stat -c %a mnt/file)" 6751
}

# What other calls, and another mount of the same disk, find there.
check_disk() {
  guestfish --ro --format=raw -a disk.img -m /dev/sda >found <<EOC
checksum sha256 /dir/numbers
cat /dir/sub/renamed
EOC
  is "$fs: another appliance" "$(head -n 1 found)" \
    "$(seq 50000 | sha256sum | cut -d' ' -f1)"
}

mkdir mnt
for fs in $filesystems; do
  options=
  [ "$fs" != ntfs+permissions ] || options=permissions
  size=320M
  [ "$fs" != vfat ] || size=64M
  guestfish -N "disk.img=disk:$size" mkfs "${fs%+*}" /dev/sda 2>said || {
    matches "$fs" "$(cat said)" 'not available|no such'
    skip_part "$fs" "$(cat said)"
    continue
  }
  gm
  files
  check_files
  names
  holes
  others
  check_others
  again
  check_files
  check_other_user
  check_others
  guestunmount --wait mnt
  check_disk
  rm disk.img
done
