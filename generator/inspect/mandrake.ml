(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The other systems with rpm that are neither Red Hat's nor SUSE's. *)

open Os

let rows = [
  { linux with
    distro = "openmandriva"; name = "OpenMandriva Lx";
    ids = ["openmandriva"];
    legacy = [legacy "/etc/openmandriva-release" (release "OpenMandriva")];
    packages = packaged "rpm" "dnf";
    icons = [icon ~limit:10240 "/usr/share/icons/large/mandriva.png";
             icon ~limit:10240 "/usr/share/icons/mandriva.png"] };
  { linux with
    distro = "mageia"; name = "Mageia";
    ids = ["mageia"]; lsb = ["Mageia"];
    packages = packaged "rpm" "urpmi";
    osinfo = osinfo "mageia{M}";
    icons = [icon ~limit:10240 "/usr/share/icons/mageia.png"] };
  { linux with
    distro = "mandriva"; name = "Mandriva Linux";
    ids = ["mandriva"; "mandrivalinux"]; lsb = ["MandrivaLinux"];
    legacy = [legacy "/etc/mandriva-release" ["*release {M}.{m}"]];
    packages = packaged "rpm" "urpmi";
    older = "redhat-based" };
  { linux with
    distro = "altlinux"; name = "ALT Linux";
    ids = ["altlinux"];
    legacy = [legacy "/etc/altlinux-release" ["*{M}.{m}"; "*{M}"; ""]];
    packages = packaged "rpm" "apt";
    osinfo = [from 8, "alt{M}.{m}"; always, "altlinux{M}.{m}"];
    icons = [icon ~limit:20480
               "/usr/share/icons/hicolor/48x48/apps/altlinux.png"] };
  { linux with
    distro = "meego"; name = "MeeGo";
    legacy = [legacy "/etc/meego-release" ["*{M}.{m}"]];
    packages = packaged "rpm" "yum" };
  { linux with
    distro = "pldlinux"; name = "PLD Linux";
    ids = ["pld"];
    legacy = [legacy "/etc/pld-release" ["{M}.{m} PLD Linux"]];
    packages = packaged "rpm" "poldek" };
]
