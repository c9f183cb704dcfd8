(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* guestfish: the table of commands and what runs each of them. *)

(** "filename [format:..] [readonly:true|false]": the words after the name. *)
val synopsis : Types.action -> string

(** All names of the command but the first, with dashes. *)
val other_names : Types.action -> string list

(** What to know about a command beside its documentation: POD paragraphs. *)
val notes : Types.action -> string list

(** The documentation with other actions named as commands and the notes, as
    POD. *)
val doc : Table.t -> Types.action -> string

(** The commands, sorted by name. *)
val commands : Table.t -> Types.action list

val cmds_c : Table.t -> unit
val outputs : Table.t -> (string * (unit -> unit)) list
