(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Words of calls, and plain text made of POD. *)

open Types

let failures = ref 0
let expect name got wanted =
  if got <> wanted then (
    Printf.eprintf "%s: got %s\n" name got;
    incr failures
  )

let refused name f =
  match f () with
  | _ -> expect name "no error" "an error"
  | exception Literal.Bad _ -> ()

let numbers () =
  let number s = Int64.to_string (Literal.number s) in
  List.iter (fun (s, wanted) -> expect s (number s) wanted)
    [ "0", "0"; "12", "12"; "-1", "-1"; "0755", "493"; "0x1f", "31";
      "1K", "1024"; "2G", "2147483648"; "-0x10", "-16";
      "9223372036854775807", "9223372036854775807" ];
  List.iter (fun s -> refused s (fun () -> number s))
    [ ""; "1 "; "x"; "089"; "1KB"; "K"; "9223372036854775808";
      "9999999999G" ];
  expect "yes" (string_of_bool (Literal.bool "Yes")) "true";
  refused "maybe" (fun () -> Literal.bool "maybe")

let lists () =
  let list s = String.concat "|" (Literal.list s) in
  List.iter (fun (s, wanted) -> expect s (list s) wanted)
    [ "", ""; "a", "a"; " a  b ", "a|b"; "'a b' c", "a b|c"; "a''", "a";
      "'' x", "|x" ];
  refused "a quote" (fun () -> list "a 'b")

let toy = List.find (fun (a : action) -> a.name = "toy_make") Tiny.flags
let secret = List.find (fun (a : action) -> a.name = "toy_args")
               Tiny.arguments

let calls () =
  expect "optional argument"
    (match Call.split toy ["bear"; "size:5"] with
     | ["bear"], [1, OInt "size", "5"] -> "right"
     | _ -> "wrong") "right";
  refused "too few" (fun () -> ignore (Call.split toy []));
  refused "unknown" (fun () -> ignore (Call.split toy ["bear"; "smell:x"]));
  refused "no name" (fun () -> ignore (Call.split toy ["bear"; "x"]));
  expect "line" (Call.line toy ["two words"; "colour:a\"b\n"])
    {|toy-make "two words" "colour:a\"b\n"|};
  let words = 
    List.map (fun (v : Kinds.value) -> v.name) (Action.args secret) in
  expect "secrets"
    (if List.mem "key" (Utils.words (Call.line ~secrets:false secret words))
     then "shown" else "hidden") "hidden"

let pod = {|First C<< a > b >> and L<text|target>, E<lt>x:
see L<guestfs(3)/NAME>.

 verbatim C<x>

=over 4

=item B<one>

Its text.

=item *

A bullet.

=back

=head2 Heading

Last.|}

let plain = {|First a > b and text, <x: see
NAME in guestfs(3).

 verbatim C<x>

one
    Its text.

* A bullet.

Heading

Last.|}

let () =
  numbers ();
  lists ();
  calls ();
  expect "plain" (String.concat "\n" (Pod.plain ~width:30 pod)) plain;
  expect "references"
    (Pod.references (fun n -> "<" ^ n ^ ">") "C<guestfs_a_b> C<guestfs>")
    "<a_b> C<guestfs>";
  if !failures > 0 then exit 1
