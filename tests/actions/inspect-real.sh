#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Systems made of real packages: Debian in LUKS with /boot of its own, and on
# subvolumes of Btrfs; Fedora's layout with packages that rpm has installed;
# Arch. What is told of them is what dpkg and rpm, and the files, say.
# tier: slow

. "$(dirname "$0")/../lib/storage.sh"
requires mmdebstrap rpmbuild rpm
requires_root "can install packages of rpm in a directory"
debian=$("$abs_top_srcdir/tools/make-debian-image" --files 2> why) ||
  skip "Debian's packages are not to be had: $(tail -n 1 why)"

# ---- Debian, as dpkg knows it ----

mkdir debian
tar -C debian -xf "$debian" ./var/lib/dpkg/status ./etc ./usr/lib/os-release
# shellcheck disable=SC1091  # it is not a file of ours
release() { (. debian/usr/lib/os-release; echo "${!1}"); }
debian_version=$(cat debian/etc/debian_version)
dpkg-query --admindir="$PWD/debian/var/lib/dpkg" \
  -W -f '${db:Status-Status} ${Package} ${Architecture} ${Version}\n' |
  sed -n 's/^installed //p' | LC_ALL=C sort > debian.packages
[ "$(wc -l < debian.packages)" -gt 50 ] || fail "$debian has few packages"

# ---- Packages of rpm ----

build() {
  local name=$1 extra=$2 files=$3
  cat > "$name.spec" <<END
Name: $name
$extra
Summary: What $name is
License: MIT
URL: https://example.com/$name
%global __os_install_post %nil
%description
More about $name.
%install
mkdir -p %{buildroot}; cd %{buildroot}
mkdir -p etc usr/bin usr/share/$name
touch usr/share/$name/file
$files
%files
/*
END
  rpmbuild -bb --quiet --define "_topdir $PWD/build" --define "debug_package %nil" \
    --define "_build_id_links none" --define "_tmppath $PWD" --nodeps "$name.spec" > log 2>&1 ||
    fail "rpmbuild: $(tail -n 5 log)"
}
build fedora-release $'Version: 40\nRelease: 41\nBuildArch: noarch' "
printf 'ID=fedora\nVERSION_ID=40\nPRETTY_NAME=\"Fedora Linux 40 (Server Edition)\"\n' \
  > etc/os-release
echo fedora.example > etc/hostname
echo '/dev/vdc / ext4 defaults 1 1' > etc/fstab
touch usr/bin/dnf"
build tool $'Version: 2.4\nRelease: 1.fc40\nEpoch: 3' "
cp /bin/bash usr/bin/bash"
mkdir fedora; ln -s usr/bin fedora/bin
rpm --root "$PWD/fedora" --dbpath /usr/lib/sysimage/rpm --nodeps --noscripts \
  --ignorearch -i build/RPMS/*/*.rpm > log 2>&1 || fail "rpm: $(cat log)"
rpm --root "$PWD/fedora" --dbpath /usr/lib/sysimage/rpm -qa --qf \
  '%{NAME} %{ARCH} %{EPOCHNUM} %{VERSION} %{RELEASE}\n' | LC_ALL=C sort \
  > fedora.packages
is "packages of rpm" "$(wc -l < fedora.packages)" 2

# ---- Packages of pacman ----

mkdir -p arch/etc arch/usr/{bin,lib} arch/var/lib/pacman/local; ln -s usr/bin arch/bin
cp /bin/bash arch/usr/bin
printf 'ID=arch\nBUILD_ID=rolling\nPRETTY_NAME="Arch Linux"\n' > arch/usr/lib/os-release
ln -s ../usr/lib/os-release arch/etc/os-release
echo arch > arch/etc/hostname
for package in bash:5.2.037-1:x86_64 shadow:1:4.16.0-1:x86_64 filesystem:2024.11.21-1:any; do
  name=${package%%:*} arch=${package##*:} version=${package#*:}
  dir=arch/var/lib/pacman/local/$name-${version%:*}
  mkdir "$dir"
  printf '%%NAME%%\n%s\n\n%%VERSION%%\n%s\n\n%%ARCH%%\n%s\n\n%%DESC%%\nthe %s\n\n' \
    "$name" "${version%:*}" "$arch" "$name" > "$dir/desc"
done
for system in fedora arch; do tar -C $system -cf $system.tar .; done

# ---- Disks ----

disk luks.img 1200M; disk btrfs.img 1200M; disk fedora.img 64M; disk arch.img 64M
boot=11111111-1111-1111-1111-111111111111
luks=22222222-2222-2222-2222-222222222222
session <<END
add luks.img $scratch
add btrfs.img $scratch
add fedora.img $scratch
add arch.img $scratch
run
part-init /dev/sda mbr
part-add /dev/sda p 2048 100000
part-add /dev/sda p 102400 -1
mkfs ext2 /dev/sda1
set-uuid /dev/sda1 $boot
$(quick_luks /dev/sda2 secret)
debug sh "echo YES | cryptsetup luksUUID --uuid=$luks -q /dev/sda2"
debug sh "echo -n secret | cryptsetup open --key-file=- /dev/sda2 tmp"
mkfs ext4 /dev/mapper/tmp
mount /dev/mapper/tmp /
tar-in "$debian" /
write /etc/fstab "/dev/mapper/sda2_crypt / ext4 errors=remount-ro 0 1\nUUID=$boot /boot ext2 defaults 0 2\n/dev/sda7 none swap sw 0 0\n"
write /etc/crypttab "sda2_crypt UUID=$luks none luks,discard\n"
write /etc/hostname "enciphered\n"
umount /
cryptsetup-close /dev/mapper/tmp
mkfs btrfs /dev/sdb label:pool
mount /dev/sdb /
btrfs-subvolume-create /@
btrfs-subvolume-create /@home
tar-in "$debian" /@
write /@/etc/fstab "LABEL=pool / btrfs subvol=@ 0 0\nLABEL=pool /home btrfs subvol=@home 0 0\n"
write /@/etc/hostname "subvolumes\n"
write /@home/file "at home\n"
umount /
mkfs ext4 /dev/sdc
mount /dev/sdc /
tar-in fedora.tar /
umount /
mkfs ext4 /dev/sdd
mount /dev/sdd /
tar-in arch.tar /
END

# ---- What is told of them ----

# about ROOT: everything but the applications
about() {
  local q
  for q in type distro arch major-version minor-version product-name \
           product-variant build-id hostname package-format package-management \
           osinfo mountpoints filesystems drive-mappings format; do
    echo "echo $q"; echo "inspect-get-$q $1"
  done
}
# files_of ROOT MOUNT…: then the applications, and that there is an icon
files_of() {
  echo "echo applications"; printf '%s\n' "${@:2}"
  echo "inspect-list-applications2 $1"; echo umount-all
}
echo secret > secret
keys=secret
fish_options=--keys-from-stdin
session > /dev/null <<END
add luks.img readonly:true format:raw
add btrfs.img readonly:true format:raw
add fedora.img readonly:true format:raw
add arch.img readonly:true format:raw
run
echo locked
inspect-os
cryptsetup-open /dev/sda2 opened
echo opened
inspect-os
echo == luks
$(about /dev/mapper/opened)
$(files_of /dev/mapper/opened "mount /dev/mapper/opened /")
echo == btrfs
$(about btrfsvol:/dev/sdb/@)
$(files_of btrfsvol:/dev/sdb/@ "mount btrfsvol:/dev/sdb/@ /" "mount btrfsvol:/dev/sdb/@home /home" "cat /home/file")
echo == fedora
$(about /dev/sdc)
$(files_of /dev/sdc "mount /dev/sdc /")
echo == arch
$(about /dev/sdd)
$(files_of /dev/sdd "mount /dev/sdd /")
END
is "systems" "$(sed -n '1,/^== luks/p' out)" "locked
btrfsvol:/dev/sdb/@
/dev/sdc
/dev/sdd
opened
btrfsvol:/dev/sdb/@
/dev/sdc
/dev/sdd
/dev/mapper/opened
== luks"

part_of() { sed -n "/^== $1/,/^== /p" out | grep -v '^== '; }
told() { part_of "$1" | sed '/^applications/,$d'; }
# packages SYSTEM EPOCH: those that were listed, in the words of dpkg (no epoch
# that is 0) or of rpm
packages() {
  part_of "$1" | sed '1,/^applications/d' | awk -v rpm="${2:-}" '
    $1 == "app2_name:" { name = $2 }
    $1 == "app2_epoch:" { epoch = $2 }
    $1 == "app2_version:" { version = $2 }
    $1 == "app2_release:" { release = $2 }
    $1 == "app2_arch:" { arch = $2 }
    /^}/ || /^\[.*\] = {/ { show() }
    function show() {
      if (name == "") return
      if (rpm) print name, arch, epoch, version, release
      else print name, arch, (epoch ? epoch ":" : "") version \
                 (release == "" ? "" : "-" release)
      name = release = ""
    }' | LC_ALL=C sort
}
architecture=$(awk '/^dpkg / { print $2 }' debian.packages)
[ "$architecture" = amd64 ] && architecture=x86_64
[ "$architecture" = arm64 ] && architecture=aarch64
of_debian() {
  cat <<END
type
linux
distro
debian
arch
$architecture
major-version
${debian_version%%.*}
minor-version
${debian_version#*.}
product-name
$(release PRETTY_NAME)
product-variant
unknown
build-id
unknown
hostname
$1
package-format
deb
package-management
apt
osinfo
debian${debian_version%%.*}
mountpoints
$2
filesystems
$3
drive-mappings
format
installed
END
}
diff <(of_debian enciphered $'/: /dev/mapper/opened\n/boot: /dev/sda1' \
         $'/dev/mapper/opened\n/dev/sda1\n/dev/sda7') <(told luks) || fail "Debian in LUKS"
diff <(of_debian subvolumes $'/: btrfsvol:/dev/sdb/@\n/home: btrfsvol:/dev/sdb/@home' \
         $'btrfsvol:/dev/sdb/@\nbtrfsvol:/dev/sdb/@home') <(told btrfs) || fail "Debian on Btrfs"
is "a file of /home" "$(part_of btrfs | grep -x 'at home')" "at home"
diff debian.packages <(packages luks) || fail "packages of Debian in LUKS"
diff debian.packages <(packages btrfs) || fail "packages of Debian on Btrfs"

is "Fedora" "$(told fedora | paste -sd' ')" "type linux distro fedora arch \
$(uname -m) major-version 40 minor-version 0 product-name Fedora Linux 40 \
(Server Edition) product-variant unknown build-id unknown hostname \
fedora.example package-format rpm package-management dnf osinfo fedora40 \
mountpoints /: /dev/sdc filesystems /dev/sdc drive-mappings format installed"
diff fedora.packages <(packages fedora rpm) || fail "packages of rpm"

is "Arch" "$(told arch | paste -sd' ')" "type linux distro archlinux arch \
$(uname -m) major-version 0 minor-version 0 product-name Arch Linux \
product-variant unknown build-id rolling hostname arch package-format pacman \
package-management pacman osinfo archlinux mountpoints /: /dev/sdd filesystems \
/dev/sdd drive-mappings format installed"
is "packages of pacman" "$(packages arch | paste -sd,)" "bash x86_64 5.2.037-1,\
filesystem any 2024.11.21-1,shadow x86_64 1:4.16.0-1"
