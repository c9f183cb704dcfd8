/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs external programs: one place that knows how. */

#include "config.h"

#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "root.h"
#include "state.h"
#include "world.h"

/* The part of the memory that output may take: beyond it the program is
 * stopped, since the reply needs as much again; use out_cb for what may be
 * longer. */
#define OUTPUT_PERCENT 20
/* Of its messages the last are kept. */
#define MESSAGES_MAX (32u * 1024)
/* Of a program whose output is passed on. */
#define STREAM_PIPE (1024 * 1024)
#define PIECE (64 * 1024)

/* What a running program is connected to; -1 when closed. */
struct program {
  struct run *run;
  struct child child;
  int in, out, err;             /* our ends */
  struct strbuf outbuf, errbuf;
  const char *piece;            /* what is left of the piece to feed it */
  size_t piece_len;
  bool fed_all;
};

/* ---- Starting ---- */

/* Runs in the child of a vfork: allocates nothing, changes no variable of
 * ours.  Returns only when it failed. */
static void
child_exec (const struct run *r, const int fds[3])
{
  const struct rlimit limit = { r->data_max, r->data_max };

  setpgid (0, 0);
  signal (SIGPIPE, SIG_DFL);
  for (int i = 0; i < 3; ++i)
    if (dup2 (fds[i], i) == -1)
      return;
  close_range (3, ~0U, CLOSE_RANGE_CLOEXEC);
  memory_unprotect ();
  if (r->data_max > 0 && setrlimit (RLIMIT_DATA, &limit) == -1)
    return;
  execvp (r->argv[0], (char **) r->argv);
}

static pid_t __attribute__ ((noinline))
spawn_program (const struct run *r, const int fds[3])
{
  volatile int failed = 0;
  pid_t pid = vfork ();

  if (pid == 0) {
    child_exec (r, fds);
    failed = errno;
    _exit (127);
  }
  if (pid > 0 && failed) {
    waitpid (pid, NULL, 0);
    errno = failed;
    pid = -1;
  }
  return pid;
}

static void
close_pipe (int fds[2])
{
  for (int i = 0; i < 2; ++i)
    if (fds[i] != -1)
      close (fds[i]);
}

static int
open_input (const struct run *r, int in[2])
{
  in[0] = in[1] = -1;
  if (r->input_fd > 0)
    in[0] = fcntl (r->input_fd, F_DUPFD_CLOEXEC, 3);
  else if (r->input || r->input_stream)
    return pipe2 (in, O_CLOEXEC);
  else
    in[0] = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  return in[0] == -1 ? -1 : 0;
}

/* Our ends never block: one loop serves them all. */
static int
nonblocking_end (int *fd)
{
  if (*fd != -1)
    fcntl (*fd, F_SETFL, fcntl (*fd, F_GETFL) | O_NONBLOCK);
  return steal_fd (fd);
}

static int
watch_program (struct program *c, const int fds[3])
{
  const struct run *r = c->run;
  const bool in_world = r->in_guest || r->confined;
  const pid_t pid = in_world ? guest_spawn (r, fds) : spawn_program (r, fds);

  if (pid == -1)
    return -1;
  c->child.group = true;
  if (r->seconds > 0)
    c->child.deadline_ms = monotonic_ms () + r->seconds * INT64_C (1000);
  if (child_watch (&c->child, pid) == 0)
    return 0;
  if (in_world)
    guest_spawn_done ();
  return -1;
}

static int
start_program (struct program *c)
{
  int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 };
  int r = -1, saved;

  if (open_input (c->run, in) == 0 && pipe2 (out, O_CLOEXEC) == 0
      && pipe2 (err, O_CLOEXEC) == 0) {
    if (c->run->out_cb)
      fcntl (out[0], F_SETPIPE_SZ, STREAM_PIPE);        /* if it may be */
    const int fds[3] = {
      in[0], out[1], c->run->merge_stderr ? out[1] : err[1]
    };
    r = watch_program (c, fds);
  }
  saved = errno;
  if (r == 0) {
    c->in = nonblocking_end (&in[1]);
    c->out = nonblocking_end (&out[0]);
    c->err = nonblocking_end (&err[0]);
  }
  close_pipe (in);
  close_pipe (out);
  close_pipe (err);
  errno = saved;
  return r;
}

/* ---- Serving ---- */

static void
close_end (int *fd)
{
  if (*fd != -1)
    close (steal_fd (fd));
}

/* Make sure there is a piece to feed; false when there is nothing more. */
static bool
next_piece (struct program *c)
{
  const void *p;
  int r;

  if (c->piece_len > 0)
    return true;
  if (!c->run->input_stream || c->fed_all)
    return false;
  r = stream_next (&p, &c->piece_len);
  c->piece = p;
  if (r == -1)
    child_kill (&c->child);
  if (r != 1) {
    c->piece_len = 0;
    c->fed_all = true;
  }
  return r == 1;
}

static void
feed_program (struct program *c)
{
  ssize_t n;

  if (!next_piece (c)) {
    close_end (&c->in);
    return;
  }
  n = write (c->in, c->piece, c->piece_len);
  if (n == -1 && (errno == EAGAIN || errno == EINTR))
    return;
  if (n == -1) {                /* it does not want any more */
    close_end (&c->in);
    return;
  }
  c->piece += n;
  c->piece_len -= n;
  if (c->piece_len == 0 && !c->run->input_stream)
    close_end (&c->in);
}

static void
output_too_long (struct program *c)
{
  if (!c->child.killed)
    reply_with_error_errno (ENOMEM, "%s: its output is longer than %zu MiB, "
                            "which the appliance's memory allows: see "
                            "set_memsize or command_out",
                            c->run->argv[0],
                            memory_share (OUTPUT_PERCENT) >> 20);
  child_kill (&c->child);
}

static void
take_output (struct program *c, const char *p, size_t n)
{
  if (c->child.killed)
    return;
  if (c->run->out_cb) {
    if (c->run->out_cb (c->run->out_opaque, p, n) == -1)
      child_kill (&c->child);
  }
  else if (c->outbuf.len + n > memory_share (OUTPUT_PERCENT)
           || strbuf_add (&c->outbuf, p, n) == -1)
    output_too_long (c);
}

static void
take_messages (struct program *c, const char *p, size_t n)
{
  struct strbuf *b = &c->errbuf;

  if (verbose)
    fwrite (p, 1, n, stderr);
  if (strbuf_add (b, p, n) == -1 || b->len <= 2 * MESSAGES_MAX)
    return;
  memmove (b->ptr, b->ptr + b->len - MESSAGES_MAX, MESSAGES_MAX + 1);
  b->len = MESSAGES_MAX;
}

/* One piece; true when there may be more at once. */
static bool
drain_program (struct program *c, int *fd,
               void (*take) (struct program *, const char *, size_t))
{
  static char buf[PIECE];
  ssize_t n;

  if (*fd == -1)
    return false;
  n = read (*fd, buf, sizeof buf);
  if (n > 0) {
    take (c, buf, n);
    return true;
  }
  if (n == 0 || (errno != EAGAIN && errno != EINTR))
    close_end (fd);
  return false;
}

/* Waits for whatever comes first and serves it.  A grandchild may hold the
 * pipes open for ever, so the end is when the program itself ends. */
static void
serve_program (struct program *c)
{
  struct pollfd p[3] = {
    { c->in, POLLOUT, 0 }, { c->out, POLLIN, 0 }, { c->err, POLLIN, 0 },
  };

  child_poll (&c->child, p, 3);
  if (p[0].revents)
    feed_program (c);
  if (p[1].revents)
    drain_program (c, &c->out, take_output);
  if (p[2].revents)
    drain_program (c, &c->err, take_messages);
}

static void
finish_program (struct program *c)
{
  int status;

  while (drain_program (c, &c->out, take_output))
    ;
  while (drain_program (c, &c->err, take_messages))
    ;
  status = child_wait (&c->child);
  c->run->status = WIFSIGNALED (status) ? 128 + WTERMSIG (status)
    : WEXITSTATUS (status);
  if (c->run->in_guest || c->run->confined)
    guest_spawn_done ();
  close_end (&c->in);
  close_end (&c->out);
  close_end (&c->err);
}

static int
take_results (struct program *c)
{
  struct run *r = c->run;

  if (!r->out_cb) {
    r->out_len = c->outbuf.len;
    r->out = strbuf_steal (&c->outbuf);
  }
  r->err = strbuf_steal (&c->errbuf);
  if ((!r->out_cb && !r->out) || !r->err) {
    reply_with_perror_errno (ENOMEM, "%s", r->argv[0]);
    return -1;
  }
  trim_trailing_newlines (r->err);
  return c->child.killed && !c->child.timed_out ? -1 : 0;
}

static void
trace_command (const struct run *r)
{
  if (!verbose && !trace_commands)
    return;
  fprintf (stderr, "guestfsd: command:");
  for (size_t i = 0; r->argv[i]; ++i)
    fprintf (stderr, " %s", r->argv[i]);
  fprintf (stderr, r->in_guest ? " (in the guest)\n" : "\n");
}

int
run_full (struct run *r)
{
  struct program c = {
    .run = r, .child = CHILD_INIT (r->argv[0]),
    .in = -1, .out = -1, .err = -1,
    .outbuf = STRBUF_INIT, .errbuf = STRBUF_INIT,
    .piece = r->input, .piece_len = r->input ? r->input_len : 0,
  };
  int result;

  r->out = r->err = NULL;
  r->out_len = 0;
  trace_command (r);
  if (start_program (&c) == -1) {
    reply_with_perror ("%s: cannot be run%s", r->argv[0],
                       r->in_guest ? " in the guest" : "");
    return -1;
  }
  while (!c.child.exited)
    serve_program (&c);
  finish_program (&c);
  result = take_results (&c);
  strbuf_done (&c.outbuf);
  strbuf_done (&c.errbuf);
  return result;
}

int
run_for_status (struct run *r)
{
  if (run_full (r) == -1)
    return -1;
  if (r->status <= 128)
    return r->status;
  reply_with_error ("%s: ended by signal %d", r->argv[0], r->status - 128);
  return -1;
}

void
run_done (struct run *r)
{
  free (r->out);
  free (r->err);
  r->out = r->err = NULL;
}

/* ---- What it said ---- */

/* A page of options helps nobody whose call was refused. */
static bool
starts_usage (const char *line)
{
  return strncasecmp (line, "usage:", 6) == 0;
}

/* Where a path below the sysroot begins, which the caller knows without it. */
static bool
begins_sysroot (const char *line, const char *p)
{
  const size_t n = strlen (sysroot);

  return strncmp (p, sysroot, n) == 0
    && (p == line || strchr (" \"'`=:(", p[-1]))
    && (p[n] == '/' || !(isalnum ((unsigned char) p[n])
                         || strchr ("._-", p[n])));
}

static void
put_line (struct strbuf *b, const char *line, size_t n, bool in_guest)
{
  for (const char *p = line; p < line + n; ++p)
    if (in_guest || !begins_sysroot (line, p))
      strbuf_addc (b, *p);
    else {
      p += strlen (sysroot) - 1;
      if (p[1] != '/')
        strbuf_addc (b, '/');
    }
}

/* Errors are one line.  Some programs (lvm) indent what they say, most begin
 * each line with their name. */
static void
put_on_one_line (struct strbuf *b, const struct run *r, const char *text)
{
  const char *prog = r->argv[0];
  const size_t n = strlen (prog);
  const char *line = text + strspn (text, " \t\n");

  while (*line && (b->len == 0 || !starts_usage (line))) {
    if (strncmp (line, prog, n) == 0 && strncmp (line + n, ": ", 2) == 0)
      line += n + 2;
    if (b->len > 0)
      strbuf_adds (b, "; ");
    put_line (b, line, strcspn (line, "\n"), r->in_guest);
    line += strcspn (line, "\n");
    line += strspn (line, " \t\n");
  }
}

static void
describe_end (struct strbuf *b, int status)
{
  if (status > 128)
    strbuf_addf (b, "ended by signal %d", status - 128);
  else
    strbuf_addf (b, "exit status %d", status);
}

void
run_reply_with_error (const struct run *r)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  const char *said = r->err && r->err[0] ? r->err : NULL;

  if (!said && r->merge_stderr && r->out && r->out[0])
    said = r->out;
  if (said)
    put_on_one_line (&b, r, said);
  if (said && r->in_guest)
    strbuf_adds (&b, " (");
  if (!said || r->in_guest)
    describe_end (&b, r->status);
  if (said && r->in_guest)
    strbuf_addc (&b, ')');
  reply_with_error ("%s: %s", r->argv[0], b.ptr ? b.ptr : "");
}

static int
run_simple (char **ret_out, const char *const *argv, bool confined)
{
  CLEANUP_RUN struct run r = { .argv = argv, .confined = confined };

  if (run_full (&r) == -1)
    return -1;
  if (r.status != 0) {
    run_reply_with_error (&r);
    return -1;
  }
  if (ret_out)
    *ret_out = steal (&r.out);
  return 0;
}

int
run_argv (char **ret_out, const char *const *argv)
{
  return run_simple (ret_out, argv, false);
}

int
run_argv_confined (char **ret_out, const char *const *argv)
{
  return run_simple (ret_out, argv, true);
}

/* prog and the arguments behind it, malloc'd; NULL with the error set. */
static const char **
collect_arguments (const char *prog, va_list args)
{
  const char **argv;
  size_t n = 1;
  va_list copy;

  va_copy (copy, args);
  while (va_arg (copy, const char *))
    n++;
  va_end (copy);
  argv = calloc (n + 1, sizeof *argv);
  if (!argv) {
    reply_with_perror ("%s", prog);
    return NULL;
  }
  argv[0] = prog;
  for (size_t i = 1; i < n; ++i)
    argv[i] = va_arg (args, const char *);
  return argv;
}

int
run (char **ret_out, const char *prog, ...)
{
  CLEANUP_FREE const char **argv = NULL;
  va_list args;

  va_start (args, prog);
  argv = collect_arguments (prog, args);
  va_end (args);
  return argv ? run_simple (ret_out, argv, false) : -1;
}

int
run_confined (char **ret_out, const char *prog, ...)
{
  CLEANUP_FREE const char **argv = NULL;
  va_list args;

  va_start (args, prog);
  argv = collect_arguments (prog, args);
  va_end (args);
  return argv ? run_simple (ret_out, argv, true) : -1;
}

/* ---- Is it there? ---- */

static bool
in_path (const char *prog)
{
  CLEANUP_FREE char *dirs = NULL;
  const char *path = getenv ("PATH");
  char *save = NULL;

  dirs = strdup (path ? path : "");
  for (char *d = dirs ? strtok_r (dirs, ":", &save) : NULL; d;
       d = strtok_r (NULL, ":", &save)) {
    CLEANUP_FREE char *file = NULL;
    if (asprintf (&file, "%s/%s", d, prog) != -1 && access (file, X_OK) == 0)
      return true;
  }
  return false;
}

/* Answers start with + or - and never change. */
bool
have_program (const char *prog)
{
  static struct strvec known = STRVEC_INIT;
  bool yes;

  for (size_t i = 0; i < known.len; ++i)
    if (strcmp (known.ptr[i] + 1, prog) == 0)
      return known.ptr[i][0] == '+';
  yes = in_path (prog);
  strvec_addf (&known, "%c%s", yes ? '+' : '-', prog);
  return yes;
}
