#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Twenty thousand packages of RPM, in SQLite and in ndb: each is listed. The log
# says how long each list took; the goal is a second.

. "$(dirname "$0")/../lib.sh"
requires xz python3 mkfs.ext4
requires_appliance

packages=20000
tar xf "$abs_top_srcdir/tests/data/rpmdb.tar.xz"

# The headers are rpm's own, again and again, each with 16 KiB behind it, as the
# lists of files are.
cat > make.py <<'PYTHON'
import sqlite3
import struct
import sys

packages = int(sys.argv[1])
real = sqlite3.connect("sqlite/rpmdb.sqlite").execute(
    "SELECT blob FROM Packages WHERE length (blob) < 16384 ORDER BY hnum")
headers = [row[0] + bytes(16384) for row in real]


def header(i):
    return headers[i % len(headers)]


db = sqlite3.connect("sqlite-tree/rpmdb.sqlite")
db.execute("CREATE TABLE 'Packages' "
           "(hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
db.executemany("INSERT INTO Packages (blob) VALUES (?)",
               ((header(i),) for i in range(packages)))
db.commit()

# A page has 256 slots, of which the first two are the header's.
pages = (packages + 2 + 255) // 256
block = pages * 256
with open("ndb-tree/Packages.db", "wb") as ndb:
    ndb.write(struct.pack("<4s7I", b"RpmP", 0, 1, pages, packages + 1,
                          0, 0, 0))
    slots = []
    for i in range(packages):
        blocks = (16 + len(header(i)) + 12 + 15) // 16
        slots.append((i + 1, block, blocks))
        block += blocks
    slots += [(0, 0, 0)] * (pages * 256 - 2 - packages)
    for slot in slots:
        ndb.write(struct.pack("<4s3I", b"Slot", *slot))
    for number, first, _ in slots[:packages]:
        data = header(number - 1)
        ndb.seek(first * 16)
        ndb.write(struct.pack("<4s3I", b"BlbS", number, 1, len(data)) + data)
PYTHON
mkdir sqlite-tree ndb-tree
python3 make.py "$packages"

# list KIND: names and versions, into KIND.names; prints the seconds.
list() {
  local tree=$1-root
  mkdir -p "$tree"/{etc,usr/bin,var/lib}
  mv "$1-tree" "$tree/var/lib/rpm"
  printf 'ID=fedora\nVERSION_ID=38\n' > "$tree/etc/os-release"
  echo "Fedora release 38 (Thirty Eight)" > "$tree/etc/fedora-release"
  echo "/dev/sda / ext4 defaults 0 0" > "$tree/etc/fstab"
  mkfs.ext4 -q -d "$tree" disk.img 1G > /dev/null
  rm -r "$tree"
  guestfish --ro --format=raw -a disk.img -i \
    time inspect-list-applications2 /dev/sda > "$1.all" 2> "$1.err" ||
    fail "$(cat "$1.err")"
  sed -n 's/^ *app2_\(name\|version\): //p' "$1.all" > "$1.names"
  grep -h 'elapsed' "$1.all" "$1.err"
}

for kind in sqlite ndb; do
  echo "$packages packages in $kind: $(list $kind)"
  is "packages in $kind" "$(grep -c . $kind.names)" $((2 * packages))
done
cmp sqlite.names ndb.names || fail "SQLite and ndb differ"
