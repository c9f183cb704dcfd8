(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The Erlang module guestfs: a function for each action, with its types and
   its documentation for edoc.  What a handle is, bindings/erlang/
   guestfs_handle.erl knows. *)

open Text
open Binding

let refer name = "guestfs:" ^ name
let from = all_areas

(* ---- Types ---- *)

let arg_type : arg_type -> string = function
  | Bool -> "boolean()"
  | Int | Int64 -> "integer()"
  | Text | Bytes -> "iodata()"
  | Text_or_null -> "iodata() | undefined"
  | Texts -> "[iodata()]"
  | Pointer _ -> "term()"

let result_type : result_type -> string = function
  | Nothing -> "ok"
  | Bool -> "boolean()"
  | Int | Int64 -> "integer()"
  | Constant | Text -> "text()"
  | Constant_or_null -> "text() | undefined"
  | Texts -> "[text()]"
  | Pairs -> "[{text(), text()}]"
  | Bytes -> "binary()"
  | Struct s -> s.s_name ^ "()"
  | Structs s -> Printf.sprintf "[%s()]" s.s_name

let field_type : Types.field -> string = function
  | FChar _ -> "byte()"
  | FString _ | FDevice _ | FUUID _ -> "text()"
  | FBuffer _ -> "binary()"
  | FUInt32 _ | FUInt64 _ -> "non_neg_integer()"
  | FInt32 _ | FInt64 _ | FBytes _ -> "integer()"
  | FOptPercent _ -> "float() | undefined"

(* ---- Names ---- *)

let reserved = [
  "after"; "and"; "andalso"; "band"; "begin"; "bnot"; "bor"; "bsl"; "bsr";
  "bxor"; "case"; "catch"; "cond"; "div"; "else"; "end"; "fun"; "if"; "let";
  "maybe"; "not"; "of"; "or"; "orelse"; "receive"; "rem"; "try"; "when"; "xor";
]

let atom name =
  if List.mem name reserved then Printf.sprintf "'%s'" name else name

let variable (a : arg) = String.capitalize_ascii a.name

(* The names of a function, and how many arguments each form takes: first the
   form that can do most. *)
let names c = c.name :: c.aliases
let arities c =
  let least = 1 + List.length c.args in
  if c.optargs = [] then [least] else [least + 1; least]

let options_type c = atom (c.name ^ "_option")

(* ---- The head of the module ---- *)

let structure (s : Types.structure) =
  let named f =
    Printf.sprintf "%s := %s" (atom (Structs.field_name f)) (field_type f) in
  pr "\n-type %s() ::\n" s.s_name;
  indented 8 (fun () ->
      pr "[term()]\n";
      arguments "| #{" (List.map named s.s_fields) "}.\n")

let option_type c =
  let option (a : arg) =
    Printf.sprintf "{%s, %s}" (atom a.name) (arg_type a.arg_type) in
  pr "-type %s() ::\n" (options_type c);
  indented 8 (fun () ->
      pr "%s.\n" (String.concat "\n| " (List.map option c.optargs)))

let export c =
  let one name arity = pr "-export([%s/%d]).\n" (atom name) arity in
  List.iter (fun name -> List.iter (one name) (arities c)) (names c)

let deprecated c =
  let one text name arity =
    pr "-deprecated([{%s, %d, %s}]).\n" (atom name) arity (quoted text) in
  Option.iter (fun text ->
      List.iter (fun name -> List.iter (one text name) (arities c)) (names c))
    (deprecation ~use:(fun other -> "use guestfs:" ^ other) c)

let opening =
  {|%% @doc Open, inspect and change the disk images of virtual machines.
%%
%% <pre>
%% {ok, G} = guestfs:create(),
%% ok = guestfs:add_drive(G, "disk.qcow2", [{readonly, true}]),
%% ok = guestfs:launch(G),
%% Roots = guestfs:inspect_os(G),
%% ok = guestfs:close(G).</pre>
%%
%% guestfs-erlang(3) explains the module, guestfs(3) the library behind it.
%%
%% Functions return what the action returns, or `{error, Message, Errno}'.
%% Text is given as iodata and comes back as a list of bytes; see {@link
%% create/1} for binaries, and for structs that are maps.

-module(guestfs).

-export([create/0, create/1, close/1]).
-export([set_event_callback/3, delete_event_callback/2]).
-export([event_all/0, event_to_string/1, fields/1]).
-export_type([handle/0, create_option/0, failure/0, text/0]).
-export_type([event/0, event_handle/0, callback/0]).
|}

let common_types = {|
-type handle() :: pid().
-type text() :: string() | binary().
-type failure() :: {error, Message :: string(), Errno :: non_neg_integer()}
                 | {unknownarg, atom()}
                 | {unknown, atom()}.
-type create_option() :: {program, file:filename()}
                       | {owner, pid()}
                       | {environment, boolean()}
                       | {close_on_exit, boolean()}
                       | {strings, lists | binaries}
                       | {structs, lists | maps}.
-type event_handle() :: integer().
-type callback() :: fun((event(), event_handle(), binary(), [integer()]) ->
                            term())
                  | pid().
|}

let functions = {|
%% @equiv create([])
-spec create() -> {ok, handle()} | failure().
create() -> guestfs_handle:create([]).

%% @doc Make a handle.  It is a process that owns a port program, erl-guestfs,
%% in which libguestfs runs.
%%
%% The argument is the path of that program, or a list of options:
%% <ul>
%% <li>`{program, Path}': it is not looked for beside the module, and then in
%% the `PATH'.</li>
%% <li>`{owner, Pid}': the handle is closed when this process ends.  Without
%% it, the handle lives until {@link close/1}.</li>
%% <li>`{environment, false}': the variables LIBGUESTFS_* are not read.</li>
%% <li>`{close_on_exit, false}': nothing is closed when the port program
%% exits by itself.</li>
%% <li>`{strings, binaries}': text comes back as binaries, not as lists of
%% bytes.</li>
%% <li>`{structs, maps}': a struct is a map with the names of its fields, not
%% the list of their values.</li>
%% </ul>
-spec create(file:filename() | [create_option()]) ->
          {ok, handle()} | failure().
create(Program) when is_binary(Program) ->
    guestfs_handle:create([{program, Program}]);
create([First | _] = Program) when is_integer(First) ->
    guestfs_handle:create([{program, Program}]);
create(Options) ->
    guestfs_handle:create(Options).

%% @doc Close the handle: its appliance and the port program end.  Calls that
%% use it afterwards return an error.
-spec close(handle()) -> ok | failure().
close(G) -> guestfs_handle:close(G).

%% @doc Have a function called on events: `F(Event, EventHandle, Bytes,
%% Numbers)', in a process of its own.  The call that sent the event goes on
%% when the function has returned; the function may use the handle.  An
%% exception is printed, and goes no further.
%%
%% A process gets `{guestfs_event, Event, EventHandle, Bytes, Numbers}'.
-spec set_event_callback(handle(), callback(), [event()]) ->
          event_handle() | failure().
set_event_callback(G, Callback, Events) ->
    guestfs_handle:set_event_callback(G, Callback, Events).

%% @doc Undo {@link set_event_callback/3}.
-spec delete_event_callback(handle(), event_handle()) -> ok | failure().
delete_event_callback(G, EventHandle) ->
    guestfs_handle:call(G, delete_event_callback, [EventHandle], []).

%% @doc `"close,trace"' for `[close, trace]'.
-spec event_to_string([event()]) -> string().
event_to_string(Events) ->
    Names = [atom_to_list(E) || E <- event_all(), lists:member(E, Events)],
    lists:flatten(lists:join(",", Names)).
|}

let events () =
  let names = List.map (fun (e : Events.t) -> e.event) Events.all in
  pr "-type event() ::\n";
  indented 8 (fun () -> pr "%s.\n" (String.concat "\n| " names))

let event_all () =
  pr "\n%%%% @doc All events, in the order of their bits.\n";
  pr "-spec event_all() -> [event()].\n";
  pr "event_all() ->\n";
  arguments "    [" (List.map (fun (e : Events.t) -> e.event) Events.all)
    "].\n"

let fields_function t =
  pr "\n%%%% @doc The names of a struct's fields, in their order.\n";
  pr "-spec fields(atom()) -> [atom()].\n";
  let clause (s : Types.structure) =
    arguments (Printf.sprintf "fields(%s) ->\n    [" s.s_name)
      (List.map (fun f -> atom (Structs.field_name f)) s.s_fields) "]" in
  List.iteri (fun i s -> if i > 0 then pr ";\n"; clause s) (structs t);
  pr ".\n"

(* ---- Functions ---- *)

(* What means something to edoc. *)
let escape_char = function
  | '&' -> "&amp;"
  | '<' -> "&lt;"
  | '>' -> "&gt;"
  | '@' -> "&#64;"
  | '`' -> "&#96;"
  | '[' -> "&#91;"
  | '{' -> "&#123;"
  | '=' -> "&#61;"
  | c -> String.make 1 c

let escape s =
  String.concat "" (Utils.map_bytes escape_char s)

let comment line = pr "%%%% %s\n" line

let block = function
  | Prose lines ->
     comment "";
     List.iteri (fun i l ->
         comment ((if i = 0 then "<p>" else "") ^ escape l)) lines;
     comment "</p>"
  | Indented lines ->
     comment "<pre>";
     List.iter (fun l -> comment (escape l)) lines;
     comment "</pre>"

let documentation c =
  if not c.documented then comment "@hidden"
  else (
    comment ("@doc " ^ escape (sentence c));
    List.iter block (blocks ~refer ~width:70 c);
    match c.action.deprecated with
    | Types.Current -> ()
    | Deprecated -> comment "@deprecated Nothing replaces it."
    | Replaced_by other -> comment ("@deprecated Use guestfs:" ^ other ^ "."))

let parameters c = "G" :: List.map variable c.args

let spec c name options =
  let typed (a : arg) =
    Printf.sprintf "%s :: %s" (variable a) (arg_type a.arg_type) in
  let last = if options then [Printf.sprintf "[%s()]" (options_type c)]
             else [] in
  arguments (Printf.sprintf "-spec %s(" (atom name))
    ("handle()" :: List.map typed c.args @ last) ") ->\n";
  pr "          %s | failure().\n" (result_type c.result)

let clause c name options =
  spec c name options;
  arguments (Printf.sprintf "%s(" (atom name))
    (parameters c @ if options then ["Options"] else []) ") ->\n";
  let given = String.concat ", " (List.map variable c.args) in
  indented 4 (fun () ->
      arguments "guestfs_handle:call("
        ["G"; atom c.name; Printf.sprintf "[%s]" given;
         if options then "Options" else "[]"] ").\n")

let form c i (name, options) =
  pr "\n";
  if i = 0 then documentation c
  else comment "@private";
  clause c name options

let meth c =
  let forms name =
    if c.optargs = [] then [name, false] else [name, true; name, false] in
  List.iteri (form c) (List.concat_map forms (names c))

let guestfs_erl t =
  let calls = calls t in
  let with_options = List.filter (fun c -> c.optargs <> []) calls in
  start Percent LGPL ~from "A function for each action.";
  raw opening;
  List.iter export calls;
  List.iter deprecated calls;
  List.iter (fun (s : Types.structure) ->
      pr "-export_type([%s/0]).\n" s.s_name) (structs t);
  List.iter (fun c -> pr "-export_type([%s/0]).\n" (options_type c))
    with_options;
  raw common_types;
  events ();
  List.iter structure (structs t);
  pr "\n";
  List.iter option_type with_options;
  raw functions;
  event_all ();
  fields_function t;
  List.iter meth calls

(* ---- The calls that all languages make ---- *)

let text s = Printf.sprintf "<<%s/utf8>>" (quoted s)

let value : Binding_tests.value -> string = function
  | Bool b -> string_of_bool b
  | Int n -> Int64.to_string n
  | Text s -> text s
  | Null -> "undefined"
  | Texts l -> Printf.sprintf "[%s]" (commas (List.map text l))
  | Bytes s ->
     Utils.map_bytes (fun c -> string_of_int (Char.code c)) s
     |> String.concat "," |> Printf.sprintf "<<%s>>"
  | File name -> Printf.sprintf "[Scratch, \"/%s\"]" name

(* What bindings/erlang/tests/log.erl does with such a result. *)
let show s =
  match Binding_tests.shown s, Binding_tests.kind s with
  | None, ("ok" | "bool") -> "atom"
  | None, kind -> kind
  | Some (structure, fields), kind ->
     Printf.sprintf "{%s, %s, [%s]}" kind structure.s_name
       (commas (List.map Structs.field_name fields))

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "{%s, %s}" (atom n) (value v) in
  let options =
    if s.optargs = [] then []
    else [Printf.sprintf "[%s]"
            (String.concat ", " (List.map named s.optargs))] in
  pr "log:step(%s,\n" (text (Binding_tests.title s));
  indented 9 (fun () ->
      arguments (Printf.sprintf "fun() -> guestfs:%s(" (atom s.call.name))
        ("G" :: List.map value s.args @ options) ")\n";
      pr "end, %s),\n" (show s))

let calls_erl t =
  Binding_tests.start Percent ~usage:"calls:main(Directory)";
  raw "-module(calls).\n-export([main/1]).\n\n";
  pr "main(Scratch) ->\n";
  indented 4 (fun () ->
      pr "{ok, G} = guestfs:create(),\n";
      List.iter step (Binding_tests.steps t);
      pr "ok = guestfs:close(G).\n")

let outputs t = [
  "bindings/erlang/gen/calls.erl", (fun () -> calls_erl t);
  "bindings/erlang/gen/guestfs.erl", (fun () -> guestfs_erl t);
]
