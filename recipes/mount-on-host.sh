#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Work on a guest with the programs of the host
#
# guestmount makes the guest a directory. No privilege is needed, and the
# host's kernel never reads the guest's file systems. guestunmount --wait
# returns when all has been written.

mkdir mnt
guestmount -a disk.img -i mnt
cp hosts mnt/etc/hosts
grep -rl oldname mnt/etc
guestunmount --wait mnt
