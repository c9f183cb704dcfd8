#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk with partitions and file systems
#
# A new disk of 1 GiB with a GPT: an ext4 of 700 MiB, and swap space on the
# rest. The image is sparse, so it takes room only for what is written to it.
# Sectors have 512 bytes; a negative number counts from the end of the disk.

guestfish <<'END'
sparse disk.img 1G
run
part-init /dev/sda gpt
part-add /dev/sda primary 2048 1435647
part-add /dev/sda primary 1435648 -2048
part-set-name /dev/sda 1 data
mkfs ext4 /dev/sda1 label:data
mkswap /dev/sda2 label:swap
END
