(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Patterns of release files, "CentOS*release {M}.{m}": they begin where the
   text begins, and end anywhere.

   "*" is any text, a blank any number of blanks but none, {M} and {m} are
   numbers: the major and the minor version.  There is nothing else, so that
   looking for a pattern takes no longer than reading the text once for each
   of its characters.  daemon/inspect/facts/version.c does the same in the
   daemon. *)

(** What is wrong with a pattern; None when all is well. *)
val problem : string -> string option

(** [fits pattern text]: the versions it found, 0 where it names none. *)
val fits : string -> string -> (int * int) option

(** A text that fits, with this version; [star] stands for each "*". *)
val example : star:string -> string -> version:int * int -> string
