(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* One set of calls that every language makes: each prints the same log of
   their results. *)

type value =
  | Bool of bool
  | Int of int64           (** also for 64 bits *)
  | Text of string         (** ASCII or UTF-8 *)
  | Null
  | Texts of string list
  | Bytes of string
  | File of string         (** text: a file of this name in the directory
                               that the program is given *)

(** How much of a result is printed: of structs only the fields whose value
    is the same everywhere. *)
type show =
  | Whole
  | Fields of string list

type step = {
  call : Binding.call;
  args : value list;
  optargs : (string * value) list;
  show : show;
  expect : string;         (** the line of the log *)
}

(** Calls that need no appliance, and then some that do; without those of
    actions that the table lacks. *)
val steps : Table.t -> step list

(** What the log has above the result: ["== mkdir /dir"]. *)
val title : step -> string

(** An optional argument's value, if the step gives it. *)
val optarg : step -> string -> value option

(** The whole log, and what the calls of [internal_test] print to a file. *)
val log : Table.t -> string
val printed : Table.t -> string

(** The fields of a struct that the step shows. *)
val fields : step -> Types.structure -> Types.field list

(** {2 For the programs of the languages} *)

(** The first lines of such a program; [usage] is ["calls.py DIRECTORY"]. *)
val start : Text.style -> usage:string -> unit

(** The optional arguments that the step gives. *)
val given : step -> (Binding.arg * value) list

(** What kind of result the step shows: ["ok"], ["bool"], ["number"],
    ["text"], ["text_or_null"], ["texts"], ["pairs"], ["bytes"], ["struct"] or
    ["structs"].  Languages have a function of that name. *)
val kind : step -> string

(** The struct of such a result, and its fields that are shown. *)
val shown : step -> (Types.structure * Types.field list) option

(** The names of those fields; [[]] for all other results. *)
val shown_names : step -> string list
