(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* JSON as text. *)

type t =
  | Str of string
  | Int of int
  | Bool of bool
  | List of t list
  | Object of (string * t) list

val to_string : t -> string
