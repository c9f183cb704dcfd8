(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What editors know about the Lua methods, in the annotations of
   lua-language-server, and the calls of the tests. *)

open Text
open Binding

let refer name = "g:" ^ name
let from = all_areas

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "boolean"
  | Int -> "integer"
  | Int64 -> "integer|string"
  | Text | Bytes -> "string"
  | Text_or_null -> "string?"
  | Texts -> "string[]"
  | Pointer _ -> "lightuserdata"

let result_type : result_type -> string option = function
  | Nothing -> None
  | Bool -> Some "boolean"
  | Int -> Some "integer"
  | Int64 -> Some "string|integer"
  | Constant | Text | Bytes -> Some "string"
  | Constant_or_null -> Some "string?"
  | Texts -> Some "string[]"
  | Pairs -> Some "table<string, string>"
  | Struct s -> Some ("guestfs." ^ s.s_camel)
  | Structs s -> Some (Printf.sprintf "guestfs.%s[]" s.s_camel)

let field_type : Types.field -> string = function
  | FChar _ | FString _ | FDevice _ | FUUID _ | FBuffer _ -> "string"
  | FUInt32 _ | FInt32 _ -> "integer"
  | FUInt64 _ | FInt64 _ | FBytes _ -> "string|integer"
  | FOptPercent _ -> "number"

let structure (s : Types.structure) =
  pr "\n---@class guestfs.%s\n" s.s_camel;
  List.iter (fun f ->
      pr "---@field %s %s\n" (Structs.field_name f) (field_type f)) s.s_fields

(* ---- Methods ---- *)

let keywords = [
  "and"; "break"; "do"; "else"; "elseif"; "end"; "false"; "for"; "function";
  "goto"; "if"; "in"; "local"; "nil"; "not"; "or"; "repeat"; "return"; "then";
  "true"; "until"; "while";
]

let arg_name (a : arg) = name_in keywords a.name

let optargs_class c = Printf.sprintf "guestfs.%s_optargs" c.name

let optargs c =
  pr "---@class %s\n" (optargs_class c);
  List.iter (fun (a : arg) ->
      pr "---@field %s? %s\n" a.name (arg_type a.arg_type)) c.optargs;
  pr "\n"

let comment line = pr "--- %s\n" line

let documentation c =
  comment (sentence c);
  if c.documented then (
    comment "";
    List.iter comment (plain ~refer ~width:72 c));
  if c.action.deprecated <> Types.Current then pr "---@deprecated\n"

let meth c =
  pr "\n";
  if c.optargs <> [] then optargs c;
  documentation c;
  List.iter (fun (a : arg) ->
      pr "---@param %s %s\n" (arg_name a) (arg_type a.arg_type)) c.args;
  if c.optargs <> [] then pr "---@param optargs? %s\n" (optargs_class c);
  Option.iter (pr "---@return %s\n") (result_type c.result);
  arguments (Printf.sprintf "function Handle:%s(" c.name)
    (List.map arg_name c.args @ if c.optargs = [] then [] else ["optargs"])
    ") end\n";
  List.iter (fun alias -> pr "Handle.%s = Handle.%s\n" alias c.name) c.aliases

let event (e : Events.t) = pr "---| \"%s\"\n" e.event

let head = {|
--- Open, inspect and change the disk images of virtual machines:
--- guestfs-lua(3) explains the module, guestfs(3) the library behind it.
---@class guestfs
---@field event_all guestfs.event[] all names, in the order of their bits
---@field _VERSION string
---@field _DESCRIPTION string
---@field _COPYRIGHT string
local guestfs = {}

--- What failed calls raise.  tostring gives the message.
---@class guestfs.Error
---@field msg string
---@field code integer an errno of C, or 0

---@class guestfs.options
---@field environment? boolean read the LIBGUESTFS_* variables (true)
---@field close_on_exit? boolean close the handle at exit (true)
---@field integers? boolean 64 bits are integers, not strings (false)

--- Make a handle.  It is closed when nothing refers to it any more.
---@param options? guestfs.options
---@return guestfs.Handle
function guestfs.create(options) end

---@alias guestfs.callback fun(g, event: string, eh, flags, buf, array)

--- A handle: the drives of one appliance, and what is done to them.
---@class guestfs.Handle
local Handle = {}

--- Close the handle, and end its appliance.  Any other method raises an error
--- afterwards.
function Handle:close() end

--- Have a function called on events.  An error in it is printed and goes no
--- further.
---@param callback guestfs.callback
---@param events guestfs.event|guestfs.event[]
---@return integer event_handle
function Handle:set_event_callback(callback, events) end

--- Undo set_event_callback.
---@param event_handle integer
function Handle:delete_event_callback(event_handle) end
|}

let types_lua t =
  pr "---@meta guestfs\n";
  start Dashes LGPL ~from "The types of the Lua module, for editors.";
  pr "---@alias guestfs.event\n";
  List.iter event Events.all;
  raw head;
  List.iter structure (structs t);
  List.iter meth (calls t);
  pr "\nreturn guestfs\n"

(* ---- The calls that all languages make ---- *)

let text = quoted

(* Lua 5.1 has no hexadecimal escapes. *)
let bytes s =
  Utils.map_bytes (fun c -> Printf.sprintf "\\%03d" (Char.code c)) s
  |> String.concat "" |> Printf.sprintf "\"%s\""

(* Lua 5.1 has no integers of 64 bits. *)
let number n =
  if Int64.abs n < 0x20_0000_0000_0000L && n <> Int64.min_int
  then Int64.to_string n
  else Printf.sprintf "\"%Ld\"" n

let list l = Printf.sprintf "{%s}" (String.concat ", " l)

let value : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> number n
  | Text s -> text s
  | Null -> "nil"
  | Texts l -> list (List.map text l)
  | Bytes s -> bytes s
  | File name -> Printf.sprintf "scratch .. \"/%s\"" name

(* The functions of bindings/lua/tests/log.lua that print such values. *)
let show_field : Types.field -> string = function
  | FChar _ | FString _ | FDevice _ | FUUID _ -> "text"
  | FBuffer _ -> "bytes"
  | FUInt32 _ | FInt32 _ | FOptPercent _ -> "number"
  | FUInt64 _ | FInt64 _ | FBytes _ -> "int64"

let show (s : Binding_tests.step) =
  let field f = text (Structs.field_name f ^ ":" ^ show_field f) in
  let kind =
    if s.call.result = Int64 then "int64" else Binding_tests.kind s in
  match Binding_tests.shown s with
  | None -> "show_" ^ kind
  | Some (_, fields) ->
     Printf.sprintf "show_%s, %s" kind (list (List.map field fields))

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "%s = %s" n (value v) in
  let optargs =
    if s.optargs = [] then [] else [list (List.map named s.optargs)] in
  pr "step(%s,\n" (text (Binding_tests.title s));
  indented 2 (fun () ->
      pr "function()\n";
      arguments (Printf.sprintf "  return g:%s(" s.call.name)
        (List.map value s.args @ optargs) ")\n";
      pr "end, %s)\n" (show s))

let calls_lua t =
  Binding_tests.start Dashes ~usage:"calls.lua DIRECTORY";
  raw "require \"log\"\n\n";
  List.iter step (Binding_tests.steps t);
  pr "g:close()\n"

let outputs t = [
  "bindings/lua/gen/calls.lua", (fun () -> calls_lua t);
  "bindings/lua/gen/guestfs.meta.lua", (fun () -> types_lua t);
]
