(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What there is to know about each type of an argument. *)

open Types

type form = {
  word : string;
  c_type : string;
  sized : bool;
  many : bool;
  null_refused : bool;
  wire : string option;
  holder : string;
  unset : string;
  xdr : string -> string;
  pointed : string;
  trace : string;
  fish : string;
  member : string;
  synopsis : string -> string;
  possible : string;
  literal : string -> string list;
}

type transport = In_message | Upload | Download
type place = Elsewhere | Unsaid | Path | Name

type kind = {
  word : string;
  transport : transport;
  check : string option;
  mountable : bool;
  secret : bool;
  place : place;
  sample : string option;
  completes : string list;
}

type value = { name : string; form : form; kind : kind }

(* ---- Kinds of strings ---- *)

(* What is not a string has this kind, too. *)
let nothing = {
  word = ""; transport = In_message; check = None; mountable = false;
  secret = false; place = Elsewhere; sample = None; completes = [];
}

let rec kind = function
  | PlainString ->
     { nothing with word = "PlainString"; place = Unsaid;
                    completes = ["FISH_ANY"] }
  | Device ->
     { nothing with word = "Device"; check = Some "stub_device";
                    sample = Some "/dev/sdb"; completes = ["FISH_DEVICE"] }
  | Device_or_group ->
     { (kind Device) with check = Some "stub_device_or_group" }
  | Mountable ->
     { nothing with word = "Mountable"; check = Some "stub_mountable";
                    mountable = true; sample = Some "/dev/sdc";
                    completes = ["FISH_DEVICE"] }
  | Pathname ->
     { nothing with word = "Pathname"; check = Some "stub_pathname";
                    place = Path; completes = ["FISH_PATH"] }
  | Filename ->
     { nothing with word = "Filename"; check = Some "stub_filename";
                    place = Name; sample = Some "plain" }
  | Dev_or_Path ->
     { nothing with word = "Dev_or_Path"; check = Some "stub_dev_or_path";
                    place = Path; completes = ["FISH_DEVICE"; "FISH_PATH"] }
  | Mountable_or_Path ->
     { nothing with word = "Mountable_or_Path";
                    check = Some "stub_mountable_or_path"; mountable = true;
                    place = Path; completes = ["FISH_DEVICE"; "FISH_PATH"] }
  | FileIn ->
     { nothing with word = "FileIn"; transport = Upload;
                    completes = ["FISH_FILE_IN"] }
  | FileOut ->
     { nothing with word = "FileOut"; transport = Download;
                    completes = ["FISH_FILE_OUT"] }
  | Key ->
     { nothing with word = "Key"; secret = true; completes = ["FISH_SECRET"] }
  | GUID -> { nothing with word = "GUID"; check = Some "stub_guid" }

(* ---- Forms ---- *)

let sp = Printf.sprintf
let itself n = n

let string = {
  word = "String"; c_type = "const char *"; sized = false; many = false;
  null_refused = true; wire = Some "string"; holder = "CLEANUP_FREE char *";
  unset = "\"\""; xdr = sp "string %s<>"; pointed = ""; trace = "string";
  fish = "STRING"; member = "s"; synopsis = itself; possible = "..";
  literal = (fun w -> [Utils.c_string w]);
}

let number = {
  string with
  word = "Int"; c_type = "int "; null_refused = false; wire = Some "i32";
  holder = "int "; unset = "0"; xdr = sp "int %s"; trace = "int";
  fish = "INT"; member = "i"; possible = "N";
  literal = (fun w -> [Literal.c_int w]);
}

let number64 = {
  number with
  word = "Int64"; c_type = "int64_t "; wire = Some "i64"; holder = "int64_t ";
  xdr = sp "hyper %s"; fish = "INT64";
  literal = (fun w -> [Literal.c_int64 w]);
}

let truth = {
  number with
  word = "Bool"; wire = Some "bool"; xdr = sp "bool %s"; trace = "bool";
  fish = "BOOL"; possible = "true|false";
  literal = (fun w -> [Literal.c_bool w]);
}

let string_or_null = {
  string with
  word = "OptString"; null_refused = false; wire = Some "opt_string";
  xdr = sp "guestfs_str *%s"; fish = "STRING_OR_NULL";
  literal = (fun w -> [if w = "" then "NULL" else Utils.c_string w]);
}

let strings = {
  string with
  word = "StringList"; c_type = "char *const *"; many = true;
  wire = Some "string_list"; holder = "CLEANUP_FREE_STRING_LIST char **";
  unset = "(char *const []) { NULL }"; xdr = sp "guestfs_str %s<>";
  trace = "list"; fish = "LIST"; member = "list"; synopsis = sp "'%s ...'";
  possible = "'..'"; literal = (fun w -> [Literal.(c_list (list w))]);
}

let bytes = {
  string with
  word = "BufferIn"; sized = true; wire = Some "opaque";
  xdr = sp "opaque %s<>"; trace = "buffer"; fish = "BUFFER";
  literal = (fun w -> [Utils.c_string w; string_of_int (String.length w)]);
}

let pointer pointed = {
  string with
  word = "Pointer"; c_type = "void *"; wire = None; pointed; trace = "pointer";
  literal = (fun _ -> Literal.bad "a pointer cannot be written");
}

(* ---- Types ---- *)

let value ?(kind = nothing) name form = { name; form; kind }

let text = kind PlainString
let text_or_null = { text with word = ""; completes = [] }

let of_arg = function
  | Bool n -> value n truth
  | Int n -> value n number
  | Int64 n -> value n number64
  | String (k, n) -> value n string ~kind:(kind k)
  | OptString n -> value n string_or_null ~kind:text_or_null
  | StringList (k, n) -> value n strings ~kind:(kind k)
  | BufferIn n -> value n bytes
  | Pointer (t, n) -> value n (pointer t)

let of_optarg = function
  | OBool n -> value n truth
  | OInt n -> value n number
  | OInt64 n -> value n number64
  | OString n -> value n string ~kind:text
  | OKey n -> value n string ~kind:(kind Key)
  | OStringList n -> value n strings ~kind:text

let is_stream v = v.kind.transport <> In_message
