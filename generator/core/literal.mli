(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A value as tests write it, and the same in C. *)

(** What is wrong with a test: the message. *)
exception Bad of string

(** [bad "%s is …" x] raises [Bad]. *)
val bad : ('a, unit, string, 'b) format4 -> 'a

(** What guestfish makes of a word: @raise Bad *)
val bool : string -> bool
val number : string -> int64
val list : string -> string list

(** The word as a C expression: @raise Bad *)
val c_bool : string -> string
val c_int : string -> string
val c_int64 : string -> string

(** Strings ended by NULL: [char *] each, and [const char *] each. *)
val c_list : string list -> string
val c_const_list : string list -> string
