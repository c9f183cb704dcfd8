#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make launches fast in containers and in CI.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
prints oldname
[ -n "$(ls templates)" ] || fail "there is no template"
chmod 700 templates
rm -r templates/*
fails_with 'launch' env LIBGUESTFS_TEMPLATE_DIR="$PWD/templates" \
  LIBGUESTFS_TEMPLATE=force guestfish --ro --format=raw -a disk.img run
