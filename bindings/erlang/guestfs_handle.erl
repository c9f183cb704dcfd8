%% SPDX-License-Identifier: LGPL-2.1-or-later
%% @private
%% @doc The process that is a handle: it owns the port program, which makes
%% one call after the other, and passes requests, replies and events on.  It
%% waits for none of them, so that user_cancel gets through at any time.

-module(guestfs_handle).
-export([create/1, close/1, call/4, set_event_callback/3]).

-define(EBADF, 9).
-define(ENOENT, 2).
-define(E2BIG, 7).
-define(EPIPE, 32).
-define(EINVAL, 22).
-define(PROTOCOL, 2).
-define(MAX_PACKET, 16#7fffffc0).

-record(state,
        {port,
         owner,            % a monitor, or undefined
         next = 1,         % the number of the next request
         pending = #{},    % number => {From, Ref, what to do with the result}
         callbacks = #{},  % event handle => function or pid
         running = #{}}).  % monitor of a callback's process => {Pid, Seq}

%% ---- What callers do ----

create(Options) ->
    case lists:keyfind(program, 1, Options) of
        {program, Program} -> start(Program, Options);
        false -> find_and_start(Options)
    end.

find_and_start(Options) ->
    case find_program() of
        false ->
            {error, "create: erl-guestfs is neither beside the module nor in "
             "the PATH", ?ENOENT};
        Program -> start(Program, Options)
    end.

%% Beside the module, where rebar3 puts it, or in the PATH.
find_program() ->
    Application = filename:dirname(filename:dirname(code:which(?MODULE))),
    Beside = filename:join([Application, "priv", "erl-guestfs"]),
    case filelib:is_regular(Beside) of
        true -> Beside;
        false -> os:find_executable("erl-guestfs")
    end.

start(Program, Options) ->
    try flags(Options) of
        Flags ->
            Ref = make_ref(),
            From = self(),
            Owner = proplists:get_value(owner, Options),
            {Pid, Monitor} = spawn_monitor(
                fun() -> init(From, Ref, Owner, Program, Flags) end),
            wait(Pid, Monitor, Ref, create)
    catch
        throw:{bad_option, Option} ->
            {error, lists:flatten(
                      io_lib:format("create: ~0p is not an option", [Option])),
             ?EINVAL}
    end.

flags(Options) -> lists:flatmap(fun flag/1, Options).

flag({environment, false}) -> ["--no-environment"];
flag({close_on_exit, false}) -> ["--no-close-on-exit"];
flag({strings, binaries}) -> ["--binaries"];
flag({structs, maps}) -> ["--maps"];
flag({environment, true}) -> [];
flag({close_on_exit, true}) -> [];
flag({strings, lists}) -> [];
flag({structs, lists}) -> [];
flag({owner, Pid}) when is_pid(Pid) -> [];
flag({program, _}) -> [];
flag(Option) -> throw({bad_option, Option}).

call(G, Name, Args, Optargs) -> request(G, Name, Args, Optargs, none).

close(G) -> request(G, close, [], [], none).

set_event_callback(G, Callback, Events) ->
    request(G, set_event_callback, [Events], [], {callback, Callback}).

request(G, Name, Args, Optargs, Then) ->
    Monitor = erlang:monitor(process, G),
    Ref = make_ref(),
    G ! {guestfs_call, self(), Ref, {Name, Args, Optargs}, Then},
    wait(G, Monitor, Ref, Name).

wait(G, Monitor, Ref, Name) ->
    receive
        {Ref, Reply} ->
            erlang:demonitor(Monitor, [flush]),
            Reply;
        {'DOWN', Monitor, process, G, _} ->
            {error, closed(Name), ?EBADF}
    end.

closed(Name) -> atom_to_list(Name) ++ ": the handle is closed".

%% ---- The process ----

init(From, Ref, Owner, Program, Flags) ->
    process_flag(trap_exit, true),
    Settings = [{packet, 4}, binary, exit_status, use_stdio, {args, Flags}],
    try open_port({spawn_executable, Program}, Settings) of
        Port -> greet(From, Ref, Owner, Port)
    catch
        error:Reason ->
            Text = io_lib:format("create: ~ts: ~ts", [Program, Reason]),
            From ! {Ref, {error, lists:flatten(Text), ?ENOENT}}
    end.

greet(From, Ref, Owner, Port) ->
    receive
        {Port, {data, Data}} ->
            case binary_to_term(Data) of
                {erl_guestfs, ?PROTOCOL} ->
                    From ! {Ref, {ok, self()}},
                    loop(#state{port = Port, owner = monitor_owner(Owner)});
                {error, _, _} = Error -> From ! {Ref, Error};
                _ -> From ! {Ref, {error, wrong_version(), ?EINVAL}}
            end;
        {Port, {exit_status, Status}} ->
            From ! {Ref, {error, ended(create, Status), ?EPIPE}}
    end.

wrong_version() ->
    "create: guestfs.beam and erl-guestfs must be of one version".

ended(Name, Status) ->
    lists:flatten(io_lib:format("~s: erl-guestfs has ended with status ~b",
                                [Name, Status])).

monitor_owner(undefined) -> undefined;
monitor_owner(Pid) -> erlang:monitor(process, Pid).

loop(#state{port = Port, owner = Owner} = S) ->
    receive
        {guestfs_call, From, Ref, Call, Then} ->
            loop(send_call(S, From, Ref, Call, Then));
        {Port, {data, Data}} ->
            handle(S, decode(Data));
        {Port, {exit_status, Status}} ->
            fail_pending(S, Status);
        {'EXIT', Port, _} ->
            fail_pending(S, 0);
        {'DOWN', Owner, process, _, _} ->
            port_close(Port);
        {'DOWN', Monitor, process, _, _} ->
            loop(callback_ended(S, Monitor));
        _ ->
            loop(S)
    end.

%% Bytes are not copied out of their packet.
decode(<<0, Id:64, Bytes/binary>>) -> {reply, Id, Bytes};
decode(Data) -> binary_to_term(Data).

handle(S, {reply, Id, Result}) ->
    #{Id := {From, Ref, Then}} = S#state.pending,
    From ! {Ref, Result},
    Rest = S#state{pending = maps:remove(Id, S#state.pending)},
    loop(replied(Rest, Then, Result));
handle(S, {event, Seq, EventHandle, Event, Bytes, Numbers}) ->
    case S#state.callbacks of
        #{EventHandle := Callback} ->
            Args = [Event, EventHandle, Bytes, Numbers],
            loop(run_callback(S, Callback, Args, Seq));
        _ ->
            send(S, {done, Seq}),
            loop(S)
    end.

send(S, Term) -> send_packet(S, term_to_binary(Term)).

send_packet(#state{port = Port}, Packet) ->
    %% The port may be gone: its end is told by a message.
    catch port_command(Port, Packet).

send_call(S, From, Ref, {Name, Args, Optargs} = Call, Then) ->
    Nested = lists:keymember(From, 1, maps:values(S#state.running)),
    %% A tuple: a list of small numbers would be sent as a string.  An iovec:
    %% large binaries are not copied into it.
    Packet = erlang:term_to_iovec({call, S#state.next, Nested, Name,
                                   list_to_tuple(Args), Optargs}),
    case iolist_size(Packet) of
        Size when Size > ?MAX_PACKET ->
            From ! {Ref, {error, too_long(Name), ?E2BIG}},
            S;
        _ ->
            send_packet(S, Packet),
            wait_for_reply(S, From, Ref, Call, Then)
    end.

too_long(Name) ->
    atom_to_list(Name) ++ ": the arguments take more than 2 GiB: use a "
        "function that reads a file".

wait_for_reply(S, From, Ref, {Name, Args, _}, Then) ->
    Id = S#state.next,
    What = case Then of
               none -> {Name, Args};
               _ -> Then
           end,
    S#state{next = Id + 1,
            pending = (S#state.pending)#{Id => {From, Ref, What}}}.

replied(S, {callback, Callback}, EventHandle) when is_integer(EventHandle) ->
    S#state{callbacks = (S#state.callbacks)#{EventHandle => Callback}};
replied(S, {delete_event_callback, [EventHandle]}, ok) ->
    S#state{callbacks = maps:remove(EventHandle, S#state.callbacks)};
replied(S, _, _) ->
    S.

%% Closing has told those who asked for it; for others it is an error.
fail_pending(#state{pending = Pending}, Status) ->
    Tell = fun(_, {From, Ref, {Name, _}}) when is_pid(From) ->
                   From ! {Ref, failure(Name, Status)}
           end,
    maps:foreach(Tell, Pending).

failure(callback, Status) -> failure(set_event_callback, Status);
failure(Name, 0) -> {error, closed(Name), ?EBADF};
failure(Name, Status) -> {error, ended(Name, Status), ?EPIPE}.

%% ---- Events ----

%% The call waits until the callback has ended, which may make calls.
run_callback(S, Callback, Args, Seq) ->
    {Pid, Monitor} = spawn_monitor(fun() -> callback(Callback, Args) end),
    S#state{running = (S#state.running)#{Monitor => {Pid, Seq}}}.

callback_ended(S, Monitor) ->
    case S#state.running of
        #{Monitor := {_, Seq}} ->
            send(S, {done, Seq}),
            S#state{running = maps:remove(Monitor, S#state.running)};
        _ ->
            S
    end.

callback(Pid, [Event, EventHandle, Bytes, Numbers]) when is_pid(Pid) ->
    Pid ! {guestfs_event, Event, EventHandle, Bytes, Numbers};
callback(Function, Args) ->
    try
        apply(Function, Args)
    catch
        Class:Reason:Stack ->
            io:format(standard_error,
                      "guestfs: the callback of an event failed: ~0p:~0p~n"
                      "~p~n", [Class, Reason, Stack])
    end.
