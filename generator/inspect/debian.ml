(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Debian, Ubuntu, and what comes from them. *)

open Os

let apt = packaged "deb" "apt"

(* Derived systems keep the file as it is. *)
let debian_version =
  { (legacy "/etc/debian_version" ["{M}.{m}"; "{M}"; ""]) with kept = true }

let derived = { linux with packages = apt; osinfo = osinfo "";
                           older = "debian" }
let remix = { derived with older = "unknown" }

let rows = [
  { derived with
    distro = "armbian"; name = "Armbian";
    ids = ["armbian"];
    derived_from = ["debian"; "ubuntu"]; marks = [Has "/etc/armbian-release"];
    legacy = [{ debian_version with besides = [Has "/etc/armbian-release"];
                                    kept = false }];
    minor = Legacy;
    osinfo = [from 16, "ubuntu{M}.{mm}"; from 4, "debian{M}"; always, ""];
    older = "debian" };
  { derived with
    distro = "raspberrypios"; name = "Raspberry Pi OS";
    ids = ["raspbian"];
    derived_from = ["debian"]; marks = [Has "/etc/rpi-issue"];
    legacy = [{ debian_version with besides = [Has "/etc/rpi-issue"];
                                    kept = false }];
    minor = Legacy;
    osinfo = osinfo "debian{M}" };
  { derived with
    distro = "truenas-scale"; name = "TrueNAS SCALE";
    derived_from = ["debian"]; marks = [Holds ("/etc/version", "TrueNAS")];
    packages = packaged "deb" "unknown";
    older = "no root" };
  { linux with
    distro = "debian"; name = "Proxmox VE";
    derived_from = ["debian"];
    marks = [Has "/etc/pve"; Has "/var/lib/pve-cluster/config.db"];
    legacy = [{ debian_version with
                besides = [Has "/etc/pve";
                           Has "/var/lib/pve-cluster/config.db"];
                kept = false }];
    minor = Legacy;
    edition = Some ("Proxmox VE", "pve-manager");
    note = "The distribution stays C<debian>; the product name is C<Proxmox \
            VE> and its version." };
  { linux with
    distro = "ubuntu"; name = "Ubuntu";
    ids = ["ubuntu"]; lsb = ["Ubuntu"];
    packages = apt; osinfo = osinfo "ubuntu{M}.{mm}";
    icons = List.map (icon ~limit:2048) [
      "/usr/share/icons/gnome/24x24/places/ubuntu-logo.png";
      "/usr/share/help/C/ubuntu-help/figures/ubuntu-logo.png" ] };
  { linux with
    distro = "linuxmint"; name = "Linux Mint";
    ids = ["linuxmint"]; lsb = ["LinuxMint"];
    packages = apt };
  { linux with
    distro = "kalilinux"; name = "Kali Linux"; ids = ["kali"];
    packages = apt };
  { linux with
    distro = "pardus"; name = "Pardus";
    ids = ["pardus"];
    legacy = [legacy "/etc/pardus-release" ["*{M}.{m}"; "*{M}"]];
    packages = [rule (between 2007 2011) "pisi" "pisi";
                rule (from 17) "deb" "apt"; rule always "pisi" "pisi"];
    note = "Version 17 and newer ones are derived from Debian; 2007 to 2011 \
            are older." };
  { remix with
    distro = "uos"; name = "UnionTech OS";
    ids = ["uos"; "uniontech"];
    packages = [rule (with_file ["/var/lib/dpkg/status"] always) "deb" "apt";
                rule (with_file ["/usr/bin/dnf"; "/var/lib/rpm"] always)
                  "rpm" "dnf";
                rule always "deb" "apt"];
    note = "Server editions have rpm packages." };
  { derived with
    distro = "deepin"; name = "deepin";
    ids = ["deepin"];
    legacy = [{ (legacy "/etc/deepin-version" []) with
                keys = Some ("Version", "") }] };
  { derived with
    distro = "devuan"; name = "Devuan";
    ids = ["devuan"];
    legacy = [legacy "/etc/devuan_version" ["{M}.{m}"; "{M}"; ""]] };
  { remix with
    distro = "pop"; name = "Pop!_OS";
    ids = ["pop"]; lsb = ["Pop"]; osinfo = osinfo "popos{M}.{mm}" };
  { remix with
    distro = "elementary"; name = "elementary OS";
    ids = ["elementary"]; lsb = ["elementary"];
    osinfo = osinfo "elementary{M}.{m}" };
  { remix with
    distro = "zorin"; name = "Zorin OS"; ids = ["zorin"]; lsb = ["Zorin"] };
  { remix with
    distro = "neon"; name = "KDE neon"; ids = ["neon"]; lsb = ["neon"] };
  { remix with distro = "tuxedo"; name = "TUXEDO OS"; ids = ["tuxedo"] };
  { derived with distro = "parrot"; name = "Parrot OS"; ids = ["parrot"] };
  { derived with
    distro = "mx"; name = "MX Linux, antiX"; ids = ["mx"; "antix"];
    note = "Where F<os-release> says C<debian>, so does the library." };
  { derived with
    distro = "pureos"; name = "PureOS"; ids = ["pureos"];
    osinfo = osinfo "pureos{M}" };
  { remix with
    distro = "trisquel"; name = "Trisquel"; ids = ["trisquel"];
    osinfo = osinfo "trisquel{M}" };
  { derived with
    distro = "ucs"; name = "Univention Corporate Server";
    ids = ["univention"; "ucs"]; osinfo = osinfo "ucs{M}.{m}" };
  { derived with
    distro = "tails"; name = "Tails"; ids = ["tails"];
    older = "no root" };
  { derived with
    distro = "vyos"; name = "VyOS"; ids = ["vyos"]; older = "no root" };
  { derived with
    distro = "astra"; name = "Astra Linux";
    ids = ["astra"];
    legacy = [legacy "/etc/astra_version" ["*{M}.{m}"]] };
  { remix with
    distro = "eos-endless"; name = "Endless OS";
    ids = ["endless"];
    packages = packaged "deb" "ostree"; osinfo = osinfo "eos{M}.{m}";
    older = "no root" };
  { linux with
    distro = "debian"; name = "Debian GNU/Linux";
    ids = ["debian"]; legacy = [debian_version];
    minor = Legacy;
    packages = apt;
    osinfo = [version 0 0, "debiantesting"; from 4, "debian{M}"];
    icons = [icon ~limit:2048 "/usr/share/pixmaps/debian-logo.png"];
    note = "The minor version is that of F</etc/debian_version>. Testing and \
            unstable have version 0.0." };
  { linux with
    distro = "debian"; os_type = "hurd"; name = "Debian GNU/Hurd";
    ids = ["debian"]; legacy = [debian_version];
    minor = Legacy;
    packages = apt; osinfo = osinfo "";
    icons = [icon ~limit:2048 "/usr/share/pixmaps/debian-logo.png"] };
]
