(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the Go type Guestfs, and the types that they take and return.
   The rest of the package is in bindings/golang/*.go. *)

open Text
open Binding

let from = all_areas
let start what = start C LGPL ~from what

let keywords =
  ["break"; "case"; "chan"; "const"; "continue"; "default"; "defer"; "else";
   "fallthrough"; "for"; "func"; "go"; "goto"; "if"; "import"; "interface";
   "map"; "package"; "range"; "return"; "select"; "struct"; "switch"; "type";
   "var";
   (* What methods call their own. *)
   "g"; "call"; "r"; "r_size"; "optargs"; "nil"]

let arg_name (a : arg) = name_in keywords a.name
let exported = String.capitalize_ascii
let optargs_name c = "Optargs" ^ exported c.name

(* What cgo calls a member of a C struct. *)
let c_member name = if List.mem name keywords then "_" ^ name else name

(* gofmt puts the types of a struct's fields below one another. *)
let fields list =
  let width = List.fold_left (fun n (name, _) -> max n (String.length name)) 0
      list in
  List.iter (fun (name, t) -> pr "\t%-*s %s\n" width name t) list

(* ---- Documentation ---- *)

let refer calls name =
  match referred calls name with
  | Some name -> "g." ^ exported name
  | None -> "guestfs_" ^ name

let comment line = pr "%s\n" (if line = "" then "//" else "// " ^ line)

let documentation calls c =
  comment (Printf.sprintf "%s: %s." (exported c.name) c.action.summary);
  if c.documented then (
    comment "";
    List.iter comment (plain ~refer:(refer calls) ~width:74 c))

(* ---- Structs ---- *)

let field_type : Types.field -> string = function
  | FChar _ -> "byte"
  | FString _ | FDevice _ -> "string"
  | FBuffer _ -> "[]byte"
  | FUInt32 _ -> "uint32"
  | FInt32 _ -> "int32"
  | FUInt64 _ | FBytes _ -> "uint64"
  | FInt64 _ -> "int64"
  | FUUID _ -> "[32]byte"
  | FOptPercent _ -> "float32"

let field_value f =
  let c = "c." ^ c_member (Structs.field_name f) in
  match (f : Types.field) with
  | FString _ | FDevice _ -> Printf.sprintf "C.GoString(%s)" c
  | FBuffer n -> Printf.sprintf "goBytes(%s, C.size_t(c.%s_len))" c n
  | FUUID _ -> Printf.sprintf "goUUID(&%s)" c
  | FChar _ | FUInt32 _ | FInt32 _ | FUInt64 _ | FBytes _ | FInt64 _
  | FOptPercent _ -> Printf.sprintf "%s(%s)" (field_type f) c

let structure (s : Types.structure) =
  let n = s.s_camel in
  pr "\n// %s is what C calls struct guestfs_%s.\n" n s.s_name;
  pr "type %s struct {\n" n;
  fields (List.map (fun f -> exported (Structs.field_name f), field_type f)
            s.s_fields);
  pr "}\n";
  pr "\nfunc go%s(c *C.struct_guestfs_%s) %s {\n" n s.s_name n;
  pr "\treturn %s{\n" n;
  List.iter (fun f ->
      pr "\t\t%s: %s,\n" (exported (Structs.field_name f)) (field_value f))
    s.s_fields;
  pr "\t}\n}\n";
  pr "\nfunc take%s(r *C.struct_guestfs_%s) *%s {\n" n s.s_name n;
  pr "\tdefer C.guestfs_free_%s(r)\n" s.s_name;
  pr "\ts := go%s(r)\n" n;
  pr "\treturn &s\n}\n";
  pr "\nfunc take%sList(r *C.struct_guestfs_%s_list) *[]%s {\n" n s.s_name n;
  pr "\tdefer C.guestfs_free_%s_list(r)\n" s.s_name;
  pr "\tl := make([]%s, 0, r.len)\n" n;
  pr "\tfor i := range unsafe.Slice(r.val, r.len) {\n";
  pr "\t\tl = append(l, go%s(&unsafe.Slice(r.val, r.len)[i]))\n" n;
  pr "\t}\n\treturn &l\n}\n"

(* For cgo: C is what goes before the import of it. *)
let preamble c =
  raw "package guestfs\n\n/*\n#include <stdlib.h>\n#include <guestfs.h>\n";
  c ();
  raw "*/\nimport \"C\"\n\n"

let structs_go t =
  start "The structs that methods return.";
  preamble ignore;
  raw "import \"unsafe\"\n";
  List.iter structure (structs t)

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "bool"
  | Int -> "int"
  | Int64 -> "int64"
  | Text -> "string"
  | Text_or_null -> "*string"
  | Texts -> "[]string"
  | Bytes -> "[]byte"
  | Pointer _ -> "int64"

let result_type : result_type -> string option = function
  | Nothing -> None
  | Bool -> Some "bool"
  | Int -> Some "int"
  | Int64 -> Some "int64"
  | Constant | Text -> Some "string"
  | Constant_or_null -> Some "*string"
  | Texts -> Some "[]string"
  | Pairs -> Some "map[string]string"
  | Bytes -> Some "[]byte"
  | Struct s -> Some ("*" ^ s.s_camel)
  | Structs s -> Some ("*[]" ^ s.s_camel)

(* What comes with an error. *)
let zero : result_type -> string option = function
  | Nothing -> None
  | Bool -> Some "false"
  | Int | Int64 -> Some "0"
  | Constant | Text -> Some "\"\""
  | Constant_or_null | Texts | Pairs | Bytes -> Some "nil"
  | Struct s -> Some (Printf.sprintf "&%s{}" s.s_camel)
  | Structs s -> Some (Printf.sprintf "&[]%s{}" s.s_camel)

let returns value error =
  match value with
  | None -> pr "\treturn %s\n" error
  | Some v -> pr "\treturn %s, %s\n" v error

(* ---- Optional arguments ---- *)

let optargs_struct c =
  pr "\n// %s are the optional arguments of %s: those with\n\
      // _is_set are given.\n" (optargs_name c) (exported c.name);
  pr "type %s struct {\n" (optargs_name c);
  fields (List.concat_map (fun (a : arg) ->
      let n = exported a.name in
      [n ^ "_is_set", "bool"; n, arg_type a.arg_type]) c.optargs);
  pr "}\n"

(* An argument as C has it; bytes are two. *)
let to_c name : arg_type -> string = function
  | Bool -> Printf.sprintf "cBool(%s)" name
  | Int -> Printf.sprintf "call.number(%s)" name
  | Int64 -> Printf.sprintf "C.int64_t(%s)" name
  | Text -> Printf.sprintf "call.text(%s)" name
  | Text_or_null -> Printf.sprintf "call.textOrNull(%s)" name
  | Texts -> Printf.sprintf "call.texts(%s)" name
  | Bytes -> Printf.sprintf "call.bytes(%s)" name
  | Pointer _ -> Printf.sprintf "call.pointer(%s)" name

let optargs_to_c c =
  pr "\tvar c_optargs C.struct_%s\n" c.c_function;
  pr "\tif optargs != nil {\n";
  List.iteri (fun i (a : arg) ->
      let n = exported a.name in
      pr "\t\tif optargs.%s_is_set {\n" n;
      pr "\t\t\tc_optargs.bitmask |= 1 << %d\n" i;
      pr "\t\t\tc_optargs.%s = %s\n" (c_member a.name)
        (to_c ("optargs." ^ n) a.arg_type);
      pr "\t\t}\n") c.optargs;
  pr "\t}\n"

(* ---- Methods ---- *)

let c_name (a : arg) = "c_" ^ a.name

let convert (a : arg) =
  let left = match a.arg_type with
    | Bytes -> Printf.sprintf "%s, %s_size" (c_name a) (c_name a)
    | Bool | Int | Int64 | Text | Text_or_null | Texts | Pointer _ ->
       c_name a in
  pr "\t%s := %s\n" left (to_c (arg_name a) a.arg_type)

let values (a : arg) =
  match a.arg_type with
  | Bytes -> [c_name a; c_name a ^ "_size"]
  | Bool | Int | Int64 | Text | Text_or_null | Texts | Pointer _ -> [c_name a]

(* Errors are values, and not printed: that is said in each call, for each
   thread of C's has an error handler of its own. A function does both: going
   from Go to C is what costs. *)
let silent_name c = "silent_" ^ c.name

let silent_function c =
  let params, values =
    if c.optargs = [] then Ctypes.(params c.action, values c.action)
    else Ctypes.(params c.action @ [argv_param c.action],
                 values c.action @ ["optargs"]) in
  pr "\nstatic %s%s(%s)\n" (Ctypes.ret_type c.action.ret) (silent_name c)
    (commas params);
  pr "{\n  guestfs_set_error_handler(g, NULL, NULL);\n";
  pr "  return %s(%s);\n}\n" c.c_function (commas values)

let c_call c =
  Printf.sprintf "C.%s(%s)" (silent_name c)
    (String.concat ", "
       ("call.g" :: List.concat_map values c.args
        @ (if has_size c then ["&r_size"] else [])
        @ (if c.optargs = [] then [] else ["&c_optargs"])))

let failed c =
  match Ctypes.error_value c.action.ret with
  | None -> None
  | Some "NULL" -> Some "r == nil"
  | Some value -> Some ("r == " ^ value)

let result_value : result_type -> string option = function
  | Nothing -> None
  | Bool -> Some "r != 0"
  | Int -> Some "int(r)"
  | Int64 -> Some "int64(r)"
  | Constant -> Some "C.GoString(r)"
  | Constant_or_null -> Some "goTextOrNull(r)"
  | Text -> Some "takeText(r)"
  | Texts -> Some "takeTexts(r)"
  | Pairs -> Some "takePairs(r)"
  | Bytes -> Some "takeBytes(r, r_size)"
  | Struct s -> Some (Printf.sprintf "take%s(r)" s.s_camel)
  | Structs s -> Some (Printf.sprintf "take%sList(r)" s.s_camel)

let param (a : arg) = Printf.sprintf "%s %s" (arg_name a) (arg_type a.arg_type)

let params c =
  List.map param c.args
  @ if c.optargs = [] then [] else ["optargs *" ^ optargs_name c]

let results c =
  match result_type c.result with
  | None -> "error"
  | Some t -> Printf.sprintf "(%s, error)" t

let if_failed c condition error =
  pr "\tif %s {\n\t" condition;
  returns (zero c.result) error;
  pr "\t}\n"

let meth calls c =
  if c.optargs <> [] then optargs_struct c;
  pr "\n";
  documentation calls c;
  pr "func (g *Guestfs) %s(%s) %s {\n" (exported c.name)
    (String.concat ", " (params c)) (results c);
  pr "\tcall := g.%s(\"%s\")\n"
    (if c.blocking then "enterBlocking" else "enter") c.name;
  pr "\tdefer call.leave()\n";
  List.iter convert c.args;
  if c.optargs <> [] then optargs_to_c c;
  if_failed c "call.err != nil" "call.err";
  if has_size c then pr "\tvar r_size C.size_t\n";
  pr "\tr := %s\n" (c_call c);
  Option.iter (fun condition -> if_failed c condition "call.failed()")
    (failed c);
  returns (result_value c.result) "nil";
  pr "}\n"

(* ---- Streams ---- *)

(* A method that has an io.Reader or io.Writer instead of a file's name. *)
let stream c file ~way ~verb ~io ~what =
  let name = exported c.name ^ way in
  let param (a : arg) =
    if a.name = file then Printf.sprintf "%s %s" (arg_name a) io else param a in
  let given (a : arg) = if a.name = file then "name" else arg_name a in
  pr "\n// %s is %s\n// %s.\n" name (exported c.name) what;
  pr "func (g *Guestfs) %s(%s) %s {\n" name
    (String.concat ", "
       (List.map param c.args
        @ if c.optargs = [] then [] else ["optargs *" ^ optargs_name c]))
    (results c);
  pr "\treturn g.%s(%s, func(g *Guestfs, name string) error {\n" verb
    (name_in keywords file);
  pr "\t\treturn g.%s(%s)\n" (exported c.name)
    (String.concat ", "
       (List.map given c.args
        @ if c.optargs = [] then [] else ["optargs"]));
  pr "\t})\n}\n"

let streams c =
  match c.result, Action.files_in c.action, Action.files_out c.action with
  | Nothing, [file], [] ->
     stream c file ~way:"_from" ~verb:"fromReader" ~io:"io.Reader"
       ~what:"with what a reader gives instead of a file"
  | Nothing, [], [file] ->
     stream c file ~way:"_to" ~verb:"toWriter" ~io:"io.Writer"
       ~what:"to a writer instead of a file"
  | _ -> ()

let methods_go t =
  let calls = calls t in
  start "The actions as methods of Guestfs.";
  preamble (fun () -> List.iter silent_function calls);
  raw "import \"io\"\n";
  List.iter (meth calls) calls;
  List.iter (fun c -> if c.documented then streams c) calls;
  raw "\nvar _ io.Reader\n"

(* ---- Events ---- *)

let payload (e : Events.t) =
  match e.payload with
  | Nothing -> ""
  | Text what -> Printf.sprintf " // buf is its %s" what
  | Numbers names -> " // array: " ^ String.concat ", " names

let events_go _ =
  start "The events that a handle sends.";
  pr "package guestfs\n\n";
  pr "// An Event is why a callback is called, or a mask of several.\n";
  pr "type Event uint64\n\nconst (\n";
  List.iter (fun (e : Events.t) ->
      pr "\tEVENT_%s Event = 0x%x%s\n" (Utils.upper e.event) (Events.mask e)
        (payload e)) Events.all;
  pr "\tEVENT_ALL Event = 0x%x\n)\n" Events.all_mask

(* ---- The calls that all languages make ---- *)

let text = quoted
let text_list l =
  Printf.sprintf "[]string{%s}" (commas (List.map text l))

let test_value (a : arg) : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> Int64.to_string n
  | Text s when is_nullable a -> Printf.sprintf "pointer(%s)" (text s)
  | Text s -> text s
  | Null -> "nil"
  | Texts l -> text_list l
  | Bytes s -> Printf.sprintf "[]byte(%s)" (quoted_bytes s)
  | File name -> Printf.sprintf "file(%s)" (text name)

let test_optargs (s : Binding_tests.step) =
  let member ((a : arg), v) =
    Printf.sprintf "%s_is_set: true, %s: %s" (exported a.name)
      (exported a.name) (test_value a v) in
  match s.call.optargs, s.optargs with
  | [], _ -> []
  | _, [] -> ["nil"]
  | _ ->
     [Printf.sprintf "&guestfs.%s{%s}" (optargs_name s.call)
        (commas (List.map member (Binding_tests.given s)))]

let shown s = commas ("" :: List.map text (Binding_tests.shown_names s))

let step (s : Binding_tests.step) =
  let call = Printf.sprintf "g.%s(%s)" (exported s.call.name)
      (String.concat ", "
         (List.map2 test_value s.call.args s.args @ test_optargs s)) in
  let title = text (Binding_tests.title s) in
  match s.call.result with
  | Nothing -> pr "\tlog.Step(%s, nil, %s)\n" title call
  | Bool | Int | Int64 | Constant | Text | Constant_or_null | Texts | Pairs
  | Bytes | Struct _ | Structs _ ->
     pr "\t{\n\t\tr, err := %s\n" call;
     pr "\t\tlog.Step(%s, r, err%s)\n\t}\n" title (shown s)

let calls_go t =
  Binding_tests.start C ~usage:"calls DIRECTORY";
  List.iter (pr "%s\n") [
    "package main";
    "";
    "import (";
    "\t\"os\"";
    "";
    "\t\"libguestfs.org/guestfs\"";
    "\t\"libguestfs.org/guestfs/tests/log\"";
    ")";
    "";
    "func pointer(s string) *string { return &s }";
    "";
    "func file(name string) string { return os.Args[1] + \"/\" + name }";
    "";
    "func main() {";
    "\tg, err := guestfs.Create()";
    "\tif err != nil {";
    "\t\tpanic(err)";
    "\t}";
    "\tdefer g.Close()";
  ];
  List.iter step (Binding_tests.steps t);
  pr "}\n"

let outputs t = [
  "bindings/golang/gen/structs.go", (fun () -> structs_go t);
  "bindings/golang/gen/methods.go", (fun () -> methods_go t);
  "bindings/golang/gen/events.go", (fun () -> events_go t);
  "bindings/golang/gen/calls.go", (fun () -> calls_go t);
]
