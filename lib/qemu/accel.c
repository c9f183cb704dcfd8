/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* KVM if it really works, else TCG.
 *
 * /dev/kvm can be there, open, and even make a virtual machine, and still
 * not be able to run a guest (nested in something that only half supports
 * it).  So: a virtual CPU must execute three instructions first; then QEMU
 * gets a short time to show life; what failed is remembered for an hour.  Not
 * for longer: it may have been a host that was busy for a while.
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "qemu.h"

#define DEV_KVM "/dev/kvm"
#define PROBE_SECONDS 2
#define REMEMBER_SECONDS 3600

/* ---- In the child: the cheap check, by async-signal-safe calls only ---- */

/* mov $0x47, %al; out %al, $0x10; hlt, in real mode */
static const unsigned char guest_code[] = { 0xb0, 0x47, 0xe6, 0x10, 0xf4 };
#define GUEST_ADDRESS 0x1000
#define GUEST_PORT 0x10

static int
load_guest (int vm)
{
  void *page = mmap (NULL, 4096, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (page == MAP_FAILED)
    return -1;
  memcpy (page, guest_code, sizeof guest_code);
  struct kvm_userspace_memory_region region = {
    .guest_phys_addr = GUEST_ADDRESS,
    .memory_size = 4096,
    .userspace_addr = (uintptr_t) page,
  };
  return ioctl (vm, KVM_SET_USER_MEMORY_REGION, &region);
}

static int
point_to_guest (int vcpu)
{
  struct kvm_sregs sregs;
  struct kvm_regs regs = { .rip = GUEST_ADDRESS, .rflags = 2 };

  if (ioctl (vcpu, KVM_GET_SREGS, &sregs) == -1)
    return -1;
  sregs.cs.base = 0;
  sregs.cs.selector = 0;
  if (ioctl (vcpu, KVM_SET_SREGS, &sregs) == -1)
    return -1;
  return ioctl (vcpu, KVM_SET_REGS, &regs);
}

/* True when the guest's first output arrived as it should.  Runs in a process
 * of its own, which ends with everything it made. */
static bool
kvm_runs_a_guest (void)
{
  const int kvm = open (DEV_KVM, O_RDWR | O_CLOEXEC);
  if (kvm == -1 || ioctl (kvm, KVM_GET_API_VERSION, 0) != KVM_API_VERSION)
    return false;
  const int vm = ioctl (kvm, KVM_CREATE_VM, 0);
  if (vm == -1 || load_guest (vm) == -1)
    return false;
  const int vcpu = ioctl (vm, KVM_CREATE_VCPU, 0);
  const int size = ioctl (kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
  if (vcpu == -1 || size < (int) sizeof (struct kvm_run))
    return false;
  const struct kvm_run *run = mmap (NULL, size, PROT_READ | PROT_WRITE,
                                    MAP_SHARED, vcpu, 0);
  if (run == MAP_FAILED || point_to_guest (vcpu) == -1)
    return false;
  if (ioctl (vcpu, KVM_RUN, 0) == -1)
    return false;
  return run->exit_reason == KVM_EXIT_IO && run->io.port == GUEST_PORT;
}

/* Whatever the program does with SIGALRM, and has blocked. */
static void
end_after (unsigned seconds)
{
  sigset_t set;

  signal (SIGALRM, SIG_DFL);
  alarm (seconds);
  sigemptyset (&set);
  sigaddset (&set, SIGALRM);
  sigprocmask (SIG_UNBLOCK, &set, NULL);
}

/* ---- In the program: asking for it ---- */

/* What ends the check from outside says nothing about KVM: then QEMU shows it,
 * and nothing is remembered. */
static bool
kvm_passes_check (void)
{
  int status;
  const pid_t pid = guestfs_int_fork_without_signals ();

  if (pid == -1)
    return true;
  if (pid == 0) {
    end_after (PROBE_SECONDS);
    _exit (kvm_runs_a_guest () ? 0 : 1);
  }
  while (waitpid (pid, &status, 0) == -1)
    if (errno != EINTR)         /* the program ignores SIGCHLD */
      return true;
  return WIFSIGNALED (status) ? WTERMSIG (status) != SIGALRM
    : WEXITSTATUS (status) == 0;
}

/* ---- What is remembered ---- */

/* Malloc'd.  Where it cannot be read (a container) a failure is remembered
 * over a boot, too. */
static char *
boot_id (guestfs_h *g)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/sys/kernel/random/boot_id", "re");
  char *line = NULL;
  size_t n = 0;

  if (!fp || getline (&line, &n, fp) == -1) {
    free (line);
    return safe_strdup (g, "unknown-boot");
  }
  line[strcspn (line, "\n")] = '\0';
  return line;
}

/* Names this boot of the machine and this QEMU. */
static char *
memory_key (guestfs_h *g, const char *qemu)
{
  CLEANUP_FREE char *boot = NULL;
  struct stat st;

  if (stat (qemu, &st) == -1)
    return NULL;
  boot = boot_id (g);
  return safe_asprintf (g, "%s %s %lld %lld", boot, qemu,
                        (long long) st.st_size, (long long) st.st_mtime);
}

static char *
memory_path (guestfs_h *g)
{
  CLEANUP_FREE char *dir = NULL;

  /* Without a cache we only try again next time. */
  guestfs_push_error_handler (g, NULL, NULL);
  dir = guestfs_int_cache_dir (g);
  guestfs_pop_error_handler (g);
  return dir ? safe_asprintf (g, "%s/no-kvm", dir) : NULL;
}

static bool
is_remembered (guestfs_h *g, const char *qemu)
{
  CLEANUP_FREE char *path = memory_path (g), *key = memory_key (g, qemu);
  CLEANUP_FREE char *line = NULL;
  CLEANUP_FCLOSE FILE *fp = NULL;
  const time_t now = time (NULL);
  struct stat st;
  size_t n = 0;

  if (!path || !key)
    return false;
  fp = fopen (path, "re");
  if (!fp || fstat (fileno (fp), &st) == -1 || getline (&line, &n, fp) == -1)
    return false;
  if (st.st_mtime > now || st.st_mtime + REMEMBER_SECONDS < now)
    return false;
  line[strcspn (line, "\n")] = '\0';
  return strcmp (line, key) == 0;
}

void
guestfs_int_remember_no_kvm (guestfs_h *g, const char *qemu, const char *why)
{
  CLEANUP_FREE char *path = memory_path (g), *key = memory_key (g, qemu);
  CLEANUP_FREE char *tmp = NULL, *text = NULL;
  CLEANUP_CLOSE int fd = -1;

  debug (g, "KVM does not work: %s", why);
  if (!path || !key)
    return;
  tmp = safe_asprintf (g, "%s.%d", path, (int) getpid ());
  text = safe_asprintf (g, "%s\n%s\n", key, why);
  fd = open (tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd == -1 || full_write (fd, text, strlen (text)) == -1 ||
      rename (tmp, path) == -1)
    unlink (tmp);
}

/* ---- The choice ---- */

/* Its absence is the program's error, and shows at once. */
static int
require_kvm (guestfs_h *g)
{
  if (access (DEV_KVM, R_OK | W_OK) == -1) {
    perrorf (g, "backend setting force_kvm: " DEV_KVM);
    return -1;
  }
  if (kvm_passes_check ())
    return 0;
  guestfs_int_error_errno (g, ENOTSUP, "backend setting force_kvm: " DEV_KVM
                           ": it can be opened but does not run a guest: "
                           "repair KVM on this host, or do not set force_kvm: "
                           "then TCG is used");
  return -1;
}

static int
forced_accel (guestfs_h *g, const struct arch *arch, enum accel *ret)
{
  const bool kvm = guestfs_int_backend_setting_bool (g, "force_kvm");
  const bool tcg = guestfs_int_backend_setting_bool (g, "force_tcg");

  if (kvm && tcg) {
    guestfs_int_error_errno (g, EINVAL, "backend settings force_kvm and "
                             "force_tcg: both are set: choose one");
    return -1;
  }
  if (kvm && arch != guestfs_int_host_arch ()) {
    guestfs_int_error_errno (g, ENOTSUP, "backend setting force_kvm: the "
                             "appliance is for %s, and KVM runs only the "
                             "processor of this machine: do not set "
                             "force_kvm: then TCG is used", arch->name);
    return -1;
  }
  if (kvm && require_kvm (g) == -1)
    return -1;
  *ret = kvm ? ACCEL_KVM : ACCEL_TCG;
  return kvm || tcg;
}

int
guestfs_int_choose_accel (guestfs_h *g, const char *qemu,
                          const struct arch *arch,
                          enum accel *ret_accel, bool *ret_certain)
{
  const int forced = forced_accel (g, arch, ret_accel);

  *ret_certain = true;
  if (forced != 0)
    return forced == -1 ? -1 : 0;
  *ret_accel = ACCEL_TCG;
  if (arch != guestfs_int_host_arch ()) {
    debug (g, "the appliance is for %s: using TCG", arch->name);
    return 0;
  }
  if (access (DEV_KVM, R_OK | W_OK) == -1) {
    debug (g, "%s: %s: using TCG", DEV_KVM, strerror (errno));
    return 0;
  }
  if (is_remembered (g, qemu)) {
    debug (g, "KVM has failed within the last hour: using TCG");
    return 0;
  }
  if (!kvm_passes_check ()) {
    guestfs_int_remember_no_kvm (g, qemu, "a test guest did not run");
    return 0;
  }
  *ret_accel = ACCEL_KVM;
  *ret_certain = false;
  return 0;
}
