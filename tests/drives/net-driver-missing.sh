#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A drive whose driver QEMU does not have is refused when it is added, whether
# it is read or written, and the error says what to install.

# The modules are hidden in a mount namespace.
if [ "$(id -u)" = 0 ] && [ "${1-}" != in-namespace ]; then
  exec unshare -m "$0" in-namespace
fi

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can hide modules of QEMU"
modules=$(find /usr/lib*/qemu /usr/lib/*/qemu -name 'block-*.so' 2> /dev/null) ||
  :
[ -n "$modules" ] || skip "QEMU has no modules of block drivers"
directory=$(dirname "$(head -1 <<< "$modules")")
cp -r "$directory" others
rm others/block-*
mount --bind others "$directory"

for protocol in http iscsi nfs rbd ssh; do
  case $protocol in ssh | nfs) path=/x/y ;; *) path=x/1 ;; esac
  case $protocol in nfs) server=127.0.0.1 ;; *) server=127.0.0.1:1 ;; esac
  for readonly in '' readonly:true; do
    [ "$protocol$readonly" != http ] || continue
    refused "^libguestfs: error: add_drive: protocol $protocol: .*qemu-block" \
      guestfish add-drive "$path" "protocol:$protocol" server:$server \
      $readonly
  done
done
# One that needs no module is there.
refused 'nbd://127\.0\.0\.1:1/: .*Connection refused' \
  guestfish --ro -a nbd://127.0.0.1:1
