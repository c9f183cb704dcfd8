#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Set the password of root.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires openssl
linux_guest disk.img
echo "open sesame" > new-password
mode=$(mode_in disk.img /etc/shadow)
recipe
file_in disk.img /etc/shadow > shadow
hash=$(sed -n 's/^root:\([^:]*\):.*/\1/p' shadow)
salt=$(cut -d'$' -f3 <<<"$hash")
is "the hash" "$hash" "$(openssl passwd -6 -salt "$salt" "open sesame")"
is "the other line" "$(tail -n 1 shadow)" "daemon:*:19000:0:99999:7:::"
is "mode and owner" "$(mode_in disk.img /etc/shadow)" "$mode"
