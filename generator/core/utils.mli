(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Small functions on strings and lists that several modules need. *)

val replace_all : string -> from:string -> by:string -> string
val contains : string -> sub:string -> bool
val lines : string -> string list

(** ["add_drive"] to ["AddDrive"]. *)
val camel : string -> string

(** ["add_drive"] to ["add-drive"]. *)
val dashes : string -> string

val upper : string -> string

(** The text as a C (also Java, Go, JavaScript …) string literal, with its
    quotes.  Bytes outside ASCII become three octal digits. *)
val c_string : string -> string

(** What a function makes of each byte. *)
val map_bytes : (char -> 'a) -> string -> 'a list

(** Elements that occur more than once, each once, sorted. *)
val duplicates : 'a list -> 'a list

(** [index_of x list] *)
val index_of : 'a -> 'a list -> int option

(** [words "a b  c"] is [["a"; "b"; "c"]]. *)
val words : string -> string list

(** Fills paragraphs: lines of at most [width] made of the words of a text. *)
val fill : width:int -> string -> string list

(** [take n list] and [drop n list]; shorter lists give what there is. *)
val take : int -> 'a list -> 'a list
val drop : int -> 'a list -> 'a list

(** True for [[a-z][a-z0-9_]*], capitals allowed after the first letter. *)
val is_identifier : string -> bool
