(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Looking into text: searching, first and last lines, counting, strings. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "egrep";
    where = Daemon 152;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find lines by extended expression";
    doc = {|
This is C<guestfs_grep> with the optional flag
C<extended>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nABC\nabcabc\na.c\nxyz\n"];
        ["egrep"; "(abc|xyz)$"; "/text"] ==>
          Is_list ["abc"; "abcabc"; "xyz"] ] ] };

  { defaults with
    name = "egrepi";
    where = Daemon 155;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find lines by extended expression, ignoring case";
    doc = {|
This is C<guestfs_grep> with the optional flags
C<extended>, C<insensitive>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nABC\nabcabc\na.c\nxyz\n"];
        ["egrepi"; "(abc|xyz)$"; "/text"] ==>
          Is_list ["abc"; "ABC"; "abcabc"; "xyz"] ] ] };

  { defaults with
    name = "fgrep";
    where = Daemon 153;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "pattern");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find lines by fixed string";
    doc = {|
This is C<guestfs_grep> with the optional flag
C<fixed>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\na.c\nA.C\n"];
        ["fgrep"; "a.c"; "/text"] ==>
          Is_list ["a.c"] ] ] };

  { defaults with
    name = "fgrepi";
    where = Daemon 156;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "pattern");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find lines by fixed string, ignoring case";
    doc = {|
This is C<guestfs_grep> with the optional flags
C<fixed>, C<insensitive>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\na.c\nA.C\n"];
        ["fgrepi"; "a.c"; "/text"] ==>
          Is_list ["a.c"; "A.C"] ] ] };

  { defaults with
    name = "grep";
    where = Daemon 151;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    optargs = [ 0, OBool "extended";
                1, OBool "fixed";
                2, OBool "insensitive";
                3, OBool "compressed" ];
    once_had_no_optargs = true;
    also_cancellable = true;
    summary = "give the lines that match a regular expression";
    doc = {|
Return the lines of the file C<path> that match C<regex>, without the newlines
that end them.  The optional flags change what that means:

=over 4

=item C<extended>

C<regex> is a POSIX extended regular expression, as for C<grep -E>.  Without
it, it is a basic one.

=item C<fixed>

C<regex> is not an expression but a string that the line has to contain, as
for C<grep -F>.  It cannot be given together with C<extended>.

=item C<insensitive>

Upper and lower case of the letters A to Z are the same, as for C<grep -i>.

=item C<compressed>

The file may be compressed by L<gzip(1)>.  One that is not is read as it is.

=back

If no line matches the list is empty.  A C<regex> that is malformed gives the
errno C<EINVAL>, a compressed file that is damaged or cut short C<EBADMSG>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nabc123\nABC\n"];
        ["grep"; "abc"; "/text"] ==> Is_list ["abc"; "abc123"];
        ["grep"; "nomatch"; "/text"] ==> Is_empty ];
      test Filesystem [
        ok ["write"; "/text"; "abc\nabc123\nABC"];
        ["grep"; "abc[0-9]+"; "/text"; "extended:true"] ==> Is_list ["abc123"];
        ["grep"; "abc"; "/text"; "insensitive:true"] ==>
          Is_list ["abc"; "abc123"; "ABC"];
        ["grep"; "[0-9]"; "/text"; "fixed:true"] ==> Is_empty;
        ["grep"; ""; "/text"] ==> Has_length 3 ];
      (* What cannot be uncompressed to its end is not searched in part. *)
      test Filesystem [
        ok ["write"; "/text"; "one\ntwo\nthree\n"];
        ok ["compress_out"; "gzip"; "/text"; "@tmp/text.gz"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ["grep"; "t"; "/text.gz"; "compressed:true"] ==>
          Is_list ["two"; "three"];
        ok ["truncate_size"; "/text.gz"; "20"];
        fails "EBADMSG" ["grep"; "t"; "/text.gz"; "compressed:true"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ok ["pwrite"; "/text.gz"; "XXXX"; "14"];
        fails "EBADMSG" ["grep"; "t"; "/text.gz"; "compressed:true"] ];
      test Filesystem [
        ok ["touch"; "/text"];
        fails "EINVAL" ["grep"; "["; "/text"];
        fails "EINVAL" ["grep"; "x"; "/text"; "extended:true"; "fixed:true"];
        fails "EISDIR" ["grep"; "x"; "/"];
        fails "ENOENT" ["grep"; "x"; "/none"] ] ] };

  { defaults with
    name = "grepi";
    where = Daemon 154;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find lines by regular expression, ignoring case";
    doc = {|
This is C<guestfs_grep> with the optional flag
C<insensitive>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nABC\nabcabc\na.c\nxyz\n"];
        ["grepi"; "ab*c$"; "/text"] ==>
          Is_list ["abc"; "ABC"; "abcabc"] ] ] };

  { defaults with
    name = "head";
    where = Daemon 121;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RStringList (RPlainString, "lines");
    args = [ String (Pathname, "path") ];
    summary = "give the first 10 lines of a file";
    doc = {|
Return the first 10 lines of the file C<path>, or all if there are fewer.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n"];
        ["head"; "/text"] ==>
          Is_list ["1"; "2"; "3"; "4"; "5"; "6"; "7"; "8"; "9"; "10"] ];
      test Filesystem [
        ok ["write"; "/text"; "1\n2"];
        ["head"; "/text"] ==> Is_list ["1"; "2"];
        fails "ENOENT" ["head"; "/none"] ] ] };

  { defaults with
    name = "head_n";
    where = Daemon 122;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RStringList (RPlainString, "lines");
    args = [ Int "nrlines";
             String (Pathname, "path") ];
    summary = "give the first lines of a file";
    doc = {|
If C<nrlines> is greater than zero return that many lines from the start of
the file C<path>.  If it is less than zero return all lines but the last
-C<nrlines>.  If it is zero the list is empty.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "1\n2\n3\n4\n5\n"];
        ["head_n"; "3"; "/text"] ==> Is_list ["1"; "2"; "3"];
        ["head_n"; "-1"; "/text"] ==> Is_list ["1"; "2"; "3"; "4"] ];
      test Filesystem [
        ok ["write"; "/text"; "1\n2\n"];
        ["head_n"; "0"; "/text"] ==> Is_empty;
        ["head_n"; "-5"; "/text"] ==> Is_empty;
        ["head_n"; "5"; "/text"] ==> Is_list ["1"; "2"] ] ] };

  { defaults with
    name = "hexdump";
    where = Daemon 96;
    leaves = Nothing;
    added = (1, 0, 22);
    ret = RString (RPlainString, "dump");
    args = [ String (Pathname, "path") ];
    also_cancellable = true;
    summary = "print a file in hexadecimal";
    doc = {|
Return the contents of the file C<path> as C<hexdump -C> prints them: the
offset, sixteen bytes in hexadecimal, and the same as text, a dot for each
that cannot be printed.  Rows that repeat the one before are shown as a single
C<*>; the last row gives the size.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello\nworld\n"];
        ["hexdump"; "/file"] ==>
          Is "00000000  68 65 6c 6c 6f 0a 77 6f  72 6c 64 0a              \
              |hello.world.|\n0000000c\n" ];
      test Filesystem [
        ok ["fill"; "65"; "50"; "/file"];
        ["hexdump"; "/file"] ==>
          Is "00000000  41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41  \
              |AAAAAAAAAAAAAAAA|\n*\n\
              00000030  41 41                                             \
              |AA|\n00000032\n";
        ok ["touch"; "/empty"];
        ["hexdump"; "/empty"] ==> Is "";
        fails "ENOENT" ["hexdump"; "/none"] ] ] };

  { defaults with
    name = "strings";
    where = Daemon 94;
    leaves = Nothing;
    added = (1, 0, 22);
    ret = RStringList (RPlainString, "stringsout");
    args = [ String (Pathname, "path") ];
    also_cancellable = true;
    summary = "give the printable strings in a file";
    doc = {|
Return the runs of at least four printable ASCII characters in the file
C<path>, as L<strings(1)> does.  For other encodings use
C<guestfs_strings_e>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "\001hello\002abc\003world\t!\n"];
        ["strings"; "/file"] ==> Is_list ["hello"; "world\t!"] ];
      test Filesystem [
        ok ["touch"; "/file"];
        ["strings"; "/file"] ==> Is_empty;
        fails "EISDIR" ["strings"; "/"] ] ] };

  { defaults with
    name = "strings_e";
    where = Daemon 95;
    leaves = Nothing;
    added = (1, 0, 22);
    ret = RStringList (RPlainString, "stringsout");
    args = [ String (PlainString, "encoding");
             String (Pathname, "path") ];
    also_cancellable = true;
    summary = "give the printable strings of an encoding in a file";
    doc = {|
Return the runs of at least four printable characters in the file C<path>, as
C<strings -e> does.  C<encoding> is one of:

=over 4

=item C<s>

single bytes of 7 bits: ASCII, and the ASCII characters of UTF-8

=item C<S>

single bytes of 8 bits: ISO 8859 and the like, and all of UTF-8

=item C<b>, C<l>

16-bit units, big endian and little endian: UTF-16, which Windows uses

=item C<B>, C<L>

32-bit units, big endian and little endian

=back

In the wide encodings only ASCII characters count as printable.  They are
returned as single bytes.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["truncate_size"; "/file"; "8"];
        ["strings_e"; "s"; "/file"] ==> Is_list ["hello"];
        ["strings_e"; "b"; "/file"] ==> Is_empty ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["truncate_size"; "/file"; "11"];
        ["pwrite"; "/file"; "w"; "1"] ==> Is_int 1;
        ["pwrite"; "/file"; "i"; "3"] ==> Is_int 1;
        ["pwrite"; "/file"; "d"; "5"] ==> Is_int 1;
        ["pwrite"; "/file"; "e"; "7"] ==> Is_int 1;
        ["strings_e"; "b"; "/file"] ==> Is_list ["wide"];
        ["strings_e"; "l"; "/file"] ==> Is_list ["wide"];
        ["strings"; "/file"] ==> Is_empty ];
      test Filesystem [
        ok ["write"; "/file"; "caf\xc3\xa9 "];
        ["strings_e"; "S"; "/file"] ==> Is_list ["caf\xc3\xa9 "];
        ["strings_e"; "s"; "/file"] ==> Is_empty;
        fails "EINVAL" ["strings_e"; "x"; "/file"];
        fails "ENOENT" ["strings_e"; "s"; "/none"] ] ] };

  { defaults with
    name = "tail";
    where = Daemon 123;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RStringList (RPlainString, "lines");
    args = [ String (Pathname, "path") ];
    summary = "give the last 10 lines of a file";
    doc = {|
Return the last 10 lines of the file C<path>, or all if there are fewer.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n"];
        ["tail"; "/text"] ==>
          Is_list ["3"; "4"; "5"; "6"; "7"; "8"; "9"; "10"; "11"; "12"] ];
      test Filesystem [
        ok ["fill_pattern"; "abc\n"; "40000"; "/text"];
        ok ["write_append"; "/text"; "end"];
        ["tail"; "/text"] ==> Has_length 10;
        ["tail"; "/text"] ==> Includes ["abc"; "end"];
        fails "ENOENT" ["tail"; "/none"] ] ] };

  { defaults with
    name = "tail_n";
    where = Daemon 124;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RStringList (RPlainString, "lines");
    args = [ Int "nrlines";
             String (Pathname, "path") ];
    summary = "give the last lines of a file";
    doc = {|
If C<nrlines> is greater than zero return that many lines from the end of the
file C<path>.  If it is less than zero return the lines from number
-C<nrlines> on, where the first line has number 1.  If it is zero the list is
empty.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "1\n2\n3\n4\n5\n"];
        ["tail_n"; "3"; "/text"] ==> Is_list ["3"; "4"; "5"];
        ["tail_n"; "-4"; "/text"] ==> Is_list ["4"; "5"] ];
      test Filesystem [
        ok ["write"; "/text"; "1\n2"];
        ["tail_n"; "0"; "/text"] ==> Is_empty;
        ["tail_n"; "5"; "/text"] ==> Is_list ["1"; "2"];
        ["tail_n"; "-1"; "/text"] ==> Is_list ["1"; "2"];
        ["tail_n"; "-3"; "/text"] ==> Is_empty ];
      test Filesystem [
        ok ["fill_pattern"; "abcdefg\n"; "80000"; "/text"];
        ok ["write_append"; "/text"; "last\n"];
        ["tail_n"; "1"; "/text"] ==> Is_list ["last"];
        ["tail_n"; "2"; "/text"] ==> Is_list ["abcdefg"; "last"];
        ["tail_n"; "-10000"; "/text"] ==> Is_list ["abcdefg"; "last"] ] ] };

  { defaults with
    name = "wc_c";
    where = Daemon 120;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RInt "chars";
    args = [ String (Pathname, "path") ];
    also_cancellable = true;
    summary = "count the bytes in a file";
    doc = {|
Return the number of bytes in the file C<path>.  They are counted by reading
it; C<guestfs_filesize> asks the file system and works beyond 2 GiB, where
this fails with errno C<EOVERFLOW>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "hello world\n"];
        ["wc_c"; "/text"] ==> Is_int 12 ];
      test Filesystem [
        ok ["fill"; "0"; "102400"; "/zeroes"];
        ["wc_c"; "/zeroes"] ==> Is_int 102400;
        fails "ENOENT" ["wc_c"; "/none"] ] ] };

  { defaults with
    name = "wc_l";
    where = Daemon 118;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RInt "lines";
    args = [ String (Pathname, "path") ];
    also_cancellable = true;
    summary = "count the lines in a file";
    doc = {|
Return the number of newline characters in the file C<path>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "one\ntwo\nthree"];
        ["wc_l"; "/text"] ==> Is_int 2 ];
      test Filesystem [
        ok ["fill_pattern"; "abc\n"; "400000"; "/text"];
        ["wc_l"; "/text"] ==> Is_int 100000;
        fails "ENOENT" ["wc_l"; "/none"] ] ] };

  { defaults with
    name = "wc_w";
    where = Daemon 119;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RInt "words";
    args = [ String (Pathname, "path") ];
    also_cancellable = true;
    summary = "count the words in a file";
    doc = {|
Return the number of words in the file C<path>: runs of characters between
spaces, tabs, newlines and the like.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "one  two\nthree\t"];
        ["wc_w"; "/text"] ==> Is_int 3 ];
      test Filesystem [
        ok ["fill_pattern"; "abc "; "2000000"; "/text"];
        ["wc_w"; "/text"] ==> Is_int 500000;
        fails "ENOENT" ["wc_w"; "/none"] ] ] };

  { defaults with
    name = "zegrep";
    where = Daemon 158;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find compressed lines by extended expression";
    doc = {|
This is C<guestfs_grep> with the optional flags
C<compressed>, C<extended>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nABC\nabcabc\na.c\nxyz\n"];
        ok ["compress_out"; "gzip"; "/text"; "@tmp/text.gz"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ["zegrep"; "(abc|xyz)$"; "/text.gz"] ==>
          Is_list ["abc"; "abcabc"; "xyz"] ] ] };

  { defaults with
    name = "zegrepi";
    where = Daemon 161;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find compressed lines by extended expression, ignoring case";
    doc = {|
This is C<guestfs_grep> with the optional flags
C<compressed>, C<extended>, C<insensitive>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nABC\nabcabc\na.c\nxyz\n"];
        ok ["compress_out"; "gzip"; "/text"; "@tmp/text.gz"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ["zegrepi"; "(abc|xyz)$"; "/text.gz"] ==>
          Is_list ["abc"; "ABC"; "abcabc"; "xyz"] ] ] };

  { defaults with
    name = "zfgrep";
    where = Daemon 159;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "pattern");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find compressed lines by fixed string";
    doc = {|
This is C<guestfs_grep> with the optional flags
C<compressed>, C<fixed>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\na.c\nA.C\n"];
        ok ["compress_out"; "gzip"; "/text"; "@tmp/text.gz"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ["zfgrep"; "a.c"; "/text.gz"] ==>
          Is_list ["a.c"] ] ] };

  { defaults with
    name = "zfgrepi";
    where = Daemon 162;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "pattern");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find compressed lines by fixed string, ignoring case";
    doc = {|
This is C<guestfs_grep> with the optional flags
C<compressed>, C<fixed>, C<insensitive>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\na.c\nA.C\n"];
        ok ["compress_out"; "gzip"; "/text"; "@tmp/text.gz"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ["zfgrepi"; "a.c"; "/text.gz"] ==>
          Is_list ["a.c"; "A.C"] ] ] };

  { defaults with
    name = "zgrep";
    where = Daemon 157;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find compressed lines by regular expression";
    doc = {|
This is C<guestfs_grep> with the optional flag
C<compressed>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nABC\nabcabc\na.c\nxyz\n"];
        ok ["compress_out"; "gzip"; "/text"; "@tmp/text.gz"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ["zgrep"; "ab*c$"; "/text.gz"] ==>
          Is_list ["abc"; "abcabc"] ] ] };

  { defaults with
    name = "zgrepi";
    where = Daemon 160;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "regex");
             String (Pathname, "path") ];
    deprecated = Replaced_by "grep";
    summary = "find compressed lines by regular expression, ignoring case";
    doc = {|
This is C<guestfs_grep> with the optional flags
C<compressed>, C<insensitive>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/text"; "abc\nABC\nabcabc\na.c\nxyz\n"];
        ok ["compress_out"; "gzip"; "/text"; "@tmp/text.gz"];
        ok ["upload"; "@tmp/text.gz"; "/text.gz"];
        ["zgrepi"; "ab*c$"; "/text.gz"] ==>
          Is_list ["abc"; "ABC"; "abcabc"] ] ] };
]
