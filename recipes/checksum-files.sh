#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Write down the checksums of all files
#
# The list is one that sha256sum -c understands, for a tree that was copied,
# and can be compared with a later one.

guestfish --ro -a disk.img -i checksums-out sha256 /etc sums
