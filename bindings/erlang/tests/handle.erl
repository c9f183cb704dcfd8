%% SPDX-License-Identifier: GPL-2.0-or-later
%% Handles, values, errors and events of the Erlang module; no appliance.

-module(handle).
-export([main/0]).

main() ->
    [begin
         io:format("~s~n", [Name]),
         Test()
     end || {Name, Test} <- tests()].

tests() ->
    [{"life", fun life/0}, {"flags", fun flags/0}, {"creating", fun creating/0},
     {"several", fun several/0}, {"owner", fun owner/0},
     {"killed", fun killed/0}, {"errors", fun errors/0},
     {"wrong values", fun wrong_values/0}, {"text", fun text/0},
     {"numbers", fun numbers/0}, {"large", fun large/0},
     {"styles", fun styles/0}, {"names", fun names/0},
     {"events", fun events/0}, {"callbacks", fun callbacks/0},
     {"processes", fun processes/0}, {"memory", fun memory/0}].

%% ---- Handles ----

life() ->
    G = create(),
    true = is_pid(G),
    ok = guestfs:close(G),
    {error, "close: the handle is closed", 9} = guestfs:close(G),
    {error, "get_memsize: the handle is closed", 9} = guestfs:get_memsize(G).

flags() ->
    true = os:putenv("LIBGUESTFS_MEMSIZE", "1234"),
    G = create(),
    1234 = guestfs:get_memsize(G),
    H = create([{environment, false}, {close_on_exit, false}]),
    false = 1234 =:= guestfs:get_memsize(H),
    os:unsetenv("LIBGUESTFS_MEMSIZE"),
    [ok, ok] = [guestfs:close(X) || X <- [G, H]].

creating() ->
    {error, "create: /none: " ++ _, 2} = guestfs:create("/none"),
    {error, "create: /none: " ++ _, 2} = guestfs:create(<<"/none">>),
    {error, "create: {colour,blue} is not an option", 22} =
        guestfs:create([{colour, blue}]),
    {error, "create: erl-guestfs has ended with status 1", 32} =
        guestfs:create("/bin/false"),
    Path = os:find_executable("erl-guestfs"),
    {ok, G} = guestfs:create(Path),
    ok = guestfs:close(G).

several() ->
    Handles = [create() || _ <- lists:seq(1, 5)],
    [ok = guestfs:set_memsize(G, 1000 + I)
     || {I, G} <- lists:enumerate(Handles)],
    [1001, 1002, 1003, 1004, 1005] =
        [guestfs:get_memsize(G) || G <- Handles],
    [ok = guestfs:close(G) || G <- Handles].

owner() ->
    Self = self(),
    Owner = spawn(fun() ->
                          Self ! {handle, create([{owner, self()}])},
                          receive stop -> ok end
                  end),
    G = receive {handle, Pid} -> Pid end,
    1 = guestfs:internal_test_rint(G, "1"),
    Port = port_of(G),
    Owner ! stop,
    await(fun() -> not is_process_alive(G) end),
    await(fun() -> not filelib:is_dir("/proc/" ++ integer_to_list(Port)) end).

%% The port program is killed: an error for the call that waits.
killed() ->
    G = create(),
    Pid = port_of(G),
    Self = self(),
    guestfs:set_event_callback(
      G, fun(_, _, _, _) -> Self ! in_call, receive never -> ok end end,
      [trace]),
    ok = guestfs:set_trace(G, true),
    spawn(fun() -> Self ! {result, guestfs:get_memsize(G)} end),
    receive in_call -> ok end,
    os:cmd("kill -9 " ++ integer_to_list(Pid)),
    receive {result, {error, "get_memsize: erl-guestfs has ended" ++ _, 32}} ->
            ok
    end,
    {error, "get_memsize: the handle is closed", 9} = guestfs:get_memsize(G).

%% ---- Errors and values ----

errors() ->
    G = create(),
    {error, "add_drive: /none: " ++ _, 2} =
        guestfs:add_drive(G, "/none"),
    {error, "internal_test_rinterr: error", 0} =
        guestfs:internal_test_rinterr(G),
    {unknownarg, colour} = guestfs:add_drive(G, "/none", [{colour, blue}]),
    {unknown, frobnicate} = guestfs_handle:call(G, frobnicate, [], []),
    {error, "get_memsize: it was called with a wrong number" ++ _, 22} =
        guestfs_handle:call(G, get_memsize, [1], []),
    {error, "add_drive: an optional argument must be" ++ _, 22} =
        guestfs:add_drive(G, "/none", [readonly]),
    ok = guestfs:close(G).

wrong_values() ->
    G = create(),
    Error = fun({error, Message, Errno}) -> {Message, Errno} end,
    {"set_program: program must be a binary or a list" ++ _, 22} =
        Error(guestfs:set_program(G, 42)),
    {"set_program: program must be a binary or a list" ++ _, 22} =
        Error(guestfs:set_program(G, [16#20ac])),
    {"set_program: program must be a binary or a list" ++ _, 22} =
        Error(guestfs:set_program(G, undefined)),
    {"set_program: program contains a NUL byte", 22} =
        Error(guestfs:set_program(G, <<"a\0b">>)),
    {"set_program: program contains a NUL byte", 22} =
        Error(guestfs:set_program(G, "a\0b")),
    {"set_memsize: memsize must be an integer", 22} =
        Error(guestfs:set_memsize(G, "500")),
    {"set_memsize: memsize does not fit into 32 bits", 34} =
        Error(guestfs:set_memsize(G, 1 bsl 31)),
    {"set_trace: trace must be true or false", 22} =
        Error(guestfs:set_trace(G, 1)),
    {"feature_available: groups must be a list of" ++ _, 22} =
        Error(guestfs:feature_available(G, "text")),
    {"feature_available: groups must be a list of" ++ _, 22} =
        Error(guestfs:feature_available(G, <<"text">>)),
    {"feature_available: groups must be a proper" ++ _, 22} =
        Error(guestfs:feature_available(G, ["a" | b])),
    {"disk_create: size does not fit into 64 bits", 34} =
        Error(guestfs:disk_create(G, "/none", "raw", 1 bsl 63)),
    Deep = lists:foldl(fun(_, L) -> [L] end, [$a], lists:seq(1, 5000)),
    {"set_program: program must be" ++ _, 22} =
        Error(guestfs:set_program(G, Deep)),
    ok = guestfs:close(G).

text() ->
    G = create(),
    Echo = fun(T) -> guestfs:internal_test_rstring(G, T) end,
    "abc" = Echo("abc"),
    "abc" = Echo(<<"abc">>),
    "abcdef" = Echo(["a", [<<"bc">>, $d], <<"e">> | <<"f">>]),
    "" = Echo([]),
    "" = Echo(<<>>),
    [195, 164] = Echo(<<"ä"/utf8>>),
    [255, 254] = Echo([255, 254]),
    Long = lists:duplicate(70000, $x),
    Long = Echo(Long),
    undefined = guestfs:internal_test_rconstoptstringerr(G),
    <<"bytes">> = guestfs:internal_test_rbufferout(G, "bytes"),
    ok = guestfs:close(G).

numbers() ->
    G = create(),
    Int64 = fun(N) -> guestfs:internal_test_rint64(G, integer_to_list(N)) end,
    [N = Int64(N) || N <- [0, -2, 1 bsl 32, 1 bsl 59, 1 bsl 62,
                           (1 bsl 63) - 1, -(1 bsl 63)]],
    true = guestfs:internal_test_rbool(G, "true"),
    false = guestfs:internal_test_rbool(G, "false"),
    ok = guestfs:close(G).

large() ->
    G = create(),
    Large = binary:copy(<<"0123456789abcdef">>, 4 bsl 20),
    Large = guestfs:internal_test_rbufferout(G, Large),
    10000 = length(guestfs:internal_test_rstringlist(G, "10000")),
    ok = guestfs:close(G).

%% ---- How results look ----

styles() ->
    G = create(),
    PV = guestfs:internal_test_rstruct(G, "x"),
    true = length(PV) =:= length(guestfs:fields(lvm_pv)),
    "pv0" = hd(PV),
    ok = guestfs:close(G),
    H = create([{strings, binaries}, {structs, maps}]),
    #{pv_name := <<"pv0">>, pv_size := 0, pv_fmt := <<"unknown">>} =
        guestfs:internal_test_rstruct(H, "x"),
    [#{pv_name := <<"pv0">>}, #{pv_name := <<"pv1">>}] =
        guestfs:internal_test_rstructlist(H, "2"),
    [<<"0">>, <<"1">>] = guestfs:internal_test_rstringlist(H, "2"),
    [{<<"0">>, <<"0">>}] = guestfs:internal_test_rhashtable(H, "1"),
    {error, "internal_test_rinterr: error", 0} =
        guestfs:internal_test_rinterr(H),
    ok = guestfs:close(H).

names() ->
    true = erlang:function_exported(guestfs, add_drive, 2),
    true = erlang:function_exported(guestfs, add_drive, 3),
    true = erlang:function_exported(guestfs, add_drive_opts, 3),
    Attributes = guestfs:module_info(attributes),
    Deprecated = lists:append(proplists:get_all_values(deprecated,
                                                       Attributes)),
    {mkfs_b, 4, "use guestfs:mkfs"} = lists:keyfind(mkfs_b, 1, Deprecated).

%% ---- Events ----

events() ->
    [close, subprocess_quit | _] = guestfs:event_all(),
    "close,trace" = guestfs:event_to_string([trace, close]),
    G = create(),
    {error, "set_event_callback: the events must be" ++ _, 22} =
        guestfs:set_event_callback(G, self(), [nothing]),
    Eh = guestfs:set_event_callback(G, self(), [trace]),
    ok = guestfs:set_trace(G, true),
    1280 = guestfs:get_memsize(G),
    %% It was there before the result.
    receive {guestfs_event, trace, Eh, <<"get_memsize">>, []} -> ok
    after 0 -> exit(no_event)
    end,
    ok = guestfs:delete_event_callback(G, Eh),
    ok = guestfs:delete_event_callback(G, 12345),
    flush(),
    1280 = guestfs:get_memsize(G),
    receive {guestfs_event, _, _, _, _} = E -> exit(E) after 0 -> ok end,
    Close = guestfs:set_event_callback(G, self(), [close]),
    ok = guestfs:close(G),
    receive {guestfs_event, close, Close, <<>>, []} -> ok after 0 ->
            exit(no_close)
    end.

callbacks() ->
    G = create(),
    Self = self(),
    %% It fails, and that is all.
    Bad = guestfs:set_event_callback(
            G, fun(_, _, _, _) -> error(on_purpose) end, [trace]),
    ok = guestfs:set_trace(G, true),
    1280 = guestfs:get_memsize(G),
    ok = guestfs:delete_event_callback(G, Bad),
    %% It makes calls, which send events, and deletes itself.
    guestfs:set_event_callback(
      G, fun(trace, Eh, _, []) ->
                 ok = guestfs:delete_event_callback(G, Eh),
                 Self ! {inner, guestfs:get_program(G)}
         end, [trace]),
    1280 = guestfs:get_memsize(G),
    receive {inner, Program} when is_list(Program) -> ok after 0 ->
            exit(no_inner)
    end,
    %% It closes the handle.
    guestfs:set_event_callback(
      G, fun(_, _, _, _) -> Self ! {closed, guestfs:close(G)} end, [trace]),
    1280 = guestfs:get_memsize(G),
    receive {closed, ok} -> ok end,
    {error, "get_memsize: the handle is closed", 9} = guestfs:get_memsize(G).

%% ---- Processes and memory ----

processes() ->
    G = create(),
    Self = self(),
    Work = fun(I) ->
                   Text = integer_to_list(I),
                   [I = guestfs:internal_test_rint(G, Text)
                    || _ <- lists:seq(1, 200)],
                   Self ! {done, I}
           end,
    [spawn_link(fun() -> Work(I) end) || I <- lists:seq(1, 10)],
    [receive {done, I} -> ok end || I <- lists:seq(1, 10)],
    ok = guestfs:close(G).

memory() ->
    G = create(),
    Call = fun() ->
                   "text" = guestfs:internal_test_rstring(G, "text"),
                   [_, _] = guestfs:internal_test_rstructlist(G, "2"),
                   {error, _, _} = guestfs:internal_test_rinterr(G)
           end,
    repeat(500, Call),
    no_growth(5, port_of(G), fun() -> repeat(3500, Call) end),
    ok = guestfs:close(G).

%% What is lost is lost in each round.
no_growth(Rounds, Pid, Work) ->
    Before = resident(Pid),
    Work(),
    case resident(Pid) - Before of
        Kib when Kib =< 64 -> ok;
        Kib when Rounds =:= 1 -> exit({grown, Kib, kib, in_each_round});
        _ -> no_growth(Rounds - 1, Pid, Work)
    end.

%% ---- Helpers ----

create() -> create([]).
create(Options) ->
    {ok, G} = guestfs:create(Options),
    G.

repeat(0, _) -> ok;
repeat(N, F) -> F(), repeat(N - 1, F).

flush() -> receive _ -> flush() after 0 -> ok end.

await(Condition) -> await(Condition, 1200).
await(_, 0) -> exit(waited_too_long);
await(Condition, Tries) ->
    case Condition() of
        true -> ok;
        false -> timer:sleep(50), await(Condition, Tries - 1)
    end.

%% The process of the port program.
port_of(G) ->
    [Pid] = [element(2, erlang:port_info(P, os_pid))
             || P <- erlang:ports(),
                erlang:port_info(P, connected) =:= {connected, G}],
    Pid.

%% In KiB.
resident(Pid) ->
    {ok, Status} = file:read_file("/proc/" ++ integer_to_list(Pid)
                                  ++ "/status"),
    {match, [Kib]} = re:run(Status, "VmRSS:\\s+(\\d+)",
                            [{capture, all_but_first, list}]),
    list_to_integer(Kib).
