#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# lvm_set_filter takes names for names: what would be a regular expression in
# one neither hides its device nor shows another.

. "$(dirname "$0")/../lib.sh"
requires_appliance

got=$(guestfish -N a.img=disk:200M <<'X'
pvcreate /dev/sda
vgcreate V /dev/sda
lvcreate a+b V 32
lvcreate aab V 32
lvcreate x.y V 32
lvcreate xzy V 32
pvcreate /dev/V/a+b
pvcreate /dev/V/aab
pvcreate /dev/V/x.y
pvcreate /dev/V/xzy
lvm-set-filter "/dev/sda /dev/V/a+b /dev/V/x.y"
pvs
X
)
is "what lvm sees" "$got" "/dev/V/a+b
/dev/V/x.y
/dev/sda"
