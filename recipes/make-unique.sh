#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a clone forget whose copy it is
#
# What must not be the same in two machines: the ID of the machine and the
# keys of its SSH server. systemd makes a new ID at the next boot when the
# file is empty; ssh-keygen -A makes new keys.

guestfish -a clone.img -i <<'END'
truncate /etc/machine-id
glob rm-f /etc/ssh/ssh_host_*
rm-f /var/lib/dbus/machine-id
rm-f /var/lib/systemd/random-seed
END
