(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A call as tests write it: words, as guestfish takes them, and the record of
   the action that they call. *)

open Types

(** The words that belong to the fixed arguments and those of the optional
    ones, by their bit.
    @raise Literal.Bad when there are too few words or one is no optional
    argument *)
val split : action -> string list -> string list * (int * optarg * string) list

(** The call as a line typed into guestfish.  A secret is asked for there, so
    with [~secrets:false] it is left out. *)
val line : ?secrets:bool -> action -> string list -> string
