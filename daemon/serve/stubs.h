/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the generated stubs (gen/stubs-<area>.c, gen/dispatch.c) and the
 * daemon's core.
 *
 * A stub decodes the arguments, checks and resolves them, calls do_<action>
 * and encodes its result.  It sends nothing: the loop does.
 *
 *   entry = dispatch_table[proc]           NULL stub: no such procedure
 *   r = entry.stub (args, optargs, out)    -1: an error is set
 *   file_in:   whatever of the stream do_<action> did not take is discarded
 *              (CANCEL, then read up to END or ABORT) before the REPLY goes
 *              out, also when the stub failed before calling do_<action>
 *   file_out:  0: END (after the REPLY, if nothing was streamed yet)
 *              -1: ABORT if the stream had begun, else an error REPLY
 *   otherwise  0: REPLY with the bytes in out; out->failed: ENOMEM
 *              -1: an error REPLY
 *
 * If a stub returns -1 and no error is set, serve/loop.c makes one up that
 * names the action: a bug in do_<action>, but never a hang.
 */

#ifndef GUESTFSD_STUBS_H
#define GUESTFSD_STUBS_H

#include "daemon.h"
#include "wire.h"

/* Returns 0 and has written the result to out, or -1 with an error set. */
typedef int (*stub_function) (struct wire_reader *args, uint64_t optargs,
                              struct wire_writer *out);

struct dispatch_entry {
  const char *name;             /* "mkdir"; NULL: number not in use */
  stub_function stub;
  bool file_in, file_out;       /* streams that go with the call */
  bool progress;                /* may send progress messages */
};

/* ---- Generated (gen/dispatch.c) ---- */
/* Element N is procedure N; unused numbers are all zeroes. */
extern const struct dispatch_entry dispatch_table[];
extern const size_t dispatch_table_size;

/* ---- For the stubs (serve/stubs.c) ----
 * Each returns 0, or -1 with the error set.
 *
 * Everything was decoded, nothing is left over, and no bit of optargs is set
 * outside known.  Otherwise: the call is malformed, EINVAL. */
extern int stub_check_call (const struct wire_reader *args,
                            uint64_t optargs, uint64_t known);
/* available is what optgroup_<group>_available answered.  0: ENOTSUP,
 * "this appliance has no support for <group>". */
extern int stub_check_group (int available, const char *group);

/* One string argument each: the function that generator/core/kinds.ml names.
 * It checks the string and, where something is resolved, replaces it (and
 * frees the old one), or fills *ret.  A string that could not be decoded is
 * never passed: stub_check_call has failed before. */
#include "stub-checks.h"

/* Applies one of the above to each element. */
extern int stub_each (char **list, int (*check) (char **arg));

/* Of an action that returns nothing. */
#define STUB_UNUSED __attribute__ ((unused))

#endif /* GUESTFSD_STUBS_H */
