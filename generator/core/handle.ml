(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The C functions that are not actions: the handle itself, errors, events
   and private data. *)

type t = {
  name : string;
  returns : string;
  params : string list;
  have : bool;
  deprecated_by : string option;
}

type group = { title : string; functions : t list }

let func ?(have = true) ?by returns name params =
  { name; returns; params; have; deprecated_by = by }

let groups = [
  { title = "Handles."; functions = [
      func ~have:false "guestfs_h *" "create" [];
      func "guestfs_h *" "create_flags" ["unsigned flags"; "..."];
      func ~have:false "void " "close" ["guestfs_h *g"];
    ] };
  { title = "Errors."; functions = [
      func ~have:false "const char *" "last_error" ["guestfs_h *g"];
      func "int " "last_errno" ["guestfs_h *g"];
      func ~have:false "void " "set_error_handler"
        ["guestfs_h *g"; "guestfs_error_handler_cb cb"; "void *opaque"];
      func ~have:false "guestfs_error_handler_cb " "get_error_handler"
        ["guestfs_h *g"; "void **opaque_rtn"];
      func "void " "push_error_handler"
        ["guestfs_h *g"; "guestfs_error_handler_cb cb"; "void *opaque"];
      func "void " "pop_error_handler" ["guestfs_h *g"];
      func ~have:false "void " "set_out_of_memory_handler"
        ["guestfs_h *g"; "guestfs_abort_cb"];
      func ~have:false "guestfs_abort_cb " "get_out_of_memory_handler"
        ["guestfs_h *g"];
    ] };
  { title = "Events."; functions = [
      func "int " "set_event_callback"
        ["guestfs_h *g"; "guestfs_event_callback cb";
         "uint64_t event_bitmask"; "int flags"; "void *opaque"];
      func "void " "delete_event_callback"
        ["guestfs_h *g"; "int event_handle"];
      func "char *" "event_to_string" ["uint64_t event"];
    ] };
  { title = "Events as they were before version 1.10."; functions = [
      func ~have:false ~by:"set_event_callback" "void "
        "set_log_message_callback"
        ["guestfs_h *g"; "guestfs_log_message_cb cb"; "void *opaque"];
      func ~have:false ~by:"set_event_callback" "void "
        "set_subprocess_quit_callback"
        ["guestfs_h *g"; "guestfs_subprocess_quit_cb cb"; "void *opaque"];
      func ~have:false ~by:"set_event_callback" "void "
        "set_launch_done_callback"
        ["guestfs_h *g"; "guestfs_launch_done_cb cb"; "void *opaque"];
      func ~by:"set_event_callback" "void " "set_close_callback"
        ["guestfs_h *g"; "guestfs_close_cb cb"; "void *opaque"];
      func ~by:"set_event_callback" "void " "set_progress_callback"
        ["guestfs_h *g"; "guestfs_progress_cb cb"; "void *opaque"];
    ] };
  { title = "Data of the program, kept with the handle."; functions = [
      func "void " "set_private"
        ["guestfs_h *g"; "const char *key"; "void *data"];
      func "void *" "get_private" ["guestfs_h *g"; "const char *key"];
      func "void *" "first_private" ["guestfs_h *g"; "const char **key_rtn"];
      func "void *" "next_private" ["guestfs_h *g"; "const char **key_rtn"];
    ] };
]

let all = List.concat_map (fun g -> g.functions) groups

type callback = { typedef : string; params : string list }

let callbacks = [
  { typedef = "error_handler_cb";
    params =
      ["guestfs_h *g"; "void *opaque"; "const char *msg"] };
  { typedef = "abort_cb";
    params =
      ["void"] };
  { typedef = "event_callback";
    params =
      ["guestfs_h *g"; "void *opaque"; "uint64_t event"; "int event_handle";
       "int flags"; "const char *buf"; "size_t buf_len";
       "const uint64_t *array"; "size_t array_len"] };
  { typedef = "log_message_cb";
    params =
      ["guestfs_h *g"; "void *opaque"; "char *buf"; "int len"] };
  { typedef = "subprocess_quit_cb";
    params =
      ["guestfs_h *g"; "void *opaque"] };
  { typedef = "launch_done_cb";
    params =
      ["guestfs_h *g"; "void *opaque"] };
  { typedef = "close_cb";
    params =
      ["guestfs_h *g"; "void *opaque"] };
  { typedef = "progress_cb";
    params =
      ["guestfs_h *g"; "void *opaque"; "int proc_nr"; "int serial";
       "uint64_t position"; "uint64_t total"] };
]
