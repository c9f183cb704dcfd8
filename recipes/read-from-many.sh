#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Read the same file from many images
#
# Each image has an appliance of its own, which starts in a fraction of a
# second. The format is given, because a raw disk whose format is guessed
# could pretend to be something else.

for disk in *.img; do
  name=$(guestfish --ro --format=raw -a "$disk" -i cat /etc/hostname) ||
    continue
  printf '%s: %s\n' "$disk" "$name"
done
