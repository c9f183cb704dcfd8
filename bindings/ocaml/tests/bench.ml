(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* bench IMAGE: what a call costs, for bench/bindings. *)

let measure what n f =
  let began = Unix.gettimeofday () in
  for _ = 1 to n do f () done;
  Printf.printf "%s %.9f\n%!" what
    ((Unix.gettimeofday () -. began) /. float_of_int n)

let () =
  let g = Guestfs.create () in
  Guestfs.add_drive_ro g Sys.argv.(1);
  Guestfs.launch g;
  Guestfs.mount_ro g "/dev/sda" "/";
  measure "call" 100_000 (fun () -> ignore (Guestfs.get_memsize g));
  measure "ping" 2_000 (fun () -> Guestfs.ping_daemon g);
  measure "readdir" 1 (fun () -> ignore (Guestfs.readdir g "/many"));
  measure "read_file" 1 (fun () -> ignore (Guestfs.read_file g "/large"));
  Guestfs.close g
