#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Run a script when a guest boots the next time
#
# A service of systemd that runs once: it disables itself when the script has
# succeeded. The script runs in the guest itself, with its own kernel and
# network, and not in the appliance.

guestfish -a disk.img -i <<'EOF'
upload setup.sh /root/setup.sh
chmod 0700 /root/setup.sh
upload -<<END /etc/systemd/system/once.service
[Unit]
Description=Set up this machine, once
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=/root/setup.sh
ExecStart=systemctl disable once.service

[Install]
WantedBy=multi-user.target
END
mkdir-p /etc/systemd/system/multi-user.target.wants
ln-sf ../once.service /etc/systemd/system/multi-user.target.wants/once.service
EOF
