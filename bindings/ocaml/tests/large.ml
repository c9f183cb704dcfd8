(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* See tests/bindings/all-large.sh. *)

let () =
  let g = Guestfs.create () in
  let size = 0x80000010 in
  let large = Bytes.make size 'y' in
  Bytes.set large (size - 1) 'z';
  let result =
    Guestfs.internal_test_rbufferout g (Bytes.unsafe_to_string large) in
  Printf.printf "result %d %c\n%!" (String.length result) result.[size - 1];
  let traced = Buffer.create 1024 in
  ignore (Guestfs.set_event_callback g
            (fun _ _ text _ -> Buffer.add_string traced text)
            [Guestfs.EVENT_TRACE]);
  Guestfs.set_trace g true;
  match Guestfs.write g "/f" result with
  | () -> ()
  | exception Guestfs.Error _ ->
     let text = Buffer.contents traced in
     let i = String.index text 'z' in   (* of "size" *)
     Scanf.sscanf (String.sub text (i - 2) 40) "size %d"
       (Printf.printf "argument %d\n")
