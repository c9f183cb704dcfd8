(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Systems that no family of daemon/inspect recognises: for most of them because
   the kernel does not read their file systems. *)

open Os

let foreign os_type = { nothing with os_type; osinfo = osinfo "";
                                     older = "no root";
                                     note = "It is not recognised yet." }

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
