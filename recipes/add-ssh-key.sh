#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Let an SSH key log in as root
#
# sshd wants that nobody else can write to the directory and the file.

guestfish -a disk.img -i <<'END'
mkdir-p /root/.ssh
chmod 0700 /root/.ssh
touch /root/.ssh/authorized_keys
chmod 0600 /root/.ssh/authorized_keys
download /root/.ssh/authorized_keys authorized_keys
!cat id_ed25519.pub >> authorized_keys
upload authorized_keys /root/.ssh/authorized_keys
END
