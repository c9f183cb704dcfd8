/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets: asked for on the terminal, read from standard input, or given
 * with --key. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base64.h"
#include "guest.h"

struct cli_keys cli_keys;

/* A signal while the terminal shows nothing: first that is put right. */
static volatile sig_atomic_t caught;

static void
on_signal (int sig)
{
  caught = sig;
}

/* Signals are let through here only, so that none gets lost between the
 * question and a wait.  -1 when one came, or when the terminal is gone. */
static ssize_t
wait_and_read (int fd, char *buf, size_t size, const sigset_t *let_through)
{
  struct pollfd p = { .fd = fd, .events = POLLIN };

  while (ppoll (&p, 1, NULL, let_through) == -1)
    if (errno != EINTR || caught != 0)
      return -1;
  return read (fd, buf, size);
}

/* Ctrl-D gives what has been typed of a line, so a line may come in parts; on
 * an empty part it ends the line. */
static char *
read_typed_line (int fd, const sigset_t *let_through)
{
  CLEANUP_STRBUF struct strbuf line = STRBUF_INIT;
  char part[4096];              /* the longest line of a terminal */
  const char *end = NULL;

  while (!end) {
    const ssize_t n = wait_and_read (fd, part, sizeof part, let_through);

    if (n == -1 || (n == 0 && line.len == 0))
      return NULL;
    end = n == 0 ? part : memchr (part, '\n', n);
    must (strbuf_add (&line, part, end ? end - part : n));
  }
  return must_have (strbuf_steal (&line));
}

/* The question comes last: who has seen it can be sure that what is typed
 * does not show, and that Ctrl-C ends it. */
static char *
ask_without_echo (FILE *tty, const char *name, const sigset_t *let_through)
{
  struct termios saved, quiet;
  const bool changed = !cli.echo_keys && tcgetattr (fileno (tty), &saved) == 0;
  char *key;

  if (changed) {
    quiet = saved;
    quiet.c_lflag &= ~ECHO;
    tcsetattr (fileno (tty), TCSAFLUSH, &quiet);
  }
  fprintf (tty, "Enter key or passphrase (\"%s\"): ", name);
  fflush (tty);
  key = read_typed_line (fileno (tty), let_through);
  if (changed)
    tcsetattr (fileno (tty), TCSAFLUSH, &saved);
  if (changed || caught)
    fputc ('\n', tty);
  return key;
}

/* Ctrl-C ends the question; what other signals do, they do afterwards. */
static char *
ask_once (FILE *tty, const char *name)
{
  static const int signals[] = { SIGINT, SIGQUIT, SIGTSTP, SIGTERM, SIGHUP };
  enum { NR_SIGNALS = sizeof signals / sizeof signals[0] };
  const struct sigaction sa = { .sa_handler = on_signal };
  struct sigaction saved[NR_SIGNALS];
  sigset_t blocked, mask;
  char *key;

  caught = 0;
  sigemptyset (&blocked);
  for (size_t i = 0; i < NR_SIGNALS; ++i)
    sigaddset (&blocked, signals[i]);
  sigprocmask (SIG_BLOCK, &blocked, &mask);
  for (size_t i = 0; i < NR_SIGNALS; ++i)
    sigaction (signals[i], &sa, &saved[i]);
  key = ask_without_echo (tty, name, &mask);
  for (size_t i = 0; i < NR_SIGNALS; ++i)
    sigaction (signals[i], &saved[i], NULL);
  sigprocmask (SIG_SETMASK, &mask, NULL);
  if (caught != 0 && caught != SIGINT)
    raise (caught);
  return key;
}

/* After Ctrl-Z the terminal is the shell's, which shows what is typed: whoever
 * comes back is asked again. */
static char *
ask_on_terminal (FILE *tty, const char *name)
{
  char *key;

  do
    key = ask_once (tty, name);
  while (!key && caught == SIGTSTP);
  return key;
}

bool
cli_can_read_key (void)
{
  CLEANUP_FCLOSE FILE *tty = fopen ("/dev/tty", "r+e");

  return cli.keys_from_stdin || tty;
}

char *
cli_read_key (const char *name)
{
  CLEANUP_FCLOSE FILE *tty = NULL;
  char *key;

  if (!cli.keys_from_stdin)
    tty = fopen ("/dev/tty", "r+e");
  if (!cli.keys_from_stdin && !tty) {
    cli_error ("key '%s': cannot ask for it on /dev/tty: %s: "
               "use --keys-from-stdin", name, strerror (errno));
    return NULL;
  }
  key = tty ? ask_on_terminal (tty, name) : cli_read_line (stdin);
  if (!key)
    cli_error ("key '%s': %s", name, tty && caught ? "cancelled"
               : "no line could be read");
  return key;
}

/* No key is longer for cryptsetup. */
#define KEY_FILE_MAX (8 * 1024 * 1024)

static int
read_whole_file (const char *path, struct strbuf *ret)
{
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  char part[4096];
  size_t n;

  if (fp)
    while (ret->len <= KEY_FILE_MAX &&
           (n = fread (part, 1, sizeof part, fp)) > 0)
      must (strbuf_add (ret, part, n));
  if (!fp || ferror (fp))
    cli_error ("--key: %s: %s", path, strerror (errno));
  else if (ret->len == 0)
    cli_error ("--key: %s: the file is empty", path);
  else if (ret->len > KEY_FILE_MAX)
    cli_error ("--key: %s: it has more than %d MiB, as no key has", path,
               KEY_FILE_MAX >> 20);
  else
    return 0;
  return -1;
}

static char *
key_of_bytes (const struct strbuf *bytes, size_t len)
{
  CLEANUP_STRBUF struct strbuf key = STRBUF_INIT;

  must (strbuf_adds (&key, "base64:"));
  must (base64_encode (&key, bytes->ptr, len));
  return must_have (strbuf_steal (&key));
}

/* The key is all of the file, or its first line: a newline was typed to end a
 * passphrase, or is part of random bytes.  What is likely comes first. */
static int
read_key_file (const char *path, struct cli_key *k)
{
  CLEANUP_STRBUF struct strbuf bytes = STRBUF_INIT;
  const char *newline;

  if (read_whole_file (path, &bytes) == -1)
    return -1;
  k->key = key_of_bytes (&bytes, bytes.len);
  newline = memchr (bytes.ptr, '\n', bytes.len);
  if (newline)
    k->other = key_of_bytes (&bytes, newline - bytes.ptr);
  if (newline && newline + 1 == bytes.ptr + bytes.len) {
    char *whole = k->key;

    k->key = k->other;
    k->other = whole;
  }
  return 0;
}

char *
cli_key_of_text (const char *text)
{
  return xasprintf ("text:%s", text);
}

/* ID:key:KEY, ID:file:FILE or ID:clevis.  No ID contains a colon; KEY and FILE
 * may. */
int
cli_add_key (const char *selector)
{
  const char *colon = strchr (selector, ':');
  const char *how = colon ? colon + 1 : "";
  struct cli_key k = { .key = NULL };

  if (colon == selector)
    how = "";
  if (strncmp (how, "key:", 4) == 0)
    k.key = cli_key_of_text (how + 4);
  else if (strncmp (how, "file:", 5) == 0) {
    if (read_key_file (how + 5, &k) == -1)
      return -1;
  } else if (strcmp (how, "clevis") != 0) {
    /* What was given may be a secret. */
    cli_error ("--key: not understood: give DEVICE:key:PASSPHRASE, "
               "DEVICE:file:FILE or DEVICE:clevis, where DEVICE may be a UUID "
               "or all");
    return -1;
  }
  k.id = must_have (strndup (selector, colon - selector));
  cli_keys.ptr = must_have (reallocarray (cli_keys.ptr, cli_keys.len + 1,
                                          sizeof *cli_keys.ptr));
  cli_keys.ptr[cli_keys.len++] = k;
  return 0;
}

bool
cli_have_clevis_key (void)
{
  for (size_t i = 0; i < cli_keys.len; ++i)
    if (!cli_keys.ptr[i].key)
      return true;
  return false;
}
