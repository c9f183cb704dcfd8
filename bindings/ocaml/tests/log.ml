(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Prints results as the logs of all languages have them. *)

let scratch = Sys.argv.(1)
let g = Guestfs.create ()

let spf = Printf.sprintf
let show_ok () = "ok"
let show_int64 = Int64.to_string
let show_int32 = Int32.to_string
let show_text s = "\"" ^ s ^ "\""
let show_char c = show_text (String.make 1 c)
let show_percent = function None -> "null" | Some f -> string_of_float f
let show_text_or_null = function None -> "null" | Some s -> show_text s
let list l = "[" ^ String.concat ", " l ^ "]"
let map_array f a = List.map f (Array.to_list a)
let show_texts a = list (map_array show_text a)
let show_structs show a = list (map_array show a)

let show_pairs pairs =
  List.sort compare pairs
  |> List.map (fun (k, v) -> show_text k ^ ": " ^ show_text v)
  |> String.concat ", " |> spf "{%s}"

let show_bytes s =
  String.to_seq s
  |> Seq.map (fun c -> spf "<%02x>" (Char.code c))
  |> List.of_seq |> String.concat ""

let show_struct fields =
  List.map (fun (name, value) -> name ^ ": " ^ value) fields
  |> String.concat ", " |> spf "{%s}"

let step title show call =
  print_endline title;
  print_endline
    (try show (call ())
     with Guestfs.Error message ->
       spf "error: %s (%d)" message (Guestfs.last_errno g))
