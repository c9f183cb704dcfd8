#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Give a guest a fixed network address.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
is "the file" \
  "$(file_in disk.img /etc/systemd/network/10-wired.network | sha256sum)" \
  "$(printf '%s\n' '[Match]' 'Name=en*' '' '[Network]' \
    Address=192.0.2.17/24 Gateway=192.0.2.1 DNS=192.0.2.53 | sha256sum)"
matches "its mode" \
  "$(mode_in disk.img /etc/systemd/network/10-wired.network)" ^0644
