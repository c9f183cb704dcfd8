#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Show how far a long call is.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:ext4:256M
head -c 100000000 /dev/urandom > large
recipe large
is "the file" "$(file_in disk.img /large | sha256sum)" "$(sha256sum < large)"
matches "the last figure" "$(tr '\r' '\n' < err | grep % | tail -n 1)" '^100%$'
[ "$(tr '\r' '\n' < err | grep -c %)" -gt 1 ] || fail "only one event"
