/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a program gives to GuestFS.set_event_callback. */

package com.redhat.et.libguestfs;

/**
 * Called when an event happens.
 *
 * It runs in the thread whose call sends the event.  An exception is printed
 * on standard error and goes no further.
 */
@FunctionalInterface
public interface EventCallback {
  /**
   * An event has happened.
   *
   * @param event one of GuestFS.EVENT_*
   * @param eh what GuestFS.set_event_callback returned
   * @param buffer a text, or null when the event has none
   * @param array numbers, or none: of a progress event the number of the
   *   action, a serial number, the position and the total
   */
  void event (long event, int eh, String buffer, long[] array);
}
