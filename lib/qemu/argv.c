/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* QEMU's command line: a function of the handle, and for an emulated
 * processor of the rate of the host's time stamp counter. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drives.h"
#include "qemu.h"

/* What a kernel in a virtual machine of a few seconds need not do. */
static const char *const kernel_words[] = {
  "8250.nr_uarts=1",
  "scsi_mod.scan=manual",       /* the daemon scans, in drive order */
  "mitigations=off",            /* one tenant, no secrets to keep from it */
  "random.trust_cpu=on",
  "cryptomgr.notests",
  "tsc=reliable",
  "rcupdate.rcu_expedited=1",   /* one user, who waits for each */
  "no_timer_check",
  "cgroup_disable=memory",      /* accounts for each page, for nobody */
  "debugfs=off",
  "audit=0",
  "usbcore.nousb",
  "i8042.noaux", "i8042.nokbd", "i8042.nopnp", "i8042.dumbkbd",
  NULL
};

static void
add_tcg_words (guestfs_h *g, struct strbuf *b, const struct arch *arch)
{
  /* With parameters of the caller (-icount) the rate may be another one. */
  const bool own_rate = arch->has_tsc && g->hv_params.len == 0;
  const unsigned tsc_khz = own_rate ? guestfs_int_tsc_khz () : 0;

  strbuf_addf (b, " %s", arch->tcg_words);
  if (arch->has_tsc && g->smp == 1)
    strbuf_adds (b, " nolapic_timer");
  if (tsc_khz > 0)
    strbuf_addf (b, " tsc_early_khz=%u", tsc_khz);
}

char *
guestfs_int_kernel_cmdline (guestfs_h *g, const struct arch *arch,
                            enum accel accel, bool alone)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_FREE char *words = guestfs_int_kernel_words (g);
  const char *term = alone ? getenv ("TERM") : NULL;

  /* With -no-reboot QEMU ends at once when the kernel panics. */
  strbuf_addf (&b, "panic=-1 console=%s", arch->console);
  for (size_t i = 0; kernel_words[i]; i++)
    strbuf_addf (&b, " %s", kernel_words[i]);
  if (accel == ACCEL_TCG)
    add_tcg_words (g, &b, arch);
  strbuf_adds (&b, g->verbose && alone ? " loglevel=7" : " quiet");
  strbuf_adds (&b, g->selinux ? " selinux=1 enforcing=0 security=selinux"
                              : " selinux=0 lsm=capability");
  /* Only what cannot end the word may come from the environment. */
  if (term && term[strspn (term, "abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+._")] == 0)
    strbuf_addf (&b, " TERM=%s", term);
  if (!alone)
    strbuf_adds (&b, " guestfs_saved=1");
  if (words[0])
    strbuf_addf (&b, " %s", words);
  return strbuf_steal (&b);
}

/* Arguments are added in pairs; a failure is remembered until the end. */
struct args {
  struct strvec *v;
  bool failed;
};

static void
arg (struct args *a, const char *option, const char *value)
{
  if (strvec_add (a->v, option) == -1 ||
      (value && strvec_add (a->v, value) == -1))
    a->failed = true;
}

static void __attribute__ ((format (printf, 3, 4)))
argf (struct args *a, const char *option, const char *fs, ...)
{
  CLEANUP_FREE char *value = NULL;
  va_list args;

  va_start (args, fs);
  const int r = vasprintf (&value, fs, args);
  va_end (args);
  if (r == -1) {
    value = NULL;
    a->failed = true;
    return;
  }
  arg (a, option, value);
}

static void
arg_json (struct args *a, const char *option, json_t *o)
{
  CLEANUP_FREE char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;

  json_decref (o);
  if (text)
    arg (a, option, text);
  else
    a->failed = true;
}

static void
add_machine (guestfs_h *g, struct args *a, const struct qemu_params *p)
{
  const bool kvm = p->accel == ACCEL_KVM;
  const struct arch *arch = p->appliance->arch;

  arg (a, "-name", "guestfs");
  arg (a, "-no-user-config", NULL);
  arg (a, "-nodefaults", NULL);
  arg (a, "-display", "none");
  arg (a, "-no-reboot", NULL);
  argf (a, "-machine", "%s,accel=%s%s", arch->machine,
        kvm ? "kvm" : "tcg", p->ram ? ",memory-backend=ram" : "");
  arg (a, "-cpu", kvm ? "host" : arch->emulated_cpu);
  argf (a, "-m", "%d", g->memsize);
  if (p->ram)
    argf (a, "-object", "memory-backend-file,id=ram,size=%dM,share=%s,"
          "mem-path=/proc/self/fd/%d", g->memsize,
          p->ram->clone ? "off" : "on", p->ram->fd);
  argf (a, "-smp", "%d", g->smp);
  arg (a, "-rtc", "base=utc,driftfix=slew");
  arg (a, "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,"
       "resourcecontrol=deny");
}

static void
add_kernel (guestfs_h *g, struct args *a, const struct qemu_params *p)
{
  CLEANUP_FREE char *cmdline =
    guestfs_int_kernel_cmdline (g, p->appliance->arch, p->accel, !p->ram);

  if (p->bios)
    arg (a, "-bios", p->bios);
  arg (a, "-kernel", p->appliance->kernel);
  arg (a, "-initrd", p->appliance->initrd);
  arg (a, "-append", cmdline ? cmdline : "");
}

/* The root is shared by every handle on the machine: read-only, no lock. */
static void
add_root (struct args *a, const struct qemu_params *p)
{
  arg_json (a, "-blockdev",
            json_pack ("{s:s, s:s, s:b, s:{s:s, s:s, s:b, s:s}}",
                       "driver", "raw", "node-name", "appliance",
                       "read-only", 1,
                       "file", "driver", "file",
                       "filename", p->appliance->root,
                       "read-only", 1, "locking", "off"));
  arg (a, "-device", "virtio-blk-pci,drive=appliance,share-rw=on");
}

static void
add_channels (struct args *a, const struct qemu_params *p)
{
  arg (a, "-chardev", "stdio,id=console,signal=off");
  arg (a, "-serial", "chardev:console");
  /* Emulated, handing each of its many kicks to another thread costs more
   * than doing the work at once. */
  arg (a, "-device", p->accel == ACCEL_KVM ? "virtio-serial-pci"
       : "virtio-serial-pci,ioeventfd=off");
  argf (a, "-chardev", "socket,id=channel,fd=%d", p->channel_fd);
  arg (a, "-device", "virtserialport,chardev=channel,"
       "name=org.libguestfs.channel.0");
  argf (a, "-chardev", "socket,id=qmp,fd=%d", p->qmp_fd);
  arg (a, "-mon", "chardev=qmp,mode=control");
}

static int
add_drive (guestfs_h *g, struct args *a, size_t i)
{
  const struct drive *drv = g->drives[i];
  CLEANUP_FREE char *blockdev = guestfs_int_drive_blockdev_json (g, drv, i);
  CLEANUP_FREE char *device = guestfs_int_drive_device_json (g, drv, i);

  if (!blockdev || !device)
    return -1;
  arg (a, "-blockdev", blockdev);
  arg (a, "-device", device);
  return 0;
}

/* Those on servers are plugged in afterwards: a command line can be read by
 * everyone on the machine, and QMP tells the error.
 * hotplug=off: the daemon scans for drives, in order; the kernel is not to be
 * told that they are there and find them by itself. */
static int
add_drives (guestfs_h *g, struct args *a, const struct qemu_params *p)
{
  arg (a, "-device", "virtio-scsi-pci,id=scsi0,hotplug=off");
  if (p->ram)
    return 0;
  for (size_t i = 0; i < g->nr_drives; i++)
    if (g->drives[i] && guestfs_int_source_is_local (&g->drives[i]->src) &&
        add_drive (g, a, i) == -1)
      return -1;
  return 0;
}

static void
add_rest (guestfs_h *g, struct args *a)
{
  arg (a, "-object", "rng-random,filename=/dev/urandom,id=rng0");
  arg (a, "-device", "virtio-rng-pci,rng=rng0");
  if (g->enable_network) {
    arg (a, "-netdev", "user,id=usernet,net=169.254.0.0/16");
    arg (a, "-device", "virtio-net-pci,netdev=usernet");
  }
  for (size_t i = 0; i + 1 < g->hv_params.len; i += 2) {
    const char *value = g->hv_params.ptr[i + 1];
    arg (a, g->hv_params.ptr[i], value[0] ? value : NULL);
  }
}

int
guestfs_int_qemu_argv (guestfs_h *g, const struct qemu_params *p,
                       struct strvec *ret_argv)
{
  struct args a = { ret_argv, false };

  arg (&a, p->qemu, NULL);
  add_machine (g, &a, p);
  add_kernel (g, &a, p);
  add_root (&a, p);
  add_channels (&a, p);
  if (add_drives (g, &a, p) == -1)
    return -1;
  add_rest (g, &a);
  if (p->ram && p->ram->clone) {
    arg (&a, "-S", NULL);
    arg (&a, "-incoming", "defer");
  }
  if (a.failed) {
    guestfs_int_error_errno (g, ENOMEM, "command line of QEMU: not enough "
                             "memory, or a path that is not valid UTF-8");
    return -1;
  }
  return 0;
}
