%% SPDX-License-Identifier: GPL-2.0-or-later
%% What is printed of the results of calls.

-module(log).
-export([step/3]).

step(Title, Call, Kind) ->
    io:setopts([{encoding, latin1}]),
    io:put_chars([binary_to_list(Title), "\n", show(Kind, Call()), "\n"]).

show(_, {error, Message, Errno}) ->
    ["error: ", Message, " (", integer_to_list(Errno), ")"];
show(atom, Atom) when is_atom(Atom) -> atom_to_list(Atom);
show(number, Number) -> integer_to_list(Number);
show(text_or_null, undefined) -> "null";
show(text_or_null, Text) -> show(text, Text);
show(text, Text) when is_list(Text) -> ["\"", Text, "\""];
show(texts, Texts) -> list("[", [show(text, T) || T <- Texts], "]");
show(pairs, Pairs) ->
    list("{", [[show(text, K), ": ", show(text, V)]
               || {K, V} <- lists:sort(Pairs)], "}");
show(bytes, Bytes) when is_binary(Bytes) ->
    [io_lib:format("<~2.16.0b>", [B]) || <<B>> <= Bytes];
show({struct, Name, Fields}, Values) ->
    All = lists:zip(guestfs:fields(Name), Values),
    list("{", [[atom_to_list(F), ": ", value(proplists:get_value(F, All))]
               || F <- Fields], "}");
show({structs, Name, Fields}, List) ->
    list("[", [show({struct, Name, Fields}, S) || S <- List], "]").

value(Number) when is_integer(Number) -> show(number, Number);
value(Text) -> show(text, Text).

list(Open, Items, Close) -> [Open, lists:join(", ", Items), Close].
