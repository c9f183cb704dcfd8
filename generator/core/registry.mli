(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The real table: every area of areas.mk. *)

val table : unit -> Table.t
