#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish --json: results of every type, as a guest gives them. Names that
# are not UTF-8, numbers of more than 53 bits, progress, what -i finds.
# tier: slow

. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/lib/jsonlines.sh
. "$abs_top_srcdir/tests/lib/jsonlines.sh"
requires_appliance

head -c 1000000 /dev/zero > zeroes
status=0
guestfish --json -N disk.img=fs:ext4:300M:gpt -m /dev/sda1 -f - \
  > out.jsonl 2> err <<'END' || status=$?
mkdir /d
write "/d/\xff" "bytes \x01\xfe"
write /d/text "caf\xc3\xa9 \"quoted\" \\ \t\n"
ls /d
cat /d/text
read-file "/d/\xff"
is-file /d/text
umask 18
filesize /d/text
stat /d/text
statvfs /
statvfs / > statvfs.txt
readdir /d
setxattr user.x "\x01\xfe" 2 /d/text
getxattrs /d/text
list-filesystems
mountpoints
part-list /dev/sda
vfs-label /dev/sda1
set-label /dev/sda1 "\xe9"
vfs-uuid /dev/sda1
supported lvm2
upload zeroes /d/zeroes
download /d/text local
aug-init / 0
glob cat /d/t*
-cat /d/none
-mount /dev/sdz1 /
upload zeroes /
END
is status $status 1
is "standard error" "$(cat err)" ""
is "downloaded" "$(cat local)" "$(printf 'caf\xc3\xa9 "quoted" \\ \t\n')"
valid out.jsonl \
  'any(e["event"] == "launch_done" for e in events)' \
  'V("ls")[0] == "text"' \
  'base64.b64decode(V("ls")[1]["value"]) == b"\xff"' \
  'V("cat") == "caf\u00e9 \"quoted\" \\ \t\n"' \
  'results["read-file"]["encoding"] == "base64"' \
  'base64.b64decode(V("read-file")) == b"bytes \x01\xfe"' \
  'V("is-file") is True' 'V("filesize") == 19' \
  'V("stat")["size"] == 19 and V("stat")["mode"] == 0o100644' \
  "V(\"statvfs\")[\"fsid\"] == $(sed -n 's/^fsid: //p' statvfs.txt)" \
  'sorted(d["ftyp"] for d in V("readdir")) == ["d", "d", "r", "r"]' \
  'any(type(d["name"]) is dict for d in V("readdir"))' \
  'base64.b64decode(V("getxattrs")[-1]["attrval"]["value"]) == b"\x01\xfe"' \
  'V("list-filesystems") == {"/dev/sda1": "ext4"}' \
  'V("mountpoints") == {"/dev/sda1": "/"}' \
  'V("part-list")[0]["part_num"] == 1' \
  'len(V("vfs-uuid")) == 36' \
  '"value" not in results["mkdir"]' \
  'errors[-3]["errno"] == "ENOENT" and errors[-3]["allowed"]' \
  'errors[-3]["arguments"] == ["/d/none"]' \
  '"/dev/sda1" in errors[-2]["suggestions"]' \
  'errors[-1]["errno"] == "EISDIR" and not errors[-1]["allowed"]' \
  'all(p["position"] <= p["total"] for p in progress)'
