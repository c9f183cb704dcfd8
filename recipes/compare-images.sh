#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Find the files in which two images differ
#
# Checksums are computed in the appliances, both at the same time; only the
# lists are compared here.

for n in old new; do
  guestfish --ro -a "$n.img" -i checksums-out sha256 / "$n.sums" &
done
wait
diff <(sort -k2 old.sums) <(sort -k2 new.sums) |
  sed -n 's/^[<>] [0-9a-f]*  //p' | sort -u
