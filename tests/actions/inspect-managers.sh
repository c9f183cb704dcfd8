#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Systems into which dnf and pacman have installed packages: what is listed is
# what rpm and pacman say themselves.
# tier: slow

. "$(dirname "$0")/../lib/storage.sh"
requires dnf rpmbuild rpm pacman jq mkfs.ext4
requires_root "can install packages in a directory"

# ---- pacman ----

# arch_package NAME VERSION ARCH
arch_package() {
  rm -rf package; mkdir -p "package/usr/share/$1"
  echo "$1" > "package/usr/share/$1/file"
  cat > package/.PKGINFO <<END
pkgname = $1
pkgbase = $1
pkgver = $2
pkgdesc = The $1
url = https://example.com/$1
builddate = 1700000000
size = 10
arch = $3
END
  tar -C package -czf "$1.pkg.tar.gz" .PKGINFO usr
}
arch_package bash 5.2.037-1 x86_64
arch_package shadow 1:4.16.0-1 x86_64
arch_package filesystem 2024.11.21-1 any
mkdir -p arch/{etc,bin} arch/var/lib/pacman
printf 'ID=arch\nPRETTY_NAME="Arch Linux"\n' > arch/etc/os-release
echo /dev/sda / ext4 rw 0 1 > arch/etc/fstab
printf '[options]\nArchitecture = x86_64\nSigLevel = Never\n' > pacman.conf
run_pacman() {
  pacman --config pacman.conf --root "$PWD/arch" \
    --dbpath "$PWD/arch/var/lib/pacman" --cachedir "$PWD/cache" \
    --hookdir "$PWD/hooks" --logfile "$PWD/log" "$@"
}
run_pacman --noconfirm --noscriptlet -U ./*.pkg.tar.gz > why 2>&1 ||
  fail "pacman: $(tail -n 3 why)"
run_pacman -Q | LC_ALL=C sort > arch.expected
is "packages of pacman" "$(wc -l < arch.expected)" 3

# ---- dnf ----

# Debian's rpm keeps its database elsewhere.
echo '%_dbpath /usr/lib/sysimage/rpm' > .rpmmacros
# rpm_package NAME EPOCH VERSION RELEASE
rpm_package() {
  cat > "$1.spec" <<END
Name: $1
Epoch: $2
Version: $3
Release: $4
BuildArch: noarch
Summary: What $1 is
License: MIT
%description
More about $1.
%install
mkdir -p %{buildroot}/usr/share/$1; touch %{buildroot}/usr/share/$1/file
%files
/usr/share/$1
END
  rpmbuild -bb --quiet --nodeps --define "_topdir $PWD/build" \
    --define "_tmppath $PWD" "$1.spec" > why 2>&1 ||
    fail "rpmbuild: $(tail -n 5 why)"
}
rpm_package fedora-release 0 40 41
rpm_package tool 3 2.4 1.fc40
rpm_package tool-data 0 2.4~rc1 1.fc40
mkdir -p fedora/{etc,bin,usr/bin}; touch fedora/usr/bin/dnf
printf 'ID=fedora\nVERSION_ID=40\n' > fedora/etc/os-release
echo /dev/sdb / ext4 rw 0 1 > fedora/etc/fstab
dnf -q -y --installroot="$PWD/fedora" --releasever=40 --disablerepo='*' \
  --setopt=cachedir="$PWD/cache" --setopt=logdir="$PWD" --nogpgcheck \
  --setopt=reposdir=/nonexistent install build/RPMS/*/*.rpm > why 2>&1 ||
  fail "dnf: $(tail -n 5 why)"
cp -r fedora/usr/lib/sysimage/rpm database   # reading it writes
rpm --dbpath "$PWD/database" -qa --qf \
  '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n' | sed 's/ 0:/ /' |
  LC_ALL=C sort > fedora.expected
is "packages of dnf" "$(wc -l < fedora.expected)" 3

# ---- What is listed ----

# listed DEVICE
listed() {
  guestfish --json --ro --format=raw -a arch.img -a fedora.img <<END > json
run
inspect-os
mount-ro $1 /
inspect-list-applications2 $1
END
  jq -r 'select (.command == "inspect-list-applications2"
                 and .type == "result") | .value[] |
    "\(.app2_name) " + (if .app2_epoch > 0 then "\(.app2_epoch):" else "" end)
    + .app2_version + "-" + .app2_release' json | LC_ALL=C sort
}
truncate -s 64M arch.img fedora.img
mkfs.ext4 -q -d arch arch.img
mkfs.ext4 -q -d fedora fedora.img
diff arch.expected <(listed /dev/sda) || fail "packages of pacman"
diff fedora.expected <(listed /dev/sdb) || fail "packages of dnf"
