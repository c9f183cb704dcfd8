#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A disk_create that fails leaves the file, or the link, that was there before,
# and nothing where nothing was.

. "$(dirname "$0")/../lib.sh"
requires qemu-img

huge=9223372036854775000

# fails FORMAT SIZE [OPTION…]: on a file, a link to one, a link to nothing and
# nothing.
fails() {
  local f
  rm -rf d
  mkdir d
  echo "precious" > d/file
  ln -s file d/link
  ln -s nothing d/dangling
  for f in file link dangling new; do
    fails_with "disk_create: .*d/$f" guestfish -- disk-create "d/$f" "$@"
  done
  is "files after $*" "$(cd d && echo *)" "dangling file link"
  is "the file after $*" "$(cat d/file)" precious
  is "links after $*" "$(readlink d/link) $(readlink d/dangling)" "file nothing"
}

fails raw $huge
fails raw $huge preallocation:full
fails qcow2 1P clustersize:512
fails qcow2 1M compat:0.10 preallocation:metadata clustersize:256

# A backing file that is the image itself, or does not exist.
echo "precious" > file
fails_with 'disk_create: file: an image cannot be its own backing' \
  guestfish disk-create file qcow2 1M backingfile:file backingformat:raw
fails_with 'disk_create: none: No such file' \
  guestfish disk-create file qcow2 1M backingfile:none
is "the file" "$(cat file)" precious

# What works replaces the content, through a link, and keeps the permissions.
chmod 640 file
ln -s file link
guestfish disk-create link qcow2 1M
is "format" "$(guestfish disk-format file)" qcow2
is "link and mode" "$(readlink link) $(stat -c %a file)" "file 640"
guestfish disk-create link raw 2M preallocation:full
is "size and mode" "$(readlink link) $(stat -c '%s %a' file)" "file 2097152 640"
[ -z "$(tr -d '\0' < file | head -c 1)" ] || fail "the old content shows"
guestfish disk-create dangling raw 1M
ln -s later later-link
guestfish disk-create later-link qcow2 1M preallocation:sparse
is "through a link to nothing" "$(guestfish disk-format later)" qcow2
is "other files" "$(find . -name '*.??????')" ""

# The format of a backing file that is guessed to be raw: a warning.
guestfish -- disk-create over qcow2 -1 backingfile:dangling 2> log
matches "warning" "$(cat log)" 'warning: .*dangling: format not given .*raw'
