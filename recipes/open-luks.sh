#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Look into an encrypted disk
#
# -i opens what is encrypted. The key is in a file here; without --key it is
# asked for at the terminal. all stands for every encrypted device.

guestfish --ro -a disk.img --key all:file:passphrase -i cat /etc/hostname
