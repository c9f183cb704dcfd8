#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Use results as JSON in a pipeline.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires jq
linux_guest disk.img
recipe
is "what it prints" "$(cat out)" "/dev/sda1 has ext4"
disk disk.img 0
rm disk.img
! bash -e "$abs_top_srcdir/recipes/json-pipeline.sh" > out 2>&1 ||
  fail "there is no disk, and no error"
