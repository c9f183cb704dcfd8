(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The documentation of actions is POD: references in it, and plain text. *)

(** [references f pod]: each [C<guestfs_name>] becomes [f name]. *)
val references : (string -> string) -> string -> string

(** [plain ~width pod]: lines of readable text without markup. *)
val plain : width:int -> string -> string list

(** How another form writes a character, and [C<text>] whose text was written
    already; [inside 'C'] is how text within a C<> is written, if that is
    special. *)
type form = {
  text : char -> string;
  code : char -> string -> string;
  inside : char -> form option;
}

val plain_form : form

val render : form -> string -> string

(** The paragraphs as lists of lines, a bullet and its text in one. *)
val paragraphs : string -> string list list

(** ["=item text"] is ["=item", "text"]. *)
val command : string -> string * string

(** Verbatim paragraphs start with a space. *)
val is_verbatim : string -> bool
