(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Systems with pacman. *)

open Os

let pacman = packaged "pacman" "pacman"
let derived = { linux with packages = pacman; osinfo = osinfo "archlinux";
                           older = "unknown" }

let rows = [
  { derived with
    distro = "steamos"; name = "SteamOS";
    ids = ["steamos"];
    packages = rule (with_file ["/var/lib/dpkg/status"] always) "deb" "apt"
               :: pacman;
    osinfo = osinfo "";
    note = "Version 2 was derived from Debian." };
  { derived with
    distro = "manjaro"; name = "Manjaro";
    ids = ["manjaro"; "manjaro-arm"]; lsb = ["ManjaroLinux"; "Manjaro"];
    osinfo = osinfo "manjaro" };
  { derived with
    distro = "endeavouros"; name = "EndeavourOS";
    ids = ["endeavouros"]; older = "archlinux" };
  { derived with distro = "garuda"; name = "Garuda Linux"; ids = ["garuda"] };
  { derived with distro = "artix"; name = "Artix Linux"; ids = ["artix"] };
  { derived with distro = "cachyos"; name = "CachyOS"; ids = ["cachyos"] };
  { derived with
    distro = "archarm"; name = "Arch Linux ARM";
    ids = ["archarm"]; older = "archlinux" };
  { derived with
    distro = "hyperbola"; name = "Hyperbola"; ids = ["hyperbola"];
    osinfo = osinfo "hyperbola03" };
  { derived with
    distro = "parabola"; name = "Parabola"; ids = ["parabola"];
    osinfo = osinfo "" };
  { linux with
    distro = "archlinux"; name = "Arch Linux";
    ids = ["arch"];
    legacy = [{ (legacy "/etc/arch-release" []) with kept = true }];
    packages = pacman; osinfo = osinfo "archlinux";
    note = "It has no versions: 0.0." };
]
