(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Actions that do nothing but take and return every type there is: with them
   the bindings are tested. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "internal_test";
    where = Library;
    ret = RErr;
    args = [ String (PlainString, "str");
             OptString "optstr";
             StringList (PlainString, "strlist");
             Bool "b";
             Int "integer";
             Int64 "integer64";
             String (FileIn, "filein");
             String (FileOut, "fileout");
             BufferIn "bufferin" ];
    optargs = [ 0, OBool "obool";
                1, OInt "oint";
                2, OInt64 "oint64";
                3, OString "ostring";
                4, OStringList "ostringlist" ];
    visibility = VBindTest;
    cancellable = true;
    blocking = false;
    summary = "print arguments of every type";
    doc = {|
Prints its arguments, one to a line, to the file that
C<guestfs_internal_test_set_output> has opened, otherwise to standard output.

A NULL string is printed as C<null>, a list as C<["a", "b"]>, a boolean as
C<true> or C<false>, bytes as C<E<lt>61E<gt>E<lt>00E<gt>>. A line for each
optional argument follows, C<name: value> or C<name: unset>.|};
    tests = [
      test Blank
        [ ok ["internal_test_set_output"; "@tmp/out"];
          ok ["internal_test"; "str"; "opt"; "a b"; "true"; "-1";
              "9223372036854775807"; "@tmp/in"; "@tmp/out2"; "bytes";
              "obool:false"; "ostringlist:x y"];
          ok ["internal_test_close_output"] ];
    ] };

  { defaults with
    name = "internal_test_63_optargs";
    where = Library;
    ret = RErr;
    optargs = [ 0, OInt "opt1";
                1, OInt "opt2";
                2, OInt "opt3";
                3, OInt "opt4";
                4, OInt "opt5";
                5, OInt "opt6";
                6, OInt "opt7";
                7, OInt "opt8";
                8, OInt "opt9";
                9, OInt "opt10";
                10, OInt "opt11";
                11, OInt "opt12";
                12, OInt "opt13";
                13, OInt "opt14";
                14, OInt "opt15";
                15, OInt "opt16";
                16, OInt "opt17";
                17, OInt "opt18";
                18, OInt "opt19";
                19, OInt "opt20";
                20, OInt "opt21";
                21, OInt "opt22";
                22, OInt "opt23";
                23, OInt "opt24";
                24, OInt "opt25";
                25, OInt "opt26";
                26, OInt "opt27";
                27, OInt "opt28";
                28, OInt "opt29";
                29, OInt "opt30";
                30, OInt "opt31";
                31, OInt "opt32";
                32, OInt "opt33";
                33, OInt "opt34";
                34, OInt "opt35";
                35, OInt "opt36";
                36, OInt "opt37";
                37, OInt "opt38";
                38, OInt "opt39";
                39, OInt "opt40";
                40, OInt "opt41";
                41, OInt "opt42";
                42, OInt "opt43";
                43, OInt "opt44";
                44, OInt "opt45";
                45, OInt "opt46";
                46, OInt "opt47";
                47, OInt "opt48";
                48, OInt "opt49";
                49, OInt "opt50";
                50, OInt "opt51";
                51, OInt "opt52";
                52, OInt "opt53";
                53, OInt "opt54";
                54, OInt "opt55";
                55, OInt "opt56";
                56, OInt "opt57";
                57, OInt "opt58";
                58, OInt "opt59";
                59, OInt "opt60";
                60, OInt "opt61";
                61, OInt "opt62";
                62, OInt "opt63" ];
    visibility = VBindTest;
    cancellable = true;
    blocking = false;
    summary = "print as many optional arguments as there can be";
    doc = {|
Prints its optional arguments as C<guestfs_internal_test> does.|};
    tests = [
      test Blank
        [ ok ["internal_test_set_output"; "@tmp/out"];
          ok ["internal_test_63_optargs"; "opt1:1"; "opt63:63"];
          ok ["internal_test_close_output"] ];
    ] };

  { defaults with
    name = "internal_test_close_output";
    where = Library;
    ret = RErr;
    visibility = VBindTest;
    blocking = false;
    summary = "close the file that test actions print to";
    doc = {|
Closes the file of C<guestfs_internal_test_set_output>: what follows is
printed to standard output. An error means that something was not written.|};
    tests = [
      test Blank
        [ ok ["internal_test_set_output"; "@tmp/out"];
          ok ["internal_test_close_output"] ];
    ] };

  { defaults with
    name = "internal_test_only_optargs";
    where = Library;
    ret = RErr;
    optargs = [ 0, OInt "test" ];
    visibility = VBindTest;
    cancellable = true;
    blocking = false;
    summary = "print the only, optional, argument";
    doc = {|
Prints its optional argument as C<guestfs_internal_test> does.|};
    tests = [
      test Blank
        [ ok ["internal_test_set_output"; "@tmp/out"];
          ok ["internal_test_only_optargs"];
          ok ["internal_test_only_optargs"; "test:1"];
          ok ["internal_test_close_output"] ];
    ] };

  { defaults with
    name = "internal_test_rbool";
    where = Library;
    ret = RBool "valout";
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a boolean";
    doc = {|
Returns the boolean that C<val> spells: C<true> or C<false>.|};
    tests = [
      test Blank
        [ ["internal_test_rbool"; "true"] ==> Is_true;
          ["internal_test_rbool"; "false"] ==> Is_false;
          fails "EINVAL" ["internal_test_rbool"; "perhaps"] ];
    ] };

  { defaults with
    name = "internal_test_rboolerr";
    where = Library;
    ret = RBool "valout";
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a boolean";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rboolerr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rbufferout";
    where = Library;
    ret = RBufferOut "valout";
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a buffer";
    doc = {|
Returns a copy of C<val>.|};
    tests = [
      test Blank
        [ ["internal_test_rbufferout"; "bytes"] ==> Is_buffer "bytes" ];
    ] };

  { defaults with
    name = "internal_test_rbufferouterr";
    where = Library;
    ret = RBufferOut "valout";
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a buffer";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rbufferouterr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rconstoptstring";
    where = Library;
    ret = RConstOptString "valout";
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return an optional string of the library";
    doc = {|
Returns the string C<static string>, which nobody must free, whatever C<val>
is.|};
    tests = [
      test Blank
        [ ["internal_test_rconstoptstring"; "val"] ==> Is "static string" ];
    ] };

  { defaults with
    name = "internal_test_rconstoptstringerr";
    where = Library;
    ret = RConstOptString "valout";
    visibility = VBindTest;
    blocking = false;
    summary = "return no string";
    doc = {|
Returns NULL, which is no error here.|};
    tests = [
      test Blank
        [ ["internal_test_rconstoptstringerr"] ==> C_expr "ret == NULL" ];
    ] };

  { defaults with
    name = "internal_test_rconststring";
    where = Library;
    ret = RConstString "valout";
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a string of the library";
    doc = {|
Returns the string C<static string>, which nobody must free, whatever C<val>
is.|};
    tests = [
      test Blank
        [ ["internal_test_rconststring"; "val"] ==> Is "static string" ];
    ] };

  { defaults with
    name = "internal_test_rconststringerr";
    where = Library;
    ret = RConstString "valout";
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a string of the library";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rconststringerr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rhashtable";
    where = Library;
    ret = RHashtable (RPlainString, RPlainString, "valout");
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a hash table";
    doc = {|
Returns as many pairs as C<val> says: C<0> has the value C<0>, C<1> the value
C<1> and so on.|};
    tests = [
      test Blank
        [ ["internal_test_rhashtable"; "2"]
            ==> Has_pairs ["0", "0"; "1", "1"] ];
    ] };

  { defaults with
    name = "internal_test_rhashtableerr";
    where = Library;
    ret = RHashtable (RPlainString, RPlainString, "valout");
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a hash table";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rhashtableerr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rint";
    where = Library;
    ret = RInt "valout";
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return an integer";
    doc = {|
Returns the number that C<val> spells in decimal.|};
    tests = [
      test Blank
        [ ["internal_test_rint"; "10"] ==> Is_int 10;
          ["internal_test_rint"; "0"] ==> Is_int 0;
          fails "EINVAL" ["internal_test_rint"; "10x"] ];
    ] };

  { defaults with
    name = "internal_test_rint64";
    where = Library;
    ret = RInt64 "valout";
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a 64 bit integer";
    doc = {|
Returns the number that C<val> spells in decimal.|};
    tests = [
      test Blank
        [ ["internal_test_rint64"; "4611686018427387903"]
            ==> Is_int 4611686018427387903 ];
    ] };

  { defaults with
    name = "internal_test_rint64err";
    where = Library;
    ret = RInt64 "valout";
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a 64 bit integer";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rint64err"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rinterr";
    where = Library;
    ret = RInt "valout";
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return an integer";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rinterr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rstring";
    where = Library;
    ret = RString (RPlainString, "valout");
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a string";
    doc = {|
Returns a copy of C<val>.|};
    tests = [
      test Blank
        [ ["internal_test_rstring"; "a string"] ==> Is "a string" ];
    ] };

  { defaults with
    name = "internal_test_rstringerr";
    where = Library;
    ret = RString (RPlainString, "valout");
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a string";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rstringerr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rstringlist";
    where = Library;
    ret = RStringList (RPlainString, "valout");
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a list of strings";
    doc = {|
Returns as many strings as C<val> says: C<0>, C<1> and so on.|};
    tests = [
      test Blank
        [ ["internal_test_rstringlist"; "0"] ==> Is_empty;
          ["internal_test_rstringlist"; "3"] ==> Is_list ["0"; "1"; "2"] ];
    ] };

  { defaults with
    name = "internal_test_rstringlisterr";
    where = Library;
    ret = RStringList (RPlainString, "valout");
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a list of strings";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rstringlisterr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rstruct";
    where = Library;
    ret = RStruct ("valout", "lvm_pv");
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a structure";
    doc = {|
Returns a structure whose C<pv_name> is C<pv0>, whatever C<val> is.|};
    tests = [
      test Blank
        [ ["internal_test_rstruct"; "val"] ==> Has_fields ["pv_name", "pv0"] ];
    ] };

  { defaults with
    name = "internal_test_rstructerr";
    where = Library;
    ret = RStruct ("valout", "lvm_pv");
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a structure";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rstructerr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_rstructlist";
    where = Library;
    ret = RStructList ("valout", "lvm_pv");
    args = [ String (PlainString, "val") ];
    visibility = VBindTest;
    blocking = false;
    summary = "return a list of structures";
    doc = {|
Returns as many structures as C<val> says. The C<pv_name> of the first is
C<pv0>, of the second C<pv1> and so on.|};
    tests = [
      test Blank
        [ ["internal_test_rstructlist"; "0"] ==> Is_empty;
          ["internal_test_rstructlist"; "5"] ==> Has_length 5 ];
    ] };

  { defaults with
    name = "internal_test_rstructlisterr";
    where = Library;
    ret = RStructList ("valout", "lvm_pv");
    visibility = VBindTest;
    blocking = false;
    summary = "fail to return a list of structures";
    doc = {|
Always fails.|};
    tests = [
      test Blank
        [ ["internal_test_rstructlisterr"] ==> Fails ];
    ] };

  { defaults with
    name = "internal_test_set_output";
    where = Library;
    ret = RErr;
    args = [ String (PlainString, "filename") ];
    visibility = VBindTest;
    blocking = false;
    summary = "choose where test actions print to";
    doc = {|
Opens the file C<filename> for writing; the other test actions print to it.
A file that was opened before is closed.|};
    tests = [
      test Blank
        [ fails "ENOENT" ["internal_test_set_output"; "@tmp/none/out"] ];
    ] };
]
