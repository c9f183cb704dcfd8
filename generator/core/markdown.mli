(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The documentation of actions as Markdown, for the languages whose tools
   read that. *)

(** [lines ~width pod].  A link [L<text|target>] stays one when the target is
    an address or has "::" in it. *)
val lines : width:int -> string -> string list

(** One line of text, where no character is to mean anything. *)
val escape : string -> string
