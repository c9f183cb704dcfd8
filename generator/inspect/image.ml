(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Linux that is installed as an image, without packages. *)

open Os

let image = { linux with osinfo = osinfo ""; older = "unknown" }

let rows = [
  { image with
    distro = "flatcar"; name = "Flatcar Container Linux";
    ids = ["flatcar"]; lsb = ["Flatcar"];
    marks = [Has "/etc/flatcar/update.conf"; Has "/usr/share/flatcar"];
    older = "coreos" };
  { linux with
    distro = "coreos"; name = "CoreOS Container Linux";
    ids = ["coreos"]; lsb = ["CoreOS"];
    marks = [Has "/etc/coreos/update.conf"; Has "/usr/share/coreos"] };
  { image with
    distro = "clearlinux"; name = "Clear Linux OS";
    ids = ["clear-linux-os"]; marks = [Has "/usr/share/clear"];
    packages = packaged "unknown" "swupd";
    osinfo = osinfo "clearlinux"; older = "no root" };
  { image with
    distro = "bottlerocket"; name = "Bottlerocket";
    ids = ["bottlerocket"]; older = "no root" };
  { image with
    distro = "talos"; name = "Talos Linux";
    ids = ["talos"]; older = "no root";
    note = "Recognised by the names of its partitions, without a version: its \
            root is inside the kernel that starts, and the partition C<STATE> \
            is called its root. Also in its unpacked root image." };
  { image with
    distro = "haos"; name = "Home Assistant OS";
    ids = ["haos"; "hassos"]; older = "no root" };
  { image with distro = "rancheros"; name = "RancherOS"; ids = ["rancheros"] };
  { image with distro = "k3os"; name = "k3OS"; ids = ["k3os"] };
  { image with
    distro = "kairos"; name = "Kairos"; ids = ["kairos"; "kairos-*"] };
  { image with
    distro = "chromeos"; name = "ChromeOS";
    ids = ["chromeos"];
    marks = [Holds ("/etc/lsb-release", "CHROMEOS_RELEASE_NAME")] };
  { image with
    distro = "cos"; name = "Container-Optimized OS"; ids = ["cos"] };
  { image with
    distro = "android"; name = "Android";
    osinfo = osinfo "android-x86-{M}.{m}"; older = "no root";
    note = "Recognised by F<build.prop>." };
  { image with
    distro = "fortios"; name = "FortiOS";
    marks = [Has "/flatkc"; Has "/.fgtsum"];
    older = "no root";
    note = "Recognised by F</rootfs.gz> beside F</flatkc> or F</.fgtsum>, \
            without a version: its root is encrypted, and nothing is found in \
            it." };
]
