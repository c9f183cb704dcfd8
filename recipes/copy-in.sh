#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Copy files into a guest
#
# The guest must be shut off. Files keep the owner that they have here, as a
# number: chown and chmod say what they shall have there.

guestfish -a disk.img -i <<'END'
copy-in site.conf /etc/nginx
chown 0 0 /etc/nginx/site.conf
chmod 0644 /etc/nginx/site.conf
END
