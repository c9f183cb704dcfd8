%% SPDX-License-Identifier: GPL-2.0-or-later
%% Calls of the Erlang module that take long.  launched:main(Disk, Fifo)

-module(launched).
-export([main/2]).

main(Disk, Fifo) ->
    {ok, G} = guestfs:create(),
    ok = guestfs:disk_create(G, Disk, "raw", 10 bsl 20),
    ok = guestfs:add_drive(G, Disk, [{format, "raw"}]),
    Eh = guestfs:set_event_callback(G, self(), [launch_done]),
    ok = guestfs:launch(G),
    receive {guestfs_event, launch_done, Eh, _, _} -> ok after 0 ->
            exit(no_launch_done)
    end,
    ok = guestfs:mkfs(G, "ext2", "/dev/sda"),
    ok = guestfs:mount(G, "/dev/sda", "/"),
    progress(G),
    names(G),
    cancel(G, Fifo),
    cancel_in_callback(G, Fifo),
    gone(G, Fifo).

progress(G) ->
    Eh = guestfs:set_event_callback(G, self(), [progress]),
    "ok" = guestfs:debug(G, "progress", ["2"]),
    receive {guestfs_event, progress, Eh, <<>>, [_, _, Position, Total]} ->
            true = Position =< Total
    after 0 -> exit(no_progress)
    end,
    ok = guestfs:delete_event_callback(G, Eh).

%% Names that are not UTF-8 come back as they were.
names(G) ->
    Name = [255, 254, $x],
    ok = guestfs:touch(G, [$/ | Name]),
    true = lists:member(Name, guestfs:ls(G, "/")),
    ok = guestfs:rm(G, [$/ | Name]).

%% Another process cancels what would never end: nothing is written into the
%% fifo.  The event is sent when the call can be cancelled.
cancel(G, Fifo) ->
    Self = self(),
    Eh = guestfs:set_event_callback(G, self(), [enter]),
    spawn_link(fun() -> Self ! {upload, guestfs:upload(G, Fifo, "/file")} end),
    receive {guestfs_event, enter, Eh, <<"upload">>, _} -> ok end,
    ok = guestfs:user_cancel(G),
    receive {upload, Result} -> {error, "upload: " ++ _, 4} = Result end,
    ok = guestfs:delete_event_callback(G, Eh).

cancel_in_callback(G, Fifo) ->
    Cancel = fun(enter, _, <<"upload">>, _) -> ok = guestfs:user_cancel(G);
                (enter, _, _, _) -> ok
             end,
    Eh = guestfs:set_event_callback(G, Cancel, [enter]),
    {error, "upload: " ++ _, 4} = guestfs:upload(G, Fifo, "/file"),
    ok = guestfs:delete_event_callback(G, Eh).

%% The process that is the handle ends during a call: so does the port program,
%% which nobody can ask for anything any more.
gone(G, Fifo) ->
    [Port] = [P || P <- erlang:ports(),
                   erlang:port_info(P, connected) =:= {connected, G}],
    {os_pid, Pid} = erlang:port_info(Port, os_pid),
    guestfs:set_event_callback(G, self(), [enter]),
    spawn(fun() -> guestfs:upload(G, Fifo, "/file") end),
    receive {guestfs_event, enter, _, <<"upload">>, _} -> ok end,
    exit(G, kill),
    await_end("/proc/" ++ integer_to_list(Pid), 1200).

await_end(_, 0) -> exit(still_runs);
await_end(Process, Tries) ->
    case filelib:is_dir(Process) of
        false -> ok;
        true -> timer:sleep(50), await_end(Process, Tries - 1)
    end.
