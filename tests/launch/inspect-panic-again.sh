#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# The appliance's kernel really panics while a file system is mounted, or while
# its files are looked at: the appliance is launched again without it, in the
# same call, and all others are found; the handle works on.

. "$(dirname "$0")/../lib/servers.sh"
requires python3 mkfs.ext4 debugfs
requires_appliance
[ "$(uname -m)" = x86_64 ] || skip "the panic is made with an NMI of x86_64"

# A system on sda and on sdd, and one between them: nobody reads its journal
# before it is mounted, nor its release, which is written behind megabytes of
# something else, before its files are looked at.
for name in first bad last; do
  mkdir -p $name/etc $name/bin
  printf 'ID=debian\nVERSION_ID=12\n' > $name/etc/os-release
  echo $name > $name/etc/hostname
  truncate -s 40M $name.img
  mkfs.ext4 -q -b 4096 -J location=20M -d $name $name.img
done
head -c 8M /dev/urandom > filler
printf 'rm etc/os-release\nwrite filler filler\ncd etc\nwrite %s os-release\n' \
  last/etc/os-release | debugfs -w -f - bad.img > log 2>&1
block_of() { debugfs -R "bmap $1 0" bad.img 2> /dev/null; }

# inspect BLOCK: with a panic when that is read
inspect() {
  rm -f socket server.log empty.img
  truncate -s 20M empty.img
  background python3 "$abs_top_srcdir/tests/lib/nbd-trap.py" socket bad.img \
    "$(($1 * 4096))" 4096 "$PWD/monitor"
  wait_until test -S socket
  cat > script <<END
event e launch_done,subprocess_quit "echo EVENT \$EVENT"
append unknown_nmi_panic
config -qmp "unix:$PWD/monitor,server=on,wait=off"
add-drive first.img format:raw readonly:true
add-drive "" protocol:nbd "server:'unix:$PWD/socket'" format:raw
add-drive empty.img format:raw
add-drive last.img format:raw readonly:true
run
inspect-os
inspect-get-hostname /dev/sda
inspect-get-hostname /dev/sdd
-inspect-get-hostname /dev/sdb
list-filesystems
inspect-os
mkfs ext2 /dev/sdc
mount /dev/sdd /
cat /etc/hostname
END
  timeout 300 guestfish -f script > out 2> err || { cat out err; fail "panic"; }
  cat server.log err
  is "all that it did" "$(grep . out)" "EVENT launch_done
/dev/sda
/dev/sdd
first
last
/dev/sda: ext4
/dev/sdb: ext4
/dev/sdc: unknown
/dev/sdd: ext4
/dev/sda
/dev/sdd
last"
  is "panics" "$(grep -c caught server.log)" 1
}

# warns WHILE: of the panic, at each inspection
warns() {
  matches "the warning" "$(grep -m1 warning err)" "^libguestfs: warning: \
/dev/sdb: was left out, as the appliance's kernel panicked while $1 /dev/sdb \
\(ext4\): Kernel panic - .*NMI.*: the appliance was launched again, which the \
backend setting inspect_without=/dev/sdb avoids"
  is "other warnings" "$(grep warning err | grep -cv /dev/sdb)" 0
}

inspect "$(block_of '<8>')"
warns mounting
inspect "$(block_of /etc/os-release)"
warns "looking at the files of"
