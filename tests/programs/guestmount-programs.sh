#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Real programs work in a mount: cp, rsync, tar, git, sqlite, dpkg-deb, find, a
# compiler and linker; two at a time; files of more than 4 GiB; a full disk.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires git rsync python3 dpkg-deb gcc
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null

guestfish -N disk.img=disk:300M <<'EOF'
part-disk /dev/sda mbr
mkfs ext4 /dev/sda1 blocksize:4096
EOF
mkdir mnt
gm() { guestmount --format=raw -a disk.img -m /dev/sda1 mnt; }
# again: what is in the page cache of the host does not count
again() { guestunmount --wait mnt; gm; }
gm

# ---- A tree, out and in, with everything there is ----
mkdir -p tree/a/b
seq 100000 > tree/a/numbers
ln tree/a/numbers tree/a/b/hard
ln -s ../numbers tree/a/b/soft
ln -s /nowhere tree/dangling
mkfifo tree/fifo
truncate -s 3M tree/sparse
printf x | dd of=tree/sparse bs=1 seek=1000000 conv=notrunc status=none
touch -d '2001-02-03 04:05:06.123456789' tree/old
for i in {1..300}; do echo "$i" > "tree/a/b/f$i"; done
chmod 4751 tree/old
chmod 700 tree/a
! command -v setfattr >/dev/null || setfattr -n user.colour -v blue tree/old
! command -v setfacl >/dev/null || setfacl -m u:1234:rw tree/old
# listing DIRECTORY: everything of each file that a copy must keep
listing() {
  (cd "$1" && find . -printf '%P %y %m %U %G %s %T@ %n %l\n' | grep -v ' d ' |
     sort; find . -type f -exec sha256sum {} + | sort -k 2
   ! command -v getfattr >/dev/null || getfattr -hRd -m user . | sort
   ! command -v getfacl >/dev/null || find . ! -type l | sort | getfacl -n -)
}
listing tree > want
cp -a tree mnt/copied
rsync -aHAXS tree/ mnt/synced/
mkdir mnt/untarred
tar -C tree -cf tree.tar --acls --xattrs --sparse .
tar -C mnt/untarred -xpf tree.tar --acls --xattrs
again
for d in copied synced untarred; do
  listing mnt/$d > "got.$d"
  diff want "got.$d" >&2 || fail "$d differs"
done
cp -a mnt/copied back
listing back > got
diff want got >&2 || fail "what was copied out differs"
is "holes" "$(stat -c %b mnt/synced/sparse)" "$(stat -c %b tree/sparse)"
is "find" "$(find mnt/copied | wc -l)" "$(find tree | wc -l)"

# ---- git ----
git init -q repository
cp -r tree/a repository/
git -C repository add . 
git -C repository -c user.name=n -c user.email=e commit -qm one
git clone -q --no-hardlinks repository mnt/clone
echo more >> mnt/clone/a/numbers
git -C mnt/clone -c user.name=n -c user.email=e commit -qam two
git -C mnt/clone gc -q
again
git -C mnt/clone fsck --full --strict 2>&1 | grep -v '^dangling' >&2 &&
  fail "git fsck complains"
is "git status" "$(git -C mnt/clone status --porcelain)" ""

# ---- sqlite, from two processes: locks, a journal, and shared memory ----
cat > db.py <<'EOF'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=100)
db.execute("pragma journal_mode = " + sys.argv[2])
db.execute("create table if not exists t (who text, n integer)")
for i in range(int(sys.argv[4])):
    with db:
        db.execute("insert into t values (?, ?)", (sys.argv[3], i))
EOF
# Of two that change the mode at a time SQLite refuses one.
for mode in delete wal; do
  python3 db.py mnt/$mode.db $mode none 0
  python3 db.py mnt/$mode.db $mode one 100 & first=$!
  python3 db.py mnt/$mode.db $mode two 100
  wait $first || fail "sqlite in mode $mode"
  again
  is "rows in mode $mode" "$(python3 -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(db.execute("select count(*) from t").fetchone()[0],
      db.execute("pragma integrity_check").fetchone()[0])' mnt/$mode.db)" "200 ok"
done

# ---- dpkg-deb ----
mkdir -p package/DEBIAN package/usr/bin
printf '%s\n' 'Package: toy' 'Version: 1' 'Architecture: all' \
  'Maintainer: n <e@example.com>' 'Description: toy' > package/DEBIAN/control
cp tree/a/numbers package/usr/bin/
cp -r package mnt/
dpkg-deb --root-owner-group -b mnt/package mnt/toy.deb >/dev/null
dpkg-deb -x mnt/toy.deb mnt/unpacked
cmp tree/a/numbers mnt/unpacked/usr/bin/numbers

# ---- A compiler: the linker maps what it writes ----
cat > mnt/hello.c <<'EOF'
#include <stdio.h>
int main (void) { puts ("hello"); return 0; }
EOF
(cd mnt && gcc -g -o hello hello.c)
is "what was compiled there" "$(mnt/hello)" hello
again
is "what was compiled there, later" "$(mnt/hello)" hello

# ---- Two at a time ----
head -c 20M /dev/urandom > random
cp random mnt/one & first=$!
cp random mnt/two
wait $first
cmp random mnt/one & first=$!
cmp random mnt/two
wait $first
for i in {1..50}; do mv mnt/one mnt/three; mv mnt/three mnt/one; done & first=$!
for i in {1..50}; do [ "$(stat -c %s mnt/two)" = 20971520 ]; done
wait $first
cmp random mnt/one

# ---- More than 4 GiB ----
truncate -s 5G mnt/large
printf end | dd of=mnt/large bs=1 seek=$((5 * 1024 * 1024 * 1024 - 3)) \
  conv=notrunc status=none
again
is "size" "$(stat -c %s mnt/large)" $((5 * 1024 * 1024 * 1024))
is "its end" "$(tail -c 3 mnt/large)" end
rm mnt/large

# ---- No room: it is said, and nothing that was there is lost ----
# What is written stays in the memory of the host at first, so that it may be
# fsync or close that says it.
cat > fill.py <<'EOF'
import errno, os, sys
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT, 0o644)
errors = []
def attempt(call, *args):
    try:
        call(*args)
    except OSError as e:
        errors.append(e.errno)
for _ in range(300):
    if not errors:
        attempt(os.write, fd, b"x" * 1048576)
attempt(os.fsync, fd)
attempt(os.close, fd)
assert errno.ENOSPC in errors, errors
EOF
python3 fill.py mnt/full
cmp random mnt/one
! (cp random mnt/toomuch && sync mnt/toomuch) 2>said ||
  fail "there was still room"
matches "no room" "$(cat said)" 'No space left on device'
rm -f mnt/full mnt/toomuch
cp random mnt/three
again
cmp random mnt/one
cmp random mnt/three
guestunmount --wait mnt
guestfish --ro --format=raw -a disk.img run : \
  e2fsck /dev/sda1 forceno:true ||
  fail "the file system is damaged"
