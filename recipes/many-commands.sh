#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Give one guestfish commands from a script, one at a time
#
# --listen leaves a guestfish in the background that keeps its state; the
# script can decide between two commands what comes next.

eval "$(guestfish --listen --ro --format=raw -a disk.img)"
guestfish --remote run
for fs in $(guestfish --remote list-filesystems | sed 's/:.*//'); do
  guestfish --remote mount-ro "$fs" /
  if [ "$(guestfish --remote exists /etc/hostname)" = true ]; then
    guestfish --remote cat /etc/hostname
  fi
  guestfish --remote umount /
done
guestfish --remote exit
