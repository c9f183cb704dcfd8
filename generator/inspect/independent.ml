(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Other Linux distributions. *)

open Os

let independent = { linux with osinfo = osinfo ""; older = "unknown" }
let apk = packaged "apk" "apk"
let ebuild = packaged "ebuild" "portage"

let rows = [
  { independent with
    distro = "postmarketos"; name = "postmarketOS";
    ids = ["postmarketos"]; packages = apk; older = "alpinelinux" };
  { independent with
    distro = "wolfi"; name = "Wolfi, Chainguard OS";
    ids = ["wolfi"; "chainguard"]; packages = apk };
  { independent with
    distro = "chimera"; name = "Chimera Linux";
    ids = ["chimera"]; packages = apk };
  { linux with
    distro = "alpinelinux"; name = "Alpine Linux";
    ids = ["alpine"];
    legacy = [{ (legacy "/etc/alpine-release" ["{M}.{m}"]) with kept = true }];
    packages = apk };
  { linux with
    distro = "voidlinux"; name = "Void Linux";
    ids = ["void"];
    packages = packaged "xbps" "xbps"; osinfo = osinfo "voidlinux";
    icons = [icon ~limit:20480 "/usr/share/void-artwork/void-logo.png"];
    note = "It has no versions: 0.0." };
  { independent with
    distro = "calculate"; name = "Calculate Linux";
    ids = ["calculate"]; packages = ebuild; older = "gentoo" };
  { independent with
    distro = "funtoo"; name = "Funtoo"; ids = ["funtoo"]; packages = ebuild };
  { linux with
    distro = "gentoo"; name = "Gentoo";
    ids = ["gentoo"];
    legacy = [{ (legacy "/etc/gentoo-release" ["*{M}.{m}"; ""]) with
                kept = true }];
    packages = ebuild; osinfo = osinfo "gentoo";
    icons = [icon ~limit:10240 "/usr/share/icons/gentoo/48x48/gentoo.png"] };
  { independent with
    distro = "exherbo"; name = "Exherbo";
    ids = ["exherbo"]; packages = packaged "unknown" "paludis" };
  { linux with
    distro = "slackware"; name = "Slackware";
    ids = ["slackware"];
    legacy = [legacy "/etc/slackware-version" ["Slackware {M}.{m}"]] };
  { linux with
    distro = "frugalware"; name = "Frugalware";
    ids = ["frugalware"];
    legacy = [legacy "/etc/frugalware-release" ["Frugalware {M}.{m}"]] };
  { linux with
    distro = "ttylinux"; name = "ttylinux";
    legacy = [legacy "/etc/ttylinux-target" ["*{M}.{m}"]] };
  { linux with
    distro = "cirros"; name = "CirrOS";
    ids = ["cirros"];
    derived_from = ["buildroot"]; marks = [Has "/usr/share/cirros/logo"];
    legacy = [legacy "/etc/cirros/version" ["*{M}.{m}"];
              { (legacy "/etc/br-version" ["{M}.{m}"]) with
                besides = [Has "/usr/share/cirros/logo"] }];
    icons = [icon ~limit:1024 "/usr/share/cirros/logo"] };
  { linux with
    distro = "buildroot"; name = "Buildroot";
    ids = ["buildroot"];
    legacy = [{ (legacy "/etc/br-version" ["{M}.{m}"]) with kept = true }] };
  { independent with
    distro = "openwrt"; name = "OpenWrt";
    ids = ["openwrt"];
    legacy = [{ (legacy "/etc/openwrt_release" []) with
                keys = Some ("DISTRIB_RELEASE", "") };
              legacy "/etc/openwrt_version" ["*{M}.{m}"]];
    (* Builds between releases, whose version is no number, have apk, too. *)
    packages = [rule (from 25) "apk" "apk";
                rule (with_file ["/lib/apk/db/installed"] always) "apk" "apk";
                rule always "ipk" "opkg"] };
  { independent with
    distro = "poky"; name = "Yocto (Poky)";
    ids = ["poky"; "nodistro"]; packages = by_database };
  { independent with
    distro = "nixos"; name = "NixOS";
    ids = ["nixos"];
    packages = packaged "unknown" "nix"; osinfo = osinfo "nixos-{M}.{mm}";
    older = "no root" };
  { independent with
    distro = "guix"; name = "Guix System";
    ids = ["guix"];
    packages = packaged "unknown" "guix"; osinfo = osinfo "guix-latest";
    older = "no root" };
  { independent with
    distro = "solus"; name = "Solus";
    ids = ["solus"]; packages = packaged "eopkg" "eopkg" };
  { independent with
    distro = "gobolinux"; name = "GoboLinux";
    ids = ["gobolinux"]; marks = [Has "/System/Index"]; older = "no root" };
  { independent with
    distro = "tinycore"; name = "Tiny Core Linux";
    ids = ["tinycore"];
    packages = packaged "unknown" "tce"; older = "no root" };
  { independent with
    distro = "puppy"; name = "Puppy Linux";
    ids = ["puppy"; "puppy_*"]; older = "no root" };
]
