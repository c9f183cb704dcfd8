#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Change a copy of an image that takes no room.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires qemu-img
linux_guest base.img
before=$(sha256sum < base.img)
recipe
is "the base" "$(sha256sum < base.img)" "$before"
is "the host name of the base" "$(file_in base.img /etc/hostname)" oldname
qemu-img convert -O raw clone.qcow2 raw.img
is "the host name of the clone" "$(file_in raw.img /etc/hostname)" clone
[ "$(stat -c %s clone.qcow2)" -lt 4000000 ] || fail "the clone is large"
