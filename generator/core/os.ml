(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* An operating system: how inspection recognises it and what follows. *)

type mark = Has of string | Holds of string * string | Variant of string

type legacy = {
  file : string;
  patterns : string list;
  keys : (string * string) option;
  besides : mark list;
  kept : bool;
}

type condition = {
  since : int * int;
  before : int * int;
  product : string;
  variant : string;
  build : int;
  has : string list;
}

let newest = max_int, max_int

let always = {
  since = 0, 0; before = newest;
  product = ""; variant = ""; build = 0; has = [];
}
let from major = { always with since = major, 0 }
let below major = { always with before = major, 0 }
let between first last = { (from first) with before = last + 1, 0 }
let version major minor =
  { always with since = major, minor; before = major, minor + 1 }
let with_file has condition = { condition with has }

type packages = { format : string; management : string }
type icon = { path : string; limit : int }

type minor = Release | Legacy | Legacy_with_name

type t = {
  distro : string;
  os_type : string;
  name : string;
  ids : string list;
  like : string list;
  lsb : string list;
  legacy : legacy list;
  derived_from : string list;
  marks : mark list;
  minor : minor;
  edition : (string * string) option;
  packages : (condition * packages) list;
  osinfo : (condition * string) list;
  icons : (condition * icon) list;
  older : string;
  note : string;
}

let generic = "{distro}{M}.{m}"

let nothing = {
  distro = ""; os_type = ""; name = "";
  ids = []; like = []; lsb = []; legacy = []; derived_from = []; marks = [];
  minor = Release; edition = None;
  packages = []; osinfo = []; icons = [];
  older = ""; note = "";
}
let linux = { nothing with os_type = "linux" }

(* ---- For rows ---- *)

let release name =
  List.map (fun version -> name ^ "*release " ^ version)
    ["{M}.{m}"; "{M}*Update {m}"; "{M}"]

let legacy file patterns =
  { file; patterns; keys = None; besides = []; kept = false }

let rule condition format management = condition, { format; management }
let packaged format management = [rule always format management]

let by_database =
  let there files = with_file files always in [
  rule (there ["/var/lib/dpkg/status"; "/var/lib/dpkg/status.d"]) "deb" "apt";
  rule (there ["/var/lib/pacman/local"]) "pacman" "pacman";
  rule (there ["/lib/apk/db/installed"; "/usr/lib/apk/db/installed"])
    "apk" "apk";
  rule (there ["/usr/lib/opkg/status"; "/var/lib/opkg/status"]) "ipk" "opkg";
  rule (there ["/var/db/xbps"]) "xbps" "xbps";
  rule (there ["/var/db/pkg"]) "ebuild" "portage";
  rule (there ["/usr/bin/zypper"]) "rpm" "zypper";
  rule (there ["/usr/bin/dnf"; "/usr/bin/dnf5"; "/usr/bin/microdnf";
               "/usr/bin/tdnf"]) "rpm" "dnf";
  rule (there ["/usr/bin/yum"]) "rpm" "yum";
  rule (there ["/usr/sbin/urpmi"]) "rpm" "urpmi";
  rule (there ["/var/lib/rpm"; "/usr/lib/sysimage/rpm"; "/usr/share/rpm"])
    "rpm" "unknown";
]

let osinfo id = [always, id]
let icon ?(limit = 0) path = always, { path; limit }

(* ---- Words ---- *)

let os_types = [
  "darwin", "macOS, on HFS+";
  "dos", "MS-DOS and FreeDOS";
  "dragonfly", "DragonFly BSD";
  "esxi", "VMware ESXi: one of its boot banks";
  "freebsd", "FreeBSD and what is derived from it";
  "haiku", "Haiku";
  "hurd", "GNU/Hurd";
  "linux", "Linux, with whatever is around it";
  "minix", "MINIX";
  "netbsd", "NetBSD";
  "openbsd", "OpenBSD";
  "solaris", "Solaris and illumos, on UFS";
  "windows", "Microsoft Windows and ReactOS";
]

let formats = [
  "apk", "Alpine Linux";
  "deb", "Debian, Ubuntu and many others";
  "ebuild", "Gentoo";
  "eopkg", "Solus";
  "ipk", "OpenWrt and other small systems";
  "pacman", "Arch Linux";
  "pisi", "old versions of Pardus";
  "pkg", "FreeBSD";
  "pkgsrc", "NetBSD";
  "rpm", "Red Hat, SUSE and many others";
  "xbps", "Void Linux";
]

let managements = [
  "apk", "for apk packages";
  "apt", "for deb packages; also for rpm packages in ALT Linux";
  "dnf", "for rpm packages; also where only tdnf is installed";
  "eopkg", "Solus";
  "guix", "Guix System";
  "nix", "NixOS";
  "opkg", "for ipk packages";
  "ostree", "the system is an image: Endless OS";
  "pacman", "for pacman packages";
  "paludis", "Exherbo";
  "pisi", "old versions of Pardus";
  "pkg", "FreeBSD";
  "pkgin", "NetBSD";
  "poldek", "PLD Linux";
  "portage", "Gentoo";
  "rpm-ostree", "the system is an image: Fedora CoreOS and others";
  "swupd", "Clear Linux OS";
  "tce", "Tiny Core Linux";
  "up2date", "Red Hat, before version 5";
  "urpmi", "Mageia and Mandriva";
  "xbps", "Void Linux";
  "yum", "Red Hat, before version 8";
  "zypper", "SUSE";
]

(* ---- Questions ---- *)

let same_system a b = a.distro = b.distro && a.os_type = b.os_type

let main rows row =
  List.find (fun r -> same_system r row && r.edition = None) rows

let legacy_order rows =
  let of_row row = List.map (fun legacy -> row, legacy) row.legacy in
  let kept, own =
    List.partition (fun (_, legacy) -> legacy.kept)
      (List.concat_map of_row rows) in
  own @ kept

let holds condition ~version =
  version >= condition.since && version < condition.before

let plain condition =
  condition.product = "" && condition.variant = "" && condition.build = 0
  && condition.has = []

let first_rule rules ~version =
  List.find_opt
    (fun (condition, _) -> plain condition && holds condition ~version) rules
  |> Option.map snd

let filled_in template row ~version:(major, minor) =
  let replace (from, by) text = Utils.replace_all text ~from ~by in
  List.fold_right replace [
      "{distro}", row.distro;
      "{M}", string_of_int major;
      "{m}", string_of_int minor;
      "{mm}", Printf.sprintf "%02d" minor;
      "[sp{m}]", if minor = 0 then "" else Printf.sprintf "sp%d" minor;
    ] template

let fill_in template row ~version =
  let needs_version = Utils.contains template ~sub:"{M}" in
  if template = "" || (needs_version && version = (0, 0)) then "unknown"
  else filled_in template row ~version

let osinfo_id row ~version =
  let template =
    Option.value ~default:generic (first_rule row.osinfo ~version) in
  fill_in template row ~version

let packages_of row ~version =
  Option.value ~default:{ format = "unknown"; management = "unknown" }
    (first_rule row.packages ~version)
