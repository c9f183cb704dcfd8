/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sanitizers are told in the appliance, where they have no
 * environment: reports go to the console, and end the daemon. */

extern const char *__asan_default_options (void);
extern const char *__ubsan_default_options (void);

const char *
__asan_default_options (void)
{
  /* Allocations that fail are tested; a leak at the end is nobody's error. */
  return "allocator_may_return_null=1:detect_leaks=0:color=never";
}

const char *
__ubsan_default_options (void)
{
  return "print_stacktrace=1:color=never";
}
