(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the areas are about, for readers: the manual and the HTML pages list
   the functions by topic. *)

type t = {
  word : string;    (** for "help": "lvm"; no action has this name *)
  topic : string;   (** the title: "Logical volumes" *)
  about : string;   (** a sentence without its full stop *)
  areas : string list;
}

(** The topics of a table, in the order in which they should be read, each
    with the areas that the table has.  An area that no topic names is a topic
    of its own, at the end. *)
val all : Table.t -> t list

(** The documented actions of a topic, sorted by name. *)
val actions : Table.t -> t -> Types.action list

(** The word of the topic of an area; None: no action of it is documented. *)
val of_area : Table.t -> string -> string option
