#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Change a file with sed
#
# edit starts the program in EDITOR with a copy of the file, and puts it back
# with the owner, mode and attributes that it had.

EDITOR="sed -i 's/^X11Forwarding.*/X11Forwarding no/'" \
  guestfish -a disk.img -i edit /etc/ssh/sshd_config
