/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machines of the fake libvirt (fake-libvirt.c), whose QEMU only
 * says HELLO, and its secrets.  FAKE_LIBVIRT:
 *
 *   hang-start   QEMU never starts: it waits for the server of a drive
 *   hang-save    QEMU never sends its state
 *   hang-load    QEMU never reads its state, of one MiB
 *   slow-secret  a secret is defined after two seconds
 *
 * FAKE_LIBVIRT_EMULATOR is where QEMU is. */

#include <config.h>

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "fake-libvirt.h"
#include "frame.h"

/* ---- The host ---- */

char *
virConnectGetCapabilities (virConnectPtr conn)
{
  char *xml = NULL;

  (void) conn;
  if (asprintf (&xml, "<capabilities><guest><os_type>hvm</os_type>"
                "<arch name='x86_64'><emulator>%s</emulator>"
                "<domain type='qemu'/></arch></guest></capabilities>",
                getenv ("FAKE_LIBVIRT_EMULATOR")) == -1)
    return NULL;
  return xml;
}

/* ---- Machines ---- */

static int one_machine, channel = -1, console = -1;

/* The path of the socket whose name that is, in the XML. */
static int
connect_to (const char *xml, const char *name)
{
  struct sockaddr_un addr = { .sun_family = AF_UNIX };
  const char *end = strstr (xml, name), *start = end;
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  while (start > xml && start[-1] != '\'' && start[-1] != '"')
    start--;
  snprintf (addr.sun_path, sizeof addr.sun_path, "%.*s%s",
            (int) (end - start), start, name);
  if (connect (fd, (struct sockaddr *) &addr, sizeof addr) == -1)
    abort ();
  return fd;
}

static void
say_hello (void)
{
  struct hello h = { GUESTFS_PROTOCOL_VERSION, (char *) GUESTFS_BUILD_ID,
                     (char *) "fake" };
  char prefix[FRAME_HEADER_SIZE];
  struct wire_writer w;

  wire_writer_init (&w);
  wire_put_hello (&w, &h);
  frame_put_prefix (prefix, FRAME_HELLO, w.len);
  if (write (channel, prefix, sizeof prefix) == -1 ||
      write (channel, w.data, w.len) == -1)
    abort ();
  wire_writer_done (&w);
}

virDomainPtr
virDomainCreateXML (virConnectPtr conn, const char *xml, unsigned flags)
{
  (void) conn;
  say ("asked to start\n");
  while (mode_is ("hang-start"))
    pause ();
  channel = connect_to (xml, "guestfsd.sock");
  console = connect_to (xml, "console.sock");
  if (!(flags & VIR_DOMAIN_START_PAUSED))
    say_hello ();
  return (virDomainPtr) &one_machine;
}

int
virDomainDestroyFlags (virDomainPtr dom, unsigned flags)
{
  (void) dom, (void) flags;
  close (channel);
  close (console);
  say ("destroyed\n");
  return 0;
}

/* ---- Secrets that are defined ---- */

virSecretPtr
virSecretDefineXML (virConnectPtr conn, const char *xml, unsigned flags)
{
  (void) conn, (void) xml, (void) flags;
  if (mode_is ("slow-secret"))
    sleep (2);
  say ("defined\n");
  return (virSecretPtr) &one_machine;
}

int
virSecretGetUUIDString (virSecretPtr secret, char *buf)
{
  (void) secret;
  memcpy (buf, "the-uuid", sizeof "the-uuid");
  return 0;
}

int
virSecretUndefine (virSecretPtr secret)
{
  (void) secret;
  say ("undefined\n");
  return 0;
}
