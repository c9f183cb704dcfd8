(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Systems of which there is little to find, because no kernel reads their
   file systems or nobody has written the family yet. *)

open Os

let foreign os_type = { nothing with os_type; osinfo = osinfo "";
                                     older = "no root" }

let rows = [
  { (foreign "esxi") with distro = "esxi"; name = "VMware ESXi" };
  { (foreign "solaris") with
    distro = "illumos"; name = "illumos (OmniOS, SmartOS, OpenIndiana)";
    ids = ["omnios"; "smartos"; "openindiana"; "tribblix"];
    legacy = [{ (legacy "/etc/release" [""]) with kept = true }] };
  { (foreign "solaris") with
    distro = "solaris"; name = "Solaris";
    ids = ["solaris"];
    legacy = [legacy "/etc/release" ["*Solaris {M}.{m}"; "*Solaris {M}"]];
    osinfo = osinfo "solaris{M}" };
  { (foreign "darwin") with
    distro = "macos"; name = "macOS";
    osinfo = [{ always with before = 10, 8 }, "macosx{M}.{m}"; always, ""] };
  { (foreign "haiku") with distro = "haiku"; name = "Haiku" };
]
