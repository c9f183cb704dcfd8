#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Drives over ftps on Debian 12 with the libcurl of its backports: what net-ftp
# tests when QEMU's libcurl can read over ftps.

. "$(dirname "$0")/../lib/servers.sh"
requires_root "can run the server of net-ftp"
requires mmdebstrap vsftpd pkill openssl mkfs.ext4 debugfs
requires_appliance
requires_block_driver ftp
. /etc/os-release
[ "${VERSION_CODENAME-}" = bookworm ] ||
  skip "not Debian 12: net-ftp has tested the libcurl of this system"

# The mirror that this host uses.
# shellcheck disable=SC2016  # apt-get expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' \
           'Release: bookworm' | head -n 1)
[ -n "$mirror" ] || skip "no package index of Debian: apt-get update"
mmdebstrap --quiet --mode=chrootless --variant=extract --format=directory \
  --include=libcurl3-gnutls/bookworm-backports bookworm root \
  "deb $mirror bookworm main" "deb $mirror bookworm-backports main" \
  > log 2>&1 || skip "no packages: $(tail -n 1 log)"

# Nothing but libcurl and what only it needs.
mkdir new
cp -L root/usr/lib/*/libcurl-gnutls.so.4 new
missing() { LD_LIBRARY_PATH=new ldd new/* | sed -n 's/ => not found//p'; }
for library in $(missing); do cp -L root/usr/lib/*/"$library" new; done
is "libraries that are missing" "$(missing)" ""

LD_LIBRARY_PATH=$PWD/new:$LD_LIBRARY_PATH \
  "$abs_top_srcdir/tests/drives/net-ftp.sh" > out 2>&1 || fail "$(cat out)"
cat out
grep -q '^ftps: ended after' out || fail "ftps was not tested"
