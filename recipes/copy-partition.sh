#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Copy a partition to another disk
#
# As bytes, whatever is in it; sparse:true leaves holes where there are zeroes.
# The target must be at least as large.

guestfish <<'END'
add from.img readonly:true format:raw
add to.img format:raw
run
copy-device-to-device /dev/sda1 /dev/sdb1 sparse:true
END
