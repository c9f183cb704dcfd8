(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Free BSDs, and what comes from them; Minix. *)

open Os

let freebsd = { nothing with os_type = "freebsd"; osinfo = osinfo "";
                             older = "freebsd" }

let rows = [
  { freebsd with
    distro = "pfsense"; name = "pfSense";
    ids = ["pfsense"];
    derived_from = ["freebsd"];
    marks = [Has "/cf/conf/config.xml"; Holds ("/etc/platform", "pfSense")];
    legacy = [{ (legacy "/etc/version" ["{M}.{m}"]) with
                besides = [Has "/cf/conf/config.xml";
                           Holds ("/etc/platform", "pfSense")] }] };
  { freebsd with
    distro = "opnsense"; name = "OPNsense";
    ids = ["opnsense"];
    derived_from = ["freebsd"]; marks = [Has "/usr/local/opnsense/version"] };
  { freebsd with
    distro = "truenas-core"; name = "TrueNAS CORE";
    derived_from = ["freebsd"]; marks = [Holds ("/etc/version", "TrueNAS")];
    legacy = [legacy "/etc/version" ["TrueNAS*{M}.{m}"]];
    older = "no root" };
  { freebsd with
    distro = "midnightbsd"; name = "MidnightBSD";
    ids = ["midnightbsd"];
    derived_from = ["freebsd"]; marks = [Has "/bin/midnightbsd-version"] };
  { freebsd with
    distro = "ghostbsd"; name = "GhostBSD";
    ids = ["ghostbsd"];
    older = "no root" };
  { freebsd with
    distro = "netscaler"; name = "NetScaler";
    derived_from = ["freebsd"]; marks = [Has "/netscaler"] };
  { nothing with
    distro = "freebsd"; os_type = "freebsd"; name = "FreeBSD";
    ids = ["freebsd"];
    legacy = [{ (legacy "/bin/freebsd-version" []) with
                keys = Some ("USERLAND_VERSION", ""); kept = true };
              { (legacy "/etc/motd" ["*FreeBSD {M}.{m}"]) with kept = true }];
    packages = [rule (with_file ["/var/db/pkg/local.sqlite"] always)
                  "pkg" "pkg"] };
  { nothing with
    distro = "netbsd"; os_type = "netbsd"; name = "NetBSD";
    ids = ["netbsd"];
    legacy = [legacy "/etc/release" ["NetBSD {M}.{m}"]];
    packages = [rule (with_file ["/usr/pkg/pkgdb"; "/usr/pkg/sbin/pkg_info"]
                        always) "pkgsrc" "pkgin"] };
  { nothing with
    distro = "openbsd"; os_type = "openbsd"; name = "OpenBSD";
    legacy = [legacy "/etc/motd" ["OpenBSD {M}.{m}"]];
    older = "freebsd" };
  { nothing with
    distro = "dragonfly"; os_type = "dragonfly"; name = "DragonFly BSD";
    legacy = [legacy "/etc/motd" ["*DragonFly*{M}.{m}"]];
    osinfo = osinfo "dragonflybsd{M}.{m}.0";
    older = "no root" };
  { nothing with
    os_type = "minix"; name = "MINIX"; osinfo = osinfo "";
    note = "Recognised by F</service/vm> and F</etc/version>, where its \
            version is." };
]
