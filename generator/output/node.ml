(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What TypeScript and editors know about the package for Node.js, and the
   calls of the tests.  The methods themselves are made when it is loaded. *)

open Text
open Binding

let refer name = Printf.sprintf "`%s`" name
let from = all_areas

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "boolean"
  | Int -> "number"
  | Int64 -> "Int64"
  | Text -> "Text"
  | Text_or_null -> "Text | null"
  | Texts -> "readonly Text[]"
  | Bytes -> "Bytes"
  | Pointer _ -> "never"

let result_type : result_type -> string = function
  | Nothing -> "void"
  | Bool -> "boolean"
  | Int -> "number"
  | Int64 -> "Int64"
  | Constant | Text -> "string"
  | Constant_or_null -> "string | null"
  | Texts -> "string[]"
  | Pairs -> "Map<string, string>"
  | Bytes -> "Buffer"
  | Struct s -> s.s_camel
  | Structs s -> s.s_camel ^ "[]"

let field_type : Types.field -> string = function
  | FChar _ | FString _ | FDevice _ | FUUID _ -> "string"
  | FBuffer _ -> "Buffer"
  | FUInt32 _ | FInt32 _ -> "number"
  | FUInt64 _ | FInt64 _ | FBytes _ -> "Int64"
  | FOptPercent _ -> "number | null"

let structure (s : Types.structure) =
  pr "\n";
  nested (Printf.sprintf "export interface %s {" s.s_camel) (fun () ->
      List.iter (fun f -> pr "%s: %s;\n" (Structs.field_name f) (field_type f))
        s.s_fields) "}\n"

let options_name c = Action.camel_name c.action ^ "Options"

let options c =
  if c.optargs <> [] then (
    pr "\n/** What {@link GuestFS.%s} takes, if that is wanted. */\n" c.name;
    nested (Printf.sprintf "export interface %s extends Cancellable {"
              (options_name c)) (fun () ->
        List.iter (fun (a : arg) ->
            pr "%s?: %s | undefined;\n" a.name (arg_type a.arg_type))
          c.optargs) "}\n")

let structs_d_ts t =
  pr "\n// ---- What methods return ----\n";
  List.iter structure (structs t);
  pr "\n// ---- Optional arguments ----\n";
  List.iter options (calls t)

(* ---- Methods ---- *)

(* A comment must not end early, and has no tags but ours. *)
let escape line =
  Utils.replace_all line ~from:"*/" ~by:"*\\/"
  |> Utils.replace_all ~from:"@" ~by:"\\@"

let comment_lines = List.iter (fun l -> pr " * %s\n" (escape l))

let block = function
  | Prose lines -> pr " *\n"; comment_lines lines
  | Indented lines ->
     pr " *\n * ```\n";
     comment_lines lines;
     pr " * ```\n"

let deprecated c =
  match c.action.deprecated with
  | Current -> ()
  | Deprecated -> pr " *\n * @deprecated\n"
  | Replaced_by other -> pr " *\n * @deprecated use {@link %s}\n" other

let comment c =
  pr "/**\n * %s\n" (escape (sentence c));
  if c.documented then
    List.iter block (blocks ~refer ~width:70 c);
  deprecated c;
  pr " */\n"

(* Also the name of what is behind the arguments. *)
let keywords = [
  "await"; "break"; "case"; "catch"; "class"; "const"; "continue"; "debugger";
  "default"; "delete"; "do"; "else"; "enum"; "export"; "extends"; "false";
  "finally"; "for"; "function"; "if"; "implements"; "import"; "in";
  "instanceof"; "interface"; "let"; "new"; "null"; "options"; "package";
  "private"; "protected"; "public"; "return"; "static"; "super"; "switch";
  "this"; "throw"; "true"; "try"; "typeof"; "var"; "void"; "while"; "with";
  "yield";
]

let typed (a : arg) =
  Printf.sprintf "%s: %s" (name_in keywords a.name) (arg_type a.arg_type)

let signature c name options result =
  arguments (Printf.sprintf "%s(" name)
    (List.map typed c.args @ options) (Printf.sprintf "): %s;\n" result)

let meth c =
  let own = options_name c in
  let options, sync_options =
    if c.optargs = [] then ["options?: Cancellable"], []
    else ["options?: " ^ own],
         [Printf.sprintf "options?: Omit<%s, 'signal'>" own] in
  let result = result_type c.result in
  pr "\n";
  comment c;
  signature c c.name options (Printf.sprintf "Promise<%s>" result);
  pr "/** {@link %s}, while everything else waits. */\n" c.name;
  signature c (c.name ^ "Sync") sync_options result;
  List.iter (fun alias ->
      pr "%s: GuestFS['%s'];\n" alias c.name;
      pr "%sSync: GuestFS['%sSync'];\n" alias c.name) c.aliases

let class_head = {|
// ---- The handle ----

/** What a callback gets: an event, its number, text and numbers. */
export type EventCallback =
  (event: number, event_handle: number, text: string, array: Int64[]) => void;
export type Listener = (text: string, array: Int64[]) => void;

export interface CreateOptions {
  /** Read the `LIBGUESTFS_*` variables of the environment (true). */
  environment?: boolean | undefined;
  /** Close the handle when the program ends (true). */
  close_on_exit?: boolean | undefined;
}

/**
 * A handle: the drives of one appliance, and what is done to them.
 *
 * Methods return a promise and wait in a thread of the pool; the calls of one
 * handle are made one after the other. An event is emitted before the promise
 * of the call that caused it is settled.
 */
export class GuestFS extends EventEmitter implements AsyncDisposable {
  constructor(options?: CreateOptions);

  /**
   * Close the handle when the calls before are done, and end its appliance.
   * Every call after that fails with {@link ClosedHandle}.
   */
  close(): Promise<void>;
  /** {@link close}, while everything else waits. */
  closeSync(): void;
  /** For `await using`: closes the handle unless that was done. */
  [Symbol.asyncDispose](): Promise<void>;

  on(event: EventName, listener: Listener): this;
  on(event: string | symbol, listener: (...args: any[]) => void): this;
  once(event: EventName, listener: Listener): this;
  once(event: string | symbol, listener: (...args: any[]) => void): this;

  /** Have the callback called on the events of a mask of `EVENT_*`. */
  set_event_callback(callback: EventCallback, mask: number): number;
  /** Undo {@link set_event_callback}, which returned the number. */
  delete_event_callback(event_handle: number): void;

  /** Iterate over what {@link find} returns, for trees of any size. */
  iter_find(directory: Text): AsyncGenerator<string, void, undefined>;
  /** Iterate over the content of a file, `size` bytes at a time. */
  iter_file(path: Text, size?: number): AsyncGenerator<Buffer, void, undefined>;
|}

let methods_d_ts t =
  start C LGPL ~from "The methods of class GuestFS.";
  raw class_head;
  indented 2 (fun () -> List.iter meth (calls t));
  pr "}\n"

(* ---- Events ---- *)

let events_js () =
  start C LGPL ~from:"generator/core/events.ml" "The events, as a mask.";
  pr "\n'use strict';\n\n";
  List.iter (fun (name, mask) -> pr "exports.%s = 0x%04x;\n" name mask)
    Events.constants

let events_d_ts () =
  start C LGPL ~from "Events, structs and optional arguments.";
  pr "\n// ---- Events ----\n\n";
  List.iter (fun (name, mask) ->
      pr "export const %s: 0x%04x;\n" name mask)
    Events.constants;
  pr "\n/** The names that {@link GuestFS.on} knows. */\n";
  pr "export type EventName =\n";
  pr "  %s;\n"
    (String.concat "\n  | " (List.map (fun (e : Events.t) ->
         Printf.sprintf "'%s'" e.event) Events.all))

(* ---- The calls that all languages make ---- *)

let number n =
  let exact = Int64.abs n <= 0x1f_ffff_ffff_ffffL && n <> Int64.min_int in
  Int64.to_string n ^ if exact then "" else "n"

let value : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> number n
  | Text s -> quoted s
  | Null -> "null"
  | Texts l -> Printf.sprintf "[%s]" (commas (List.map quoted l))
  | Bytes s ->
     Utils.map_bytes (fun c -> string_of_int (Char.code c)) s
     |> commas |> Printf.sprintf "Buffer.from([%s])"
  | File name -> Printf.sprintf "scratch + \"/%s\"" name

(* The function of bindings/node/tests/log.js that prints such a result. *)
let show (s : Binding_tests.step) =
  let fields =
    Printf.sprintf "[%s]"
      (commas (List.map quoted (Binding_tests.shown_names s))) in
  match s.call.result with
  | Nothing -> "show.ok"
  | Bool | Int | Int64 -> "show.plain"
  | Constant | Text -> "show.text"
  | Constant_or_null -> "show.textOrNull"
  | Texts -> "show.texts"
  | Pairs -> "show.map"
  | Bytes -> "show.bytes"
  | Struct _ -> "show.struct, " ^ fields
  | Structs _ -> "show.structs, " ^ fields

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "%s: %s" n (value v) in
  let options =
    if s.optargs = [] then []
    else [Printf.sprintf "{ %s }"
            (String.concat ", " (List.map named s.optargs))] in
  pr "await step(%s,\n" (quoted (Binding_tests.title s));
  indented 2 (fun () ->
      arguments "  call("
        (quoted s.call.name :: List.map value s.args @ options)
        (Printf.sprintf "), %s);\n" (show s)))

let calls_js t =
  Binding_tests.start C ~usage:"calls.js DIRECTORY";
  pr "\n'use strict';\n\n";
  pr "const { call, close, scratch, show, step } =\n";
  pr "  require('../tests/log.js');\n\n";
  pr "async function main() {\n";
  indented 2 (fun () ->
      List.iter step (Binding_tests.steps t);
      pr "await close();\n");
  pr "}\n\nmain();\n"

let outputs t = [
  "bindings/node/gen/calls.js", (fun () -> calls_js t);
  "bindings/node/gen/events.js", events_js;
  "bindings/node/gen/methods.d.ts", (fun () -> methods_d_ts t);
  "bindings/node/gen/structs.d.ts",
  (fun () -> events_d_ts (); structs_d_ts t);
]
