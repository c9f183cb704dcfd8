/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of the guest: what they see of the appliance, what is left of them
 * when they end, fail or hang, and that they get the network.  How much they
 * may say and eat is in command-memory.c. */

#include <config.h>

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cleanups.h"
#include "testing.h"
#include "strvec.h"

static const int disks[] = { 200, 16, 0 };

#define PROGRAMS "/bin/bash /bin/cat /bin/dd /bin/ls /bin/mkdir /bin/mount " \
  "/bin/hostname /bin/sleep /usr/bin/head /usr/bin/setsid /usr/bin/wc " \
  "/usr/bin/yes /usr/bin/tail /bin/rm"

static void
make_guest (guestfs_h *g)
{
  static const char *const dirs[] = { "/dev", "/proc", "/sys", "/etc" };

  if (guestfs_mkfs (g, "ext2", "/dev/sda") == -1 ||
      guestfs_mount (g, "/dev/sda", "/") == -1)
    abort ();
  give_guest_programs (g, PROGRAMS);
  for (size_t i = 0; i < 4; i++)
    CHECK (guestfs_mkdir (g, dirs[i]) == 0);
  CHECK (guestfs_ln_s (g, "bash", "/bin/sh") == 0);
}

/* The command works, and says this. */
static void
says (guestfs_h *g, const char *command, const char *expected)
{
  CLEANUP_FREE char *out = guestfs_sh (g, command);

  if (!out || strcmp (out, expected) != 0)
    fprintf (stderr, "%s: %s: %s\n", running_test, command,
             out ? out : guestfs_last_error (g));
  CHECK (out && strcmp (out, expected) == 0);
}

static void
works (guestfs_h *g)
{
  says (g, "echo works", "works\n");
}

/* Mounts, processes, descriptors, host name, nodes: what a program could
 * leave behind.  Threads of the kernel have no exe. */
static char *
appliance (guestfs_h *g)
{
  return appliance_sh (g, "cat /proc/self/mountinfo /proc/sys/kernel/hostname;"
                       "ls -l /proc/$PPID/fd | wc -l; ls -lR /dev; "
                       "p=$(for p in /proc/[0-9]*; do [ -e $p/exe ] && "
                       "read n < $p/comm && echo $n; done); "
                       "echo \"$p\" | sort");
}

static void
check_unchanged (guestfs_h *g, const char *before)
{
  CLEANUP_FREE char *after = appliance (g);
  size_t line = 0, i;

  for (i = 0; before[i] && before[i] == after[i]; i++)
    if (before[i] == '\n')
      line = i + 1;
  if (before[i] || after[i])
    fprintf (stderr, "%s: %.*s\n--- became ---\n%.*s\n", running_test,
             (int) strcspn (before + line, "\n"), before + line,
             (int) strcspn (after + line, "\n"), after + line);
  CHECK (!before[i] && !after[i]);
  CHECK (guestfs_umount (g, "/") == 0);
  CHECK (guestfs_mount (g, "/dev/sda", "/") == 0);
}

/* ---- What is there ---- */

static void
devices (guestfs_h *g)
{
  running_test = "devices";
  says (g, "echo hi > /dev/null; dd if=/dev/zero bs=1 count=4 2>/dev/null | "
        "wc -c; cat /dev/null; head -c 9 /dev/urandom | wc -c; "
        "echo x 2>/dev/null > /dev/full || echo full", "4\n9\nfull\n");
  says (g, "cd /dev; echo *",
        "btrfs-control fd full fuse loop-control mapper null ptmx pts random "
        "sda sdb shm stderr stdin stdout tty urandom zero\n");
  says (g, "echo in | cat /dev/stdin; echo out > /dev/stdout; "
        "echo mem > /dev/shm/x; cat /dev/shm/x; ls /dev/pts",
        "in\nout\nmem\nptmx\n");
  says (g, "for d in /dev/sda /dev/sdb; do [ -b $d ] && echo $d; done; "
        "head -c 16777216 /dev/sdb | wc -c", "/dev/sda\n/dev/sdb\n16777216\n");
}

/* Nodes of the guest's own are covered while the program runs. */
static void
own_nodes (guestfs_h *g)
{
  char **names;

  running_test = "own nodes";
  CHECK (guestfs_mknod_c (g, 0666, 1, 3, "/dev/null") == 0);
  CHECK (guestfs_write (g, "/dev/own", "", 0) == 0);
  says (g, "echo > /dev/null; [ -e /dev/own ] || echo covered; "
        "rm -r /dev/sda; echo > /dev/new", "covered\n");
  names = guestfs_ls (g, "/dev");
  CHECK (names && names[0] && strcmp (names[0], "null") == 0 && names[1] &&
         strcmp (names[1], "own") == 0 && !names[2]);
  string_list_free (names);
  CHECK (guestfs_rm_rf (g, "/dev") == 0);
  says (g, "[ -e /dev ] || echo none", "none\n");
}

static void
links_lead_inside (guestfs_h *g)
{
  running_test = "links";
  CHECK (guestfs_mkdir_p (g, "/run/d") == 0);
  CHECK (guestfs_ln_s (g, "/../../run/d", "/dev") == 0);
  says (g, "[ -c /run/d/null ] && echo inside", "inside\n");
  CHECK (guestfs_rm (g, "/dev") == 0);
  CHECK (guestfs_ln_s (g, "/proc/1/root/dev", "/dev") == 0);
  works (g);
  CHECK (guestfs_rm (g, "/dev") == 0);
  CHECK (guestfs_mkdir (g, "/dev") == 0);
}

/* The appliance's processes, settings and root are out of reach. */
static void
kernel (guestfs_h *g)
{
  running_test = "proc and sys";
  says (g, "cd /proc; echo [0-9]*; cat /proc/1/root/bin/none 2>/dev/null; "
        "[ /proc/1/root/bin/sh -ef /bin/sh ] && echo own", "1 2\nown\n");
  says (g, "for f in /proc/sys/kernel/core_pattern /proc/sysrq-trigger "
        "/sys/class/block/sdb/uevent; do (echo x > $f) 2>/dev/null && "
        "echo wrote $f; done; hostname changed; hostname", "changed\n");
  says (g, "mkdir -p /m; mount -t tmpfs none /m && echo x > /m/x; ls /m",
        "x\n");
  CHECK (guestfs_is_file (g, "/m/x") == 0);
}

/* ---- How it ends ---- */

static void
status (guestfs_h *g)
{
  const char *none[] = { "/bin/none", NULL };
  const char *directory[] = { "/etc", NULL };

  running_test = "status";
  FAILS_NULL (g, guestfs_sh (g, "echo why >&2; exit 3"), "sh", -1,
              "/bin/sh: why (exit status 3)");
  FAILS_NULL (g, guestfs_sh (g, "exit 4"), "sh", -1, "/bin/sh: exit status 4");
  FAILS_NULL (g, guestfs_sh (g, "kill -TERM $$"), "sh", -1, "signal 15");
  FAILS_NULL (g, guestfs_sh (g, "kill -9 $$"), "sh", -1, "signal 9");
  FAILS (g, guestfs_sh_out (g, "exit 5", "/dev/null"), "sh_out", -1,
         "exit status 5");
  FAILS_NULL (g, guestfs_command (g, (char **) none), "command", ENOENT,
              "/bin/none");
  FAILS_NULL (g, guestfs_command (g, (char **) directory), "command", EACCES,
              "/etc");
  FAILS_NULL (g, guestfs_sh (g, "yes oops | head -c 9000000 >&2; exit 1"),
              "sh", -1, "oops");
  works (g);
}

static char *
processes (guestfs_h *g)
{
  return appliance_sh (g, "for p in /proc/[0-9]*; do "
                       "tr '\\0' ' ' < $p/cmdline; done 2>/dev/null; true");
}

static void
background (guestfs_h *g)
{
  CLEANUP_FREE char *left = NULL;

  running_test = "background";
  says (g, "sleep 1234 & setsid sleep 1234 > /etc/open 2>&1 & "
        "(cd /etc; setsid sh -c 'trap : TERM HUP INT; sleep 1234; sleep 1234'"
        ") & echo started", "started\n");
  left = processes (g);
  CHECK (!strstr (left, "1234"));
}

struct canceller {
  guestfs_h *g;
  int ms;
};

static void *
cancel_later (void *opaque)
{
  const struct canceller *c = opaque;

  sleep_ms (c->ms);
  guestfs_user_cancel (c->g);
  return NULL;
}

#define WHILE_CANCELLED(g, ms, call)                                    \
  do {                                                                  \
    struct canceller c = { g, ms };                                     \
    pthread_t thread;                                                   \
    time_t began = time (NULL);                                         \
    if (pthread_create (&thread, NULL, cancel_later, &c) != 0)          \
      abort ();                                                         \
    call;                                                               \
    pthread_join (thread, NULL);                                        \
    CHECK (time (NULL) - began < 20);                                   \
  } while (0)

static void
hanging (guestfs_h *g)
{
  static const char script[] =
    "trap : TERM INT HUP; setsid sleep 1234 & sleep 1234 & "
    "while :; do sleep 1234; done";
  const char *argv[] = { "/bin/sh", "-c", script, NULL };
  CLEANUP_FREE char *left = NULL;

  running_test = "hanging";
  WHILE_CANCELLED (g, 300, FAILS_NULL (g, guestfs_sh (g, script), "sh", EINTR,
                                       "cancelled"));
  WHILE_CANCELLED (g, 300,
                   FAILS (g, guestfs_command_out (g, (char **) argv,
                                                  "/dev/null"),
                          "command_out", EINTR, "cancel"));
  running_test = "hanging with output";
  WHILE_CANCELLED (g, 300, FAILS (g, guestfs_sh_out (g, "yes", "/dev/null"),
                                  "sh_out", EINTR, "cancel"));
  left = processes (g);
  CHECK (!strstr (left, "1234") && !strstr (left, "yes"));
  works (g);
}

/* ---- Network ---- */

static void
without_network (guestfs_h *g)
{
  running_test = "no network";
  CHECK (guestfs_write (g, "/etc/resolv.conf", "mine\n", 5) == 0);
  says (g, "cat /etc/resolv.conf; cd /sys/class/net; echo *", "mine\nlo\n");
  CHECK (guestfs_rm (g, "/etc/resolv.conf") == 0);
}

static void
resolves (guestfs_h *g)
{
  says (g, "while read a b; do case $a in nameserver) echo yes;; esac; done "
        "< /etc/resolv.conf; echo more >> /etc/resolv.conf; "
        "tail -n 1 /etc/resolv.conf", "yes\nmore\n");
}

/* Not there, a file, a link to nowhere, a link out of the guest. */
static void
resolv_conf (guestfs_h *g)
{
  CLEANUP_FREE char *own = NULL, *before = NULL, *after = NULL;

  running_test = "resolv.conf";
  before = appliance_sh (g, "cat /run/etc/resolv.conf");
  resolves (g);
  CHECK (guestfs_exists (g, "/etc/resolv.conf") == 0);
  FAILS_NULL (g, guestfs_sh (g, "exit 1"), "sh", -1, "status 1");
  CHECK (guestfs_exists (g, "/etc/resolv.conf") == 0);
  CHECK (guestfs_write (g, "/etc/resolv.conf", "mine\n", 5) == 0);
  resolves (g);
  own = guestfs_cat (g, "/etc/resolv.conf");
  CHECK (own && strcmp (own, "mine\n") == 0);
  CHECK (guestfs_ln_sf (g, "../run/systemd/none", "/etc/resolv.conf") == 0);
  resolves (g);
  CHECK (guestfs_exists (g, "/run/systemd") == 0);
  CHECK (guestfs_ln_sf (g, "../../../run/etc/resolv.conf",
                        "/etc/resolv.conf") == 0);
  resolves (g);
  CHECK (guestfs_is_symlink (g, "/etc/resolv.conf") == 1);
  after = appliance_sh (g, "cat /run/etc/resolv.conf");
  CHECK (strcmp (before, after) == 0);
}

static int
listen_on_host (int *ret_port)
{
  struct sockaddr_in sa = { .sin_family = AF_INET };
  socklen_t len = sizeof sa;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  sa.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd == -1 || bind (fd, (struct sockaddr *) &sa, sizeof sa) == -1 ||
      listen (fd, 1) == -1 ||
      getsockname (fd, (struct sockaddr *) &sa, &len) == -1)
    abort ();
  *ret_port = ntohs (sa.sin_port);
  return fd;
}

/* The host's own address, as QEMU gives it to the guest. */
static void
reaches_host (guestfs_h *g)
{
  CLEANUP_FREE char *command = NULL;
  int port, fd = listen_on_host (&port), peer;
  char got[6] = "";

  running_test = "network";
  if (asprintf (&command, "gw=$(while read a b c d; do case $b in 00000000) "
                "echo $c; esac; done < /proc/net/route); "
                "ip=$((16#${gw:6:2})).$((16#${gw:4:2})).$((16#${gw:2:2}))"
                ".$((16#${gw:0:2})); echo hello > /dev/tcp/$ip/%d", port)
      == -1)
    abort ();
  says (g, command, "");
  peer = accept (fd, NULL, NULL);
  CHECK (full_read (peer, got, 5) == 5 && strcmp (got, "hello") == 0);
  close (peer);
  close (fd);
}

static void
with_network (void)
{
  guestfs_h *g = new_handle ();
  CLEANUP_FREE char *before = NULL;

  CHECK (guestfs_set_network (g, 1) == 0);
  start (g, disks);
  make_guest (g);
  works (g);
  before = appliance (g);
  resolv_conf (g);
  reaches_host (g);
  check_unchanged (g, before);
  guestfs_close (g);
}

int
main (void)
{
  CLEANUP_FREE char *before = NULL;
  guestfs_h *g;

  test_begin (900);
  g = new_handle ();
  start (g, disks);
  make_guest (g);
  works (g);
  running_test = "programs";
  before = appliance (g);
  devices (g);
  own_nodes (g);
  links_lead_inside (g);
  kernel (g);
  status (g);
  background (g);
  hanging (g);
  check_unchanged (g, before);
  without_network (g);
  check_unchanged (g, before);
  guestfs_close (g);
  with_network ();
  return test_end ();
}
