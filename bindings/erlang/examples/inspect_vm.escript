#!/usr/bin/env escript
%% SPDX-License-Identifier: LGPL-2.1-or-later
%% Tell which systems are on a disk image, without changing it:
%%   inspect_vm.escript disk.img

main([Image]) ->
    {ok, G} = guestfs:create(),
    ok = guestfs:add_drive(G, Image, [{readonly, true}]),
    ok = guestfs:launch(G),
    case guestfs:inspect_os(G) of
        [] -> io:format("~s: no system was found~n", [Image]);
        Roots -> [inspect(G, Root) || Root <- Roots]
    end,
    ok = guestfs:close(G);
main(_) ->
    io:format("usage: inspect_vm.escript disk.img~n"),
    halt(2).

inspect(G, Root) ->
    io:format("Root:          ~s~n", [Root]),
    io:format("Product name:  ~s~n",
              [guestfs:inspect_get_product_name(G, Root)]),
    io:format("Version:       ~b.~b~n",
              [guestfs:inspect_get_major_version(G, Root),
               guestfs:inspect_get_minor_version(G, Root)]),
    io:format("Type:          ~s~n", [guestfs:inspect_get_type(G, Root)]),
    io:format("Distribution:  ~s~n", [guestfs:inspect_get_distro(G, Root)]),
    mount_all(G, guestfs:inspect_get_mountpoints(G, Root)),
    case guestfs:is_file(G, "/etc/issue", [{followsymlinks, true}]) of
        true -> [io:format("   ~s~n", [Line])
                 || Line <- guestfs:head_n(G, 3, "/etc/issue")];
        false -> none
    end,
    ok = guestfs:umount_all(G).

%% Those further up first: "/" sorts before "/boot".
mount_all(G, Mountpoints) ->
    lists:foreach(fun({Place, Device}) -> mount(G, Place, Device) end,
                  lists:sort(Mountpoints)).

mount(G, Place, Device) ->
    case guestfs:mount_ro(G, Device, Place) of
        ok -> ok;
        {error, Message, _} ->
            io:format(standard_error, "not mounted: ~s~n", [Message])
    end.
