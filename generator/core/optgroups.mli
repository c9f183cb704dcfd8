(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The optional groups: what an appliance may lack. *)

(** Name and what it stands for, sorted. *)
val all : (string * string) list
