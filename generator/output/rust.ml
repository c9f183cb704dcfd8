(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the Rust type Handle, the types that they take and return,
   and the C functions behind them.  The rest of the crate is in
   bindings/rust/src. *)

open Text
open Binding

let from = all_areas

let keywords =
  ["as"; "async"; "box"; "break"; "const"; "crate"; "do"; "dyn"; "else";
   "enum"; "extern"; "fn"; "for"; "if"; "impl"; "in"; "let"; "loop"; "match";
   "mod"; "move"; "mut"; "priv"; "pub"; "ref"; "return"; "self"; "static";
   "struct"; "trait"; "type"; "unsafe"; "use"; "where"; "while"; "yield";
   (* What methods call their own. *)
   "call"; "optargs"]

let arg_name (a : arg) = name_in keywords a.name
let field_name f = name_in keywords (Structs.field_name f)
let optargs_name c = Action.camel_name c.action ^ "OptArgs"
let c_name (s : Types.structure) = "guestfs_" ^ s.s_name

let start what = start C LGPL ~from what

(* ---- C's side ---- *)

let c_arg_type : arg_type -> string = function
  | Bool | Int -> "c_int"
  | Int64 -> "i64"
  | Text | Text_or_null -> "*const c_char"
  | Texts -> "*const *const c_char"
  | Bytes -> "*const c_char"
  | Pointer _ -> "*mut c_void"

let c_param (a : arg) =
  let one = Printf.sprintf "%s: %s" (arg_name a) (c_arg_type a.arg_type) in
  match a.arg_type with
  | Bytes -> [one; a.name ^ "_size: usize"]
  | Bool | Int | Int64 | Text | Text_or_null | Texts | Pointer _ -> [one]

let c_result_type : result_type -> string = function
  | Nothing | Bool | Int -> "c_int"
  | Int64 -> "i64"
  | Constant | Constant_or_null -> "*const c_char"
  | Text | Bytes -> "*mut c_char"
  | Texts | Pairs -> "*mut *mut c_char"
  | Struct s -> "*mut " ^ c_name s
  | Structs s -> Printf.sprintf "*mut List<%s>" (c_name s)

let c_optargs c =
  if c.optargs = [] then [] else ["optargs: *const " ^ c.c_function]

let c_size c = if has_size c then ["size: *mut usize"] else []

let c_function c =
  arguments (Printf.sprintf "pub fn %s(" c.c_function)
    ("g: *mut guestfs_h"
     :: List.concat_map c_param c.args @ c_size c @ c_optargs c)
    (Printf.sprintf ") -> %s;\n" (c_result_type c.result))

let c_struct name members =
  pr "#[repr(C)]\n";
  pr "pub struct %s {\n" name;
  indented 4 (fun () ->
      List.iter (fun (n, t) -> pr "pub %s: %s,\n" n t) members);
  pr "}\n\n"

let c_optargs_struct c =
  if c.optargs <> [] then
    c_struct c.c_function
      (("bitmask", "u64")
       :: List.map (fun (a : arg) -> arg_name a, c_arg_type a.arg_type)
         c.optargs)

let c_field f : (string * string) list =
  let n = field_name f in
  match (f : Types.field) with
  | FChar _ -> [n, "c_char"]
  | FString _ | FDevice _ -> [n, "*mut c_char"]
  | FBuffer _ -> [n ^ "_len", "u32"; n, "*mut c_char"]
  | FUInt32 _ -> [n, "u32"]
  | FInt32 _ -> [n, "i32"]
  | FUInt64 _ | FBytes _ -> [n, "u64"]
  | FInt64 _ -> [n, "i64"]
  | FUUID _ -> [n, "[c_char; 32]"]
  | FOptPercent _ -> [n, "f32"]

let c_frees (s : Types.structure) =
  let n = c_name s in
  pr "pub fn guestfs_free_%s(s: *mut %s);\n" s.s_name n;
  pr "pub fn guestfs_free_%s_list(l: *mut List<%s>);\n" s.s_name n

let raw_rs t =
  start "The C functions of libguestfs, and their structs.";
  raw {|#![allow(non_camel_case_types, non_snake_case)]

use std::os::raw::*;

/// A handle, of which only C knows what is in it.
#[repr(C)]
pub struct guestfs_h {
    _private: [u8; 0],
}

/// A `struct guestfs_NAME_list`.
#[repr(C)]
pub struct List<T> {
    pub len: u32,
    pub val: *mut T,
}

|};
  List.iter (fun s -> c_struct (c_name s) (List.concat_map c_field s.s_fields))
    (structs t);
  List.iter c_optargs_struct (calls t);
  pr "#[link(name = \"guestfs\")]\n";
  pr "extern \"C\" {\n";
  indented 4 (fun () ->
      List.iter c_frees (structs t);
      List.iter c_function (calls t));
  pr "}\n"

(* ---- Documentation ---- *)

let doc_line line = pr "%s\n" (if line = "" then "///" else "/// " ^ line)

(* The name of an action as a link to its method. *)
let refer calls name =
  match referred calls name with
  | Some name -> Printf.sprintf "L<C<%s>|crate::Handle::%s>" name name
  | None -> Printf.sprintf "C<%s>" name

let documentation calls c =
  doc_line (Markdown.escape (sentence c));
  if c.documented then (
    doc_line "";
    List.iter doc_line
      (Markdown.lines ~width:72 (pod ~refer:(refer calls) c)))
  else pr "#[doc(hidden)]\n"

let deprecated c =
  match c.action.deprecated with
  | Current -> ()
  | Deprecated -> pr "#[deprecated]\n"
  | Replaced_by other -> pr "#[deprecated(note = \"use %s\")]\n" other

(* ---- Structs ---- *)

let field_type : Types.field -> string = function
  | FChar _ -> "i8"
  | FString _ | FDevice _ -> "String"
  | FBuffer _ -> "Vec<u8>"
  | FUInt32 _ -> "u32"
  | FInt32 _ -> "i32"
  | FUInt64 _ | FBytes _ -> "u64"
  | FInt64 _ -> "i64"
  | FUUID _ -> "UUID"
  | FOptPercent _ -> "Option<f32>"

let field_value f =
  let c = "c." ^ field_name f in
  match (f : Types.field) with
  | FChar _ -> c ^ " as i8"
  | FString _ | FDevice _ -> Printf.sprintf "call.text_field(%s)?" c
  | FBuffer n -> Printf.sprintf "bytes_field(%s, c.%s_len)" c n
  | FUInt32 _ | FInt32 _ | FUInt64 _ | FBytes _ | FInt64 _ -> c
  | FUUID _ -> Printf.sprintf "UUID::new(&%s)" c
  | FOptPercent _ ->
     Printf.sprintf "if %s < 0.0 { None } else { Some(%s) }" c c

let structure_doc (s : Types.structure) names =
  let link n = Printf.sprintf "[`%s`](crate::Handle::%s)" n n in
  match names with
  | [] -> pr "/// A `struct guestfs_%s`.\n" s.s_name
  | _ ->
     pr "/// Returned by:\n";
     List.iter (fun n -> pr "/// - %s\n" (link n)) names

let structure names (s : Types.structure) =
  let n = s.s_camel in
  structure_doc s (names s);
  pr "#[derive(Clone, Debug, PartialEq)]\n";
  pr "pub struct %s {\n" n;
  indented 4 (fun () ->
      List.iter (fun f -> pr "pub %s: %s,\n" (field_name f) (field_type f))
        s.s_fields);
  pr "}\n\n";
  pr "impl Structure for %s {\n" n;
  indented 4 (fun () ->
      pr "type C = raw::%s;\n" (c_name s);
      pr "const FREE: unsafe extern \"C\" fn(*mut Self::C) =\n";
      pr "    raw::guestfs_free_%s;\n" s.s_name;
      pr "const FREE_LIST: unsafe extern \"C\" fn(*mut List<Self::C>) =\n";
      pr "    raw::guestfs_free_%s_list;\n\n" s.s_name;
      pr "unsafe fn from_c(c: &Self::C, call: &Call<'_>) \
          -> Result<Self, Error> {\n";
      indented 4 (fun () ->
          pr "Ok(%s {\n" n;
          indented 4 (fun () ->
              List.iter (fun f -> pr "%s: %s,\n" (field_name f) (field_value f))
                s.s_fields);
          pr "})\n");
      pr "}\n");
  pr "}\n\n"

(* The documented methods that return it. *)
let returning calls (s : Types.structure) =
  List.filter (fun c ->
      c.documented
      && match c.result with
         | Struct r | Structs r -> r.s_name = s.s_name
         | Nothing | Bool | Int | Int64 | Constant | Constant_or_null | Text
         | Texts | Pairs | Bytes -> false) calls
  |> List.map (fun c -> c.name)

let structs_rs t =
  start "The structs that methods return.";
  raw {|#![allow(unused_variables)]

use crate::call::{bytes_field, Call, Structure};
use crate::raw::{self, List};
use crate::{Error, UUID};

|};
  List.iter (structure (returning (calls t))) (structs t)

(* ---- Optional arguments ---- *)

let type_of lifetime : arg_type -> string = function
  | Bool -> "bool"
  | Int -> "i32"
  | Int64 -> "i64"
  | Text -> Printf.sprintf "&%sstr" lifetime
  | Text_or_null -> Printf.sprintf "Option<&%sstr>" lifetime
  | Texts -> Printf.sprintf "&%s[&%sstr]" lifetime lifetime
  | Bytes -> Printf.sprintf "&%s[u8]" lifetime
  | Pointer _ -> "*mut c_void"

let borrows (a : arg) =
  match a.arg_type with
  | Text | Text_or_null | Texts | Bytes -> true
  | Bool | Int | Int64 | Pointer _ -> false

let lifetime c = if List.exists borrows c.optargs then "<'a>" else ""

(* What C gets for a value of ours.  Bytes have their size, too. *)
let to_c name : arg_type -> string = function
  | Bool -> name ^ " as c_int"
  | Int | Int64 | Pointer _ -> name
  | Text -> Printf.sprintf "call.text(%s)?" name
  | Text_or_null -> Printf.sprintf "call.text_or_null(%s)?" name
  | Texts -> Printf.sprintf "call.texts(%s)?" name
  | Bytes -> Printf.sprintf "%s.as_ptr() as *const c_char" name

let optarg_to_c i (a : arg) =
  let n = arg_name a in
  pr "if let Some(v) = self.%s {\n" n;
  indented 4 (fun () ->
      pr "c.bitmask |= 1 << %d;\n" i;
      pr "c.%s = %s;\n" n (to_c "v" a.arg_type));
  pr "}\n"

let optargs_struct c =
  let n = optargs_name c in
  let unused = if List.exists borrows c.optargs then "" else "_" in
  pr "/// The optional arguments of [`%s`](crate::Handle::%s).\n" c.name c.name;
  pr "#[derive(Clone, Copy, Debug, Default)]\n";
  pr "pub struct %s%s {\n" n (lifetime c);
  indented 4 (fun () ->
      List.iter (fun (a : arg) ->
          pr "pub %s: Option<%s>,\n" (arg_name a) (type_of "'a " a.arg_type))
        c.optargs);
  pr "}\n\n";
  pr "impl%s %s%s {\n" (lifetime c) n (lifetime c);
  indented 4 (fun () ->
      pr "pub(crate) fn to_c(self, %scall: &mut Call) \
          -> Result<raw::%s, Error> {\n" unused c.c_function;
      indented 4 (fun () ->
          pr "// SAFETY: numbers and pointers, which may be 0.\n";
          pr "let mut c: raw::%s = unsafe { zeroed() };\n" c.c_function;
          List.iteri optarg_to_c c.optargs;
          pr "Ok(c)\n");
      pr "}\n");
  pr "}\n\n"

let optargs_rs t =
  start "The optional arguments of methods.";
  raw {|use std::mem::zeroed;
use std::os::raw::c_int;

use crate::call::Call;
use crate::raw;
use crate::Error;

|};
  List.iter (fun c -> if c.optargs <> [] then optargs_struct c) (calls t)

(* ---- Methods ---- *)

let result_type : result_type -> string = function
  | Nothing -> "()"
  | Bool -> "bool"
  | Int -> "i32"
  | Int64 -> "i64"
  | Constant -> "&'static str"
  | Constant_or_null -> "Option<&'static str>"
  | Text -> "String"
  | Texts -> "Vec<String>"
  | Pairs -> "HashMap<String, String>"
  | Bytes -> "Vec<u8>"
  | Struct s -> s.s_camel
  | Structs s -> Printf.sprintf "Vec<%s>" s.s_camel

(* The function of Call that makes a Result of what C returned. *)
let result_function : result_type -> string = function
  | Nothing -> "nothing"
  | Bool -> "bool"
  | Int -> "int"
  | Int64 -> "int64"
  | Constant -> "constant"
  | Constant_or_null -> "constant_or_null"
  | Text -> "take_text"
  | Texts -> "take_texts"
  | Pairs -> "take_pairs"
  | Bytes -> "take_bytes"
  | Struct _ -> "take_struct"
  | Structs _ -> "take_structs"

let param (a : arg) =
  Printf.sprintf "%s: %s" (arg_name a) (type_of "" a.arg_type)

(* Text is converted before the call. *)
let convert (a : arg) =
  let n = arg_name a in
  match a.arg_type with
  | Text | Text_or_null | Texts ->
     pr "let %s = %s;\n" n (to_c n a.arg_type)
  | Bool | Int | Int64 | Bytes | Pointer _ -> ()

let value (a : arg) =
  let n = arg_name a in
  match a.arg_type with
  | Text | Text_or_null | Texts -> [n]
  | Bytes -> [to_c n a.arg_type; n ^ ".len()"]
  | Bool | Int | Int64 | Pointer _ -> [to_c n a.arg_type]

let values c =
  "call.g" :: List.concat_map value c.args
  @ (if has_size c then ["&mut size"] else [])
  @ (if c.optargs = [] then [] else ["&optargs"])

let converts (a : arg) =
  match a.arg_type with
  | Text | Text_or_null | Texts -> true
  | Bool | Int | Int64 | Bytes | Pointer _ -> false

let body c =
  let mut =
    if c.optargs <> [] || List.exists converts c.args then "mut " else "" in
  pr "let %scall = self.call(\"%s\");\n" mut c.name;
  List.iter convert c.args;
  if c.optargs <> [] then pr "let optargs = optargs.to_c(&mut call)?;\n";
  if has_size c then pr "let mut size = 0;\n";
  pr "unsafe {\n";
  indented 4 (fun () ->
      arguments (Printf.sprintf "let r = raw::%s(" c.c_function)
        (values c) ");\n";
      pr "call.%s(r%s)\n" (result_function c.result)
        (if has_size c then ", size" else ""));
  pr "}\n"

let has_pointer c =
  List.exists (fun (a : arg) ->
      match a.arg_type with
      | Pointer _ -> true
      | Bool | Int | Int64 | Text | Text_or_null | Texts | Bytes -> false)
    c.args

let optargs_param c =
  let lifetime = if lifetime c = "" then "" else "<'_>" in
  if c.optargs = [] then []
  else [Printf.sprintf "optargs: %s%s" (optargs_name c) lifetime]

let meth calls c =
  documentation calls c;
  deprecated c;
  if has_pointer c then
    pr "#[allow(clippy::not_unsafe_ptr_arg_deref)]\n";
  arguments (Printf.sprintf "pub fn %s(" c.name)
    ("&self" :: List.map param c.args @ optargs_param c)
    (Printf.sprintf ") -> Result<%s, Error> {\n" (result_type c.result));
  indented 4 (fun () -> body c);
  pr "}\n\n"

let methods_rs t =
  let calls = calls t in
  let documented = List.filter (fun c -> c.documented) calls in
  start "The actions as methods of Handle.";
  raw {|#![allow(non_snake_case)]

use std::collections::HashMap;
use std::os::raw::*;

use crate::optargs::*;
use crate::structs::*;
use crate::raw;
use crate::{Error, Handle};

// SAFETY of all calls: the handle is open, and what the arguments point to
// lives as long as `call`.

/// The actions. guestfs(3) explains what they have in common.
impl Handle<'_> {
|};
  indented 4 (fun () -> List.iter (meth documented) calls);
  pr "}\n"

(* ---- Events ---- *)

let events_rs _ =
  let each f = List.iter f Events.all in
  let camel (e : Events.t) = Utils.camel e.event in
  start "The events that a handle sends.";
  pr "/// Why a callback is called.\n";
  pr "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n";
  pr "pub enum Event {\n";
  indented 4 (fun () -> each (fun e ->
      pr "/// The event `%s`%s.\n" e.event (Events.note e);
      pr "%s,\n" (camel e)));
  pr "}\n\n";
  pr "impl Event {\n";
  indented 4 (fun () ->
      pr "/// The bit that C has for it.\n";
      pr "pub fn to_u64(&self) -> u64 {\n";
      indented 4 (fun () ->
          pr "match self {\n";
          indented 4 (fun () -> each (fun e ->
              pr "Event::%s => 0x%x,\n" (camel e) (Events.mask e)));
          pr "}\n");
      pr "}\n\n";
      pr "/// The event of such a bit.\n";
      pr "pub fn from_bitmask(bitmask: u64) -> Option<Event> {\n";
      indented 4 (fun () ->
          pr "match bitmask {\n";
          indented 4 (fun () ->
              each (fun e ->
                  pr "0x%x => Some(Event::%s),\n" (Events.mask e) (camel e));
              pr "_ => None,\n");
          pr "}\n");
      pr "}\n");
  pr "}\n\n";
  pr "/// All of them.\n";
  pr "pub const EVENT_ALL: [Event; %d] = [\n" (List.length Events.all);
  indented 4 (fun () -> each (fun e -> pr "Event::%s,\n" (camel e)));
  pr "];\n"

(* ---- The calls that all languages make ---- *)

let text = quoted
let text_list l =
  Printf.sprintf "&[%s]" (commas (List.map text l))

let test_value (a : arg) : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> Int64.to_string n
  | Text s when is_nullable a -> Printf.sprintf "Some(%s)" (text s)
  | Text s -> text s
  | Null -> "None"
  | Texts l -> text_list l
  | Bytes s -> "b" ^ quoted_bytes s
  | File name -> Printf.sprintf "&file(%s)" (text name)

let test_optargs (s : Binding_tests.step) =
  let member (a, v) =
    Printf.sprintf "%s: Some(%s)" (arg_name a) (test_value a v) in
  match s.call.optargs, s.optargs with
  | [], _ -> []
  | _, [] -> ["Default::default()"]
  | all, given ->
     let rest = if List.length all = List.length given then []
       else ["..Default::default()"] in
     [Printf.sprintf "%s { %s }" (optargs_name s.call)
        (commas (List.map member (Binding_tests.given s) @ rest))]

let show s =
  let field f =
    Printf.sprintf "(%s, s.%s.show())" (text (Structs.field_name f))
      (field_name f) in
  match Binding_tests.shown s with
  | None -> "|r| r.show()"
  | Some (_, fields) ->
     let fields =
       Printf.sprintf "|s| fields(&[%s])"
         (commas (List.map field fields)) in
     if Binding_tests.kind s = "structs" then
       Printf.sprintf "|l| list(l.iter().map(%s))" fields
     else fields

let step (s : Binding_tests.step) =
  pr "step(\n";
  indented 4 (fun () ->
      pr "%s,\n" (text (Binding_tests.title s));
      arguments (Printf.sprintf "g.%s(" s.call.name)
        (List.map2 test_value s.call.args s.args @ test_optargs s) "),\n";
      pr "%s,\n" (show s));
  pr ");\n"

let calls_rs t =
  Binding_tests.start C ~usage:"calls DIRECTORY";
  raw {|#![allow(deprecated, unused_imports)]

mod log;

use guestfs::*;
use log::*;

fn main() {
    let g = Handle::create().unwrap();
|};
  indented 4 (fun () -> List.iter step (Binding_tests.steps t));
  pr "}\n"

let outputs t = [
  "bindings/rust/gen/raw.rs", (fun () -> raw_rs t);
  "bindings/rust/gen/structs.rs", (fun () -> structs_rs t);
  "bindings/rust/gen/optargs.rs", (fun () -> optargs_rs t);
  "bindings/rust/gen/methods.rs", (fun () -> methods_rs t);
  "bindings/rust/gen/events.rs", (fun () -> events_rs t);
  "bindings/rust/gen/calls.rs", (fun () -> calls_rs t);
]
