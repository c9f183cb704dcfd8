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
ask_on_terminal (FILE *tty, const char *name)
{
  static const int signals[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };
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

static char *
read_key_file (const char *path)
{
  CLEANUP_FCLOSE FILE *fp = fopen (path, "re");
  char *key = fp ? cli_read_line (fp) : NULL;

  if (!fp)
    cli_error ("--key: %s: %s", path, strerror (errno));
  else if (!key)
    cli_error ("--key: %s: the file is empty", path);
  return key;
}

/* Takes both. */
static int
add_key (char *id, char *key)
{
  cli_keys.ptr = must_have (reallocarray (cli_keys.ptr, cli_keys.len + 1,
                                          sizeof *cli_keys.ptr));
  cli_keys.ptr[cli_keys.len++] = (struct cli_key) { id, key, false };
  return 0;
}

/* ID:key:KEY, ID:file:FILE or ID:clevis.  No ID contains a colon; KEY and FILE
 * may. */
int
cli_add_key (const char *selector)
{
  const char *colon = strchr (selector, ':');
  const char *how = colon ? colon + 1 : "";
  CLEANUP_FREE char *id = NULL, *key = NULL;

  if (strncmp (how, "key:", 4) == 0)
    key = must_have (strdup (how + 4));
  else if (strncmp (how, "file:", 5) == 0) {
    if (!(key = read_key_file (how + 5)))
      return -1;
  } else if (strcmp (how, "clevis") != 0 || colon == selector) {
    /* What was given may be a secret. */
    cli_error ("--key: not understood: give DEVICE:key:PASSPHRASE, "
               "DEVICE:file:FILE or DEVICE:clevis");
    return -1;
  }
  id = must_have (strndup (selector, colon - selector));
  return add_key (steal (&id), steal (&key));
}

bool
cli_have_clevis_key (void)
{
  for (size_t i = 0; i < cli_keys.len; ++i)
    if (!cli_keys.ptr[i].key)
      return true;
  return false;
}
