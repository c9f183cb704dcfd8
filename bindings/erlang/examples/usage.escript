#!/usr/bin/env escript
%% SPDX-License-Identifier: LGPL-2.1-or-later
%% How full are the file systems of many disk images?  Each image has a process
%% and an appliance of its own; as many work at once as there are processors.
%%   usage.escript disk.img …

main([_ | _] = Images) ->
    Workers = min(length(Images), erlang:system_info(schedulers)),
    Main = self(),
    Pids = [spawn_link(fun() -> work(Main) end)
            || _ <- lists:seq(1, Workers)],
    Results = give(Images, [], length(Images)),
    [Pid ! done || Pid <- Pids],
    [print(Image, Result) || {Image, Result} <- lists:sort(Results)];
main(_) ->
    io:format("usage: usage.escript disk.img ...~n"),
    halt(2).

%% Gives each worker that is free the next image, and collects the results.
give(_, Results, 0) -> Results;
give(Images, Results, Left) ->
    receive
        {free, Worker} when Images =/= [] ->
            Worker ! {image, hd(Images)},
            give(tl(Images), Results, Left);
        {result, Result} ->
            give(Images, [Result | Results], Left - 1)
    end.

work(Main) ->
    Main ! {free, self()},
    receive
        {image, Image} ->
            Main ! {result, {Image, examine(Image)}},
            work(Main);
        done -> ok
    end.

%% The handle is closed when this process ends, whatever happens.
examine(Image) ->
    {ok, G} = guestfs:create([{owner, self()}, {structs, maps}]),
    Result = case guestfs:add_drive(G, Image, [{readonly, true}]) of
                 ok -> launched(G, guestfs:launch(G));
                 Error -> Error
             end,
    ok = guestfs:close(G),
    Result.

launched(G, ok) ->
    [usage(G, Device, Type)
     || {Device, Type} <- guestfs:list_filesystems(G)];
launched(_, Error) ->
    Error.

usage(G, Device, Type) ->
    case guestfs:mount_ro(G, Device, "/") of
        ok ->
            #{blocks := Blocks, bfree := Free} = guestfs:statvfs(G, "/"),
            ok = guestfs:umount_all(G),
            {Device, Type, 100 * (Blocks - Free) div Blocks};
        {error, _, _} ->
            {Device, Type, none}
    end.

print(Image, {error, Message, _}) ->
    io:format("~s: ~s~n", [Image, Message]);
print(Image, Filesystems) ->
    io:format("~s:~n", [Image]),
    [io:format("  ~s ~s ~s~n", [Device, Type, percent(Percent)])
     || {Device, Type, Percent} <- Filesystems].

percent(none) -> "-";
percent(Number) -> [integer_to_list(Number), " %"].
