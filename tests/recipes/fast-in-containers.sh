#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make launches fast in containers and in CI.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
prints oldname
[ -n "$(ls templates)" ] || fail "there is no template"
before=$(ls -i templates)
LIBGUESTFS_TEMPLATE_DIR=$PWD/templates LIBGUESTFS_DEBUG=1 \
  guestfish --ro --format=raw -a disk.img run 2> log
is "templates after another launch" "$(ls -i templates)" "$before"
matches "what that launch did" "$(grep -i template: log)" 'template: '
