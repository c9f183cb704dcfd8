/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether an action can be led out of the guest: a canary lies in the
 * appliance, and paths and links of the guest point at it.  Its times tell
 * whether it was read or written; its size, owner and content are looked for
 * in what actions return. */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capi.h"

#define DIR "/run/canary"
#define CONTENT "tweet"
#define SIZE 77777
#define OWNER "54321"

/* /e… are links, to the file or the directory; see links below.  The call may
 * remove them, so those that go through one come before it. */
const char *const hostile_paths[] = {
  "/../run/canary/file", "/../../../run/canary", "/e4/file", "/e5/file",
  "/e5/new", "/e5", "/e0", "/e1", "/e2", "/e3", NULL
};

static const char *const links[] = {
  DIR "/file", "../run/canary/file", "../../../../run/canary/file",
  "/proc/self/root" DIR "/file", ("../.." DIR), DIR,
};

/* Of an old day, so that whatever reads it changes its time of access. */
static const char plant[] =
  "rm -rf " DIR " && mkdir " DIR " && printf " CONTENT " > " DIR "/file && "
  "truncate -s 77777 " DIR "/file && chown " OWNER ":" OWNER " " DIR "/file "
  "&& touch -d @1000000000 " DIR "/file " DIR;

static char *planted;           /* what look says of the canary as planted */
static int where;               /* in the appliance that is this process */

static char *
appliance_sh (struct capi *t, const char *command)
{
  const char *const argv[] = { command, NULL };

  return guestfs_debug (t->g, "sh", (char **) argv);
}

static char *
look (struct capi *t)
{
  static const char *const argv[] = { DIR, DIR "/file", NULL };

  return guestfs_debug (t->g, "stat", (char **) argv);
}

static bool
fail (struct capi *t, const char *why, const char *more)
{
  strbuf_addf (&t->diagnosis, "%s: %s\n", why, more ? more : "");
  return false;
}

static void
forget_canary (void)
{
  free (planted);
  planted = NULL;
}

static bool
plant_new (struct capi *t)
{
  CLEANUP_FREE char *out = appliance_sh (t, plant);

  forget_canary ();
  planted = out ? look (t) : NULL;
  where = guestfs_get_pid (t->g);
  if (planted)
    return true;
  return fail (t, "the canary cannot be planted", guestfs_last_error (t->g));
}

/* The one of an earlier test does, which has found it untouched, unless that
 * or its appliance has failed. */
static bool
is_planted (struct capi *t)
{
  return planted && guestfs_get_pid (t->g) == where;
}

static bool
shows_it (struct capi *t, const char *command)
{
  CLEANUP_FREE char *out = NULL, *now = NULL;

  if (!plant_new (t))
    return false;
  out = appliance_sh (t, command);
  now = out ? look (t) : NULL;
  if (!now || strcmp (now, planted) == 0)
    return fail (t, "the canary does not show", command);
  forget_canary ();
  return true;
}

/* Where they cannot be made, the other hostile paths are left. */
static void
plant_links (struct capi *t)
{
  for (size_t i = 0; i < sizeof links / sizeof links[0]; ++i) {
    CLEANUP_FREE char *name = NULL;

    if (asprintf (&name, "/e%zu", i) == -1
        || guestfs_ln_s (t->g, links[i], name) == 0)
      continue;
    guestfs_rm_rf (t->g, name);
    guestfs_ln_s (t->g, links[i], name);
  }
}

/* The first time, that being read can be seen: a test that cannot fail proves
 * nothing. */
bool
plant_canary (struct capi *t)
{
  static bool works;

  works = works || (shows_it (t, "cat " DIR "/file") &&
                    shows_it (t, "ls " DIR));
  if (!works || (!is_planted (t) && !plant_new (t)))
    return false;
  plant_links (t);
  return true;
}

/* ---- Afterwards ---- */

static bool
is_of_canary (const char *p, size_t n)
{
  return n > 0 && (memmem (p, n, CONTENT, strlen (CONTENT)) ||
                   (n == strlen (OWNER) && memcmp (p, OWNER, n) == 0));
}

static bool
got_canary (const struct got *got)
{
  if (got->kind == GOT_NUMBER && got->number == SIZE)
    return true;
  if (got->kind == GOT_TEXT && is_of_canary (got->text.ptr, got->text.len))
    return true;
  for (size_t i = 0; i < got->strings.len; ++i)
    if (is_of_canary (got->strings.ptr[i], strlen (got->strings.ptr[i])))
      return true;
  return false;
}

/* What was downloaded. */
static bool
files_have_canary (struct capi *t)
{
  CLEANUP_FREE char *command = NULL;

  if (asprintf (&command, "grep -rqaF " CONTENT " '%s'", t->tmpdir) == -1)
    abort ();
  return system (command) == 0;
}

bool
expect_inside (struct capi *t, const char *hostile)
{
  const char *error = t->got.failed ? t->got.error : NULL;

  if (got_canary (&t->got) || (error && strstr (error, CONTENT)) ||
      files_have_canary (t)) {
    strbuf_addf (&t->diagnosis, "%s: it returned what is outside\n", t->step);
    return fail (t, "path", hostile);
  }
  return true;
}

bool
canary_is_untouched (struct capi *t)
{
  CLEANUP_FREE char *now = look (t);

  if (now && strcmp (now, planted) == 0)
    return true;
  fail (t, "something outside was touched; it was", planted);
  fail (t, "it is", now ? now : guestfs_last_error (t->g));
  forget_canary ();
  return false;
}
