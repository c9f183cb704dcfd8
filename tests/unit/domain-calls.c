/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program in C does with domains.
 *
 *   domain-calls dom URI NAME [readonly]   adds the disks of its own domain
 *   domain-calls log-in [TYPE...]          adds a domain, can answer these
 *   domain-calls password URI USER PASSWORD   logs in, and adds "guest"
 *   domain-calls cancel                    is cancelled while that hangs
 *   domain-calls cancel-launch FILE TEXT   launches, and is cancelled when the
 *                                          file has this text
 */

#include <config.h>

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "guestfs.h"
#include "strvec.h"

static void
print_drives (guestfs_h *g)
{
  char **drives = guestfs_debug_drives (g);

  for (size_t i = 0; drives[i]; i++)
    printf ("%s\n", drives[i]);
  string_list_free (drives);
}

static int
failed (guestfs_h *g)
{
  printf ("%s: %s\n", strerrorname_np (guestfs_last_errno (g)),
          guestfs_last_error (g));
  return 1;
}

/* ---- A domain of the program's own ---- */

static int
add_dom (guestfs_h *g, char *argv[])
{
  virConnectPtr conn = virConnectOpen (argv[2]);
  virDomainPtr dom = conn ? virDomainLookupByName (conn, argv[3]) : NULL;
  int n;

  if (!dom)
    return 2;
  n = guestfs_add_libvirt_dom (g, dom,
                               GUESTFS_ADD_LIBVIRT_DOM_READONLY,
                               argv[4] != NULL, -1);
  if (n == -1)
    failed (g);
  else
    printf ("%d\n", n);
  print_drives (g);
  /* They are still the program's. */
  printf ("%s\n", virDomainGetName (dom));
  virDomainFree (dom);
  printf ("%d\n", virConnectClose (conn));
  return n == -1;
}

/* ---- Logging in ---- */

static void
answer (guestfs_h *g, int i, const char *type)
{
  char *prompt = guestfs_get_libvirt_requested_credential_prompt (g, i);
  char *challenge = guestfs_get_libvirt_requested_credential_challenge (g, i);
  char *defresult = guestfs_get_libvirt_requested_credential_defresult (g, i);
  char buf[] = "a\0b";

  printf ("%d %s [%s] [%s] [%s]\n", i, type, prompt, challenge, defresult);
  if (strcmp (type, "realm") == 0)      /* twice: the last one counts */
    guestfs_set_libvirt_requested_credential (g, i, "first", 5);
  if (strcmp (type, "cnonce") == 0)
    guestfs_set_libvirt_requested_credential (g, i, buf, 3);
  else if (strcmp (type, "external") != 0)
    guestfs_set_libvirt_requested_credential (g, i, type, strlen (type));
  free (prompt);
  free (challenge);
  free (defresult);
}

static void
log_in (guestfs_h *g, void *opaque, uint64_t event, int handle, int flags,
        const char *buf, size_t len, const uint64_t *array, size_t n)
{
  char **types = guestfs_get_libvirt_requested_credentials (g);
  int i = 0;

  (void) event, (void) handle, (void) flags, (void) array, (void) n;
  printf ("event: %.*s, %s\n", (int) len, buf,
          pthread_equal (*(pthread_t *) opaque, pthread_self ())
          ? "in the thread of the call" : "in another thread");
  for (; types[i]; i++)
    answer (g, i, types[i]);
  string_list_free (types);
  if (guestfs_set_libvirt_requested_credential (g, i, "x", 1) == -1)
    failed (g);
  if (guestfs_set_libvirt_requested_credential (g, -1, "x", 1) == -1)
    failed (g);
}

static int
add_domain_of (guestfs_h *g, const char *uri)
{
  const int n = guestfs_add_domain (g, "guest",
                                    GUESTFS_ADD_DOMAIN_LIBVIRTURI, uri,
                                    -1);

  if (n == -1)
    return failed (g);
  printf ("%d\n", n);
  return 0;
}

static int
add_domain (guestfs_h *g)
{
  return add_domain_of (g, "fake:///");
}

static int
log_in_with (guestfs_h *g, char *types[])
{
  char *const wrong[] = { (char *) "username", (char *) "eye colour", NULL };
  pthread_t self = pthread_self ();
  int r;

  if (types[0] &&
      guestfs_set_libvirt_supported_credentials (g, types) == -1)
    return failed (g);
  /* What was set stays. */
  if (guestfs_set_libvirt_supported_credentials (g, wrong) == -1)
    failed (g);
  guestfs_set_event_callback (g, log_in, GUESTFS_EVENT_LIBVIRT_AUTH, 0, &self);
  r = add_domain (g);
  /* Nobody asks any more. */
  if (guestfs_get_libvirt_requested_credentials (g) == NULL)
    failed (g);
  return r;
}

static void
give_password (guestfs_h *g, void *opaque, uint64_t event, int handle,
               int flags, const char *buf, size_t len, const uint64_t *array,
               size_t n)
{
  char **types = guestfs_get_libvirt_requested_credentials (g);
  char **answers = opaque;      /* the user, and the password */

  (void) event, (void) handle, (void) flags, (void) array, (void) n;
  printf ("event: %.*s\n", (int) len, buf);
  for (int i = 0; types[i]; i++) {
    const char *s = answers[strcmp (types[i], "passphrase") == 0];

    printf ("%s\n", types[i]);
    guestfs_set_libvirt_requested_credential (g, i, s, strlen (s));
  }
  string_list_free (types);
}

static int
log_in_by_password (guestfs_h *g, char *argv[])
{
  char *types[] = { (char *) "authname", (char *) "passphrase", NULL };

  guestfs_set_libvirt_supported_credentials (g, types);
  guestfs_set_event_callback (g, give_password, GUESTFS_EVENT_LIBVIRT_AUTH, 0,
                              argv + 3);
  return add_domain_of (g, argv[2]);
}

/* ---- Cancelling ---- */

static void *
cancel_soon (void *g)
{
  usleep (300000);
  guestfs_user_cancel (g);
  return NULL;
}

static int
add_and_cancel (guestfs_h *g)
{
  pthread_t thread;
  int r;

  pthread_create (&thread, NULL, cancel_soon, g);
  r = add_domain (g);
  pthread_join (thread, NULL);
  return r;
}

struct awaited {
  guestfs_h *g;
  const char *file, *text;
};

static bool
has_come (const struct awaited *a)
{
  char buf[4096] = "";
  FILE *fp = fopen (a->file, "r");

  if (!fp)
    return false;
  buf[fread (buf, 1, sizeof buf - 1, fp)] = '\0';
  fclose (fp);
  return strstr (buf, a->text) != NULL;
}

static void *
cancel_then (void *opaque)
{
  const struct awaited *a = opaque;

  while (!has_come (a))
    usleep (10000);
  return cancel_soon (a->g);
}

static int
launch_and_cancel (guestfs_h *g, char *argv[])
{
  struct awaited a = { g, argv[2], argv[3] };
  pthread_t thread;

  if (guestfs_add_drive_scratch (g, 1048576, -1) == -1)
    return failed (g);
  pthread_create (&thread, NULL, cancel_then, &a);
  if (guestfs_launch (g) == -1) {
    failed (g);
    pthread_join (thread, NULL);
    return 0;
  }
  return 1;
}

int
main (int argc, char *argv[])
{
  guestfs_h *g = guestfs_create ();
  int r = 2;

  setvbuf (stdout, NULL, _IONBF, 0);
  guestfs_set_error_handler (g, NULL, NULL);
  if (argc >= 4 && strcmp (argv[1], "dom") == 0)
    r = add_dom (g, argv);
  else if (argc >= 2 && strcmp (argv[1], "log-in") == 0)
    r = log_in_with (g, argv + 2);
  else if (argc == 5 && strcmp (argv[1], "password") == 0)
    r = log_in_by_password (g, argv);
  else if (argc == 2 && strcmp (argv[1], "cancel") == 0)
    r = add_and_cancel (g);
  else if (argc == 4 && strcmp (argv[1], "cancel-launch") == 0)
    r = launch_and_cancel (g, argv);
  guestfs_close (g);
  return r;
}
