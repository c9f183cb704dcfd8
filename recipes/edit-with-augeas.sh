#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Change one setting in a configuration file
#
# Augeas knows the syntax of most configuration files: comments and order stay
# as they are. aug-match shows what there is.

guestfish -a disk.img -i <<'END'
aug-init / 0
aug-match /files/etc/ssh/sshd_config/*
aug-set /files/etc/ssh/sshd_config/PermitRootLogin no
aug-save
END
