(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Systems of which little is told: their kernels and packages are their own,
   and the kernel of the appliance reads few of their file systems. *)

open Os

let foreign os_type = { nothing with os_type; osinfo = osinfo "";
                                     older = "no root" }

let rows = [
  { (foreign "esxi") with
    distro = "esxi"; name = "VMware ESXi";
    note = "Recognised by F<boot.cfg>: it has no root file system, but \
            archives from which it starts. Of its two boot banks the one that \
            was updated last is called its root." };
  { (foreign "solaris") with
    distro = "illumos"; name = "illumos (OmniOS, SmartOS, OpenIndiana)";
    ids = ["omnios"; "smartos"; "openindiana"; "tribblix"];
    legacy = [{ (legacy "/etc/release" [""]) with kept = true }];
    note = "On UFS: ZFS is not read." };
  { (foreign "solaris") with
    distro = "solaris"; name = "Solaris";
    ids = ["solaris"];
    legacy = [legacy "/etc/release" ["*Solaris {M}.{m}"; "*Solaris {M}"]];
    osinfo = osinfo "solaris{M}";
    note = "On UFS: ZFS is not read." };
  { (foreign "darwin") with
    distro = "macos"; name = "macOS";
    osinfo = [{ always with before = 10, 8 }, "macosx{M}.{m}"; always, ""];
    note = "Recognised by F</System/Library/CoreServices/SystemVersion.plist>, \
            on HFS+: APFS is not read." };
  { (foreign "haiku") with
    distro = "haiku"; name = "Haiku";
    osinfo = osinfo "";
    note = "Recognised by its package in F</system/packages>; a beta has an \
            osinfo id." };
]
