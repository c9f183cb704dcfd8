#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Back up a directory of a guest, and restore it
#
# The archive holds owners, modes, attributes and access control lists, which
# a copy on the host would lose unless you are root.

guestfish --ro -a disk.img -i \
  tar-out /etc etc.tar.gz compress:gzip xattrs:true acls:true

guestfish -a disk.img -i \
  tar-in etc.tar.gz /etc compress:gzip xattrs:true acls:true
