(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Handles, errors, values at their edges, events and threads; without an
   appliance. *)

open Printf

let check what ok = if not ok then (eprintf "FAIL: %s\n%!" what; exit 1)
let is what got expected =
  if got <> expected then (
    eprintf "FAIL: %s: got %s, expected %s\n%!" what got expected;
    exit 1)
let with_g f = Guestfs.with_handle f

(* What an expression raises, as text. *)
let raised f =
  try f (); "nothing" with
  | Guestfs.Error message -> "Error " ^ message
  | Guestfs.Handle_closed name -> "Handle_closed " ^ name
  | Invalid_argument message -> "Invalid_argument " ^ message

(* ---- Life ---- *)

let closed () =
  let g = Guestfs.create () in
  let eh = Guestfs.set_event_callback g (fun _ _ _ _ -> ()) [EVENT_TRACE] in
  Guestfs.close g;
  Guestfs.close g;
  is "a call" (raised (fun () -> ignore (Guestfs.get_memsize g)))
    "Handle_closed get_memsize";
  is "an alias" (raised (fun () -> Guestfs.add_drive_opts g "x"))
    "Handle_closed add_drive";
  is "last_errno" (raised (fun () -> ignore (Guestfs.last_errno g)))
    "Handle_closed last_errno";
  is "set_event_callback"
    (raised (fun () ->
         ignore (Guestfs.set_event_callback g (fun _ _ _ _ -> ()) [])))
    "Handle_closed set_event_callback";
  Guestfs.delete_event_callback g eh

let collected () =
  let n = ref 0 in
  for _ = 1 to 20 do
    let g = Guestfs.create () in
    ignore (Guestfs.set_event_callback g (fun _ _ _ _ -> incr n)
              [EVENT_CLOSE])
  done;
  Gc.full_major ();
  check "handles without references are closed" (!n >= 19)

let flags () =
  Unix.putenv "LIBGUESTFS_MEMSIZE" "700";
  check "environment" (with_g Guestfs.get_memsize = 700);
  check "no environment"
    (Guestfs.with_handle ~environment:false Guestfs.get_memsize <> 700);
  Unix.putenv "LIBGUESTFS_MEMSIZE" "";
  Guestfs.with_handle ~close_on_exit:false ignore

let several () =
  let many = Array.init 100 (fun _ -> Guestfs.create ()) in
  Array.iteri (fun i g -> Guestfs.set_memsize g (1000 + i)) many;
  Array.iteri (fun i g ->
      check "each is its own" (Guestfs.get_memsize g = 1000 + i)) many;
  Array.iter Guestfs.close many

let with_handle () =
  let kept = ref None in
  is "the exception"
    (raised (fun () ->
         with_g (fun g -> kept := Some g; raise (Guestfs.Error "mine"))))
    "Error mine";
  is "it was closed"
    (raised (fun () -> ignore (Guestfs.get_memsize (Option.get !kept))))
    "Handle_closed get_memsize"

let methods () =
  let g = new Guestfs.guestfs ~environment:false () in
  g#set_memsize 1300;
  check "method" (g#get_memsize () = 1300);
  check "ocaml_handle" (Guestfs.get_memsize g#ocaml_handle = 1300);
  g#internal_test_only_optargs ();
  g#internal_test_63_optargs ~opt63:1 ();
  check "c_pointer" (g#c_pointer () <> 0L);
  (try g#set_memsize 0 with Guestfs.Error _ -> ());
  check "last_errno" (g#last_errno () = Guestfs.Errno.errno_EINVAL);
  let seen = ref 0 in
  let eh = g#set_event_callback (fun _ _ _ _ -> incr seen) [EVENT_ENTER] in
  ignore (g#get_memsize ());
  g#delete_event_callback eh;
  check "event" (!seen = 1);
  g#close ();
  g#close ()

(* ---- Values ---- *)

let errors g =
  is "error" (raised (fun () -> Guestfs.mkdir g "/x"))
    "Error mkdir: the appliance is not running: call launch first (in \
     guestfish: run)";
  check "errno" (Guestfs.last_errno g = Guestfs.Errno.errno_EINVAL);
  is "error without errno"
    (raised (fun () -> ignore (Guestfs.internal_test_rinterr g)))
    "Error internal_test_rinterr: error";
  check "no errno" (Guestfs.last_errno g = 0)

let edges g =
  is "NUL" (raised (fun () -> Guestfs.set_program g "a\000b"))
    "Invalid_argument set_program: program contains a NUL byte";
  is "NUL in a list"
    (raised (fun () ->
         ignore (Guestfs.command g [|"a"; "b\000"|])))
    "Invalid_argument command: arguments contains a NUL byte";
  is "NUL in an optional argument"
    (raised (fun () -> Guestfs.add_drive g ~format:"\000" "x"))
    "Invalid_argument add_drive: format contains a NUL byte";
  is "33 bits" (raised (fun () -> Guestfs.set_memsize g 0x8000_0000))
    "Invalid_argument set_memsize: memsize does not fit into 32 bits";
  is "not UTF-8" (Guestfs.internal_test_rstring g "a\xff\xfe") "a\xff\xfe";
  check "buffer" (Guestfs.internal_test_rbufferout g "" = "");
  check "32 bits" (Guestfs.internal_test_rint g "-2147483648" = -0x8000_0000);
  check "64 bits"
    (Guestfs.internal_test_rint64 g "-9223372036854775808" = Int64.min_int);
  check "no list" (Guestfs.internal_test_rstringlist g "0" = [||]);
  check "no structs" (Guestfs.internal_test_rstructlist g "0" = [||]);
  check "null" (Guestfs.internal_test_rconstoptstringerr g = None);
  check "in order"
    (Guestfs.internal_test_rhashtable g "2" = ["0", "0"; "1", "1"]);
  Guestfs.internal_test_only_optargs g ~test:2

(* ---- Events ---- *)

let traced g f =
  let lines = ref [] in
  let trace event _ text numbers =
    check "the event" (event = Guestfs.EVENT_TRACE && numbers = [||]);
    lines := text :: !lines in
  let eh = Guestfs.set_event_callback g trace [EVENT_TRACE] in
  Guestfs.set_trace g true;
  f ();
  Guestfs.set_trace g false;
  Guestfs.delete_event_callback g eh;
  List.rev !lines

let events g =
  let lines = traced g (fun () -> Guestfs.set_program g "x") in
  check "trace" (List.mem "set_program \"x\"" lines);
  ignore (Guestfs.get_memsize g);
  is "names" (Guestfs.event_to_string [EVENT_CLOSE; EVENT_WARNING])
    "close,warning";
  check "all" (List.length Guestfs.event_all = 10)

(* The test looks at standard error. *)
let throwing g =
  let eh =
    Guestfs.set_event_callback g (fun _ _ _ _ -> failwith "thrown")
      [EVENT_ENTER] in
  check "the call goes on" (Guestfs.internal_test_rstring g "x" = "x");
  Guestfs.delete_event_callback g eh

let deleting_itself g =
  let seen = ref 0 in
  let callback _ eh _ _ =
    incr seen;
    Guestfs.delete_event_callback g eh;
    Gc.compact () in
  ignore (Guestfs.set_event_callback g callback [EVENT_ENTER]);
  ignore (Guestfs.get_memsize g);
  ignore (Guestfs.get_memsize g);
  check "called once" (!seen = 1)

let calling g =
  let inner = ref "" in
  let callback _ eh _ _ =
    Guestfs.delete_event_callback g eh;
    inner := Guestfs.get_program g in
  Guestfs.set_program g "outer";
  ignore (Guestfs.set_event_callback g callback [EVENT_ENTER]);
  ignore (Guestfs.get_memsize g);
  is "a call in a callback" !inner "outer"

(* ---- Threads ---- *)

(* Each call of one waits for the other's, whose events wait for OCaml. *)
let two_threads g =
  let seen = ref 0 in
  let eh =
    Guestfs.set_event_callback g (fun _ _ _ _ -> incr seen; Thread.yield ())
      [EVENT_ENTER] in
  let work text =
    for _ = 1 to 500 do
      check "its own result" (Guestfs.internal_test_rstring g text = text);
      let error = raised (fun () -> ignore (Guestfs.internal_test_rinterr g)) in
      is "its own error" error "Error internal_test_rinterr: error"
    done in
  List.iter Thread.join (List.map (Thread.create work) ["one"; "two"]);
  check "events of both" (!seen = 2000);
  Guestfs.delete_event_callback g eh

let close_meanwhile () =
  for _ = 1 to 50 do
    let g = Guestfs.create () in
    let work () =
      try while true do ignore (Guestfs.internal_test_rstring g "x") done
      with Guestfs.Handle_closed _ -> () in
    let threads = [Thread.create work (); Thread.create work ()] in
    Thread.yield ();
    Guestfs.close g;
    List.iter Thread.join threads
  done

(* ---- Memory ---- *)

let resident () =
  let file = open_in "/proc/self/statm" in
  let pages = Scanf.sscanf (input_line file) "%_d %d" Fun.id in
  close_in file;
  pages * 4096

let every_kind g =
  ignore (Guestfs.internal_test_rstructlist g "20");
  ignore (Guestfs.internal_test_rhashtable g "20");
  ignore (Guestfs.internal_test_rstringlist g "20");
  ignore (Guestfs.internal_test_rbufferout g (String.make 1000 'x'));
  ignore (Guestfs.internal_test_rconststring g "x");
  ignore (raised (fun () -> ignore (Guestfs.internal_test_rstructerr g)));
  ignore (raised (fun () -> Guestfs.add_drive g ~format:"\000" "x"));
  let eh = Guestfs.set_event_callback g (fun _ _ _ _ -> ()) [EVENT_TRACE] in
  Guestfs.delete_event_callback g eh

(* What is lost is lost in each round. *)
let rec grown rounds work =
  let before = resident () in
  work ();
  let bytes = resident () - before in
  if bytes > 100_000 && rounds > 1 then grown (rounds - 1) work else bytes

let memory g =
  let some () =
    for _ = 1 to 5000 do every_kind g done;
    Gc.full_major () in
  some ();
  let bytes = grown 5 some in
  if bytes > 100_000 then (
    eprintf "FAIL: memory has grown by %d bytes in each round\n" bytes;
    exit 1)

let () =
  List.iter (fun test -> test ())
    [closed; collected; flags; several; with_handle; methods];
  List.iter with_g
    [errors; edges; events; throwing; deleting_itself; calling; two_threads;
     memory];
  close_meanwhile ();
  (* Left open, with a callback that cannot be called any more. *)
  let g = Guestfs.create () in
  ignore (Guestfs.set_event_callback g (fun _ _ _ _ -> print_endline "no")
            [EVENT_CLOSE]);
  print_endline "done"
