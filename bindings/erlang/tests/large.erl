%% SPDX-License-Identifier: GPL-2.0-or-later
%% See tests/bindings/all-large.sh.

-module(large).
-export([main/0]).

main() ->
    {ok, G} = guestfs:create([{strings, binaries}]),
    Large = binary:copy(<<"y">>, 16#80000010),
    {error, Why, 7} = guestfs:write(G, "/f", Large),
    io:format("~s~n", [Why]),
    Most = binary:part(Large, 0, 16#7fffff00),
    {error, Why2, 7} = guestfs:internal_test_rstring(G, Most),
    io:format("~s~n", [Why2]),
    Result = guestfs:internal_test_rbufferout(G, Most),
    io:format("result ~b ~b~n", [byte_size(Result), byte_size(Most)]).
