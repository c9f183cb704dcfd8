(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What a language sees of the actions: the one description of a call that all
   bindings are made from.

   Kinds of strings, procedure numbers and where an action is implemented mean
   nothing to a binding; types do.  Each language matches over the two types
   below, so that the compiler names what it has to learn when one is new. *)

type arg_type =
  | Bool
  | Int                    (** 32 bits *)
  | Int64
  | Text                   (** without NUL; never null *)
  | Text_or_null
  | Texts                  (** a list of them *)
  | Bytes                  (** any bytes, and how many *)
  | Pointer of string      (** to this C type: few languages can give one *)

type result_type =
  | Nothing
  | Bool
  | Int
  | Int64
  | Constant               (** text that belongs to the handle *)
  | Constant_or_null       (** null is a value, not an error *)
  | Text                   (** text that the caller frees *)
  | Texts
  | Pairs                  (** text to text *)
  | Bytes
  | Struct of Types.structure
  | Structs of Types.structure

type field_type = Types.field

type arg = { name : string; arg_type : arg_type }

type call = {
  action : Types.action;   (** for what is not here *)
  name : string;           (** of the method: "add_drive" *)
  aliases : string list;   (** further names: "add_drive_opts" *)
  c_function : string;     (** what is called: "guestfs_add_drive_opts_argv" *)
  args : arg list;
  optargs : arg list;      (** in the order of their bits *)
  result : result_type;
  blocking : bool;         (** others may run meanwhile *)
  documented : bool;
  have : string;           (** "GUESTFS_HAVE_ADD_DRIVE" *)
}

(** What languages offer, sorted by name. *)
val calls : Table.t -> call list

(** The structs that a program may get, sorted by name. *)
val structs : Table.t -> Types.structure list

(** {2 Names} *)

(** [name_in keywords "unsafe"] is ["unsafe_"] when the language has that
    word for itself. *)
val name_in : string list -> string -> string

(** Text between double quotes, where a backslash escapes those: UTF-8 stays
    as it is. *)
val quoted : string -> string

(** Likewise between single quotes, for languages where double quotes have
    variables. *)
val single_quoted : string -> string

(** Bytes between double quotes, each as ["\x61"]. *)
val quoted_bytes : string -> string

(** ["a, b"]. *)
val commas : string list -> string

(** May be null: the others never are. *)
val is_nullable : arg -> bool

(** C's function returns bytes, and stores how many. *)
val has_size : call -> bool

(** What the manual calls the result: ["size"]; "" when there is none. *)
val result_name : call -> string

(** {2 Documentation} *)

(** The summary as a sentence: ["Add a disk image as a drive."]. *)
val sentence : call -> string

(** What is said of a deprecated call: [use other] names what replaces it. *)
val deprecation : use:(string -> string) -> call -> string option

(** Which of these calls an action's name leads to: ["mkfs"], also for its
    alias ["mkfs_opts"]. *)
val referred : call list -> string -> string option

(** The text and the notes, as POD. *)
val pod : refer:(string -> string) -> call -> string

(** The same as lines without markup.  Here [refer] gives plain text. *)
val plain : refer:(string -> string) -> width:int -> call -> string list

(** The same in pieces: paragraphs that may be filled anew, and indented lines
    that keep their shape.  The indentation that all have is removed. *)
type block =
  | Prose of string list
  | Indented of string list

val blocks : refer:(string -> string) -> width:int -> call -> block list
