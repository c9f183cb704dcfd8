#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet over a directory with damaged images: the others are looked at,
# and what is wrong with these is said. The result is a file of Parquet.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance
requires qemu-img dd

mkdir vault vault/old
make_system vault/good.img debian 12 'Debian 12'
make_system vault/old/zero.img fedora 41 'Fedora 41'
qemu-img convert -O qcow2 vault/good.img vault/torn.qcow2
truncate -s 50 vault/torn.qcow2                 # a copy that was interrupted
: > vault/empty.img
qemu-img convert -O qcow2 vault/good.img vault/table.qcow2
printf '\377%.0s' {1..65536} |                  # its table leads nowhere
  dd of=vault/table.qcow2 bs=65536 seek=3 conv=notrunc 2> dd.log
qemu-img convert -O qcow2 vault/good.img vault/lost.qcow2
head -c 65536 /dev/zero |                       # its table is empty
  dd of=vault/lost.qcow2 bs=65536 seek=3 conv=notrunc 2> dd.log
qemu-img create -q -f qcow2 vault/new.qcow2 1G  # nothing is wrong with it
cp vault/good.img vault/noroot.img
printf '\377%.0s' {1..4096} |                   # its superblock
  dd of=vault/noroot.img conv=notrunc 2> dd.log

status=0
fleet run inspect vault -o out.parquet -w 2 > log 2>&1 || status=$?
is "the exit code" "$status" 1
matches "what is said of the torn one" "$(cat log)" 'torn.qcow2: '
is "images" "$(wc -l < out.parquet.jsonl)" 8
found() {
  "$python" - <<'PY'
import json
for line in sorted(open("out.parquet.jsonl")):
    r = json.loads(line)
    print(r["image"], r["status"], *[x["distro"] for x in r["rows"]])
PY
}
matches "the good ones" "$(found)" 'vault/good.img ok debian
.*vault/old/zero.img ok fedora'
matches "a torn one" "$(found)" 'vault/torn.qcow2 failed'
matches "a table that leads nowhere" "$(found)" 'vault/table.qcow2 failed'
matches "a table that is empty" "$(found)" 'vault/lost.qcow2 failed'
matches "what is said of it" "$(cat log)" \
  'lost.qcow2: its tables are lost: .*: see what is left with qemu'
matches "a new disk" "$(found)" "vault/new.qcow2 ok"$'\n'
matches "no file system" "$(found)" "vault/noroot.img ok"$'\n'
fleet status out.parquet > said || :
matches "the remedy" "$(cat said)" 'torn.qcow2: .*: '
is "Parquet" "$(PYTHONPATH=$abs_top_srcdir/tests/unit:$PYTHONPATH "$python" - <<'PY'
from fleet import read_parquet
for row in sorted(read_parquet("out.parquet")[0], key=lambda row: row["image"]):
    if "distro" in row or "failure" in row:
        print(row["image"], row.get("distro"), row["status"])
PY
)" 'vault/good.img debian ok
vault/lost.qcow2 None failed
vault/old/zero.img fedora ok
vault/table.qcow2 None failed
vault/torn.qcow2 None failed'
nothing_is_left
