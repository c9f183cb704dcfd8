#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The Debian before and after the one that inspect-real knows, made of their
# packages, on a partition and on LVM: what is told of them is what their files
# and dpkg say.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires mmdebstrap
requires_appliance

# inspect RELEASE DEVICE WHAT: on such a disk of guestfish -N; "packages" has
# what is told, "known" what dpkg knows
inspect() {
  local files
  files=$("$abs_top_srcdir/tools/make-debian-image" --release="$1" --files \
            2> why) || skip "packages of $1 are not to be had: $(tail -n 1 why)"
  rm -rf debian disk.img; mkdir debian
  tar -C debian -xf "$files" ./var/lib/dpkg/status ./usr/lib/os-release \
    ./etc/debian_version
  dpkg-query --admindir="$PWD/debian/var/lib/dpkg" \
    -W -f '${db:Status-Status} ${Package} ${Architecture} ${Version}\n' |
    sed -n 's/^installed //p' | LC_ALL=C sort > known
  [ "$(wc -l < known)" -gt 50 ] || fail "$files has few packages"

  guestfish -N disk.img="$3" <<END
mount $2 /
tar-in $files / xattrs:true
write /etc/hostname "of-$1\n"
END
  guestfish --ro --format=raw -a disk.img -i <<END > told
inspect-get-distro $2
inspect-get-major-version $2
inspect-get-product-name $2
inspect-get-hostname $2
inspect-get-package-format $2
inspect-get-osinfo $2
END
  guestfish --json --ro --format=raw -a disk.img -i \
    inspect-list-applications2 "$2" > json
  python3 -c '
import json
for line in open("json"):
    o = json.loads(line)
    if o["type"] == "result" and o["command"] == "inspect-list-applications2":
        for a in o["value"]:
            version = a["app2_version"]
            if a["app2_epoch"]: version = "%d:%s" % (a["app2_epoch"], version)
            if a["app2_release"]: version += "-" + a["app2_release"]
            print(a["app2_name"], a["app2_arch"], version)
' | LC_ALL=C sort > packages
}

# check RELEASE VERSION DEVICE WHAT
check() {
  local name
  inspect "$1" "$3" "$4"
  # shellcheck disable=SC1091  # it is not a file of ours
  name=$(. debian/usr/lib/os-release; echo "$PRETTY_NAME")
  is "$1" "$(cat told)" "debian
$2
$name
of-$1
deb
debian$2"
  diff known packages || fail "packages of $1"
}
check bullseye 11 /dev/sda1 fs:ext4:1200M
check trixie 13 /dev/debian/root lvfs:/dev/debian/root:ext4:1200M
