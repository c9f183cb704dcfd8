(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The functions of the Haskell module Guestfs, and the types that they take
   and return.  The rest of the module is in bindings/haskell/src. *)

open Text
open Binding

let from = all_areas
let start what = start Dashes LGPL ~from what

let keywords =
  ["as"; "case"; "class"; "data"; "default"; "deriving"; "do"; "else";
   "foreign"; "hiding"; "if"; "import"; "in"; "infix"; "infixl"; "infixr";
   "instance"; "let"; "module"; "newtype"; "of"; "qualified"; "then"; "type";
   "where";
   (* What functions call their own. *)
   "g"; "optargs"]

let names t = List.map (fun c -> c.name) (calls t)
let arg_name (a : arg) = name_in keywords a.name
let optargs_type c = Action.camel_name c.action ^ "OptArgs"

(* A record's fields are functions of the module: they need long names, and
   other ones than actions: "add_drive_format", "ntfsresize_size_". *)
let optarg_name names c (a : arg) = name_in names (c.name ^ "_" ^ a.name)

(* The same, where C's names are short ones: "dirent_name", "lv_name". *)
let field_name (s : Types.structure) f =
  let has_underscore f = String.contains (Structs.field_name f) '_' in
  let name = Structs.field_name f in
  if List.exists has_underscore s.s_fields then name
  else s.s_name ^ "_" ^ name

(* "{ a, b }", one a line. *)
let braces = function
  | [] -> pr "{ }\n"
  | first :: rest ->
     pr "{ %s\n" first;
     List.iter (pr ", %s\n") rest;
     pr "}\n"

(* ---- Documentation ---- *)

(* Names of functions are between these until all else is escaped. *)
let refer names name =
  if List.mem name names then "\001" ^ name ^ "\002" else name
let link s =
  String.map (function '\001' | '\002' -> '\'' | c -> c) s
let no_link s =
  Utils.replace_all s ~from:"\001" ~by:""
  |> Utils.replace_all ~from:"\002" ~by:""

let escape line =
  let b = Buffer.create (String.length line + 8) in
  String.iteri (fun i c ->
      if String.contains "\\/'`\"@<#&" c
         || i = 0 && String.contains ">*-=+$|^[" c
         || i > 0 && c = '_' && line.[i - 1] = '_' then
        Buffer.add_char b '\\';
      Buffer.add_char b c) line;
  link (Buffer.contents b)

let doc_line line = pr "%s\n" (if line = "" then "--" else "-- " ^ line)

(* An item of a list, and a paragraph about it. *)
let is_definition term lines =
  not (String.ends_with ~suffix:"." term || String.ends_with ~suffix:":" term)
  && List.for_all (fun l -> l <> "" && l.[0] <> ' ') lines

let rec doc_blocks = function
  | Prose [term] :: Indented lines :: rest when is_definition term lines ->
     doc_line "";
     pr "-- [%s]:\n" (Utils.replace_all (escape term) ~from:"]" ~by:"\\]");
     List.iter (fun l -> doc_line ("  " ^ escape l)) lines;
     doc_blocks rest
  | Prose lines :: rest ->
     doc_line "";
     List.iter (fun l -> doc_line (escape l)) lines;
     doc_blocks rest
  | Indented lines :: rest ->
     doc_line "";
     List.iter (fun l -> doc_line ("> " ^ no_link l)) lines;
     doc_blocks rest
  | [] -> ()

let documentation names c =
  doc_line ("| " ^ escape (sentence c));
  if c.documented then
    doc_blocks (blocks ~refer:(refer names) ~width:72 c)

let deprecated c =
  Option.iter (pr "{-# DEPRECATED %s \"%s\" #-}\n"
                 (commas (c.name :: c.aliases)))
    (deprecation ~use:(( ^ ) "use ") c)

(* ---- Structs ---- *)

let field_type : Types.field -> string = function
  | FChar _ -> "Char"
  | FString _ | FDevice _ | FUUID _ -> "String"
  | FBuffer _ -> "ByteString"
  | FUInt32 _ -> "Word32"
  | FInt32 _ -> "Int32"
  | FUInt64 _ | FBytes _ -> "Word64"
  | FInt64 _ -> "Int64"
  | FOptPercent _ -> "(Maybe Float)"

(* What reads it from C's memory, in Guestfs.Call. *)
let field_reader : Types.field -> string = function
  | FChar _ -> "C.charField"
  | FString _ | FDevice _ -> "C.textField"
  | FUUID _ -> "C.uuidField"
  | FBuffer _ -> "C.bytesField"
  | FUInt32 _ | FInt32 _ | FUInt64 _ | FBytes _ | FInt64 _ -> "C.field"
  | FOptPercent _ -> "C.percentField"

let structure (s : Types.structure) =
  pr "-- | A @struct guestfs_%s@.\n" s.s_name;
  pr "data %s = %s\n" s.s_camel s.s_camel;
  indented 2 (fun () ->
      braces (List.map (fun f ->
          Printf.sprintf "%s :: !%s" (field_name s f) (field_type f))
          s.s_fields);
      pr "deriving (Eq, Show)\n");
  pr "\ninstance C.Struct %s where\n" s.s_camel;
  indented 2 (fun () ->
      pr "reader = %s\n" s.s_camel;
      indented 2 (fun () ->
          List.iteri (fun i f ->
              pr "%s %s\n" (if i = 0 then "<$>" else "<*>") (field_reader f))
            s.s_fields));
  pr "\n"

let structs_hs t =
  start "The structs that functions return, and what reads them.";
  raw {|module Guestfs.Structs where

import Data.ByteString (ByteString)
import Data.Int
import Data.Word
import qualified Guestfs.Call as C

|};
  List.iter structure (structs t)

(* ---- Arguments ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "Bool"
  | Int -> "Int"
  | Int64 -> "Integer"
  | Text -> "String"
  | Text_or_null -> "Maybe String"
  | Texts -> "[String]"
  | Bytes -> "bytes"
  | Pointer _ -> "Ptr ()"

(* What writes it to C's memory, in Guestfs.Call. *)
let writer : arg_type -> string = function
  | Bool -> "C.bool"
  | Int -> "C.int"
  | Int64 -> "C.int64"
  | Text -> "C.text"
  | Text_or_null -> "C.textOrNull"
  | Texts -> "C.texts"
  | Bytes -> "C.bytes"
  | Pointer _ -> "C.pointer"

let given (a : arg) = Printf.sprintf "%s %s" (writer a.arg_type) (arg_name a)
let list items = Printf.sprintf "[%s]" (commas items)

let optional_type (a : arg) =
  match a.arg_type with
  | Text_or_null | Bytes | Pointer _ ->
     invalid_arg (a.name ^ ": no optional argument has this type")
  | Bool | Int | Int64 | Text | Texts -> arg_type a.arg_type

let optargs_record names c =
  let n = optargs_type c in
  let members = List.map (optarg_name names c) c.optargs in
  pr "-- | The optional arguments of @%s@.\n" c.name;
  pr "data %s = %s\n" n n;
  indented 2 (fun () ->
      braces (List.map2 (fun name (a : arg) ->
          Printf.sprintf "%s :: !(Maybe %s)" name (optional_type a))
          members c.optargs));
  pr "\ninstance OptArgs %s where\n" n;
  indented 2 (fun () ->
      pr "defaults = %s%s\n" n
        (String.concat "" (List.map (fun _ -> " Nothing") c.optargs));
      pr "values o =\n";
      indented 2 (fun () ->
          List.iter2 (fun member (a : arg) ->
              pr "%s fmap %s (%s o)\n"
                (if member = List.hd members then "[" else ",")
                (writer a.arg_type) member) members c.optargs;
          pr "]\n"));
  pr "\n"

let optargs_hs t =
  start "The optional arguments of functions.";
  raw {|module Guestfs.OptArgs where

import qualified Guestfs.Call as C
import Guestfs.Call (OptArgs (..))

|};
  List.iter (fun c -> if c.optargs <> [] then optargs_record (names t) c)
    (calls t)

(* ---- Functions ---- *)

let result_type : result_type -> string = function
  | Nothing -> "()"
  | Bool -> "Bool"
  | Int -> "Int"
  | Int64 -> "Int64"
  | Constant | Text -> "String"
  | Constant_or_null -> "(Maybe String)"
  | Texts -> "[String]"
  | Pairs -> "[(String, String)]"
  | Bytes -> "ByteString"
  | Struct s -> s.s_camel
  | Structs s -> Printf.sprintf "[%s]" s.s_camel

(* What reads it, in Guestfs.Call. *)
let result_reader : result_type -> string = function
  | Nothing -> "C.nothing"
  | Bool -> "C.takeBool"
  | Int -> "C.takeInt"
  | Int64 -> "C.takeInt64"
  | Constant -> "C.takeConstant"
  | Constant_or_null -> "C.takeConstantOrNull"
  | Text -> "C.takeText"
  | Texts -> "C.takeTexts"
  | Pairs -> "C.takePairs"
  | Bytes -> "C.takeBytes"
  | Struct _ -> "C.takeStruct"
  | Structs _ -> "C.takeStructs"

let is_bytes (a : arg) =
  match a.arg_type with
  | Bytes -> true
  | Bool | Int | Int64 | Text | Text_or_null | Texts | Pointer _ -> false

let signature c =
  (if List.exists is_bytes c.args then "C.Buffer bytes => " else "")
  ^ String.concat " -> "
    ("GuestfsH" :: List.map (fun (a : arg) -> arg_type a.arg_type) c.args
     @ (if c.optargs = [] then [] else [optargs_type c])
     @ ["IO " ^ result_type c.result])

let func names c =
  let optargs = if c.optargs = [] then [] else ["optargs"] in
  let params = "g" :: List.map arg_name c.args @ optargs in
  documentation names c;
  pr "%s :: %s\n" c.name (signature c);
  pr "%s %s =\n" c.name (String.concat " " params);
  pr "  C.call%s %s g (Ptr \"%s\"#) %s%s\n"
    (if c.optargs = [] then "" else "With") (result_reader c.result) c.name
    (list (List.map given c.args))
    (if c.optargs = [] then "" else " (C.values optargs)");
  List.iter (fun alias ->
      pr "\n-- | The same as '%s'.\n" c.name;
      pr "%s :: %s\n%s = %s\n" alias (signature c) alias c.name) c.aliases;
  deprecated c;
  pr "\n"

let actions_hs t =
  raw "{-# LANGUAGE MagicHash #-}\n{-# OPTIONS_GHC -Wno-name-shadowing #-}\n";
  start "Every action as a function.";
  raw {|module Guestfs.Actions where

import Data.ByteString (ByteString)
import Data.Int
import GHC.Ptr (Ptr (..))
import Prelude hiding (head, tail, truncate)
import qualified Guestfs.Call as C
import Guestfs.Call (GuestfsH)
import Guestfs.OptArgs
import Guestfs.Structs

|};
  List.iter (func (names t)) (calls t)

(* ---- Events ---- *)


let events_hs _ =
  Text.start Dashes LGPL ~from:"generator/core/events.ml"
    "The events that a handle sends.";
  pr "module Guestfs.Events (Event (..), eventMask) where\n\n";
  pr "import Data.Word\n\n";
  pr "-- | Why a callback is called.\n";
  pr "data Event\n";
  indented 2 (fun () ->
      List.iteri (fun i e ->
          pr "%s %s  -- ^ The event @%s@%s\n" (if i = 0 then "=" else "|")
            (Events.constant e) e.event (Events.note e)) Events.all;
      pr "deriving (Bounded, Enum, Eq, Ord, Show)\n");
  pr "\neventMask :: Event -> Word64\n";
  List.iter (fun e ->
      pr "eventMask %s = 0x%x\n" (Events.constant e) (Events.mask e))
    Events.all

(* ---- The calls that all languages make ---- *)

let text = quoted

(* Decimal numbers; \& says where one ends. *)
let bytes s =
  Utils.map_bytes (fun c -> Printf.sprintf "\\%d\\&" (Char.code c)) s
  |> String.concat "" |> Printf.sprintf "\"%s\""

let test_value (a : arg) : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b |> String.capitalize_ascii
  | Int n -> Printf.sprintf "(%Ld)" n
  | Text s when is_nullable a -> Printf.sprintf "(Just %s)" (text s)
  | Text s -> text s
  | Null -> "Nothing"
  | Texts l -> list (List.map text l)
  | Bytes s -> Printf.sprintf "(B.pack %s)" (bytes s)
  | File name -> Printf.sprintf "(dir ++ %s)" (text ("/" ^ name))

let test_optargs names (s : Binding_tests.step) =
  let member (a, v) =
    Printf.sprintf "%s = Just %s" (optarg_name names s.call a)
      (test_value a v) in
  match s.call.optargs, s.optargs with
  | [], _ -> []
  | _, [] -> ["defaults"]
  | _ ->
     [Printf.sprintf "defaults { %s }"
        (commas (List.map member (Binding_tests.given s)))]

let show s =
  let field structure f =
    Printf.sprintf "(%s, display (%s r))" (text (Structs.field_name f))
      (field_name structure f) in
  match Binding_tests.shown s with
  | None -> "display"
  | Some (structure, fields) ->
     let record =
       Printf.sprintf "(\\r -> record %s)"
         (list (List.map (field structure) fields)) in
     if Binding_tests.kind s = "structs" then
       Printf.sprintf "(listOf %s)" record
     else record

let step names (s : Binding_tests.step) =
  pr "step %s\n" (text (Binding_tests.title s));
  indented 2 (fun () ->
      pr "%s $\n" (show s);
      pr "%s\n"
        (String.concat " "
           (("G." ^ s.call.name) :: "g"
            :: List.map2 test_value s.call.args s.args
            @ test_optargs names s)))

let calls_hs t =
  Binding_tests.start Dashes ~usage:"calls DIRECTORY";
  raw {|module Main (main) where

import qualified Data.ByteString.Char8 as B
import Guestfs hiding (head, tail, truncate)
import qualified Guestfs as G
import Log
import System.Environment (getArgs)

main :: IO ()
main = withGuestfs $ \g -> do
  utf8Output
  [dir] <- getArgs
|};
  indented 2 (fun () -> List.iter (step (names t)) (Binding_tests.steps t))

let outputs t = [
  "bindings/haskell/gen/Guestfs/Actions.hs", (fun () -> actions_hs t);
  "bindings/haskell/gen/Guestfs/Events.hs", (fun () -> events_hs t);
  "bindings/haskell/gen/Guestfs/OptArgs.hs", (fun () -> optargs_hs t);
  "bindings/haskell/gen/Guestfs/Structs.hs", (fun () -> structs_hs t);
  "bindings/haskell/gen/tests/calls.hs", (fun () -> calls_hs t);
]
