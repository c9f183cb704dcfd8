#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Give a guest another host name
#
# For Linux with systemd. The old name may also be in /etc/hosts.

name=web7
old=$(guestfish --ro -a disk.img -i cat /etc/hostname)
EDITOR="sed -i 's/\b$old\b/$name/'" \
  guestfish -a disk.img -i edit /etc/hostname : edit /etc/hosts
