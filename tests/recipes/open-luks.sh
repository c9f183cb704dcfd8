#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Look into an encrypted disk.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
luks_guest disk.img "open sesame"
echo "open sesame" > passphrase
recipe
prints oldname
echo wrong > passphrase
! guestfish --ro --format=raw -a disk.img --key all:file:passphrase -i \
  cat /etc/hostname > wrong 2>&1 || fail "a wrong key opens it"
