/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The functions of the C half. */

package com.redhat.et.libguestfs;

/* They get a GuestFS beside its handle: it cannot be collected meanwhile. */
final class Native {
  static {
    System.loadLibrary ("guestfs_jni");
    /* No callback can run when the virtual machine is gone, but handles that
     * are open are closed then. */
    Runtime.getRuntime ().addShutdownHook
      (new Thread (Native::forgetCallbacks));
  }

  private Native () { }

  static native long create (int flags) throws LibGuestFSException;
  static native void close (Object g, long handle);
  static native void free (long handle);

  /* The index of a row in C's table of calls, or -1. */
  static native int find (String name);

  /* optargs: name, value, name, value …; or null. */
  static native Object call (Object g, long handle, int row, Object[] args,
                             Object[] optargs) throws LibGuestFSException;

  /* The same when the result is a boolean or a number. */
  static native long callNumber (Object g, long handle, int row,
                                 Object[] args, Object[] optargs)
    throws LibGuestFSException;

  static native int addEvent (Object g, long handle, EventCallback callback,
                              long mask) throws LibGuestFSException;
  static native void deleteEvent (Object g, long handle, int eh);
  static native String eventToString (long mask);
  static native void forgetCallbacks ();

  /* Bytes as text, as for all strings. */
  static native String decode (byte[] bytes);
}
