#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each built-in job of guestfs-fleet finds what is in an image, and a whole-image
# job of one's own sees its partitions.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance
requires sha256sum

make_system a.img debian 12 'Debian GNU/Linux 12 (bookworm)'
mkdir -p tree.a.img/srv/deep/er
printf secret > tree.a.img/srv/deep/er/key.pem
printf 'EVIL_MARK' > "tree.a.img/srv/odd
name"
printf 'x' > tree.a.img/srv/$'bytes\xff'
printf 'Out of Memory: 1\nfine\n' | gzip > tree.a.img/var/log/messages.1.gz
mkfs.ext4 -q -F -d tree.a.img a.img
# A disk with no system: usage looks at it all the same.
truncate -s 16M b.img
mkfs.ext4 -q -F -L data b.img

# rows JOB OUTPUT: its rows of a.img, as lines of JSON
rows() {
  "$python" - "$1" out.jsonl <<'END'
import json
import sys
for line in open(sys.argv[2]):
    r = json.loads(line)
    if r["job"] == sys.argv[1]:
        for row in r["rows"]:
            print(r["image"], json.dumps(row, sort_keys=True))
END
}
run() { rm -f out.jsonl; fleet run "$@" -o out.jsonl -q a.img b.img ||
          fail "$*: $(cat out.jsonl)"; }

run inspect,packages,usage
matches "inspect" "$(rows inspect)" 'a.img .*"distro": "debian".*"hostname": "a"'
is "packages" "$(rows packages | grep -o '"name": "[a-z]*"')" \
  $'"name": "bash"\n"name": "tar"'
matches "usage of a system" "$(rows usage | grep a.img)" \
  '"device": "/dev/sda".*"mounted": "/".*"size": [1-9]'
matches "usage without a system" "$(rows usage | grep b.img)" \
  '"filesystem": "ext4", .*"mounted": null, "size": [1-9]'

run files -A 'glob=/srv/**/*.pem'
matches "files by glob" "$(rows files)" \
  '"kind": "file", "mode": "644".*"path": "/srv/deep/er/key.pem".*"size": 6'
is "files by glob" "$(rows files | wc -l)" 1
run files -A 'regex=^/srv/(odd|bytes)'
matches "names that are not UTF-8" "$(rows files)" '"path": "/srv/bytes\\\\xff"'
matches "names with newlines" "$(rows files)" '"path": "/srv/odd\\nname"'

run checksums -A directory=/srv
sum=$(printf secret | sha256sum | cut -c 1-64)
matches "checksums of a tree" "$(rows checksums)" \
  "\"checksum\": \"$sum\", \"path\": \"/srv/deep/er/key.pem\""
matches "checksums of odd names" "$(rows checksums)" '"path": "/srv/odd\\nname"'
run checksums -A 'glob=/srv/deep/*/*' -A type=md5
matches "checksums by glob" "$(rows checksums)" \
  "\"checksum\": \"$(printf secret | md5sum | cut -c 1-32)\""

cat > rules.yar <<'END'
rule evil { strings: $a = "EVIL_MARK" condition: $a }
END
run yara -A rules=rules.yar -A 'glob=/srv/**'
matches "yara" "$(rows yara)" '"path": "/srv/odd\\nname".*"rule": "evil"'
is "yara" "$(rows yara | wc -l)" 1

run logs
matches "logs" "$(rows logs)" \
  '"source": "/var/log/syslog", "text": "kernel panic in line 2"'
matches "compressed logs" "$(rows logs)" '"text": "Out of Memory: 1"'
is "logs" "$(rows logs | wc -l)" 2

run config -A file=/etc/ssh/sshd_config -A keys=permitrootlogin,port
is "config" "$(rows config | grep -o '"key".*' | sort)" \
  $'"key": "PermitRootLogin", "root": "/dev/sda", "value": "no"}\n"key": "Port", "root": "/dev/sda", "value": "2222"}'
run config -A path=/files/etc/ssh/sshd_config/PermitRootLogin
matches "Augeas" "$(rows config)" \
  '"key": "/etc/ssh/sshd_config/PermitRootLogin", .*"value": "no"'

cat > own.py <<'END'
from guestfs_fleet import whole_image


@whole_image
def devices(g, roots, unit="1"):
    for device in g.list_devices():
        yield {"roots": len(roots),
               "size": g.blockdev_getsize64(device) // int(unit)}
END
run own.py:devices -A unit=1048576
is "a job of one's own" "$(rows own.py:devices | sort)" \
  $'a.img {"roots": 1, "size": 32}\nb.img {"roots": 0, "size": 16}'
nothing_is_left
