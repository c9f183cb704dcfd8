#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Add disks while the appliance runs.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest a.img
echo another > guest/etc/hostname
linux_guest b.img
recipe a.img b.img
is "host names" "$(cat out)" "a.img oldname
b.img another"
