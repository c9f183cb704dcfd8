/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of guestfish that turn text into values: lines, lists, numbers,
 * URIs, prompts.  Each case says what goes in and what must come out. */

#include <config.h>

#include <inttypes.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "text.h"

static unsigned failures;

static void
check (const char *what, const char *in, const char *got, const char *expected)
{
  if (strcmp (got ? got : "(null)", expected ? expected : "(null)") == 0)
    return;
  fprintf (stderr, "%s: %s: got %s, expected %s\n", what, in,
           got ? got : "(null)", expected ? expected : "(null)");
  failures++;
}

/* The words of a line as <a><b>, then what goes to the host's shell. */
static char *
show_line (const struct line *line)
{
  CLEANUP_STRBUF struct strbuf out = STRBUF_INIT;
  static const char *const kinds[] = { "empty", "", "!", "<!" };

  must (strbuf_addf (&out, "%s%s", line->ignore_error ? "-" : "",
                     kinds[line->kind]));
  for (size_t i = 0; i < line->words.len; ++i)
    must (strbuf_addf (&out, "<%s>", line->words.ptr[i]));
  if (line->shell)
    must (strbuf_addf (&out, "|%s", line->shell));
  if (line->output)
    must (strbuf_addf (&out, ">%s%s", line->append ? ">" : "", line->output));
  return must_have (strbuf_steal (&out));
}

/* expected: as show_line has it, or NULL for an error. */
static void
line (const char *in, const char *expected)
{
  CLEANUP_LINE struct line l = { .kind = LINE_EMPTY };
  CLEANUP_FREE char *got = NULL;
  const char *why = NULL;

  if (fish_parse_line (in, &l, &why) == 0)
    got = show_line (&l);
  check ("line", in, got, expected);
  if (!got && !why)
    check ("line", in, "no reason given", "a reason");
}

static void
test_lines (void)
{
  line ("", "empty");
  line ("   \t", "empty");
  line ("# comment", "empty");
  line ("  # comment", "empty");
  line ("foo # no comment", "<foo><#><no><comment>");
  line (" cat   /etc/fstab ", "<cat></etc/fstab>");
  line ("-rm /x", "-<rm></x>");
  line ("- rm /x", "-<rm></x>");
  line ("-!false", "-!|false");
  line ("!ls | wc", "!|ls | wc");
  line ("<! echo echo x", "<!|echo echo x");
  line ("cat /x | grep '|' > y", "<cat></x>|grep '|' > y");
  line ("cat /x |sort", "<cat></x>|sort");
  line ("echo a|b", "<echo><a|b>");
  line ("echo \"|\" '|'", "<echo><|><|>");
  line ("| sort", NULL);
  line ("cat /x > y", "<cat></x>>y");
  line ("cat /x >y  ", "<cat></x>>y");
  line ("cat /x >> \"a b\"", "<cat></x>>>a b");
  line ("cat /x > 'y|z'", "<cat></x>>y|z");
  line ("echo a>b \">\" '>>'", "<echo><a>b><>><>>>");
  line ("!ls > x", "!|ls > x");
  line ("> x", NULL);
  line ("cat /x >", NULL);
  line ("cat /x > | y", NULL);
  line ("cat /x > y z", NULL);
  line ("cat /x > y > z", NULL);
  line ("cat /x > 'y", NULL);
  line ("add \"file with a space.img\"", "<add><file with a space.img>");
  line ("rm '/\"'", "<rm></\">");
  line ("echo \"\" ''", "<echo><><>");
  line ("echo \"\\a\\b\\f\\n\\r\\t\\v\\\"\\\\\"",
        "<echo><\a\b\f\n\r\t\v\"\\>");
  line ("echo \"\\101\\x42\\x4c\"", "<echo><ABL>");
  line ("echo \"\\'\"", "<echo><\\'>");
  line ("echo '\\n'", "<echo><\\n>");
  line ("echo a\\nb", "<echo><a\\nb>");
  line ("echo \"\\10\"", NULL);
  line ("echo \"\\x4\"", NULL);
  line ("echo \"\\000\"", NULL);
  line ("echo \"\\400\"", NULL);
  line ("echo \"\\q\"", NULL);
  line ("echo \"a", NULL);
  line ("echo \"a\\", NULL);
  line ("echo 'a", NULL);
  line ("echo \"a\"b", NULL);
  line ("echo 'a'b", NULL);
  line ("upload -<<END /x", "<upload><-<<END></x>");
}

/* A dash guards a line that makes no sense, too. */
static void
test_dash (void)
{
  static const char *const lines[] = {
    "-echo \"\\x00\"", "- echo 'a", "-cat /x >", "- | sort",
  };

  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; ++i) {
    CLEANUP_LINE struct line l = { .kind = LINE_EMPTY };
    const char *why = NULL;
    const bool failed = fish_parse_line (lines[i], &l, &why) == -1;

    check ("dash", lines[i], failed && l.ignore_error ? "guarded" : "not",
           "guarded");
  }
}

static void
test_tilde (void)
{
  CLEANUP_FREE char *in_database =
    xasprintf ("<lcd><%s/x>", getpwuid (geteuid ())->pw_dir);

  setenv ("HOME", "/home/me", 1);
  line ("lcd ~", "<lcd></home/me>");
  line ("lcd ~/x", "<lcd></home/me/x>");
  line ("lcd ~nobody-of-this-name/x", "<lcd><~nobody-of-this-name/x>");
  line ("lcd \"~\" '~' a~", "<lcd><~><~><a~>");
  unsetenv ("HOME");
  line ("lcd ~/x", in_database);
}

static void
list (const char *in, const char *expected)
{
  CLEANUP_STRBUF struct strbuf out = STRBUF_INIT;
  CLEANUP_FREE char *got = NULL;
  const char *why;
  CLEANUP_FREE_STRING_LIST char **l = fish_parse_list (in, &why);

  for (size_t i = 0; l && l[i]; ++i)
    must (strbuf_addf (&out, "<%s>", l[i]));
  got = l ? must_have (strbuf_steal (&out)) : NULL;
  check ("list", in, got, expected);
}

static void
test_lists (void)
{
  list ("", "");
  list ("   ", "");
  list ("/dev/sda1  /dev/sdb1", "</dev/sda1></dev/sdb1>");
  list ("/bin/echo 'foo   bar'", "</bin/echo><foo   bar>");
  list ("/bin/echo \\'foo\\'", "</bin/echo><'foo'>");
  list ("'' a", "<><a>");
  list ("a'b c'd", "<ab cd>");
  list ("a\\ b c\\\\d \\n", "<a b><c\\d><\\n>");
  list ("a 'b", NULL);
}

static void
number (const char *in, const char *expected)
{
  CLEANUP_FREE char *got = NULL;
  const char *why;
  int64_t n;

  if (cli_parse_int (in, INT64_MIN, INT64_MAX, &n, &why) == 0)
    got = xasprintf ("%" PRIi64, n);
  check ("number", in, got, expected);
}

static void
test_numbers (void)
{
  const char *why;
  int64_t n = 7;

  number ("1234", "1234");
  number ("02322", "1234");
  number ("0x4d2", "1234");
  number ("-1", "-1");
  number ("1k", "1024");
  number ("1K", "1024");
  number ("1KiB", "1024");
  number ("1KB", "1000");
  number ("3M", "3145728");
  number ("3MiB", "3145728");
  number ("3MB", "3000000");
  number ("2G", "2147483648");
  number ("1T", "1099511627776");
  number ("1P", "1125899906842624");
  number ("7E", "8070450532247928832");
  number ("8E", NULL);
  number ("-8E", "-9223372036854775808");
  number ("1Z", NULL);
  number ("0Y", "0");
  number ("9223372036854775807", "9223372036854775807");
  number ("9223372036854775808", NULL);
  number ("", NULL);
  number ("x", NULL);
  number ("1x", NULL);
  number ("1KiBx", NULL);
  number ("1Mi", NULL);
  number ("1 K", NULL);
  if (cli_parse_int ("4G", INT_MIN, INT_MAX, &n, &why) == 0 || n != 7)
    check ("number", "4G", "accepted as an int", "out of range");
}

static void
boolean (const char *in, int expected)
{
  int b = -1;

  if (!cli_parse_bool (in, &b))
    b = -1;
  check ("boolean", in, b == -1 ? "none" : b ? "true" : "false",
         expected == -1 ? "none" : expected ? "true" : "false");
}

static void
test_booleans (void)
{
  boolean ("true", 1);
  boolean ("TRUE", 1);
  boolean ("yes", 1);
  boolean ("on", 1);
  boolean ("1", 1);
  boolean ("f", 0);
  boolean ("No", 0);
  boolean ("off", 0);
  boolean ("0", 0);
  boolean ("", -1);
  boolean ("2", -1);
  boolean ("truely", -1);
}

static void
uri (const char *in, const char *expected)
{
  CLEANUP_URI struct uri u = { .path = NULL };
  CLEANUP_FREE char *got = NULL;
  const char *why;

  if (cli_parse_uri (in, &u, &why) == 0)
    got = xasprintf ("%s %s %s %s %s%s%s", u.protocol, u.path,
                     u.server ? u.server[0] : "-",
                     u.username ? u.username : "-",
                     u.password ? u.password : "-",
                     u.tls_certificates ? " " : "",
                     u.tls_certificates ? u.tls_certificates : "");
  check ("URI", in, got, expected);
}

static void
test_uris (void)
{
  uri ("disk.img", "file disk.img - - -");
  uri ("./a:b//c", "file ./a:b//c - - -");
  uri ("://x", "file ://x - - -");
  uri ("file:///tmp/a%20b.img", "file /tmp/a b.img - - -");
  uri ("file://", NULL);
  uri ("nbd://example.com", "nbd  tcp:example.com - -");
  uri ("nbd://example.com:3000/exp", "nbd /exp tcp:example.com:3000 - -");
  uri ("nbd://?socket=/tmp/s", "nbd  unix:/tmp/s - -");
  uri ("nbd:///exp?socket=/tmp/s", "nbd /exp unix:/tmp/s - -");
  uri ("nbd://host/?socket=/tmp/s", NULL);
  uri ("nbd://host/?sock=/tmp/s", NULL);
  uri ("nbd+unix:///exp?socket=/tmp/s", "nbd /exp unix:/tmp/s - -");
  uri ("nbds+unix:///exp?socket=/tmp/s", "nbds /exp unix:/tmp/s - -");
  uri ("nbds://h/?tls-certificates=/a%26b", "nbds / tcp:h - - /a&b");
  uri ("nbds:///?tls-certificates=/t&socket=/tmp/s#x",
       "nbds / unix:/tmp/s - - /t");
  uri ("nbds://h/?tls-certificates=/t&x", NULL);
  uri ("ssh://me:pass%40word@example.com:22/d.img",
       "ssh /d.img tcp:example.com:22 me pass@word");
  uri ("https://example.com/d.img", "https /d.img tcp:example.com - -");
  uri ("HTTP://example.com/d.img", "http /d.img tcp:example.com - -");
  uri ("gluster://h/vol/image", "gluster /vol/image tcp:h - -");
  uri ("rbd:///pool/disk", "rbd /pool/disk - - -");
  uri ("iscsi://h/iqn.x/3", "iscsi /iqn.x/3 tcp:h - -");
  uri ("nbd://[::1]:5/x", "nbd /x tcp:[::1]:5 - -");
}

static void
hidden (const char *in, const char *expected)
{
  CLEANUP_FREE char *got = must_have (strdup (in));

  cli_hide_password (got);
  check ("hidden password", in, got, expected);
}

static void
test_hidden (void)
{
  hidden ("disk:x@y", "disk:x@y");
  hidden ("ssh://me@host:22/a:b@c", "ssh://me@host:22/a:b@c");
  hidden ("ssh://me:pass@host:22/x", "ssh://me:****@host:22/x");
  hidden ("http://me:p:a@s@host", "http://me:*****@host");
  hidden ("http://me:@host", "http://me:@host");
}

static void
prompt (const char *in, const char *expected)
{
  CLEANUP_FREE char *got = fish_decode_prompt (in);

  check ("prompt", in, got, expected);
}

static void
test_prompts (void)
{
  prompt ("><fs> ", "><fs> ");
  prompt ("\\[\\e[1;32m\\]x\\[\\e[0m\\]", "\001\033[1;32m\002x\001\033[0m\002");
  prompt ("\\a\\n\\r\\\\", "\a\n\r\\");
  prompt ("\\101\\x42", "AB");
  prompt ("\\q\\", "\\q\\");
  prompt ("\\x4", "\\x4");
}

int
main (void)
{
  test_lines ();
  test_dash ();
  test_tilde ();
  test_lists ();
  test_numbers ();
  test_booleans ();
  test_uris ();
  test_hidden ();
  test_prompts ();
  return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
