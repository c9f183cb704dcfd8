%% SPDX-License-Identifier: GPL-2.0-or-later
%% What a call costs in Erlang: see bench/call.c.

-module(bench).
-export([main/1]).

main([Image]) ->
    {ok, G} = guestfs:create(),
    ok = guestfs:add_drive_ro(G, Image),
    ok = guestfs:launch(G),
    ok = guestfs:mount_ro(G, "/dev/sda", "/"),
    took("call", 100000, fun() -> guestfs:get_memsize(G) end),
    took("ping", 2000, fun() -> guestfs:ping_daemon(G) end),
    took("readdir", 1, fun() -> guestfs:readdir(G, "/many") end),
    took("read_file", 1, fun() -> guestfs:read_file(G, "/large") end),
    halt().

took(What, Times, Call) ->
    {Microseconds, _} = timer:tc(fun() -> repeat(Times, Call) end),
    io:format("~s ~.9f~n", [What, Microseconds / 1.0e6 / Times]).

repeat(0, _) -> ok;
repeat(N, Call) -> Call(), repeat(N - 1, Call).
