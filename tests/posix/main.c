/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the cases in a directory: a line for each, and the score.
 *
 *   posix DIRECTORY [PREFIX …]       all, or those whose name begins so
 *   posix --list                     their names
 */

#include <ftw.h>
#include <grp.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "posix.h"

#define SECONDS 120             /* for one case */
#define SKIPPED 77

static struct one_case {
  const char *name;
  void (*run) (void);
  void (*run_numbered) (int);
  int n;
} *cases;
static size_t nr_cases;

static char *message;           /* shared with the processes of cases */
#define MESSAGE_SIZE 1024

/* ---- The list ---- */

static void
add (struct one_case c)
{
  cases = reallocarray (cases, nr_cases + 1, sizeof c);
  if (!cases)
    abort ();
  cases[nr_cases++] = c;
}

void
case_add (const char *name, void (*run) (void))
{
  add ((struct one_case) { .name = name, .run = run });
}

void
case_add_numbered (char *name, void (*run) (int), int n)
{
  add ((struct one_case) { .name = name, .run_numbered = run, .n = n });
}

static int
by_name (const void *a, const void *b)
{
  return strcmp (((const struct one_case *) a)->name,
                 ((const struct one_case *) b)->name);
}

/* ---- In a case ---- */

void
expect_yes (int r, const char *what, const char *file, int line)
{
  if (r)
    return;
  snprintf (message, MESSAGE_SIZE, "%s:%d: %s: is not so", file, line, what);
  _exit (1);
}

long long
expect_ok (long long r, const char *what, const char *file, int line)
{
  if (r != -1)
    return r;
  snprintf (message, MESSAGE_SIZE, "%s:%d: %s: %s", file, line, what,
            strerrorname_np (errno));
  _exit (1);
}

void
expect_errno (int err, long long r, const char *what, const char *file,
              int line)
{
  if (r == -1 && errno == err)
    return;
  snprintf (message, MESSAGE_SIZE, "%s:%d: %s: %s, not %s", file, line, what,
            r == -1 ? strerrorname_np (errno) : "success",
            strerrorname_np (err));
  _exit (1);
}

void
expect_is (long long got, long long want, const char *what, const char *file,
           int line)
{
  if (got == want)
    return;
  snprintf (message, MESSAGE_SIZE, "%s:%d: %s: %lld (0%llo), not %lld (0%llo)",
            file, line, what, got, (unsigned long long) got, want,
            (unsigned long long) want);
  _exit (1);
}

void
skip_case (const char *why)
{
  snprintf (message, MESSAGE_SIZE, "%s", why);
  _exit (SKIPPED);
}

/* ---- Running ---- */

static int
remove_one (const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
  (void) st, (void) flag, (void) ftw;
  return remove (path);
}

static void __attribute__ ((noreturn))
run_in_child (const struct one_case *c)
{
  umask (0);
  alarm (SECONDS);
  if (c->run)
    c->run ();
  else
    c->run_numbered (c->n);
  _exit (0);
}

/* The exit status; a timeout and a crash are failures. */
static int
status_of (const struct one_case *c)
{
  int status;
  const pid_t pid = fork ();

  if (pid == 0)
    run_in_child (c);
  if (pid == -1 || waitpid (pid, &status, 0) == -1)
    abort ();
  if (WIFEXITED (status))
    return WEXITSTATUS (status);
  snprintf (message, MESSAGE_SIZE, "signal %d", WTERMSIG (status));
  return 1;
}

static int
run_case (const struct one_case *c, int number)
{
  static const char *const words[] = { "ok", "not ok", "skip" };
  char dir[32];

  snprintf (dir, sizeof dir, "case-%d", number);
  message[0] = '\0';
  if (mkdir (dir, 0755) == -1 || chdir (dir) == -1) {
    perror (dir);
    exit (2);
  }
  const int status = status_of (c);
  const int word = status == 0 ? 0 : status == SKIPPED ? 2 : 1;

  printf ("%s %s%s%s\n", words[word], c->name, message[0] ? ": " : "",
          message);
  fflush (stdout);
  if (chdir ("..") == -1)
    exit (2);
  nftw (dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  return word;
}

static bool
is_wanted (const char *name, char *const *prefixes)
{
  if (!*prefixes)
    return true;
  for (; *prefixes; prefixes++)
    if (strncmp (name, *prefixes, strlen (*prefixes)) == 0)
      return true;
  return false;
}

static void
run_cases (char *const *prefixes)
{
  int counts[3] = { 0 };

  for (size_t i = 0; i < nr_cases; ++i)
    if (is_wanted (cases[i].name, prefixes))
      counts[run_case (&cases[i], (int) i)]++;
  printf ("score %d of %d, %d skipped\n", counts[0], counts[0] + counts[1],
          counts[2]);
}

int
main (int argc, char *argv[])
{
  qsort (cases, nr_cases, sizeof *cases, by_name);
  if (argc == 2 && strcmp (argv[1], "--list") == 0) {
    for (size_t i = 0; i < nr_cases; ++i)
      puts (cases[i].name);
    return 0;
  }
  if (argc < 2 || geteuid () != 0) {
    fprintf (stderr, "usage: %s DIRECTORY [PREFIX ...], as root\n", argv[0]);
    return 2;
  }
  message = mmap (NULL, MESSAGE_SIZE, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (message == MAP_FAILED || chdir (argv[1]) == -1) {
    perror (argv[1]);
    return 2;
  }
  umask (0);
  run_cases (argv + 2);
  return 0;
}
