(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What there is to know about each type of a result. *)

open Types

type shape =
  | Status
  | Number
  | Constant
  | Memory
  | Struct of string
  | Struct_list of string

type t = {
  word : string;
  details : (string * string) list;
  shape : shape;
  c_type : string;
  error : string option;
  sized : bool;
  integer : bool;
  trace : string;
  wire : string;
  pairs : bool;
  holder : string;
  free : string;
  xdr : string option;
  print : string;
  fish : string;
  got : string * string list;
  about : string;
}

let sp = Printf.sprintf

(* ---- Strings in results ---- *)

let kind = function
  | RPlainString -> "RPlainString"
  | RDevice -> "RDevice"
  | RMountable -> "RMountable"

let is_device = function RDevice | RMountable -> true | RPlainString -> false

(* ---- Numbers ---- *)

let status = {
  word = "RErr"; details = []; shape = Status; c_type = "int ";
  error = Some "-1"; sized = false; integer = false; trace = "int"; wire = "";
  pairs = false; holder = ""; free = ""; xdr = None; print = "fish_print_ok";
  fish = "NOTHING";
  got = ("got_status", []); about = "0, or -1 on error.";
}

let number n = {
  status with
  word = "RInt"; details = ["field", n]; shape = Number; integer = true;
  wire = "i32"; xdr = Some ("int " ^ n); print = "fish_print_int";
  fish = "INT"; got = ("got_int", []); about = sp "C<%s>, or -1 on error." n;
}

let number64 n = {
  (number n) with
  word = "RInt64"; c_type = "int64_t "; wire = "i64";
  xdr = Some ("hyper " ^ n); fish = "INT64";
}

let truth n = {
  (number n) with
  word = "RBool"; integer = false; wire = "bool"; xdr = Some ("bool " ^ n);
  print = "fish_print_bool"; fish = "BOOL"; got = ("got_bool", []);
  about = sp "C<%s>: 1 (true) or 0 (false), or -1 on error." n;
}

(* ---- Strings ---- *)

let constant n = {
  status with
  word = "RConstString"; details = ["field", n]; shape = Constant;
  c_type = "const char *"; error = Some "NULL"; trace = "string";
  print = "fish_print_const_string"; fish = "STRING";
  got = ("got_const_string", []);
  about = "a string that belongs to the handle (do not free it), or NULL on \
           error.";
}

let constant_or_null n = {
  (constant n) with
  word = "RConstOptString"; error = None; trace = "opt_string";
  print = "fish_print_const_opt_string"; fish = "STRING_OR_NULL";
  got = ("got_const_opt_string", []);
  about = "a string that belongs to the handle (do not free it), or NULL, \
           which is not an error.";
}

let string k n = {
  status with
  word = "RString"; details = ["string_type", kind k; "field", n];
  shape = Memory; c_type = "char *"; error = Some "NULL"; trace = "string";
  wire = "string"; holder = "CLEANUP_FREE "; free = "free";
  xdr = Some (sp "string %s<>" n); print = "fish_print_string";
  fish = "STRING";
  got = ((if is_device k then "got_device" else "got_string"), []);
  about = "a string that the caller frees, or NULL on error.";
}

let bytes n = {
  (string RPlainString n) with
  word = "RBufferOut"; details = ["field", n]; sized = true; trace = "buffer";
  wire = "opaque"; xdr = Some (sp "opaque %s<>" n);
  print = "fish_print_buffer"; fish = "BUFFER"; got = ("got_buffer", ["size"]);
  about = "a buffer that the caller frees and sets C<*size_r> to its length \
           in bytes, or returns NULL on error. The buffer may contain NUL \
           bytes.";
}

let strings k n = {
  (string k n) with
  word = "RStringList"; c_type = "char **"; trace = "list";
  wire = "string_list"; holder = "CLEANUP_FREE_STRING_LIST ";
  free = "string_list_free"; xdr = Some (sp "guestfs_str %s<>" n);
  print = "fish_print_list"; fish = "LIST";
  got = ((if is_device k then "got_devices" else "got_list"), []);
  about = "a list of strings ended by NULL, or NULL on error. The caller \
           frees the strings and the list.";
}

let table keys values n = {
  (strings keys n) with
  word = "RHashtable";
  details = ["key_type", kind keys; "value_type", kind values; "field", n];
  pairs = true; print = "fish_print_hashtable"; fish = "HASHTABLE";
  got = ("got_hashtable", [string_of_bool (is_device keys);
                           string_of_bool (is_device values)]);
  about = "a list in which keys and values alternate, ended by NULL, or NULL \
           on error. The caller frees the strings and the list.";
}

(* ---- Structs ---- *)

let structure s n = {
  status with
  word = "RStruct"; details = ["field", n; "struct", s]; shape = Struct s;
  c_type = sp "struct guestfs_%s *" s; error = Some "NULL"; trace = "struct";
  wire = s; free = "guestfs_free_" ^ s;
  xdr = Some (sp "guestfs_int_%s %s" s n); print = "print_one_" ^ s;
  fish = "STRUCT"; got = ("got_" ^ s, []);
  about = sp "a L<struct guestfs_%s|/struct guestfs_%s>, or NULL on error. \
              Free it with C<guestfs_free_%s>." s s s;
}

let structures s n = {
  (structure s n) with
  word = "RStructList"; shape = Struct_list s;
  c_type = sp "struct guestfs_%s_list *" s; wire = s ^ "_list";
  free = sp "guestfs_free_%s_list" s;
  xdr = Some (sp "guestfs_int_%s %s<>" s n); print = "print_list_of_" ^ s;
  fish = "STRUCTS"; got = ("got_count", ["ret ? ret->len : 0"]);
  about = sp "a list of L<struct guestfs_%s|/struct guestfs_%s>, or NULL on \
              error. Free it with C<guestfs_free_%s_list>." s s s;
}

let of_ret = function
  | RErr -> status
  | RInt n -> number n
  | RInt64 n -> number64 n
  | RBool n -> truth n
  | RConstString n -> constant n
  | RConstOptString n -> constant_or_null n
  | RString (k, n) -> string k n
  | RStringList (k, n) -> strings k n
  | RStruct (n, s) -> structure s n
  | RStructList (n, s) -> structures s n
  | RHashtable (keys, values, n) -> table keys values n
  | RBufferOut n -> bytes n
