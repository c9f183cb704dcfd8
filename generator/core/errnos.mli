(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The errnos that cross the wire, by name: numbers differ between systems. *)

(** Sorted. *)
val all : string list
