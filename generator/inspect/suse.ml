(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* SUSE Linux and openSUSE. *)

open Os

let zypper = packaged "rpm" "zypper"

let logo = List.map (icon ~limit:10240) [
  "/usr/share/icons/hicolor/48x48/apps/distributor.png";
  "/usr/share/icons/hicolor/24x24/apps/distributor.png";
]

(* Its lines: the name, VERSION = 11, PATCHLEVEL = 3. *)
let suse_release patterns =
  { (legacy "/etc/SuSE-release" patterns) with
    keys = Some ("VERSION", "PATCHLEVEL"); kept = true }

let rows = [
  { linux with
    distro = "elemental"; name = "Elemental";
    ids = ["elemental"; "sle-micro-rancher"];
    packages = zypper; osinfo = osinfo "";
    older = "unknown" };
  { linux with
    distro = "sle-micro"; name = "SUSE Linux Enterprise Micro";
    ids = ["sle-micro"; "sl-micro"; "suse-microos"];
    packages = zypper; osinfo = osinfo "slem{M}.{m}";
    older = "unknown" };
  { linux with
    distro = "opensuse-microos"; name = "openSUSE MicroOS, Aeon, Kalpa";
    ids = ["opensuse-microos"; "opensuse-aeon"; "opensuse-kalpa"];
    packages = zypper; osinfo = osinfo "opensuse-unknown";
    older = "opensuse" };
  { linux with
    distro = "sles"; name = "SUSE Linux Enterprise Server and Desktop";
    ids = ["sles"; "sled"; "sles_sap"; "sle_hpc"; "sle-rt"];
    legacy = [suse_release ["SUSE Linux Enterprise"; "SUSE LINUX Enterprise";
                            "Novell Linux Desktop"]];
    packages = zypper;
    osinfo = [from 15, "sle{M}[sp{m}]"; always, "sles{M}[sp{m}]"];
    icons = logo };
  { linux with
    distro = "opensuse"; name = "openSUSE";
    ids = ["opensuse"; "opensuse-*"];
    legacy = [suse_release ["openSUSE"; "SuSE Linux"; "SUSE LINUX"]];
    packages = zypper;
    osinfo = [{ always with product = "*Tumbleweed" }, "opensusetumbleweed"];
    icons = logo };
  { linux with
    distro = "suse-based"; name = "other systems like SUSE Linux";
    like = ["suse"];
    legacy = [suse_release [""]];
    packages = zypper; icons = logo;
    note = "Systems with F</etc/SuSE-release> and no F</etc/os-release>." };
]
