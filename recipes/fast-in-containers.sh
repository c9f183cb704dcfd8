#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make launches fast in containers and in CI
#
# The first launch boots the appliance and saves it; the next ones start from
# what was saved, in a fraction of a second. A container forgets it: keep the
# directory in a volume or in the cache of the CI. It must be yours alone.

export LIBGUESTFS_TEMPLATE_DIR=$PWD/templates
mkdir -m 700 "$LIBGUESTFS_TEMPLATE_DIR"
libguestfs-make-template

guestfish --ro --format=raw -a disk.img -i \
  cat /etc/hostname
