(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The one printer of generated text, and when a file is rewritten.

   A writer is a [unit -> unit] that calls [pr].  What it prints goes to the
   file (or string) being written; there is one at a time. *)

(** Prints, with the current indentation in front of each line that is not
    empty.  Trailing spaces of a line are dropped. *)
val pr : ('a, unit, string, unit) format4 -> 'a

(** Prints text as it is. *)
val raw : string -> unit

(** [indented 2 f]: what [f] prints is two spaces further to the right. *)
val indented : int -> (unit -> unit) -> unit

(** [nested "if (x) {" f "}"]: a block indented by two. *)
val nested : string -> (unit -> unit) -> string -> unit

(** [arguments "foo (" ["int a"; "int b"] ");\n"] prints the list separated
    by commas, broken before column 80 and aligned with the first. *)
val arguments : string -> string list -> string -> unit

(** How comments look in the file. *)
type style =
  | C           (** /* … */ : C, C++, Java, JavaScript, Go, Rust, XDR, Vala *)
  | OCaml       (** (* … *) *)
  | Hash        (** # : shell, Python, Perl, Ruby, makefiles, pkg-config *)
  | Dashes      (** -- : Lua, Haskell *)
  | Percent     (** % : Erlang *)
  | Php         (** <?php, then C *)
  | Pod         (** =for comment *)
  | Xml         (** <!-- … --> *)

type licence = GPL | LGPL

(** [start C LGPL ~from:"generator/actions/mount.ml" "Public functions."]
    prints the first lines of a generated file: what it was generated from,
    its licence and a sentence on what it is for. *)
val start : style -> licence -> from:string -> string -> unit

(** ["generator/actions/mount.ml"], for [start ~from]. *)
val area_source : string -> string

(** ["generator/actions"]: for files made from all the areas. *)
val all_areas : string

(** What the writer prints. *)
val to_string : (unit -> unit) -> string

(** Makes the file hold the text; leaves it alone if it already does.  True
    when it was written.  Missing directories are made. *)
val write_if_changed : string -> string -> bool

(** None when the file cannot be read or is empty. *)
val first_line : string -> string option
