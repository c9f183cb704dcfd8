#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# read_only in the configuration files: which file counts, that --ro and --rw
# count more, and what is wrong in one.

. "$(dirname "$0")/../lib.sh"

truncate -s 1M disk.img
export HOME=$PWD/home XDG_CONFIG_DIRS=$PWD/one:$PWD/two
unset XDG_CONFIG_HOME
mkdir -p home/.config/libguestfs one/libguestfs two/libguestfs
name=libguestfs/libguestfs-tools.conf

# opened [OPTION…]: how -a opens a disk
opened() {
  case $(guestfish -x "$@" --format=raw -a disk.img echo 2>&1) in
    *add_drive*readonly:true*) echo ro ;;
    *add_drive*) echo rw ;;
    *) echo error ;;
  esac
}
is "without files" "$(opened)" rw
echo 'read_only = true;' > two/$name
is "of the last of two directories" "$(opened)" ro
is "and --rw" "$(opened --rw)" rw
printf '# a comment\n\n  read_only=false // another\n' > one/$name
is "the first counts more" "$(opened)" rw
is "and --ro" "$(opened --ro)" ro
echo 'read_only = true' > home/.libguestfs-tools.rc
is "the user's counts more" "$(opened)" ro
echo 'read_only = false;' > home/.config/$name
is "the one in ~/.config counts most" "$(opened)" rw

# Whoever says --ro does not write because of a --rw somewhere else.
fails_with '^guestfish: --rw: not together with --ro' guestfish --ro --rw echo
fails_with '^guestfish: --ro: not together with --rw' guestfish -w -r echo
fails_with '^virt-copy-out: --rw: .*which virt-copy-out implies' \
  virt-copy-out --rw -a disk.img / .
fails_with '^virt-tar-in: --ro: not together with --rw' virt-tar-in -ra disk.img

for bad in 'read_only' 'read_only = maybe;' 'readonly = true;' \
           'read_only = true; false'; do
  printf '\n%s\n' "$bad" > home/.libguestfs-tools.rc
  fails_with '^guestfish: .*/.libguestfs-tools.rc:2: not a setting' \
    guestfish echo x
done
