(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* guestfish: the table of commands and what runs each of them. *)

(** "filename [format:..] [readonly:true|false]": the words after the name. *)
val synopsis : Types.action -> string

(** All names of the command but the first, with dashes. *)
val other_names : Types.action -> string list

(** The command that documentation means by the name of an action, as POD; a
    function of C that is none keeps its name. *)
val command_of : Table.t -> string -> string

(** The command that replaces a deprecated one. *)
val replacement : Table.t -> Types.action -> string option

(** What to know about a command beside its documentation: POD paragraphs. *)
val notes : Types.action -> string list

(** The commands, sorted by name. *)
val commands : Table.t -> Types.action list

val outputs : Table.t -> (string * (unit -> unit)) list
