(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The C functions that are not actions: the handle itself, errors, events
   and private data. *)

type t = {
  name : string;              (** without "guestfs_" *)
  returns : string;           (** "const char *": with what a name follows *)
  params : string list;
  have : bool;                (** there is a GUESTFS_HAVE_<NAME> *)
  deprecated_by : string option;
}

type group = {
  title : string;             (** what the group is for, a sentence *)
  functions : t list;
}

(** In the order of the header. *)
val groups : group list

val all : t list

(** A type of functions that the program gives: its name without "guestfs_"
    and its parameters.  They return nothing. *)
type callback = { typedef : string; params : string list }

val callbacks : callback list
