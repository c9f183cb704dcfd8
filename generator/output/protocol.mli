(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What library and daemon share: procedure numbers, the encoding of structs,
   and the same as an XDR specification. *)

val protocol_h : Table.t -> unit -> unit
val codec_h : Table.t -> unit -> unit
val codec_c : Table.t -> unit -> unit
val protocol_x : Table.t -> unit -> unit
