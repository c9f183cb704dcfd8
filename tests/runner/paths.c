/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gives paths that are bad, or turn bad, to every action that takes one:
 *
 *   paths [-v] errno|race [ACTION]
 *
 * errno   paths that are not there, too long, through files, in circles
 * race    files that are replaced by links to the appliance's own files, and
 *         back, while the action runs
 */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paths.h"
#include "remove-tree.h"

static char *tmpdir;

static void __attribute__ ((noreturn))
give_up (struct session *s, const char *what)
{
  fprintf (stderr, "paths: %s: %s\n", what,
           s->g ? guestfs_last_error (s->g) : "out of memory");
  exit (EXIT_FAILURE);
}

/* ---- What got.c and the calls want ---- */

void
begin_step (struct capi *t, const char *line)
{
  t->step = line;
}

static bool
ends_with (const char *s, const char *end)
{
  const size_t n = strlen (s), m = strlen (end);

  return n >= m && strcmp (s + n - m, end) == 0;
}

/* What is unpacked must be of the right kind. */
static void
fill_file (const char *path, const char *name)
{
  CLEANUP_FREE char *command = NULL;
  const char *z = strncmp (name, "tgz", 3) == 0 ? "z"
    : strncmp (name, "txz", 3) == 0 ? "J" : "";
  FILE *fp;

  if (strstr (name, "_in") && name[0] == 't') {
    if (asprintf (&command, "cd '%s' && echo member > member && "
                  "tar c%sf '%s' member", tmpdir, z, path) == -1 ||
        system (command) != 0)
      abort ();
    return;
  }
  fp = fopen (path, "we");
  if (!fp || fputs ("cGxhaW4K\n", fp) == EOF || fclose (fp) == EOF)
    abort ();
}

const char *
local_file (struct capi *t, const char *name)
{
  const char *source = getenv ("abs_top_srcdir"), *path;
  const bool data = strncmp (name, "@data/", 6) == 0;

  if (strvec_addf (&t->files, "%s/%s", data ? source ? source : "."
                   : tmpdir, data ? "tests/data" : name + 5) == -1)
    abort ();
  if (data && strvec_addf (&t->files, "%s/tests/data/%s",
                           source ? source : ".", name + 6) == -1)
    abort ();
  path = t->files.ptr[t->files.len-1];
  if (!data && !ends_with (name, "/out") && access (path, F_OK) == -1)
    fill_file (path, name + 5);
  return path;
}

/* ---- The guest ---- */

char *
appliance (struct session *s, const char *command)
{
  char *argv[] = { (char *) command, NULL };
  char *out = guestfs_debug (s->g, "sh", argv);

  if (!out)
    give_up (s, command);
  return out;
}

static char plain[8192];

static void
make_tree (struct session *s)
{
  guestfs_h *g = s->g;

  /* Some make what they write immutable, or a read-only subvolume. */
  if (guestfs_rm_rf (g, "/t") == -1)
    free (appliance (s, "cd /sysroot/t && chattr -R -f -i .; "
                     "btrfs subvolume delete * ; :"));
  if (guestfs_rm_rf (g, "/t") == -1 || guestfs_mkdir (g, "/t") == -1 ||
      guestfs_write (g, "/t/plain", plain, sizeof plain) == -1 ||
      guestfs_write (g, "/t/other", plain, sizeof plain) == -1 ||
      guestfs_mkdir (g, "/t/dir") == -1 ||
      guestfs_write (g, "/t/dir/a", "a\n", 2) == -1 ||
      guestfs_setxattr (g, "user.test", "x", 1, "/t/plain") == -1 ||
      guestfs_ln_s (g, "loop", "/t/loop") == -1)
    give_up (s, "making the guest");
}

static bool
begins (const struct path_use *use, const char *with)
{
  return strncmp (use->action, with, strlen (with)) == 0;
}

/* On /dev/sdd there is a Btrfs, for those that want one. */
static const char *
root_device (const struct path_use *use)
{
  return begins (use, "btrfs_") ? "/dev/sdd" : "/dev/sda";
}

static void
make_filesystems (struct session *s)
{
  struct guestfs_mkfs_opts_argv none = { .bitmask = 0 };

  for (size_t i = 0; i < sizeof plain; ++i)
    plain[i] = i % 8 == 7 ? '\n' : 'a';
  if (guestfs_mkfs_opts_argv (s->g, "ext4", "/dev/sda", &none) == -1 ||
      guestfs_mkfs_opts_argv (s->g, "ext2", "/dev/sdc", &none) == -1 ||
      guestfs_mkfs_opts_argv (s->g, "btrfs", "/dev/sdd", &none) == -1)
    give_up (s, "making file systems");
}

/* Only when an action has left something; most leave nothing. */
static void
mount_again (struct session *s, const struct path_use *use)
{
  char **mounts = guestfs_mounts (s->g);
  const char *root = root_device (use);
  const bool as_wanted = mounts && mounts[0] && !mounts[1]
    && strcmp (mounts[0], root) == 0;

  string_list_free (mounts);
  if (!as_wanted && (guestfs_umount_all (s->g) == -1 ||
                     guestfs_mount (s->g, root, "/") == -1))
    give_up (s, "mounting the guest");
}

/* What the daemon holds, before or because of the action. */
static void
open_and_close (struct session *s, const struct path_use *use)
{
  CLEANUP_FREE char *rules = NULL;

  if (begins (use, "aug_"))
    guestfs_aug_close (s->g);
  if (begins (use, "hivex_"))
    guestfs_hivex_close (s->g);
  if (begins (use, "journal_"))
    guestfs_journal_close (s->g);
  if (begins (use, "inotify_"))
    guestfs_inotify_init (s->g, 0);
  if (strstr (use->action, "yara_scan")) {
    if (asprintf (&rules, "%s/rules", tmpdir) == -1)
      abort ();
    guestfs_yara_load (s->g, rules);
  }
}

void
make_guest_again (struct session *s, const struct path_use *use)
{
  open_and_close (s, use);
  mount_again (s, use);
  make_tree (s);
}

/* ---- Calls ---- */

static void
add_result (struct strbuf *b, const struct got *got)
{
  if (got->failed) {
    strbuf_addf (b, "errno %s: %s", strerror (got->error_number),
                 got->error ? got->error : "");
    return;
  }
  strbuf_adds (b, "works: ");
  switch (got->kind) {
  case GOT_NOTHING: case GOT_STATUS:
    break;
  case GOT_NUMBER: case GOT_TRUTH: case GOT_COUNT:
    strbuf_addf (b, "%s", got->number ? "not zero" : "zero");
    break;
  case GOT_TEXT:
    strbuf_add (b, got->text.ptr ? got->text.ptr : "", got->text.len);
    break;
  case GOT_STRINGS: case GOT_PAIRS:
    for (size_t i = 0; i < got->strings.len; ++i)
      strbuf_addf (b, "%s\n", got->strings.ptr[i]);
    break;
  }
}

/* A file that was to be written, if any. */
static void
add_local_file (struct strbuf *b)
{
  CLEANUP_FREE char *path = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  int c;

  if (asprintf (&path, "%s/out", tmpdir) == -1)
    abort ();
  fp = fopen (path, "re");
  while (fp && (c = getc (fp)) != EOF)
    if (c)
      strbuf_addc (b, c);
  unlink (path);
}

char *
outcome (struct session *s, const struct path_use *use, const char *path)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *full = NULL;
  char *text;

  if (asprintf (&full, "%s%s", path, use->suffix ? use->suffix : "") == -1)
    abort ();
  use->call (&s->t, full);
  add_result (&b, &s->t.got);
  add_local_file (&b);
  text = strbuf_steal (&b);
  if (!text)
    abort ();
  if (s->verbose)
    printf ("%s %s %.40s: %.150s\n", use->action, use->arg, full, text);
  return text;
}

/* ---- Beginning and end ---- */

static void
remove_tmpdir (void)
{
  remove_tree (tmpdir);
}

static void
write_rules (void)
{
  CLEANUP_FREE char *path = NULL;
  FILE *fp;

  if (asprintf (&path, "%s/rules", tmpdir) == -1)
    abort ();
  fp = fopen (path, "we");
  if (!fp || fputs ("rule some { condition: true }\n", fp) == EOF ||
      fclose (fp) == EOF)
    abort ();
}

static void
start (struct session *s, int smp)
{
  const char *tmp = getenv ("TMPDIR");
  static const int64_t mib[] = { 400, 2, 8, 256 };
  struct guestfs_add_drive_scratch_argv none = { .bitmask = 0 };

  if (asprintf (&tmpdir, "%s/paths-XXXXXX", tmp ? tmp : "/tmp") == -1 ||
      !mkdtemp (tmpdir))
    abort ();
  atexit (remove_tmpdir);
  s->g = s->t.g = guestfs_create ();
  s->t.tmpdir = tmpdir;
  if (!s->g)
    abort ();
  guestfs_set_error_handler (s->g, NULL, NULL);
  for (size_t i = 0; i < sizeof mib / sizeof mib[0]; ++i)
    if (guestfs_add_drive_scratch_argv (s->g, mib[i] << 20, &none) == -1)
      give_up (s, "adding a disk");
  if (guestfs_set_smp (s->g, smp) == -1 || guestfs_launch (s->g) == -1)
    give_up (s, "launch");
  make_filesystems (s);
  write_rules ();
}

static bool
is_there (struct session *s, const struct path_use *use)
{
  char *groups[] = { (char *) use->group, NULL };

  return !use->group || guestfs_feature_available (s->g, groups) == 1;
}

typedef void (*tester) (struct session *, const struct path_use *,
                        struct strbuf *);

static void
test_use (struct session *s, const struct path_use *use, tester test)
{
  CLEANUP_STRBUF struct strbuf wrong = STRBUF_INIT;

  if (!is_there (s, use)) {
    printf ("skipped %s %s: this appliance has no %s\n", use->action, use->arg,
            use->group);
    s->skipped++;
    return;
  }
  test (s, use, &wrong);
  if (wrong.len > 0) {
    printf ("FAILED %s %s\n%s", use->action, use->arg, wrong.ptr);
    s->failed++;
  }
  else
    s->passed++;
  fflush (stdout);
}

static void
test_all (struct session *s, tester test)
{
  for (size_t area = 0; path_uses[area]; ++area)
    for (const struct path_use *use = path_uses[area]; use->action; ++use)
      if (!s->only || strcmp (s->only, use->action) == 0)
        test_use (s, use, test);
}

static int
run (struct session *s, const char *mode)
{
  const bool race = strcmp (mode, "race") == 0;

  start (s, race ? 2 : 1);
  if (race)
    race_begin (s);
  test_all (s, race ? race_use : errno_use);
  if (race)
    race_end (s);
  if (guestfs_shutdown (s->g) == -1)
    give_up (s, "shutdown");
  guestfs_close (s->g);
  got_done (&s->t.got);
  strvec_done (&s->t.files);
  printf ("%u passed, %u failed, %u skipped\n", s->passed, s->failed,
          s->skipped);
  return s->failed > 0 || s->passed == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main (int argc, char *argv[])
{
  struct session s = { .t.files = STRVEC_INIT };
  const char *mode;

  if (argc > 1 && strcmp (argv[1], "-v") == 0) {
    s.verbose = true;
    argc--;
    argv++;
  }
  mode = argc > 1 ? argv[1] : "";
  if (strcmp (mode, "errno") != 0 && strcmp (mode, "race") != 0) {
    fprintf (stderr, "usage: paths [-v] errno|race [ACTION]\n");
    return EXIT_FAILURE;
  }
  s.only = argc > 2 ? argv[2] : NULL;
  alarm (3600);
  return run (&s, mode);
}
