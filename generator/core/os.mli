(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* An operating system: how inspection recognises it and what follows from
   that.  The rows are in generator/inspect/. *)

(** ---- How it is recognised ---- *)

(** A file other than a release file.  Paths are absolute in the guest. *)
type mark =
  | Has of string               (** a file or a directory *)
  | Holds of string * string    (** a file with this text in it *)
  | Variant of string           (** the VARIANT_ID of os-release *)

(** A file that only has a line for people, such as /etc/redhat-release. *)
type legacy = {
  file : string;
  patterns : string list;
      (** of its first line, see [Pattern]; the first that fits gives the
          version.  The empty list: the file is enough. *)
  keys : (string * string) option;
      (** the version is in the lines "KEY = number" with these names *)
  besides : mark list;          (** one of them must be there, too *)
  kept : bool;
      (** systems that are derived from this one keep the file as it is:
          it is looked at after the files that nobody keeps *)
}

(** ---- What follows ---- *)

(** When a rule holds.  The first rule that holds is taken. *)
type condition = {
  since : int * int;            (** this version and newer ones *)
  before : int * int;           (** older than this *)
  product : string;             (** a pattern of the product name *)
  variant : string;             (** a pattern of its variant *)
  build : int;                  (** this build and newer ones *)
  has : string list;            (** one of these files is there *)
}

val always : condition

(** By major versions; [between] includes both. *)
val from : int -> condition

val below : int -> condition
val between : int -> int -> condition

(** Just this version. *)
val version : int -> int -> condition

(** One of these files is there, too. *)
val with_file : string list -> condition -> condition

type packages = { format : string; management : string }

type icon = {
  path : string;
  limit : int;       (** bytes; 0: four for each of its pixels *)
}

(** ---- The row ---- *)

(** Where the minor version is when VERSION_ID of os-release has none. *)
type minor =
  | Release            (** nowhere else *)
  | Legacy             (** in the legacy file *)
  | Legacy_with_name   (** likewise, and its line is the product name *)

type t = {
  distro : string;              (** what inspect_get_distro says *)
  os_type : string;             (** and inspect_get_type *)
  name : string;                (** what people call it *)
  ids : string list;
      (** ID of os-release, in any case; one may end with "*" *)
  like : string list;
      (** words of ID_LIKE that mean it, beside [ids] *)
  lsb : string list;            (** DISTRIB_ID of lsb-release *)
  legacy : legacy list;
  derived_from : string list;
      (** the ID is that of another system, and one of [marks] is there *)
  marks : mark list;
      (** enough alone when there is no os-release *)
  minor : minor;
  edition : (string * string) option;
      (** the product name begins so, and goes on with the version of this
          package of dpkg; what follows is in another row of the distro *)
  packages : (condition * packages) list;       (** none: unknown *)
  osinfo : (condition * string) list;
      (** {M}, {m}, {mm} (two digits), [sp{m}] (not when the minor is 0); the
          empty text is unknown.  After them comes [generic]. *)
  icons : (condition * icon) list;  (** each that holds is tried *)
  older : string;
      (** what the library of 1.48 calls it: the distro of another row,
          "unknown" or "no root"; "": the same *)
  note : string;                (** for the manual, POD *)
}

(** "debian12.5": what the osinfo id is when no rule holds. *)
val generic : string

(** ---- For rows ---- *)

(** A row with nothing in it; [linux] has that type. *)
val nothing : t
val linux : t

(** "X*release 8.5" in every form that the files of Red Hat have had. *)
val release : string -> string list

val legacy : string -> string list -> legacy

(** The package format and management, whatever the version. *)
val packaged : string -> string -> (condition * packages) list
val rule : condition -> string -> string -> condition * packages

(** What is there decides: dpkg's database, rpm's … *)
val by_database : (condition * packages) list

(** An osinfo id for every version. *)
val osinfo : string -> (condition * string) list

val icon : ?limit:int -> string -> condition * icon

(** ---- Words ---- *)

(** What inspect_get_type, inspect_get_package_format and
    inspect_get_package_management may say, each with what it means.
    "unknown" is not among them. *)
val os_types : (string * string) list
val formats : (string * string) list
val managements : (string * string) list

(** ---- Questions ---- *)

(** The row that describes a system: that of its distro without edition. *)
val main : t list -> t -> t

(** The legacy files of all rows in the order in which they are tried, each
    with its row. *)
val legacy_order : t list -> (t * legacy) list

(** Whether a condition holds, as far as the version decides; [plain]: it does
    alone. *)
val holds : condition -> version:int * int -> bool

val plain : condition -> bool

(** What a template of an osinfo id stands for: "unknown" without a version,
    if it has one in it. *)
val fill_in : string -> t -> version:int * int -> string

(** What follows from the version; conditions that it alone does not decide do
    not hold. *)
val osinfo_id : t -> version:int * int -> string

val packages_of : t -> version:int * int -> packages
