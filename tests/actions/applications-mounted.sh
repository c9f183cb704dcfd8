#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Packages of systems as they are mounted: of a read-only file system with what
# is in the database's log, below /ostree, with /var apart, and many of them;
# warnings and errors name what they are about.

. "$(dirname "$0")/../lib/storage.sh"
requires xz python3

# system DIR ID: the files of one
system() {
  mkdir -p "$1/etc" "$1/bin" "$1/var/lib" "$1/usr/bin"
  printf 'ID=%s\nVERSION_ID=38\nPRETTY_NAME="%s"\n' "$2" "$2" \
    > "$1/etc/os-release"
  echo 'LABEL=x / ext4 rw 0 1' > "$1/etc/fstab"
}
# fill DEVICE DIR
fill() {
  tar -C "$2" -cf "$2.tar" .
  printf 'mkfs ext4 %s\nmount %s /\ntar-in %s.tar /\numount /\n' "$1" "$1" "$2"
}
tar xf "$abs_top_srcdir/tests/data/rpmdb.tar.xz"

system rpm fedora
mkdir rpm/var/lib/rpm
cp sqlite/rpmdb.sqlite rpm/var/lib/rpm
python3 - <<'END'
import shutil, sqlite3
path = "rpm/var/lib/rpm/rpmdb.sqlite"
db = sqlite3.connect(path)
db.execute("PRAGMA journal_mode = WAL")
db.execute("DELETE FROM Packages WHERE hnum > 2")
db.execute("UPDATE Packages SET blob = zeroblob (5) WHERE hnum = 2")
db.commit()
shutil.copytree("rpm", "copy")
db.close()
END
rm -r rpm; mv copy rpm
[ -s rpm/var/lib/rpm/rpmdb.sqlite-wal ] || fail "no log was made"

at=ostree/ostree/deploy/os/deploy/c0.0
system $at fedora
mkdir -p $at/usr/share/rpm ostree/boot
cp ndb/Packages.db $at/usr/share/rpm

system deb debian
rm -r deb/var; mkdir deb/var
mkdir -p var/lib/dpkg
seq 5000 -1 1 | awk '{
  printf "Package: p%04d\nStatus: install ok installed\nVersion: %d-1\n\n", $1, $1
}' > var/lib/dpkg/status

for d in rpm ostree deb var; do disk $d.img 48M; done
list='inspect-list-applications2'
session <<S
add rpm.img $scratch
add ostree.img $scratch
add deb.img $scratch
add var.img $scratch
run
$(fill /dev/sda rpm)
$(fill /dev/sdb ostree)
$(fill /dev/sdc deb)
$(fill /dev/sdd var)
inspect-os
-$list /dev/sda
mount-ro /dev/sda /
echo rpm
$list /dev/sda | grep app2_name
umount /
mount-ro /dev/sdb /
echo ostree
$list /dev/sdb | grep -c app2_name
umount /
mount-ro /dev/sdc /
echo deb
-$list /dev/sdc
mount-ro /dev/sdd /var
$list /dev/sdc | grep -e app2_name -e app2_version | sed -n '1,3p;9999,\$p'
-$list /dev/sdd
S
says "error: inspect_list_applications2: nothing is mounted on /" \
  "/dev/sda: /var/lib/rpm/rpmdb.sqlite: the header of package 2 is damaged" \
  "/var/lib/dpkg/status: there is no such file" \
  "inspect_list_applications2: /dev/sdd: it is not the root of a system"
is "packages of rpm" "$(sed -n '/^rpm$/,/^ostree$/p' out | grep name)" \
  "  app2_name: zlib"
is "packages below /ostree" "$(sed -n '/^ostree$/,/^deb$/p' out | sed -n 2p)" 67
is "packages in /var" "$(sed -n '/^deb$/,$p' out | grep '^  ')" "\
  app2_name: p0001
  app2_version: 1
  app2_name: p0002
  app2_name: p5000
  app2_version: 5000"
