(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The manual of the Perl module's methods.  What is before it is in
   bindings/perl/head.pm. *)

open Text
open Binding

let refer name = Printf.sprintf "C<$g-E<gt>%s>" name

(* ---- Methods ---- *)

let variable (a : arg) =
  match a.arg_type with
  | Bool | Int | Int64 | Text | Text_or_null | Bytes | Pointer _ -> "$" ^ a.name
  | Texts -> "\\@" ^ a.name

let result c =
  let named sigil = Printf.sprintf "%s%s = " sigil (result_name c) in
  match c.result with
  | Nothing -> ""
  | Bool | Int | Int64 | Constant | Constant_or_null | Text | Bytes ->
     named "$"
  | Texts | Structs _ -> named "@"
  | Pairs | Struct _ -> named "%"

let optional first (a : arg) =
  Printf.sprintf "[%s%s => %s]" (if first then "" else ", ") a.name
    (variable a)

(* "$path [, all => $all]" *)
let parameters c =
  let rec optionals first = function
    | [] -> []
    | a :: rest -> optional first a :: optionals false rest in
  String.concat " "
    ((match c.args with
      | [] -> []
      | args -> [String.concat ", " (List.map variable args)])
     @ optionals (c.args = []) c.optargs)

let prototype c name =
  Printf.sprintf "%s$g-E<gt>%s (%s);" (result c) name (parameters c)

let fields (s : Types.structure) =
  List.map (fun f -> Printf.sprintf "C<%s>" (Structs.field_name f)) s.s_fields
  |> String.concat ", "

let result_note c =
  match c.result with
  | Struct s -> [Printf.sprintf "The keys are %s." (fields s)]
  | Structs s ->
     [Printf.sprintf "Each element is a reference to a hash with the keys %s."
        (fields s)]
  | Constant_or_null -> ["The result may be C<undef>."]
  | Nothing | Bool | Int | Int64 | Constant | Text | Texts | Pairs | Bytes ->
     []

let paragraph text = pr "%s\n\n" text

let meth c =
  pr "=item %s\n\n" (prototype c c.name);
  paragraph (pod ~refer c);
  List.iter (fun note ->
      paragraph (String.concat "\n" (Utils.fill ~width:76 note)))
    (result_note c);
  List.iter (fun alias ->
      pr "=item %s\n\n" (prototype c alias);
      pr "Another name of %s.\n\n" (refer c.name)) c.aliases

let event (name, _) =
  pr "=item C<$Sys::Guestfs::%s>\n\n" name

let methods_pod t =
  pr "=over 4\n\n";
  List.iter event Events.constants;
  pr "=back\n\n";
  pr "What comes with each is in L<guestfs(3)/EVENTS>.\n\n";
  pr "=head1 METHODS\n\n=over 4\n\n";
  List.iter meth (List.filter (fun c -> c.documented) (calls t));
  pr "=back\n\n";
  pr "=head1 SEE ALSO\n\nL<guestfs-perl(3)>, L<guestfs(3)>.\n\n=cut\n"

(* ---- The calls that all languages make ---- *)

let text = single_quoted

let value : Binding_tests.value -> string = function
  | Bool b -> if b then "1" else "0"
  | Int n -> if n = Int64.min_int then "'" ^ Int64.to_string n ^ "'"
             else Int64.to_string n
  | Text s -> text s
  | Null -> "undef"
  | Texts l -> Printf.sprintf "[%s]" (commas (List.map text l))
  | Bytes s -> quoted_bytes s
  | File name -> Printf.sprintf "\"$scratch/%s\"" name

(* The function of bindings/perl/tests/Log.pm that prints such a result. *)
let show s =
  let kind = Binding_tests.kind s in
  match Binding_tests.shown_names s with
  | [] -> "\\&show_" ^ kind
  | names ->
     Printf.sprintf "show_%s (%s)" kind (commas (List.map text names))

let step (s : Binding_tests.step) =
  let named (n, v) = Printf.sprintf "%s => %s" n (value v) in
  pr "step (%s,\n" (text (Binding_tests.title s));
  indented 4 (fun () ->
      arguments (Printf.sprintf "  sub { $g->%s (" s.call.name)
        (List.map value s.args @ List.map named s.optargs)
        (Printf.sprintf ") }, %s);\n" (show s)))

let calls_pl t =
  Binding_tests.start Hash ~usage:"calls.pl DIRECTORY";
  raw "\nuse strict;\nuse warnings;\nuse Log;\n\n";
  List.iter step (Binding_tests.steps t);
  pr "$g->close ();\n"

let outputs t = [
  "bindings/perl/gen/calls.pl", (fun () -> calls_pl t);
  "bindings/perl/gen/methods.pod", (fun () -> methods_pod t);
]
