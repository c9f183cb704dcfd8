(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Actions of the public interface that no area defines yet. *)

val names : string list
