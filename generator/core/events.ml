(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The events that a handle sends. *)

type payload =
  | Nothing
  | Text of string
  | Numbers of string list

type t = { event : string; bit : int; payload : payload }

let all = [
  { event = "close"; bit = 0;
    payload = Nothing };
  { event = "subprocess_quit"; bit = 1;
    payload = Nothing };
  { event = "launch_done"; bit = 2;
    payload = Nothing };
  { event = "progress"; bit = 3;
    payload = Numbers [ "proc_nr"; "serial"; "position"; "total" ] };
  { event = "appliance"; bit = 4;
    payload = Text "message" };
  { event = "library"; bit = 5;
    payload = Text "message" };
  { event = "trace"; bit = 6;
    payload = Text "message" };
  { event = "enter"; bit = 7;
    payload = Text "function name" };
  { event = "libvirt_auth"; bit = 8;
    payload = Text "libvirt URI" };
  { event = "warning"; bit = 9;
    payload = Text "message" };
]

let macro e = "GUESTFS_EVENT_" ^ Utils.upper e.event
let mask e = 1 lsl e.bit
let all_mask = List.fold_left (fun m e -> m lor mask e) 0 all

let note e =
  match e.payload with
  | Nothing -> ""
  | Text what -> ": the bytes are its " ^ what
  | Numbers names -> ": the numbers are " ^ String.concat ", " names

let constant e = "EVENT_" ^ Utils.upper e.event
let constants =
  List.map (fun e -> constant e, mask e) all @ ["EVENT_ALL", all_mask]
