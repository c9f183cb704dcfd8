(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Actions of the public interface that no area defines yet. *)

type t = {
  name : string;
  ret : Types.ret;
  optargs : bool;       (** it has optional arguments *)
}

val all : t list
val names : string list

(** Its C functions, without the prefix. *)
val functions : t -> string list
