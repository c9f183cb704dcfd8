# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of recipes share. A test makes the images that its recipe
# expects, runs it, and looks by another route at what has become of them.

# After servers.sh it is there already.
[ -n "${test_tmp-}" ] || . "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
requires_appliance
PATH=$PATH:/usr/sbin:/sbin
requires mke2fs debugfs python3

# recipe [ARGUMENT…]: runs the recipe that has the name of this test; what it
# prints is in the file out.
recipe() {
  local file
  file=$(echo "$abs_top_srcdir/recipes/$test_name".*)
  case $file in
    *.sh) bash -e "$file" "$@" ;;
    *.py) requires_language python
          PYTHONDONTWRITEBYTECODE=1 "$(configured PYTHON)" "$file" "$@" ;;
    *.c) compile "$file" && ./program "$@" ;;
    *) fail "no recipe $test_name" ;;
  esac > out 2> err || { cat out err; fail "the recipe has failed"; }
  cat out err
}

# compile FILE: a program that sees only what is installed.
compile() {
  "${cc[@]}" -Wall -Wextra -Wno-unused-parameter -Werror -O0 \
    -I "$abs_top_srcdir/include" "$1" -o program \
    -L "$abs_top_builddir/lib/.libs" -lguestfs -pthread
}

# configured VARIABLE: what configure has found, for example PYTHON.
configured() { sed -n "s/^$1 = //p" "$abs_top_builddir/bindings/Makefile"; }

# prints LINE…: each is one of the lines that the recipe has printed.
prints() {
  local line
  for line; do
    grep -qxF -e "$line" out || fail "it does not print: $line"
  done
}

# ---- Images, made without the library ----

le32() {
  # shellcheck disable=SC2059
  printf "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' \
    $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24)))"
}

# disk NAME SIZE: a new, empty image.
disk() { rm -f "$1"; truncate -s "$2" "$1"; }

# at OFFSET FILE < BYTES: they are put there.
at() { dd of="$2" bs=1 seek="$1" conv=notrunc status=none; }

# partitioned DISK MIB: a disk with one partition, from 1 MiB to its end.
partitioned() {
  disk "$1" "$2M"
  { printf '\x80\x20\x21\x00\x83\xfe\xff\xff'; le32 2048
    le32 $((($2 - 1) * 2048)); } | at 446 "$1"
  printf '\x55\xaa' | at 510 "$1"
}

# ext_disk DISK MIB DIRECTORY [MKE2FS OPTION…]: what is in the directory on an
# ext4 on the only partition of a new disk.
ext_disk() {
  local disk=$1 mib=$2 dir=$3; shift 3
  partitioned "$disk" "$mib"
  mke2fs -q -F -t ext4 -E offset=1048576,root_owner=0:0 -d "$dir" "$@" \
    "$disk" "$(((mib - 1) * 1024))k"
}

# linux_tree: the directory guest has what a Debian must have to be one.
linux_tree() {
  mkdir -p guest/{bin,etc/ssh,etc/network,lib,root,home,tmp,var/lib/dpkg}
  mkdir -p guest/var/log guest/etc/systemd/system
  cat > guest/etc/os-release <<'END'
ID=debian
NAME="Debian GNU/Linux"
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
VERSION_ID="12"
END
  echo 12.5 > guest/etc/debian_version
  echo oldname > guest/etc/hostname
  printf '127.0.0.1\tlocalhost\n127.0.1.1\toldname\n' > guest/etc/hosts
  echo "/dev/sda1 / ext4 defaults 0 1" > guest/etc/fstab
  printf '%s\n' 'root:x:0:0:root:/root:/bin/bash' \
    'daemon:x:1:1::/:/usr/sbin/nologin' > guest/etc/passwd
  printf '%s\n' 'root:*:19000:0:99999:7:::' 'daemon:*:19000:0:99999:7:::' \
    > guest/etc/shadow
  chmod 640 guest/etc/shadow
  printf '%s\n' '# as installed' '#PermitRootLogin prohibit-password' \
    'PermitRootLogin yes' 'X11Forwarding yes' > guest/etc/ssh/sshd_config
  local name
  for name in bash:5.2.15-2 nginx:1.22.1-9; do
    printf 'Package: %s\nStatus: install ok installed\nVersion: %s\n%s\n\n' \
      "${name%:*}" "${name#*:}" 'Architecture: amd64'
  done > guest/var/lib/dpkg/status
}

# linux_guest DISK [MIB]: a disk with what linux_tree has made, as it is now.
linux_guest() {
  [ -d guest ] || linux_tree
  ext_disk "$1" "${2:-32}" guest
}

# ---- Looking, without the library ----

# part_start DISK N: the first byte of a partition.
part_start() {
  local sector
  if [ "$(od -An -c -j512 -N8 "$1" | tr -d ' ')" = EFIPART ]; then
    sector=$(od -An -tu8 -j$((1024 + 128 * ($2 - 1) + 32)) -N8 "$1")
  else
    sector=$(od -An -tu4 -j$((446 + 16 * ($2 - 1) + 8)) -N4 "$1")
  fi
  echo $((sector * 512))
}

# ext DISK N COMMAND: of debugfs, for the ext file system on partition N.
ext() {
  debugfs -R "$3" "$1?offset=$(part_start "$1" "$2")" 2>/dev/null
}
# file_in DISK PATH: a file on the first partition.
file_in() { ext "$1" 1 "cat $2"; }
# mode_in DISK PATH: "0640 0 42": mode, user and group.
mode_in() {
  ext "$1" 1 "stat $2" |
    sed -nE -e 's/.*Mode: +([0-7]+).*/\1/p' \
        -e 's/^User: +([0-9]+) +Group: +([0-9]+).*/\1 \2/p' | paste -sd' '
}
# fs_healthy DISK N: e2fsck has nothing to say about it.
fs_healthy() {
  local bytes
  bytes=$(part_start "$1" "$2")
  e2fsck -fn "$1?offset=$bytes" > fsck.log 2>&1 ||
    fail "e2fsck of $1, partition $2: $(cat fsck.log)"
}
# superblock DISK N FIELD: as tune2fs -l calls it.
superblock() {
  ext "$1" "$2" 'show_super_stats -h' | sed -n "s/^$3: *//p"
}

# ---- Guests that only an appliance can make ----

# luks_guest DISK PASSPHRASE: the same guest in LUKS, whose key is derived in a
# moment.
luks_guest() {
  [ -d guest ] || linux_tree
  sed -i 's,^/dev/sda1,/dev/mapper/root,' guest/etc/fstab
  tar -C guest -cf guest.tar .
  printf %s "$2" > luks-key
  local quick="--pbkdf=pbkdf2 --pbkdf-force-iterations=1000"
  guestfish -N "$1=part:64M" <<END > /dev/null
debug-upload luks-key /tmp/key 0600
debug sh "cryptsetup -q luksFormat $quick --key-file=/tmp/key /dev/sda1"
debug sh "cryptsetup open --key-file=/tmp/key /dev/sda1 root"
mkfs ext4 /dev/mapper/root
mount /dev/mapper/root /
tar-in guest.tar /
END
}

# windows_guest DISK: NTFS on the first partition, with the registry of a
# Windows.
windows_guest() {
  . "$abs_top_srcdir/tests/lib/windows.sh"
  windows win/Windows
  hives <<'END'
> win/Windows/System32/config/SOFTWARE
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows 10 Pro"
"CurrentVersion"="6.3"
"CurrentMajorVersionNumber"=dword:0000000a
"CurrentMinorVersionNumber"=dword:00000000
[Microsoft\Windows\CurrentVersion\RunOnce]
> win/Windows/System32/config/SYSTEM
[Select]
"Current"=dword:00000001
[ControlSet001\Control\ComputerName\ComputerName]
"ComputerName"="OLDBOX"
END
  tar -C win -cf win.tar .
  guestfish -N "$1=fs:ntfs:64M" -m /dev/sda1 tar-in win.tar /
}
