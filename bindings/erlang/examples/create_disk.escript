#!/usr/bin/env escript
%% SPDX-License-Identifier: LGPL-2.1-or-later
%% Make a disk image with a file system and a file:
%%   create_disk.escript disk.img

main([Image]) ->
    {ok, G} = guestfs:create(),
    ok = guestfs:disk_create(G, Image, "raw", 512 bsl 20),
    ok = guestfs:add_drive(G, Image, [{format, "raw"}]),
    ok = guestfs:launch(G),

    [Disk] = guestfs:list_devices(G),
    ok = guestfs:part_disk(G, Disk, "mbr"),
    [Partition] = guestfs:list_partitions(G),
    ok = guestfs:mkfs(G, "ext4", Partition, [{label, "data"}]),

    ok = guestfs:mount(G, Partition, "/"),
    ok = guestfs:mkdir(G, "/notes"),
    ok = guestfs:write(G, "/notes/hello.txt", "hello from Erlang\n"),
    ok = guestfs:shutdown(G),    % an error if the disk is not written
    ok = guestfs:close(G);
main(_) ->
    io:format("usage: create_disk.escript disk.img~n"),
    halt(2).
