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

chmod a-w disk.img
mkdir out
virt-copy-out --format=raw -a disk.img /data/dir /etc/os-release out
is "what came out" "$(cd out && find . -type f | sort | paste -sd' ')" \
  "./dir/sub/file ./os-release"
is "a file that came out" "$(cat out/dir/sub/file)" deep
is "an archive that came out" \
  "$(virt-tar-out --format=raw -a disk.img /data - | tar xOf - ./-dash)" dash

# ---- An archive in; a guest without a system, with -m ----

mke2fs -q -t ext4 plain.img 4M
tar cf - dir | virt-tar-in --format=raw -a plain.img -m /dev/sda - /
is "an unpacked archive" \
  "$(debugfs -R 'cat /dir/sub/file' plain.img 2>/dev/null)" deep
