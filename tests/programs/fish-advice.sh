#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a beginner types: one line that says what to type instead, with the
# names that were typed and not those of C functions.

. "$(dirname "$0")/../lib.sh"

truncate -s 1M d.img
fails_with '^guestfish: d.img: unknown command: .*: guestfish -a d.img$' \
  guestfish d.img
echo d.img > script
fails_with 'd.img: unknown command: .*: add d.img$' \
  guestfish -f script
fails_with "^guestfish: ls: -la: .*'ll'" guestfish -- ls -la /
fails_with "^guestfish: -l: .*--help" guestfish ls -la /
fails_with '^guestfish: cd: unknown command: .* lcd ' guestfish cd /
fails_with '^guestfish: clear: unknown command: Ctrl-L ' guestfish clear
fails_with '^guestfish: pwd: unknown command: .* !pwd ' guestfish pwd
fails_with '^guestfish: ls: wrong number of arguments: usage: ls dir' \
  guestfish ls

# The library's errors: the command, and no names of functions.
plain() {                       # plain REGEX COMMAND…
  fails_with "$@"
  case $("${@:2}" 2>&1 </dev/null || :) in
    *guestfs_*) fail "a C function is named: ${*:2}" ;;
  esac
}
plain '^libguestfs: error: edit: ' guestfish edit /etc/hosts
plain '^libguestfs: error: vi: ' guestfish vi /etc/hosts
plain '^libguestfs: error: hexedit: ' guestfish hexedit /dev/sda
plain '^libguestfs: error: more: ' guestfish more /etc/hosts
plain '^libguestfs: error: copy-out: ' guestfish copy-out /etc .
plain '^libguestfs: error: mount_ro: ' guestfish mount-ro /dev/sda1 /
plain '^libguestfs: error: ls: ' guestfish time ls /
plain '^libguestfs: error: ls: ' guestfish glob ls /

# A setting that makes no sense: the reason, once.
fails_with 'LIBGUESTFS_BACKEND=frob: backend "frob": ' \
  env LIBGUESTFS_BACKEND=frob guestfish echo x
status=0
LIBGUESTFS_BACKEND=frob libguestfs-test-tool >log 2>&1 || status=$?
is "status of the doctor" $status 1
is "lines of the doctor" "$(wc -l <log)" 4
matches "reason of the doctor" "$(sed -n 2p log)" \
  'FAIL  environment .*LIBGUESTFS_BACKEND=frob'
