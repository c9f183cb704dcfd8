(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The methods of the Java class GuestFS, and a class for each struct.  The
   rest of the package is in bindings/java/. *)

open Text
open Binding

let from = all_areas
let package = "com.redhat.et.libguestfs"

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "boolean"
  | Int -> "int"
  | Int64 | Pointer _ -> "long"
  | Text | Text_or_null -> "String"
  | Texts -> "String[]"
  | Bytes -> "byte[]"

let result_type : result_type -> string = function
  | Nothing -> "void"
  | Bool -> "boolean"
  | Int -> "int"
  | Int64 -> "long"
  | Constant | Constant_or_null | Text | Bytes -> "String"
  | Texts -> "String[]"
  | Pairs -> "Map<String,String>"
  | Struct s -> s.s_camel
  | Structs s -> s.s_camel ^ "[]"

let field_type : Types.field -> string = function
  | FChar _ -> "char"
  | FString _ | FDevice _ | FUUID _ | FBuffer _ -> "String"
  | FUInt32 _ | FInt32 _ -> "int"
  | FUInt64 _ | FInt64 _ | FBytes _ -> "long"
  | FOptPercent _ -> "float"

(* Words that a parameter cannot be called. *)
let keywords = [
  "abstract"; "assert"; "boolean"; "break"; "byte"; "case"; "catch"; "char";
  "class"; "const"; "continue"; "default"; "do"; "double"; "else"; "enum";
  "extends"; "false"; "final"; "finally"; "float"; "for"; "goto"; "if";
  "implements"; "import"; "instanceof"; "int"; "interface"; "long"; "native";
  "new"; "null"; "package"; "private"; "protected"; "public"; "return";
  "short"; "static"; "strictfp"; "super"; "switch"; "synchronized"; "this";
  "throw"; "throws"; "transient"; "true"; "try"; "void"; "volatile"; "while" ]

let param (a : arg) = name_in keywords a.name
let typed (a : arg) = Printf.sprintf "%s %s" (arg_type a.arg_type) (param a)

(* ---- Documentation ---- *)

let refer name = "g." ^ name

let html s =
  Utils.replace_all s ~from:"&" ~by:"&amp;"
  |> Utils.replace_all ~from:"<" ~by:"&lt;"
  |> Utils.replace_all ~from:">" ~by:"&gt;"
  |> Utils.replace_all ~from:"*/" ~by:"*&#47;"
  |> Utils.replace_all ~from:"@" ~by:"&#64;"

let doc_line l = pr " * %s\n" (html l)

let block = function
  | Prose lines ->
     pr " * <p>\n";
     List.iter doc_line lines
  | Indented lines ->
     pr " * <pre>\n";
     List.iter doc_line lines;
     pr " * </pre>\n"

let optional (a : arg) =
  Printf.sprintf "<code>%s</code> (%s)" a.name
    (match a.arg_type with
     | Bool -> "Boolean"
     | Int -> "Integer"
     | Int64 | Pointer _ -> "Long"
     | Text | Text_or_null -> "String"
     | Texts -> "String[]"
     | Bytes -> "byte[]")

let list_optargs c =
  if c.optargs <> [] then (
    pr " * <p>\n * The keys of <code>optargs</code>, which may be null:\n";
    List.iter (pr " * %s\n")
      (Utils.fill ~width:70
         (String.concat ", " (List.map optional c.optargs) ^ ".")))

let tags c =
  let a = c.action in
  if a.added > (0, 0, 0) then
    pr " * @since %s\n" (Action.version_string a.added);
  (match a.deprecated with
   | Types.Current -> ()
   | Deprecated -> pr " * @deprecated Nothing replaces this.\n"
   | Replaced_by other ->
      pr " * @deprecated Use <code>%s</code>.\n" (refer other));
  pr " * @throws LibGuestFSException when it fails\n"

let comment c =
  pr "/**\n * %s\n" (html (sentence c));
  List.iter block (blocks ~refer ~width:70 c);
  list_optargs c;
  tags c;
  pr " */\n"

let short_comment c text =
  pr "/**\n * %s\n" text;
  tags c;
  pr " */\n"

(* ---- Methods ---- *)

let deprecated c =
  match c.action.deprecated with
  | Types.Current -> ()
  | Deprecated | Replaced_by _ -> pr "@Deprecated\n"

let head c returns name params =
  deprecated c;
  arguments (Printf.sprintf "public %s %s (" returns name) params ")\n";
  pr "  throws LibGuestFSException\n"

let optargs_param = "Map<String, Object> optargs"
let params c = List.map typed c.args
let all_params c = params c @ if c.optargs = [] then [] else [optargs_param]

(* What makes the call, and what is made of what it gives. *)
let converted c =
  match c.result with
  | Nothing -> "call", ""
  | Bool -> "return number", " != 0"
  | Int -> "return (int) number", ""
  | Int64 -> "return number", ""
  | Pairs -> "return pairs (call", ")"
  | Bytes -> "return Native.decode ((byte[]) call", ")"
  | Constant | Constant_or_null | Text | Texts | Struct _ | Structs _ ->
     Printf.sprintf "return (%s) call" (result_type c.result), ""

let run c (before, after) =
  arguments (before ^ " (")
    (("Row." ^ c.name)
     :: (if c.optargs = [] then "null" else "optargs")
     :: List.map param c.args)
    (Printf.sprintf ")%s;\n" after)

(* An array that is the only argument would be taken for all of them. *)
let run c conversion =
  match c.args with
  | [{ arg_type = Texts; _ } as a] ->
     run { c with args = [{ a with name = "(Object) " ^ param a }] } conversion
  | _ -> run c conversion

(* The method that does it, then those which call that one. *)
let forward c ~to_ args =
  let return = if c.result = Nothing then "" else "return " in
  nested "{" (fun () ->
      arguments (Printf.sprintf "%s%s (" return to_) args ");\n") "}"

let without_optargs c name =
  if c.optargs <> [] then (
    pr "\n";
    short_comment c
      (Printf.sprintf "<code>%s</code> without optional arguments." name);
    head c (result_type c.result) name (params c);
    forward c ~to_:c.name (List.map param c.args @ ["null"]))

let alias c name =
  pr "\n";
  short_comment c (Printf.sprintf "The same as <code>%s</code>." c.name);
  head c (result_type c.result) name (all_params c);
  forward c ~to_:c.name
    (List.map param c.args @ if c.optargs = [] then [] else ["optargs"]);
  without_optargs c name

(* Text is not made for what is no text. *)
let as_bytes c =
  pr "\n";
  short_comment c
    (Printf.sprintf "The result of <code>%s</code> as bytes." c.name);
  head c "byte[]" (c.name ^ "_bytes") (all_params c);
  nested "{" (fun () -> run c ("return (byte[]) call", "")) "}"

let meth c =
  pr "\n";
  if c.documented then comment c
  else short_comment c (html (sentence c));
  head c (result_type c.result) c.name (all_params c);
  nested "{" (fun () -> run c (converted c)) "}";
  without_optargs c c.name;
  List.iter (alias c) c.aliases;
  if c.result = Bytes then as_bytes c

let rows t =
  pr "\n/* Where the actions are in C's table. */\n";
  nested "private static final class Row {" (fun () ->
      List.iter (fun c ->
          pr "static final int %s = Native.find (\"%s\");\n" c.name c.name)
        (calls t)) "}"

let constants () =
  List.iter (fun (e : Events.t) ->
      pr "/** The event %s. */\n" e.event;
      pr "public static final long %s = 0x%x;\n" (Events.constant e)
        (Events.mask e)) Events.all;
  pr "/** All events. */\n";
  pr "public static final long EVENT_ALL = 0x%x;\n" Events.all_mask

let methods_java t =
  start C LGPL ~from "The methods of class GuestFS.";
  indented 2 (fun () ->
      constants ();
      List.iter meth (calls t);
      rows t)

(* ---- Structs ---- *)

let struct_java (s : Types.structure) () =
  start C LGPL ~from:"generator/core/structs.ml" "What some actions return.";
  pr "\npackage %s;\n\n" package;
  pr "/** The struct <code>guestfs_%s</code>. */\n" s.s_name;
  nested (Printf.sprintf "public class %s {" s.s_camel) (fun () ->
      List.iter (fun f ->
          pr "/** <code>%s</code> */\n" (Structs.field_name f);
          pr "public %s %s;\n" (field_type f) (Structs.field_name f))
        s.s_fields;
      pr "\n/** All fields are 0 or null. */\n";
      pr "public %s () { }\n" s.s_camel) "}"

let struct_file (s : Types.structure) =
  Printf.sprintf "bindings/java/gen/structs/%s.java" s.s_camel, struct_java s

(* ---- The calls that all languages make ---- *)

let text = quoted

let strings l =
  Printf.sprintf "new String[] {%s}" (commas (List.map text l))

let byte c = Printf.sprintf "(byte) %d" (Char.code c)

let value (a : arg) : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n ->
     Printf.sprintf "%Ld%s" n (if arg_type a.arg_type = "long" then "L" else "")
  | Text s -> text s
  | Null -> "null"
  | Texts l -> strings l
  | Bytes s ->
     Printf.sprintf "new byte[] {%s}" (commas (Utils.map_bytes byte s))
  | File name -> Printf.sprintf "scratch + \"/%s\"" name

let optarg s (a : arg) =
  Binding_tests.optarg s a.name
  |> Option.map (fun v -> Printf.sprintf "%s, %s" (text a.name) (value a v))

let optargs (s : Binding_tests.step) =
  match List.filter_map (optarg s) s.call.optargs with
  | [] -> []
  | given -> [Printf.sprintf "map (%s)" (String.concat ", " given)]

(* The function of bindings/java/tests/Log.java that prints the result. *)
let show (s : Binding_tests.step) =
  match Binding_tests.shown_names s with
  | [] when s.call.result = Bytes -> s.call.name ^ "_bytes", "show", ""
  | [] -> s.call.name, "show", ""
  | names -> s.call.name, "showFields", commas ("" :: List.map text names)

let step (s : Binding_tests.step) =
  let name, show, more = show s in
  let args = List.map2 value s.call.args s.args @ optargs s in
  pr "step (%s, () -> {\n" (text (Binding_tests.title s));
  indented 2 (fun () ->
      if s.call.result = Nothing then (
        arguments (Printf.sprintf "g.%s (" name) args ");\n";
        pr "return \"ok\";\n")
      else
        arguments (Printf.sprintf "return %s (g.%s (" show name) args
          (Printf.sprintf ")%s);\n" more));
  pr "});\n"

let calls_java t =
  Binding_tests.start C ~usage:"Calls DIRECTORY";
  pr "\n";
  nested "class Calls extends Log {" (fun () ->
      pr "Calls (String scratch) throws Exception { super (scratch); }\n\n";
      nested "public static void main (String[] args) throws Exception {"
        (fun () -> pr "new Calls (args[0]).run ();\n") "}\n";
      nested "void run () throws Exception {" (fun () ->
          List.iter step (Binding_tests.steps t);
          pr "g.close ();\n") "}") "}"

let outputs t =
  [ "bindings/java/gen/Calls.java", (fun () -> calls_java t);
    "bindings/java/gen/methods.java", (fun () -> methods_java t) ]
  @ List.map struct_file (structs t)
