/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the tests that the records of the actions contain.
 *
 * One appliance serves all of them; its disks are wiped between tests.  When
 * that fails, or a test has brought the appliance down, a new one is started.
 * What is printed is TAP, and at the end: N passed, N failed, N skipped.
 * The exit status is 77 when all were skipped, and 2 when what was asked for
 * does not exist.
 */

#include <config.h>

#include <dirent.h>
#include <fnmatch.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capi.h"

struct selection {
  struct strvec areas, tests;   /* patterns; empty: all of them */
};

struct tally {
  unsigned number, passed, failed, skipped;
};

struct session {
  struct machine machine;
  struct tally tally;
  bool check_readers;
  bool broken;                  /* no machine could be started: do not try */
  const struct capi_area *area; /* of the last test */
  /* What the tests since the last reset may have left behind. */
  const char *const *groups;
};

/* ---- Options ---- */

static void
usage (FILE *fp)
{
  fputs (
    "usage: capi [OPTION ...]\n"
    "  --area AREA        only the tests of this area (mount), or of those\n"
    "                     that a pattern matches ('lvm_*')\n"
    "  --test NAME        only this test (mkdir-0) or action (mkdir)\n"
    "  --list             print area and name of each test, run nothing\n"
    "  --cachemode MODE   of the scratch disks: unsafe (default), writeback\n"
    "  --cold             boot the appliance instead of restoring a template\n"
    "  --verbose          debug messages\n"
    "  --trace            print each call\n"
    "  --readers          actions that leave nothing, as the table says, run\n"
    "                     where nothing can be changed\n"
    "--area and --test may be given more than once.\n", fp);
}

enum { OPT_AREA = 1, OPT_TEST, OPT_LIST, OPT_CACHEMODE, OPT_COLD, OPT_VERBOSE,
       OPT_TRACE, OPT_READERS, OPT_HELP };

static const struct option long_options[] = {
  { "area", required_argument, NULL, OPT_AREA },
  { "test", required_argument, NULL, OPT_TEST },
  { "list", no_argument, NULL, OPT_LIST },
  { "cachemode", required_argument, NULL, OPT_CACHEMODE },
  { "cold", no_argument, NULL, OPT_COLD },
  { "verbose", no_argument, NULL, OPT_VERBOSE },
  { "trace", no_argument, NULL, OPT_TRACE },
  { "readers", no_argument, NULL, OPT_READERS },
  { "help", no_argument, NULL, OPT_HELP },
  { NULL, 0, NULL, 0 },
};

static bool
parse_options (int argc, char *argv[], struct session *s,
               struct selection *sel)
{
  bool list = false;
  int c;

  while ((c = getopt_long (argc, argv, "", long_options, NULL)) != -1)
    switch (c) {
    case OPT_AREA: strvec_add (&sel->areas, optarg); break;
    case OPT_TEST: strvec_add (&sel->tests, optarg); break;
    case OPT_LIST: list = true; break;
    case OPT_CACHEMODE: s->machine.cachemode = optarg; break;
    case OPT_COLD: s->machine.cold = true; break;
    case OPT_VERBOSE: s->machine.verbose = true; break;
    case OPT_TRACE: s->machine.trace = true; break;
    case OPT_READERS: s->check_readers = true; break;
    case OPT_HELP: usage (stdout); exit (EXIT_SUCCESS);
    default: usage (stderr); exit (2);
    }
  if (optind < argc) {
    usage (stderr);
    exit (2);
  }
  return list;
}

static bool
matches_one (const struct strvec *patterns, const char *s)
{
  for (size_t i = 0; i < patterns->len; ++i)
    if (fnmatch (patterns->ptr[i], s, 0) == 0)
      return true;
  return false;
}

static bool
is_selected (const struct selection *sel, const struct capi_area *area,
             const struct capi_test *test)
{
  CLEANUP_FREE char *action = NULL;

  if (sel->areas.len > 0 && !matches_one (&sel->areas, area->name))
    return false;
  if (sel->tests.len == 0 || matches_one (&sel->tests, test->name))
    return true;
  action = strndup (test->name, strrchr (test->name, '-') - test->name);
  if (action == NULL)
    abort ();
  return matches_one (&sel->tests, action);
}

typedef void (*visitor) (struct session *s, const struct capi_area *area,
                         const struct capi_test *test);

/* How many were visited. */
static size_t
visit (struct session *s, const struct selection *sel, visitor f)
{
  size_t n = 0;

  for (size_t i = 0; capi_areas[i]; ++i)
    for (const struct capi_test *t = capi_areas[i]->tests; t->name; ++t)
      if (is_selected (sel, capi_areas[i], t)) {
        f (s, capi_areas[i], t);
        n++;
      }
  return n;
}

static void
pass_over (struct session *s, const struct capi_area *area,
           const struct capi_test *test)
{
  (void) s;
  (void) area;
  (void) test;
}

static void
say_that_they_do_not_meet (const struct selection *sel)
{
  CLEANUP_FREE char *areas = string_list_join (" ", sel->areas.ptr);
  CLEANUP_FREE char *tests = string_list_join (" ", sel->tests.ptr);

  fprintf (stderr, "capi: --area %s: has no test that --test %s names: "
           "see --list\n", areas, tests);
}

/* Exits when one of the words selects nothing, which would hide a spelling
 * mistake, or all of them together do. */
static void
require_matches (struct session *s, const struct selection *sel)
{
  for (size_t i = 0; i < sel->areas.len + sel->tests.len; ++i) {
    const bool is_area = i < sel->areas.len;
    char *word = is_area ? sel->areas.ptr[i]
                         : sel->tests.ptr[i - sel->areas.len];
    const struct strvec just_this = { .ptr = &word, .len = 1 };
    const struct selection one = {
      is_area ? just_this : (struct strvec) STRVEC_INIT,
      is_area ? (struct strvec) STRVEC_INIT : just_this
    };

    if (visit (s, &one, pass_over) == 0) {
      fprintf (stderr, "capi: --%s %s: there is no such test: see --list\n",
               is_area ? "area" : "test", word);
      exit (2);
    }
  }
  if (visit (s, sel, pass_over) == 0) {
    say_that_they_do_not_meet (sel);
    exit (2);
  }
}

/* ---- Files of a test ---- */

static void
empty_directory (const char *path)
{
  CLEANUP_CLOSEDIR DIR *dir = opendir (path);
  struct dirent *d;

  while (dir && (d = readdir (dir)) != NULL) {
    CLEANUP_FREE char *name = NULL;

    if (strcmp (d->d_name, ".") == 0 || strcmp (d->d_name, "..") == 0 ||
        asprintf (&name, "%s/%s", path, d->d_name) == -1)
      continue;
    if (unlink (name) == -1) {
      empty_directory (name);
      rmdir (name);
    }
  }
}

static void
remove_tmpdir (struct capi *t)
{
  if (t->tmpdir) {
    empty_directory (t->tmpdir);
    rmdir (t->tmpdir);
  }
  free (t->tmpdir);
  t->tmpdir = NULL;
}

static void
make_tmpdir (struct capi *t)
{
  const char *tmp = getenv ("TMPDIR");

  if (asprintf (&t->tmpdir, "%s/capi.XXXXXX", tmp ? tmp : "/tmp") == -1 ||
      !mkdtemp (t->tmpdir)) {
    perror ("capi: temporary directory");
    exit (EXIT_FAILURE);
  }
}

const char *
local_file (struct capi *t, const char *name)
{
  const char *source = getenv ("abs_top_srcdir");
  int r;

  if (strncmp (name, "@data/", 6) == 0)
    r = strvec_addf (&t->files, "%s/tests/data/%s", source ? source : ".",
                     name + 6);
  else
    r = strvec_addf (&t->files, "%s/%s", t->tmpdir, name + 5);
  if (r == -1) {
    perror ("capi");
    exit (EXIT_FAILURE);
  }
  return t->files.ptr[t->files.len-1];
}

void
begin_step (struct capi *t, const char *line)
{
  if (t->read_only)
    make_read_only (t, false);
  t->step = line;
  t->step_number++;
}

/* One of them would see it. */
void
begin_reading_step (struct capi *t, const char *line)
{
  const bool read_only = t->check_readers && !strstr (line, "getro");

  if (t->read_only != read_only)
    make_read_only (t, read_only);
  t->step = line;
  t->step_number++;
}

/* ---- Results ---- */

static void
print_comment (const char *text)
{
  while (*text) {
    size_t n = strcspn (text, "\n");

    printf ("# %.*s\n", (int) n, text);
    text += n + (text[n] == '\n');
  }
}

static void
passed (struct tally *tally, const struct capi_test *test)
{
  tally->passed++;
  printf ("ok %u - %s\n", ++tally->number, test->name);
}

static void
failed (struct tally *tally, const struct capi_test *test, const char *why)
{
  tally->failed++;
  printf ("not ok %u - %s\n", ++tally->number, test->name);
  print_comment (why ? why : "no reason given");
}

static void
skipped (struct tally *tally, const struct capi_test *test, const char *why)
{
  tally->skipped++;
  printf ("ok %u - %s # SKIP %s\n", ++tally->number, test->name, why);
}

/* ---- Running ---- */

static void
run_on (struct session *s, const struct capi_test *test, guestfs_h *g)
{
  struct capi t = { .g = g, .check_readers = s->check_readers };

  make_tmpdir (&t);
  if (test->run (&t))
    passed (&s->tally, test);
  else
    failed (&s->tally, test, t.diagnosis.ptr);
  if (t.read_only)
    make_read_only (&t, false);
  strvec_done (&t.remounted);
  remove_tmpdir (&t);
  got_done (&t.got);
  strvec_done (&t.files);
  strbuf_done (&t.diagnosis);
}

/* A machine with blank disks for this set-up: the old one, wiped, or a new
 * one. */
static int
prepare_machine (struct session *s, enum capi_setup setup,
                 struct strbuf *ret_why)
{
  CLEANUP_STRBUF struct strbuf reset = STRBUF_INIT;

  if (s->machine.g &&
      machine_reset (&s->machine, s->groups, setup, &reset) == 0)
    return 0;
  if (reset.len > 0)
    printf ("# starting again: %s\n", reset.ptr);
  machine_stop (&s->machine);
  return machine_start (&s->machine, ret_why);
}

static void
run_on_machine (struct session *s, const struct capi_test *test)
{
  CLEANUP_STRBUF struct strbuf why = STRBUF_INIT;
  const char *lacks;

  if (s->broken || prepare_machine (s, test->setup, &why) == -1) {
    s->broken = true;
    machine_stop (&s->machine);
    failed (&s->tally, test, why.ptr ? why.ptr : "there is no appliance");
    return;
  }
  lacks = machine_lacks (&s->machine, test->needs);
  if (lacks) {
    strbuf_addf (&why, "the appliance has no %s", lacks);
    skipped (&s->tally, test, why.ptr);
    return;
  }
  s->groups = test->needs;
  if (machine_set_up (&s->machine, test->setup, &why) == -1)
    failed (&s->tally, test, why.ptr);
  else
    run_on (s, test, s->machine.g);
}

static void
run_on_new_handle (struct session *s, const struct capi_test *test)
{
  guestfs_h *g = new_handle (&s->machine);

  run_on (s, test, g);
  guestfs_close (g);
}

static void
run_test (struct session *s, const struct capi_area *area,
          const struct capi_test *test)
{
  if (area != s->area)
    printf ("# %s\n", area->name);
  s->area = area;
  if (test->skip)
    skipped (&s->tally, test, test->skip);
  else if (test->new_handle)
    run_on_new_handle (s, test);
  else
    run_on_machine (s, test);
  fflush (stdout);
}

static void
print_name (struct session *s, const struct capi_area *area,
            const struct capi_test *test)
{
  (void) s;
  printf ("%s %s\n", area->name, test->name);
}

static void
skip_without_appliance (void)
{
  const char *path = getenv ("LIBGUESTFS_PATH");
  CLEANUP_FREE char *root = NULL;

  if (!path || asprintf (&root, "%s/root", path) == -1 ||
      access (root, R_OK) == 0)
    return;
  printf ("capi: skipped: no appliance in %s\n", path);
  exit (77);
}

static int
exit_status (const struct tally *t)
{
  if (t->failed > 0)
    return EXIT_FAILURE;
  return t->passed > 0 ? EXIT_SUCCESS : 77;
}

int
main (int argc, char *argv[])
{
  struct selection sel = { STRVEC_INIT, STRVEC_INIT };
  struct session s = { .machine = { .cachemode = "unsafe" } };
  bool list = parse_options (argc, argv, &s, &sel);

  require_matches (&s, &sel);
  if (!list)
    skip_without_appliance ();
  visit (&s, &sel, list ? print_name : run_test);
  machine_stop (&s.machine);
  strvec_done (&sel.areas);
  strvec_done (&sel.tests);
  if (list)
    return EXIT_SUCCESS;
  printf ("1..%u\n%u passed, %u failed, %u skipped\n", s.tally.number,
          s.tally.passed, s.tally.failed, s.tally.skipped);
  return exit_status (&s.tally);
}
