/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking into the daemon and the appliance, and making them fail. */

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

#include "call/state.h"
#include "daemon.h"
#include "rescue.h"

static char *
dup_result (const char *s)
{
  char *ret = strdup (s);

  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

static bool
has_arguments (const char *usage, char *const *argv, size_t least, size_t most)
{
  const size_t n = string_list_length (argv);

  if (n >= least && n <= most)
    return true;
  reply_with_error_errno (EINVAL, "usage: %s", usage);
  return false;
}

/* ---- Looking ---- */

static char *debug_help (char *const *argv);

static char *
list_files (const char *flags, char *const *argv)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char *out;

  if (strvec_add (&v, "ls") == -1 || strvec_add (&v, flags) == -1 ||
      strvec_add (&v, "--") == -1) {
    reply_with_perror ("malloc");
    return NULL;
  }
  for (; *argv != NULL; ++argv) {
    if (strvec_add (&v, *argv) == -1) {
      reply_with_perror ("malloc");
      return NULL;
    }
  }
  return run_argv (&out, (const char *const *) v.ptr) == -1 ? NULL : out;
}

static char *
debug_ls (char *const *argv)
{
  return list_files ("-a", argv);
}

static char *
debug_ll (char *const *argv)
{
  return list_files ("-la", argv);
}

static char *
debug_env (char *const *argv)
{
  (void) argv;
  return string_list_join ("\n", environ);
}

static int
add_descriptor (struct strbuf *b, int dir, const char *name)
{
  CLEANUP_FREE char *target = read_link (dir, name);

  return strbuf_addf (b, "%s %s\n", name, target ? target : "");
}

static char *
debug_fds (char *const *argv)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir ("/proc/self/fd");
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  struct dirent *d;

  (void) argv;
  if (dir == NULL) {
    reply_with_perror ("/proc/self/fd");
    return NULL;
  }
  while ((d = readdir (dir)) != NULL) {
    if (isdigit ((unsigned char) d->d_name[0]) &&
        add_descriptor (&b, dirfd (dir), d->d_name) == -1)
      break;
  }
  return strbuf_steal (&b);
}

static char *
debug_mounts (char *const *argv)
{
  char *out;

  (void) argv;
  return run (&out, "cat", "/proc/self/mountinfo", NULL) == -1 ? NULL : out;
}

/* Files of the appliance: what changes when one is read or written.  That much
 * takes a program twenty times as long. */
static char *
debug_stat (char *const *argv)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  struct stat st;

  for (; *argv; ++argv) {
    if (lstat (*argv, &st) == -1) {
      reply_with_perror ("%s", *argv);
      return NULL;
    }
    strbuf_addf (&b, "%s 0%o %u:%u %lld, %lld %lld %lld\n", *argv,
                 (unsigned) st.st_mode, (unsigned) st.st_uid,
                 (unsigned) st.st_gid, (long long) st.st_size,
                 (long long) st.st_atime, (long long) st.st_mtime,
                 (long long) st.st_ctime);
  }
  return strbuf_steal (&b);
}

/* A command of the appliance, not of the guest. */
static char *
debug_sh (char *const *argv)
{
  CLEANUP_FREE char *command = NULL;
  char *out;

  if (!has_arguments ("sh command", argv, 1, SIZE_MAX))
    return NULL;
  command = string_list_join (" ", argv);
  if (command == NULL) {
    reply_with_perror ("malloc");
    return NULL;
  }
  return run (&out, "/bin/sh", "-c", command, NULL) == -1 ? NULL : out;
}

/* ---- What virt-rescue needs ---- */

static char *
debug_console_size (char *const *argv)
{
  int64_t rows, columns;

  if (!has_arguments ("console_size rows columns", argv, 2, 2))
    return NULL;
  rows = parse_int64 (argv[0], "rows");
  columns = rows >= 0 ? parse_int64 (argv[1], "columns") : -1;
  if (rows < 0 || columns < 0 || rows > UINT16_MAX || columns > UINT16_MAX) {
    if (!reply_has_error ())
      reply_with_error_errno (EINVAL, "a number is out of range");
    return NULL;
  }
  return console_set_size (rows, columns) == -1 ? NULL : dup_result ("ok");
}

/* So that programs of the guest find what they expect after chroot.  What a
 * guest does not have is left out. */
static int
bind_in_guest (const char *path)
{
  CLEANUP_CLOSE int fd = guest_open (path, O_PATH | O_DIRECTORY | O_CLOEXEC,
                                     0);
  CLEANUP_FREE char *link = NULL;

  if (fd == -1)
    return 0;
  if (asprintf (&link, "/proc/self/fd/%d", fd) == -1) {
    link = NULL;
    return -1;
  }
  return mount (path, link, NULL, MS_BIND | MS_REC, NULL);
}

static char *
debug_bind_kernel (char *const *argv)
{
  static const char *const paths[] = { "/dev", "/proc", "/sys" };

  (void) argv;
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; ++i)
    if (bind_in_guest (paths[i]) == -1) {
      reply_with_perror ("%s", paths[i]);
      return NULL;
    }
  return dup_result ("ok");
}

/* ---- Making things happen ---- */

static char *
debug_print (char *const *argv)
{
  CLEANUP_FREE char *words = string_list_join (" ", argv);

  if (words == NULL) {
    reply_with_perror ("malloc");
    return NULL;
  }
  fprintf (stderr, "%s\n", words);
  return dup_result ("ok");
}

static char *
debug_error (char *const *argv)
{
  if (!has_arguments ("error errno message", argv, 2, 2))
    return NULL;
  reply_with_error_errno (atoi (argv[0]), "%s", argv[1]);
  return NULL;
}

static char *
debug_spew (char *const *argv)
{
  int64_t n;
  char *ret;

  if (!has_arguments ("spew bytes", argv, 1, 1))
    return NULL;
  n = parse_int64 (argv[0], "bytes");
  if (reply_has_error ())
    return NULL;
  if (n < 0 || n == INT64_MAX) {
    reply_with_error_errno (EINVAL, "%s: not a number of bytes that a result "
                            "can have", argv[0]);
    return NULL;
  }
  ret = malloc ((size_t) n + 1);
  if (ret == NULL) {
    reply_with_perror ("%s", argv[0]);
    return NULL;
  }
  memset (ret, 'x', n);
  ret[n] = '\0';
  return ret;
}

static char *
debug_segv (char *const *argv)
{
  (void) argv;
  signal (SIGSEGV, SIG_DFL);
  raise (SIGSEGV);
  return dup_result ("still here");
}

static char *
debug_exit (char *const *argv)
{
  _exit (argv[0] != NULL ? atoi (argv[0]) : 0);
}

/* For so many seconds, a message every so many microseconds. */
static char *
debug_progress (char *const *argv)
{
  int64_t seconds, rate = 100000, i, steps;
  struct timespec pause;

  if (!has_arguments ("progress seconds [microseconds]", argv, 1, 2))
    return NULL;
  seconds = parse_int64 (argv[0], "seconds");
  if (seconds >= 0 && argv[1] != NULL)
    rate = parse_int64 (argv[1], "microseconds");
  if (seconds < 0 || seconds > 3600 || rate < 1 || rate > 1000000) {
    if (!reply_has_error ())
      reply_with_error_errno (EINVAL, "a number is out of range");
    return NULL;
  }
  progress_enable ();
  steps = seconds * 1000000 / rate;
  current_call ()->progress = true;     /* not what debug is in the table */
  pause.tv_sec = rate / 1000000;
  pause.tv_nsec = rate % 1000000 * 1000;
  for (i = 1; i <= steps; ++i) {
    if (call_fails_cancelled ("progress"))
      return NULL;
    notify_progress (i, steps);
    nanosleep (&pause, NULL);
  }
  return dup_result ("ok");
}

/* Reads of these sectors, one after the other, mark a place in a trace of
 * what QEMU does with the disk. */
static const int marks_on[] = { 15, 21, 33, 1 };
static const int marks_off[] = { 33, 21, 15, 1 };

static int
read_marks (int fd, const int marks[4])
{
  CLEANUP_FREE void *sector = aligned_alloc (4096, 4096);
  int i;

  for (i = 0; sector != NULL && i < 4; ++i) {
    if (pread (fd, sector, 4096, (off_t) marks[i] * 4096) == -1)
      return -1;
  }
  return sector != NULL ? 0 : -1;
}

static char *
debug_qtrace (char *const *argv)
{
  CLEANUP_CLOSE int fd = -1;
  bool on;

  if (!has_arguments ("qtrace device on|off", argv, 2, 2))
    return NULL;
  on = strcmp (argv[1], "on") == 0;
  if (!on && strcmp (argv[1], "off") != 0) {
    reply_with_error_errno (EINVAL, "%s: use on or off", argv[1]);
    return NULL;
  }
  fd = open (argv[0], O_RDONLY | O_DIRECT | O_CLOEXEC);
  if (fd == -1 || read_marks (fd, on ? marks_on : marks_off) == -1) {
    reply_with_perror ("%s", argv[0]);
    return NULL;
  }
  return dup_result ("ok");
}

/* ---- The list ---- */

static const struct subcommand {
  const char *name;
  char *(*run) (char *const *argv);
  const char *help;
} subcommands[] = {
  { "bind_kernel", debug_bind_kernel, "/dev, /proc and /sys in the guest" },
  { "console_size", debug_console_size, "what the console's programs see" },
  { "env", debug_env, "the daemon's environment" },
  { "error", debug_error, "fail with this errno and message" },
  { "exit", debug_exit, "end the daemon" },
  { "fds", debug_fds, "the daemon's open files" },
  { "help", debug_help, "this list" },
  { "ll", debug_ll, "list files of the appliance in long format" },
  { "ls", debug_ls, "list files of the appliance" },
  { "mounts", debug_mounts, "what is mounted in the appliance" },
  { "print", debug_print, "print words on the console" },
  { "progress", debug_progress, "send progress messages" },
  { "qtrace", debug_qtrace, "mark a place in a trace of a disk" },
  { "segv", debug_segv, "crash the daemon" },
  { "sh", debug_sh, "run a command of the appliance" },
  { "spew", debug_spew, "give a result of so many bytes" },
  { "stat", debug_stat, "mode, owner, size and times of files" },
};
#define NR_SUBCOMMANDS (sizeof subcommands / sizeof subcommands[0])

static char *
debug_help (char *const *argv)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  size_t i;

  (void) argv;
  for (i = 0; i < NR_SUBCOMMANDS; ++i)
    strbuf_addf (&b, "%-12s %s\n", subcommands[i].name, subcommands[i].help);
  return strbuf_steal (&b);
}

char *
do_debug (const char *subcmd, char *const *extraargs)
{
  char *ret;
  size_t i;

  for (i = 0; i < NR_SUBCOMMANDS; ++i) {
    if (strcmp (subcommands[i].name, subcmd) == 0) {
      ret = subcommands[i].run (extraargs);
      if (ret == NULL && !reply_has_error ())
        reply_with_perror_errno (ENOMEM, "%s", subcmd);
      return ret;
    }
  }
  reply_with_error_errno (EINVAL, "%s: unknown: see the subcommand help",
                          subcmd);
  return NULL;
}
