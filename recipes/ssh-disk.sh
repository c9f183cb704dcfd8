#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Look at a disk on another machine with SSH
#
# A key must be in ~/.ssh or in an agent, and the server in
# ~/.ssh/known_hosts: nobody is asked for a password. Nothing but sshd is
# needed there.

uri=${1-ssh://root@example.com/var/lib/libvirt/images/disk.img}
guestfish --ro --format=raw -a "$uri" -i cat /etc/hostname
