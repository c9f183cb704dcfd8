#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Copy files out of a guest
#
# -i finds the system and mounts its file systems. --ro leaves the disk as it
# is, also when the guest runs; what is read may then be in the middle of
# something.

guestfish --ro -a disk.img -i copy-out /var/log /etc/hostname .
