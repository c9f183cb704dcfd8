#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Look into an image on a web server
#
# Only what is read is transferred: the server must know ranges. It cannot be
# written to.

url=${1-https://example.com/disk.img}
guestfish --ro --format=raw -a "$url" -i cat /etc/hostname
