#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet over three images: rows are right, what is done is not done
# again, a list on standard input, and nothing is left behind.

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance

make_system one.img debian 12 'Debian GNU/Linux 12 (bookworm)'
make_system two.img ubuntu 14.04 'Ubuntu 14.04.6 LTS'
truncate -s 8M empty.img
mkfs.ext4 -q -F empty.img

fleet run inspect,config -A file=/etc/ssh/sshd_config -A keys=Port \
  -o out.sqlite one.img ./one.img two.img < /dev/null > log 2>&1 ||
  fail "$(cat log)"
matches "the summary" "$(tail -n 1 log)" '^2 images done; 4 rows in '
is "what is found" "$(sql out.sqlite "SELECT name, distro, major, minor,
     hostname FROM inspect JOIN image ON id = image ORDER BY name")" \
  $'one.img|debian|12|0|one\ntwo.img|ubuntu|14|4|two'
is "configuration" "$(sql out.sqlite 'SELECT DISTINCT file, key, value
     FROM config')" '/etc/ssh/sshd_config|Port|2222'

printf 'one.img\0two.img\0empty.img\0none.img\0' > list
if fleet run inspect -0 - -o out.sqlite < list > log 2>&1
then fail "an image that is not there was looked at"; else status=$?; fi
is "the exit code" "$status" 1
matches "what went wrong" "$(cat log)" 'none.img: .*No such file.*: correct'
matches "the summary" "$(tail -n 1 log)" \
  '^1 image done; 2 done before; 1 failed \(1 not-found\); 0 rows'
is "each image once" "$(sql out.sqlite "SELECT count(*), sum(status = 'ok')
     FROM result JOIN job ON job.id = job WHERE job.name = 'inspect'")" '4|3'
matches "the status" "$(fleet status out.sqlite || :)" 'inspect: 3 of 4 images'
fleet report out.sqlite
grep -q 'past its end of life' out.html || fail "no end of life in the report"
nothing_is_left
