#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Do the same to many images, several at a time
#
# xargs starts as many as there are processors. What fails is named, and its
# exit status makes that of xargs 123.

printf '%s\0' *.img |
  xargs -0 -P "$(nproc)" -I DISK \
    guestfish --format=raw -a DISK -i upload motd /etc/motd
