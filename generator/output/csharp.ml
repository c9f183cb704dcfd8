(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the C# class Guestfs, the structs that they return, and the C
   functions behind them.  The rest is in bindings/csharp/src. *)

open Text
open Binding

let from = all_areas
let start what = start C LGPL ~from what

(* In the namespace Guestfs. *)
let in_namespace before f =
  raw before;
  nested "namespace Guestfs\n{" f "}\n"

(* ---- Names ---- *)

let keywords = [
  "abstract"; "as"; "base"; "bool"; "break"; "byte"; "case"; "catch"; "char";
  "checked"; "class"; "const"; "continue"; "decimal"; "default"; "delegate";
  "do"; "double"; "else"; "enum"; "event"; "explicit"; "extern"; "false";
  "finally"; "fixed"; "float"; "for"; "foreach"; "goto"; "if"; "implicit";
  "in"; "int"; "interface"; "internal"; "is"; "lock"; "long"; "namespace";
  "new"; "null"; "object"; "operator"; "out"; "override"; "params"; "private";
  "protected"; "public"; "readonly"; "ref"; "return"; "sbyte"; "sealed";
  "short"; "sizeof"; "stackalloc"; "static"; "string"; "struct"; "switch";
  "this"; "throw"; "true"; "try"; "typeof"; "uint"; "ulong"; "unchecked";
  "unsafe"; "ushort"; "using"; "virtual"; "void"; "volatile"; "while";
]

(* The language's own way to use such a word as a name. *)
let identifier name = if List.mem name keywords then "@" ^ name else name
let arg_name (a : arg) = identifier a.name

(* ---- C's side ---- *)

let c_params (a : arg) =
  let n = arg_name a in
  match a.arg_type with
  | Bool | Int -> ["int " ^ n]
  | Int64 -> ["long " ^ n]
  | Text | Text_or_null | Texts | Pointer _ -> ["IntPtr " ^ n]
  | Bytes -> ["IntPtr " ^ n; Printf.sprintf "UIntPtr %s_size" a.name]

let c_result : result_type -> string = function
  | Nothing | Bool | Int -> "int"
  | Int64 -> "long"
  | Constant | Constant_or_null | Text | Texts | Pairs | Bytes | Struct _
  | Structs _ -> "IntPtr"

let import result name params =
  pr "[DllImport (Library)]\n";
  arguments (Printf.sprintf "internal static extern %s %s (" result name)
    params ");\n"

let c_function c =
  let size = if has_size c then ["out UIntPtr _size"] else [] in
  let optargs = if c.optargs = [] then [] else ["IntPtr _optargs"] in
  import (c_result c.result) c.c_function
    ("IntPtr g" :: List.concat_map c_params c.args @ size @ optargs)

let c_frees (s : Types.structure) =
  let free suffix =
    import "void" (Printf.sprintf "guestfs_free_%s%s" s.s_name suffix)
      ["IntPtr s"] in
  free "";
  free "_list"

let native_cs t =
  start "The C functions of libguestfs.";
  in_namespace "using System;\nusing System.Runtime.InteropServices;\n\n"
    (fun () ->
      nested "internal static partial class Native\n{" (fun () ->
          List.iter c_frees (structs t);
          List.iter c_function (calls t)) "}\n")

(* ---- Structs ---- *)

let field_type : Types.field -> string = function
  | FChar _ -> "char"
  | FString _ | FDevice _ | FUUID _ -> "string"
  | FBuffer _ -> "byte[]"
  | FUInt32 _ -> "uint"
  | FInt32 _ -> "int"
  | FUInt64 _ | FBytes _ -> "ulong"
  | FInt64 _ -> "long"
  | FOptPercent _ -> "float?"

(* The method of Fields that reads such a field. *)
let reader : Types.field -> string = function
  | FChar _ -> "Char"
  | FString _ | FDevice _ -> "Text"
  | FUUID _ -> "Uuid"
  | FBuffer _ -> "Bytes"
  | FUInt32 _ -> "UInt32"
  | FInt32 _ -> "Int32"
  | FUInt64 _ | FBytes _ -> "UInt64"
  | FInt64 _ -> "Int64"
  | FOptPercent _ -> "Percent"

let structure (s : Types.structure) =
  let name f = identifier (Structs.field_name f) in
  pr "/// <summary>The struct guestfs_%s of C.</summary>\n" s.s_name;
  nested (Printf.sprintf "public sealed class %s\n{" s.s_camel) (fun () ->
      List.iter (fun f ->
          pr "/// <summary>As in C.</summary>\n";
          pr "public %s %s { get; }\n" (field_type f) (name f))
        s.s_fields;
      nested (Printf.sprintf "internal %s (Fields _fields)\n{" s.s_camel)
        (fun () ->
          List.iter (fun f -> pr "%s = _fields.%s ();\n" (name f) (reader f))
            s.s_fields) "}\n") "}\n\n"

let structs_cs t =
  start "What methods return as objects.";
  in_namespace "" (fun () -> List.iter structure (structs t))

(* ---- Events ---- *)

let camel name =
  String.split_on_char '_' name
  |> List.map String.capitalize_ascii |> String.concat ""

let events_cs () =
  Text.start C LGPL ~from:"generator/core/events.ml" "The events.";
  in_namespace "using System;\n\n" (fun () ->
      pr "/// <summary>Events that a handle sends.</summary>\n";
      pr "[Flags]\n";
      nested "public enum Event : ulong\n{" (fun () ->
          List.iter (fun (e : Events.t) ->
              pr "/// <summary>%s</summary>\n" (Events.macro e);
              pr "%s = 0x%04x,\n" (camel e.event) (Events.mask e)) Events.all;
          pr "/// <summary>All of them.</summary>\n";
          pr "All = 0x%04x,\n" Events.all_mask) "}\n")

(* ---- Documentation ---- *)

let escape s =
  Utils.replace_all s ~from:"&" ~by:"&amp;"
  |> Utils.replace_all ~from:"<" ~by:"&lt;"
  |> Utils.replace_all ~from:">" ~by:"&gt;"

let comment line = pr "%s\n" (if line = "" then "///" else "/// " ^ line)

let element name lines =
  comment (Printf.sprintf "<%s>" name);
  List.iter (fun l -> comment (escape l)) lines;
  comment (Printf.sprintf "</%s>" name)

let block = function
  | Prose lines -> element "para" lines
  | Indented lines -> element "code" lines

let refer name = "g." ^ name

let documentation c =
  comment (Printf.sprintf "<summary>%s</summary>" (escape (sentence c)));
  if c.documented then (
    comment "<remarks>";
    List.iter block (blocks ~refer ~width:68 c);
    comment "</remarks>")

let obsolete c =
  Option.iter (pr "[Obsolete (\"%s\")]\n") (deprecation ~use:(( ^ ) "use ") c)

(* ---- Methods ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "bool"
  | Int -> "int"
  | Int64 -> "long"
  | Text | Text_or_null -> "string"
  | Texts -> "IEnumerable<string>"
  | Bytes -> "byte[]"
  | Pointer _ -> "IntPtr"

let optarg_type : arg_type -> string = function
  | Bool -> "bool?"
  | Int -> "int?"
  | Int64 -> "long?"
  | (Text | Text_or_null | Texts | Bytes | Pointer _) as t -> arg_type t

let result_type : result_type -> string = function
  | Nothing -> "void"
  | Bool -> "bool"
  | Int -> "int"
  | Int64 -> "long"
  | Constant | Constant_or_null | Text -> "string"
  | Texts -> "string[]"
  | Pairs -> "Dictionary<string, string>"
  | Bytes -> "byte[]"
  | Struct s -> s.s_camel
  | Structs s -> s.s_camel ^ "[]"

let parameters c =
  let required (a : arg) = arg_type a.arg_type ^ " " ^ arg_name a in
  let optional (a : arg) =
    Printf.sprintf "%s %s = null" (optarg_type a.arg_type) (arg_name a) in
  List.map required c.args @ List.map optional c.optargs

(* What the C function gets. *)
let given (a : arg) =
  let n = arg_name a in
  let converted how = Printf.sprintf "_c.%s (\"%s\", %s)" how a.name n in
  match a.arg_type with
  | Bool -> [Printf.sprintf "%s ? 1 : 0" n]
  | Int | Int64 | Pointer _ -> [n]
  | Text -> [converted "Text"]
  | Text_or_null -> [converted "TextOrNull"]
  | Texts -> [converted "Texts"]
  | Bytes -> [converted "Bytes"; Printf.sprintf "Call.Size (%s)" n]

let optional (a : arg) =
  let n = arg_name a in
  match a.arg_type with
  | Bool -> pr "_o.Bool (%s);\n" n
  | Int -> pr "_o.Int (%s);\n" n
  | Int64 -> pr "_o.Int64 (%s);\n" n
  | Text | Text_or_null -> pr "_o.Text (\"%s\", %s);\n" a.name n
  | Texts -> pr "_o.Texts (\"%s\", %s);\n" a.name n
  | Bytes | Pointer _ -> invalid_arg "no optional argument has this type"

(* What makes the result of what C returns, and further arguments of that. *)
let conversion c : string * string list =
  let both new_one name =
    [Printf.sprintf "_f => new %s (_f)" new_one; "Native.guestfs_free_" ^ name]
  in
  match c.result with
  | Nothing -> "_c.Nothing", []
  | Bool -> "return _c.Bool", []
  | Int -> "return _c.Int", []
  | Int64 -> "return _c.Int64", []
  | Constant -> "return _c.Constant", []
  | Constant_or_null -> "return _c.ConstantOrNull", []
  | Text -> "return _c.Text", []
  | Texts -> "return _c.Texts", []
  | Pairs -> "return _c.Pairs", []
  | Bytes -> "return _c.Bytes", ["_size"]
  | Struct s -> "return _c.Struct", both s.s_camel s.s_name
  | Structs s -> "return _c.Structs", both s.s_camel (s.s_name ^ "_list")

let body c =
  let size = if has_size c then ["out _size"] else [] in
  let optargs = if c.optargs = [] then [] else ["_o.Pointer"] in
  if has_size c then pr "UIntPtr _size;\n";
  nested (Printf.sprintf "using (var _c = new Call (handle, \"%s\")) {" c.name)
    (fun () ->
      if c.optargs <> [] then (
        pr "var _o = new OptionalArguments (_c, %d);\n"
          (List.length c.optargs);
        List.iter optional c.optargs);
      arguments (Printf.sprintf "var _r = Native.%s (" c.c_function)
        ("_c.G" :: List.concat_map given c.args @ size @ optargs) ");\n";
      let convert, more = conversion c in
      arguments (convert ^ " (") ("_r" :: more) ");\n") "}\n"

let signature c name =
  arguments (Printf.sprintf "public %s %s (" (result_type c.result)
               (identifier name)) (parameters c) ")\n"

let alias c name =
  pr "\n/// <summary>The same as %s.</summary>\n" c.name;
  obsolete c;
  signature c name;
  nested "{" (fun () ->
      arguments
        (Printf.sprintf "%s%s ("
           (if c.result = Nothing then "" else "return ") (identifier c.name))
        (List.map arg_name (c.args @ c.optargs)) ");\n") "}\n"

let meth c =
  pr "\n";
  documentation c;
  if not c.documented then
    pr "[EditorBrowsable (EditorBrowsableState.Never)]\n";
  obsolete c;
  signature c c.name;
  nested "{" (fun () -> body c) "}\n";
  List.iter (alias c) c.aliases

let methods_cs t =
  start "The methods of class Guestfs.";
  in_namespace
    "using System;\nusing System.Collections.Generic;\n\
     using System.ComponentModel;\n\n"
    (fun () ->
      nested "public sealed partial class Guestfs\n{"
        (fun () -> List.iter meth (calls t)) "}\n")

(* ---- The calls that all languages make ---- *)

let list kind l = Printf.sprintf "new %s[] {%s}" kind (commas l)

let value : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> Int64.to_string n
  | Text s -> quoted s
  | Null -> "null"
  | Texts l -> list "string" (List.map quoted l)
  | Bytes s ->
     list "byte" (Utils.map_bytes (fun c -> string_of_int (Char.code c)) s)
  | File name -> Printf.sprintf "scratch + \"/%s\"" name

(* The method of bindings/csharp/tests/Log.cs that prints such a result. *)
let show (s : Binding_tests.step) =
  let fields =
    commas ("" :: List.map quoted (Binding_tests.shown_names s)) in
  match s.call.result with
  | Nothing -> "Nothing", ""
  | Bool -> "Bool", ""
  | Int | Int64 -> "Number", ""
  | Constant | Constant_or_null | Text -> "Text", ""
  | Texts -> "Texts", ""
  | Pairs -> "Pairs", ""
  | Bytes -> "Bytes", ""
  | Struct _ -> "Struct", fields
  | Structs _ -> "Structs", fields

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "%s: %s" (identifier n) (value v) in
  let kind, fields = show s in
  pr "Log.Step (%s,\n" (quoted (Binding_tests.title s));
  indented 2 (fun () ->
      arguments
        (Printf.sprintf "() => Log.%s (%sg.%s (" kind
           (if kind = "Nothing" then "() => " else "") s.call.name)
        (List.map value s.args @ List.map named s.optargs)
        (Printf.sprintf ")%s));\n" fields))

let calls_cs t =
  Binding_tests.start C ~usage:"calls.exe DIRECTORY";
  nested "static class Calls\n{" (fun () ->
      nested "static void Main (string[] args)\n{" (fun () ->
          pr "string scratch = args[0];\n";
          pr "var g = new Guestfs.Guestfs ();\n";
          List.iter step (Binding_tests.steps t);
          pr "g.Dispose ();\n") "}\n") "}\n"

let outputs t = [
  "bindings/csharp/gen/Calls.cs", (fun () -> calls_cs t);
  "bindings/csharp/gen/Events.cs", events_cs;
  "bindings/csharp/gen/Methods.cs", (fun () -> methods_cs t);
  "bindings/csharp/gen/Native.cs", (fun () -> native_cs t);
  "bindings/csharp/gen/Structs.cs", (fun () -> structs_cs t);
]
