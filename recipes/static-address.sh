#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Give a guest a fixed network address
#
# A file for systemd-networkd. What follows -<<END up to END is uploaded.

guestfish -a disk.img -i <<'EOF'
mkdir-p /etc/systemd/network
upload -<<END /etc/systemd/network/10-wired.network
[Match]
Name=en*

[Network]
Address=192.0.2.17/24
Gateway=192.0.2.1
DNS=192.0.2.53
END
chmod 0644 /etc/systemd/network/10-wired.network
EOF
