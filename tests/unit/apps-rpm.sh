#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Databases of RPM: the same packages out of SQLite, ndb and Berkeley DB; where
# they are, which comes first, what is still in a log, what is cut or missing.

. "$(dirname "$0")/../lib.sh"
requires xz python3

apps() { "$abs_top_builddir/tests/runner/inspect-apps" rpm tree; }
tar xf "$abs_top_srcdir/tests/data/rpmdb.tar.xz"
new_tree() { rm -rf tree; mkdir -p tree/var/lib/rpm; }

new_tree
is "no database" "$(apps)" ""

# ---- Each kind, each place ----

name_of() { case $1 in sqlite) echo rpmdb.sqlite;; ndb) echo Packages.db;;
                       bdb) echo Packages;; esac; }
for kind in sqlite ndb bdb; do
  new_tree
  cp "$kind/$(name_of $kind)" tree/var/lib/rpm
  apps > got-$kind
done
is "packages" "$(wc -l < got-sqlite)" 67
grep -v -e ^name=p -e ^name=long got-sqlite > few
is "some of them" "$(cat few)" "\
name=bash version=5.2.15 release=3.fc38 arch=x86_64 url=(none) summary=Größe \
description=What bash is.\\nSecond line.
name=gpg-pubkey version=eb10b464 release=6202d9c6 arch=(none) url=(none) \
summary=About gpg-pubkey description=What gpg-pubkey is.\\nSecond line.
name=kernel version=6.2.9 release=300.fc38 arch=x86_64 \
url=https://kernel.example.org/ summary=About kernel \
description=What kernel is.\\nSecond line.
name=kernel version=6.3.1 release=200.fc38 arch=x86_64 \
url=https://kernel.example.org/ summary=About kernel \
description=What kernel is.\\nSecond line.
name=zlib version=1.2.13 release=3.fc38 arch=x86_64 \
url=https://zlib.example.org/ summary=About zlib \
description=What zlib is.\\nSecond line."
matches "epoch" "$(grep ^name=perl got-sqlite)" "epoch=4 version=5.36.1"
matches "a long description" "$(grep ^name=long got-sqlite)" "x{20000}\\\\nend$"
cmp got-sqlite got-ndb || fail "ndb differs"
cmp got-sqlite got-bdb || fail "Berkeley DB differs"

for place in usr/lib/sysimage/rpm usr/share/rpm; do
  new_tree
  mkdir -p tree/$place
  cp ndb/Packages.db tree/$place
  apps | cmp - got-ndb || fail "not found in /$place"
  ln -s ../../$place tree/var/lib/rpm/../link
  rmdir tree/var/lib/rpm
  mv tree/var/lib/link tree/var/lib/rpm
  apps | cmp - got-ndb || fail "/$place twice"
done

# A link to the host's, or the appliance's, stays in the tree.
new_tree
rmdir tree/var/lib/rpm
ln -s "$PWD/ndb" tree/var/lib/rpm
is "link out of the tree" "$(apps)" ""

# ---- What is left of what was there before an upgrade ----

new_tree
echo damaged > tree/var/lib/rpm/Packages
mkdir -p tree/usr/lib/sysimage/rpm
cp sqlite/rpmdb.sqlite tree/usr/lib/sysimage/rpm
apps | cmp - got-sqlite || fail "an old database came first"
rm tree/usr/lib/sysimage/rpm/rpmdb.sqlite
fails_with "/var/lib/rpm/Packages: is damaged" apps
: > tree/var/lib/rpm/rpmdb.sqlite
cp bdb/Packages tree/var/lib/rpm
apps | cmp - got-bdb || fail "an empty database came first"

# ---- The last changes are in a log ----

new_tree
cp sqlite/rpmdb.sqlite tree/var/lib/rpm
python3 - <<'END'
import os, shutil, sqlite3
path = "tree/var/lib/rpm/rpmdb.sqlite"
db = sqlite3.connect(path)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA wal_autocheckpoint = 0")
db.execute("DELETE FROM Packages WHERE hnum > 7")
db.execute("INSERT INTO Packages (hnum, blob) "
           "SELECT 100, blob FROM Packages WHERE hnum = 1")
db.commit()
# As it is when the machine stops.
shutil.copy(path, "copy")
shutil.copy(path + "-wal", "copy-wal")
db.close()
for end in "-wal", "-shm":
    if os.path.exists(path + end):
        os.unlink(path + end)
shutil.move("copy", path)
shutil.move("copy-wal", path + "-wal")
END
before=$(sha256sum tree/var/lib/rpm/*)
is "packages with the log" "$(apps | cut -d' ' -f1 | paste -sd' ')" \
  "name=bash name=gpg-pubkey name=kernel name=kernel name=long name=perl \
name=zlib name=zlib"
is "nothing was written" "$(sha256sum tree/var/lib/rpm/*)" "$before"
rm tree/var/lib/rpm/rpmdb.sqlite-wal
is "packages without it" "$(apps | wc -l)" 67

# ---- Cut ----

for kind in sqlite ndb bdb; do
  new_tree
  file=$(name_of $kind)
  for part in 3 40 100; do
    head -c "$part" "$kind/$file" > "tree/var/lib/rpm/$file"
    if apps > got 2> err; then fail "$kind: $part bytes were read"; fi
    matches "error of $kind" "$(cat err)" "^error: /var/lib/rpm/$file: "
  done
done
# Of ndb the end can go, and costs what was there.
size=$(stat -c %s ndb/Packages.db)
head -c $((size - 20000)) ndb/Packages.db > tree/var/lib/rpm/Packages.db
rm tree/var/lib/rpm/Packages
apps > got 2> err
[ "$(wc -l < got)" -gt 20 ] || fail "ndb without its end: $(wc -l < got)"
is "each that is missing is told" "$(cat got err | wc -l)" 67
