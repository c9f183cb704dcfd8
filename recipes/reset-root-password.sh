#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Set the password of root
#
# The hash of the new password, which is the first line of the file
# new-password, takes the place of the old one in /etc/shadow. The guest must be
# shut off.

hash=$(openssl passwd -6 -in new-password)
EDITOR="sed -i 's|^root:[^:]*:|root:$hash:|'" \
  guestfish -a disk.img -i edit /etc/shadow
