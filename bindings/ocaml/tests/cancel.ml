(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A call that would never end is cancelled from another thread.
   cancel DISK FIFO *)

open Guestfs

let prepare g disk =
  disk_create g disk "raw" 10_485_760L;
  add_drive g ~format:"raw" disk;
  launch g;
  mkfs g "ext2" "/dev/sda";
  mount g "/dev/sda" "/"

(* The event is sent when the call can be cancelled. *)
let in_upload g =
  let yes = Atomic.make false in
  ignore (set_event_callback g (fun _ _ name _ ->
              if name = "upload" then Atomic.set yes true) [EVENT_ENTER]);
  yes

let upload g fifo result () =
  try upload g fifo "/file"; result := "done"
  with Error message ->
    result := Printf.sprintf "%b %s" (last_errno g = Errno.errno_EINTR) message

let () =
  let g = create () in
  prepare g Sys.argv.(1);
  let started = in_upload g in
  let result = ref "" in
  let thread = Thread.create (upload g Sys.argv.(2) result) () in
  (* Nothing is written into it. *)
  let fifo = Unix.openfile Sys.argv.(2) [Unix.O_WRONLY] 0 in
  while not (Atomic.get started) do Thread.delay 0.01 done;
  user_cancel g;
  Thread.join thread;
  Unix.close fifo;
  print_endline !result;
  print_endline (string_of_int (Array.length (ls g "/")));
  close g
