#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Recover deleted files.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:ntfs:64M -m /dev/sda1 \
  fill-pattern "precious " 100000 /report.doc : write /kept kept : \
  sync : umount / : mount /dev/sda1 / : rm /report.doc
mkdir found
recipe disk.img /dev/sda1 found
is "files" "$(cd found && echo *report.doc | wc -w)" 1
is "its contents" "$(tr -s 'a-z \n' '\n' < found/*report.doc | head -c 100)" ""
is "its size" "$(cat found/*report.doc | wc -c)" 100000
matches "its contents" "$(head -c 40 found/*report.doc)" '^precious precious '
