(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The functions of the OCaml module Guestfs, its class and its types.  The
   rest of the module is in bindings/ocaml/guestfs.ml.in and .mli.in. *)

open Text
open Binding

let from = all_areas
let head text = start OCaml LGPL ~from text

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "bool"
  | Int -> "int"
  | Int64 | Pointer _ -> "int64"
  | Text | Bytes -> "string"
  | Text_or_null -> "string option"
  | Texts -> "string array"

let result_type : result_type -> string = function
  | Nothing -> "unit"
  | Bool -> "bool"
  | Int -> "int"
  | Int64 -> "int64"
  | Constant | Text | Bytes -> "string"
  | Constant_or_null -> "string option"
  | Texts -> "string array"
  | Pairs -> "(string * string) list"
  | Struct s -> s.s_name
  | Structs s -> s.s_name ^ " array"

let field_type : Types.field -> string = function
  | FChar _ -> "char"
  | FString _ | FDevice _ | FUUID _ | FBuffer _ -> "string"
  | FUInt32 _ | FInt32 _ -> "int32"
  | FUInt64 _ | FInt64 _ | FBytes _ -> "int64"
  | FOptPercent _ -> "float option"

(* Words that a parameter cannot be called. *)
let keywords = [
  "and"; "as"; "assert"; "begin"; "class"; "constraint"; "do"; "done";
  "downto"; "else"; "end"; "exception"; "external"; "false"; "for"; "fun";
  "function"; "functor"; "if"; "in"; "include"; "inherit"; "initializer";
  "lazy"; "let"; "match"; "method"; "module"; "mutable"; "new"; "nonrec";
  "object"; "of"; "open"; "or"; "private"; "rec"; "sig"; "struct"; "then";
  "to"; "true"; "try"; "type"; "val"; "virtual"; "when"; "while"; "with" ]

let param (a : arg) = name_in keywords a.name
let optional (a : arg) = "?" ^ param a

let type_of_optarg (a : arg) =
  Printf.sprintf "%s:%s" (optional a) (arg_type a.arg_type)

(* Optional arguments come first.  A method without others takes ().  A
   function of the module does not, so it must be given all that it has, if
   only as [?retry:None]: programs are written so. *)
let only_optargs c = c.args = [] && c.optargs <> []

let signature first c =
  List.map type_of_optarg c.optargs
  @ List.map (fun (a : arg) -> arg_type a.arg_type) c.args
  @ (if c.args = [] && first = [] then ["unit"] else [])
  @ [result_type c.result]
  |> List.append first |> String.concat " -> "

(* A long line is continued four columns in. *)
let filled before text =
  match Utils.fill ~width:(72) (before ^ " " ^ text) with
  | [] -> ()
  | first :: rest ->
     pr "%s\n" first;
     indented 4 (fun () -> List.iter (pr "%s\n") rest)

(* ---- Documentation ---- *)

let refer name = name

(* What OCaml takes for the start of a string, or of a comment's end, and what
   ocamldoc takes for markup. *)
let plain_quotes s = Utils.replace_all s ~from:"\"" ~by:"''"

let comment_safe s =
  Utils.replace_all s ~from:"*)" ~by:"* )"
  |> Utils.replace_all ~from:"(*" ~by:"( *"
  |> plain_quotes

let escape_markup s =
  let b = Buffer.create (String.length s + 8) in
  String.iter (fun c ->
      if String.contains "{}[]@" c then Buffer.add_char b '\\';
      Buffer.add_char b c) s;
  Buffer.contents b

let text s = escape_markup (comment_safe s)

let block = function
  | Prose lines ->
     pr "\n";
     List.iter (fun l -> pr "%s\n" (text l)) lines
  | Indented lines ->
     pr "\n{v\n";
     List.iter (fun l -> pr "%s\n" (comment_safe l)) lines;
     pr "v}\n"

let tags c =
  let a = c.action in
  if a.added > (0, 0, 0) then
    pr "\n@since %s\n" (Action.version_string a.added);
  Option.iter (pr "@deprecated %s\n")
    (deprecation ~use:(Printf.sprintf "use [%s]") c)

let comment c =
  pr "(** %s\n" (text (sentence c));
  indented 4 (fun () ->
      List.iter block (blocks ~refer ~width:68 c);
      tags c);
  pr "*)\n"

(* ---- Structs and events ---- *)

let structure (s : Types.structure) =
  pr "\ntype %s = {\n" s.s_name;
  indented 2 (fun () ->
      List.iter (fun f ->
          pr "%s : %s;\n" (Structs.field_name f) (field_type f)) s.s_fields);
  pr "}\n"

let types_ml t =
  head "The structs that actions return.";
  List.iter structure (structs t)

let events_ml _ =
  start OCaml LGPL ~from:"generator/core/events.ml"
    "The events, in the order of their bits.";
  pr "\ntype event =\n";
  List.iter (fun e -> pr "  | %s\n" (Events.constant e)) Events.all

let event_all () =
  pr "\nlet event_all = [\n";
  List.iter (fun e -> pr "  %s;\n" (Events.constant e)) Events.all;
  pr "]\n"

(* ---- Functions ---- *)

let deprecated c =
  Option.iter (pr "[@@ocaml.deprecated \"%s\"]\n")
    (deprecation ~use:(( ^ ) "use ") c)

let value_mli c =
  pr "\n";
  filled (Printf.sprintf "val %s :" c.name) (signature ["t"] c);
  deprecated c;
  comment c;
  List.iter (fun alias ->
      pr "\n";
      filled (Printf.sprintf "val %s :" alias) (signature ["t"] c);
      deprecated c;
      pr "(** The same as {!%s}. *)\n" c.name) c.aliases

let hidden f =
  pr "\n(**/**)\n";
  f ();
  pr "\n(**/**)\n"

let functions_mli t =
  let shown, others = List.partition (fun c -> c.documented) (calls t) in
  head "The functions.";
  List.iter value_mli shown;
  hidden (fun () -> List.iter value_mli others)

let given (a : arg) = "C.value " ^ param a

let value_ml c =
  pr "\nlet row_%s = C.find %S\n" c.name c.name;
  filled (Printf.sprintf "let %s :" c.name) (signature ["t"] c ^ " =");
  indented 2 (fun () ->
      filled "fun"
        (String.concat " "
           ("g" :: List.map optional c.optargs @ List.map param c.args
            @ ["->"]));
      filled (Printf.sprintf "C.call g row_%s" c.name)
        (Printf.sprintf "[|%s|]"
           (String.concat "; " (List.map given (c.args @ c.optargs)))));
  List.iter (fun alias -> pr "let %s = %s\n" alias c.name) c.aliases

let functions_ml t =
  head "The functions: each passes its arguments on to the row of its name.";
  event_all ();
  pr "\n(* An optional argument with nothing after it. *)\n";
  pr "[@@@ocaml.warning \"-16\"]\n";
  List.iter value_ml (calls t)

(* ---- The class ---- *)

let method_mli c =
  List.iter (fun name ->
      filled (Printf.sprintf "method %s :" name) (signature [] c))
    (c.name :: c.aliases)

let method_ml c =
  let optionals = List.map optional c.optargs in
  let params =
    optionals @ (if c.args = [] then ["()"] else List.map param c.args) in
  let passed = "g" :: optionals @ List.map param c.args in
  List.iter (fun name ->
      filled (Printf.sprintf "method %s" name)
        (String.concat " " (params @ "=" :: c.name :: passed)))
    (c.name :: c.aliases)

let methods_mli t =
  head "The types of the methods of class guestfs.";
  indented 2 (fun () -> List.iter method_mli (calls t))

(* The compiler takes ten seconds for one class of hundreds of methods, and a
   second for many small ones that it inherits. *)
let rec parts = function
  | [] -> []
  | calls -> Utils.take 40 calls :: parts (Utils.drop 40 calls)

let part i calls =
  pr "\nclass part_%d g = object\n" i;
  indented 2 (fun () -> List.iter method_ml calls);
  pr "end\n"

let methods_ml t =
  head "The methods of class guestfs, in parts.";
  List.iteri part (parts (calls t))

let inherit_ml t =
  head "The parts of class guestfs.";
  List.iteri (fun i _ -> pr "  inherit part_%d g\n" i) (parts (calls t))

(* ---- The calls that all languages make ---- *)

let value (a : arg) : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n ->
     (match a.arg_type with
      | Int64 -> Printf.sprintf "(%LdL)" n
      | Bool | Int | Text | Text_or_null | Texts | Bytes | Pointer _ ->
         Printf.sprintf "(%Ld)" n)
  | Text s when is_nullable a -> Printf.sprintf "(Some %S)" s
  | Text s -> Printf.sprintf "%S" s
  | Null -> "None"
  | Texts l ->
     Printf.sprintf "[|%s|]"
       (String.concat "; " (List.map (Printf.sprintf "%S") l))
  | Bytes s -> Printf.sprintf "%S" s
  | File name -> Printf.sprintf "(scratch ^ \"/%s\")" name

(* The function of bindings/ocaml/tests/log.ml that prints such a field. *)
let show_field : Types.field -> string = function
  | FChar _ -> "show_char"
  | FString _ | FDevice _ | FUUID _ -> "show_text"
  | FBuffer _ -> "show_bytes"
  | FUInt32 _ | FInt32 _ -> "show_int32"
  | FUInt64 _ | FInt64 _ | FBytes _ -> "show_int64"
  | FOptPercent _ -> "show_percent"

let show_struct s (structure : Types.structure) =
  let field f =
    let name = Structs.field_name f in
    Printf.sprintf "%S, %s r.%s" name (show_field f) name in
  Printf.sprintf "(fun (r : %s) -> show_struct [%s])" structure.s_name
    (String.concat "; " (List.map field (Binding_tests.fields s structure)))

let show (s : Binding_tests.step) =
  match s.call.result with
  | Nothing -> "show_ok"
  | Bool -> "string_of_bool"
  | Int -> "string_of_int"
  | Int64 -> "show_int64"
  | Constant | Text -> "show_text"
  | Constant_or_null -> "show_text_or_null"
  | Texts -> "show_texts"
  | Pairs -> "show_pairs"
  | Bytes -> "show_bytes"
  | Struct structure -> show_struct s structure
  | Structs structure ->
     Printf.sprintf "(show_structs %s)" (show_struct s structure)

let step (s : Binding_tests.step) =
  let optarg (a : arg) =
    match Binding_tests.optarg s a.name with
    | Some v -> Some (Printf.sprintf "~%s:%s" (param a) (value a v))
    | None when only_optargs s.call -> Some (optional a ^ ":None")
    | None -> None in
  pr "\nlet () = step %S %s (fun () ->\n" (Binding_tests.title s) (show s);
  pr "  %s)\n"
    (String.concat " "
       (s.call.name :: "g" :: List.filter_map optarg s.call.optargs
        @ List.map2 value s.call.args s.args))

let calls_ml t =
  Binding_tests.start OCaml ~usage:"calls DIRECTORY";
  pr "\nopen Guestfs\nopen Log\n";
  List.iter step (Binding_tests.steps t);
  pr "\nlet () = close g\n"

let outputs t = [
  "bindings/ocaml/gen/calls.ml", (fun () -> calls_ml t);
  "bindings/ocaml/gen/events.ml", (fun () -> events_ml t);
  "bindings/ocaml/gen/functions.ml", (fun () -> functions_ml t);
  "bindings/ocaml/gen/functions.mli", (fun () -> functions_mli t);
  "bindings/ocaml/gen/inherit.ml", (fun () -> inherit_ml t);
  "bindings/ocaml/gen/methods.ml", (fun () -> methods_ml t);
  "bindings/ocaml/gen/methods.mli", (fun () -> methods_mli t);
  "bindings/ocaml/gen/structs.ml", (fun () -> types_ml t);
]
