#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# virt-copy-in, virt-copy-out, virt-tar-in, virt-tar-out: files and archives go
# in and come out again; options, strange names, and messages that begin with
# the name that was called.

. "$(dirname "$0")/../lib.sh"

# ---- Without an appliance ----

for p in virt-copy-in virt-copy-out virt-tar-in virt-tar-out; do
  matches "$p --version" "$($p --version)" "^$p [0-9]+\.[0-9]"
  matches "$p --help" "$($p --help)" "^$p: "
  is "options of $p" "$($p --long-options)" "$(guestfish --long-options)"
  fails_with "^$p: there is no disk: add it with -a .*--help$" "$p" x /
  fails_with "^$p: .* must be given: try --help$" "$p" -a disk.img x
  fails_with "^$p: --nonesuch: there is no such option" "$p" --nonesuch
  fails_with "^$p: --file, --listen and --remote are for guestfish$" \
    "$p" --listen
done
fails_with '^virt-frob: .*no such program|--wrapper=virt-frob: ' \
  guestfish --wrapper=virt-frob

is "which guestfish is run" \
  "$(PATH=/usr/bin:/bin "$abs_top_builddir/fish/virt-tar-in" --version)" \
  "$(virt-tar-in --version)"

requires_appliance
requires mke2fs debugfs
mkdir -p root/{etc,bin,data}
printf 'ID=alpine\nVERSION_ID=3.19.0\nPRETTY_NAME=Plain\n' > root/etc/os-release
touch root/etc/fstab
head -c 200000 /dev/urandom > root/bin/large
mke2fs -q -t ext4 -d root disk.img 16M
guest() { debugfs -R "$1" disk.img 2>/dev/null; }

# ---- In ----

mkdir -p dir/sub
echo colon > ':'
echo dash > -dash
echo deep > dir/sub/file
virt-copy-in --format=raw -a disk.img -- -dash : dir /data
is "a name that begins with a dash" "$(guest 'cat /data/-dash')" dash
is "a name that separates commands of guestfish" "$(guest 'cat /data/:')" colon
is "a directory" "$(guest 'cat /data/dir/sub/file')" deep
fails_with 'copy-in: nonesuch: No such file' \
  virt-copy-in --format=raw -a disk.img nonesuch /data

# ---- Out, from a disk that cannot be written to ----

cp disk.img writable.img
chmod a-w disk.img
tar cf plain.tar dir
mkdir out
virt-copy-out --format=raw -a disk.img /data/dir /etc/os-release out
is "what came out" "$(cd out && find . -type f | sort | paste -sd' ')" \
  "./dir/sub/file ./os-release"
is "a file that came out" "$(cat out/dir/sub/file)" deep
is "an archive that came out" \
  "$(virt-tar-out --format=raw -a disk.img /data - | tar xOf - ./-dash)" dash

gzip < plain.tar > plain.tar.gz
fails_with 'tar_in: /data: not a tar archive, or a compressed one: ' \
  virt-tar-in --format=raw -a writable.img plain.tar.gz /data
virt-tar-in --format=raw -a writable.img plain.tar.gz /data compress:gzip

# ---- Places that take nothing ----

# Which root it is need not be found each time.
from=(--format=raw -a disk.img -m /dev/sda)
fails_with 'copy-out: none: it must be a local directory: No such file' \
  virt-copy-out "${from[@]}" /data none
fails_with 'copy-out: out/os-release: not a local directory' \
  virt-copy-out "${from[@]}" /data out/os-release
fails_with 'tar_out: /dev/full: cannot be written: No space left' \
  virt-tar-out "${from[@]}" /data /dev/full
status=0
virt-tar-out "${from[@]}" /data - > /dev/full 2> said || status=$?
is "status with a full standard output" $status 1
status=0
{ virt-tar-out "${from[@]}" /bin - 2> said || echo $? > status; } |
  head -c 1000 > begin
is "status when the reader ends" "$(cat status)" 1
matches "what is said then" "$(cat said)" 'tar_out: .*Broken pipe'
fails_with 'tar_out: /data/file: No such file' \
  virt-tar-out "${from[@]}" /data/file file.tar
[ ! -e file.tar ] || fail "an archive is left of what is not there"
# On a full disk the message says where.
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
  mkdir small
  fails_with 'copy-out: small/bin: ./large: No space left on device' \
    unshare -m bash -ec 'mount -t tmpfs -o size=64k x small; exec "$@"' - \
    virt-copy-out "${from[@]}" /bin small
else
  skip_part "a full disk: nothing can be mounted"
fi

# ---- An archive in; a guest without a system, with -m ----

mke2fs -q -t ext4 plain.img 4M
tar cf - dir | virt-tar-in --format=raw -a plain.img -m /dev/sda - /
is "an unpacked archive" \
  "$(debugfs -R 'cat /dir/sub/file' plain.img 2>/dev/null)" deep
