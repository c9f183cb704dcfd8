#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Work on a disk of an NBD server
#
# qemu-nbd exports an image of any format that QEMU knows; here through a
# socket. For a server on another machine it is nbd://HOST/EXPORT.

qemu-nbd --format=qcow2 --socket="$PWD/socket" --persistent --fork \
  --pid-file=nbd.pid disk.qcow2
guestfish --format=raw -a "nbd:///?socket=$PWD/socket" -i \
  write /etc/motd "over the network"
kill "$(cat nbd.pid)"
