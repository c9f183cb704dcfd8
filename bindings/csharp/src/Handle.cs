/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The handle of C and its callbacks, below calls and the class Guestfs. */

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace Guestfs
{
  /// <summary>A call failed.</summary>
  public class Error : ApplicationException
  {
    /// <summary>An errno of C, or 0 when there is none.</summary>
    public int Errno { get; }

    internal Error (string message, int errno) : base (message)
    {
      Errno = errno;
    }
  }

  /// <summary>Is called when an event is sent: see
  /// <see cref="Guestfs.set_event_callback"/>.</summary>
  public delegate void EventCallback (Event sent, int event_handle,
                                      string text, ulong[] numbers);

  /* The handle of C, closed when nobody refers to it and no call uses it. */
  internal sealed class Handle : SafeHandle
  {
    readonly Dictionary<int, GCHandle> callbacks =
      new Dictionary<int, GCHandle> ();

    static long last_number;

    /* No other handle has it, not even one that was made later at the same
     * address. */
    internal long Number { get; }

    internal Handle (uint flags) : base (IntPtr.Zero, true)
    {
      Number = Interlocked.Increment (ref last_number);
      SetHandle (Native.guestfs_create_flags (flags));
      if (IsInvalid)
        throw new Error ("create: the handle cannot be made",
                         Marshal.GetLastWin32Error ());
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    /* Closing sends an event, so callbacks live until that is done. */
    protected override bool ReleaseHandle ()
    {
      Native.guestfs_close (handle);
      foreach (var callback in callbacks.Values)
        callback.Free ();
      return true;
    }

    internal int AddCallback (EventCallback callback, Event events)
    {
      var kept = GCHandle.Alloc (callback);
      int eh = Native.guestfs_set_event_callback (
        handle, trampoline, (ulong) events, 0, GCHandle.ToIntPtr (kept));

      if (eh == -1)
        kept.Free ();
      else
        lock (callbacks)
          callbacks[eh] = kept;
      return eh;
    }

    /* Unknown ones are ignored, as in other languages. */
    internal void RemoveCallback (int eh)
    {
      GCHandle kept;

      Native.guestfs_delete_event_callback (handle, eh);
      lock (callbacks) {
        if (!callbacks.TryGetValue (eh, out kept))
          return;
        callbacks.Remove (eh);
      }
      kept.Free ();
    }

    /* What C calls; must never be collected. */
    static readonly Native.EventCallback trampoline = OnEvent;

    static void OnEvent (IntPtr g, IntPtr kept, ulong sent, int eh, int flags,
                         IntPtr text, UIntPtr size, IntPtr array,
                         UIntPtr length)
    {
      try {
        var callback = (EventCallback) GCHandle.FromIntPtr (kept).Target;
        var numbers = new ulong[(int) length];

        for (int i = 0; i < numbers.Length; ++i)
          numbers[i] = (ulong) Marshal.ReadInt64 (array, 8 * i);
        callback ((Event) sent, eh, Utf8.Get (text, (int) size), numbers);
      }
      catch (Exception e) {
        Console.Error.WriteLine ("guestfs: the callback of an event failed: "
                                 + e);
      }
    }
  }

  internal static partial class Native
  {
    const string Library = "libguestfs.so.0";

    [UnmanagedFunctionPointer (CallingConvention.Cdecl)]
    internal delegate void EventCallback (IntPtr g, IntPtr opaque, ulong sent,
                                          int eh, int flags, IntPtr text,
                                          UIntPtr size, IntPtr array,
                                          UIntPtr length);

    [DllImport (Library, SetLastError = true)]
    internal static extern IntPtr guestfs_create_flags (uint flags);
    [DllImport (Library)]
    internal static extern void guestfs_close (IntPtr g);
    [DllImport (Library)]
    internal static extern void guestfs_set_error_handler (IntPtr g,
                                                           IntPtr callback,
                                                           IntPtr opaque);
    [DllImport (Library)]
    internal static extern IntPtr guestfs_last_error (IntPtr g);
    [DllImport (Library)]
    internal static extern int guestfs_last_errno (IntPtr g);
    [DllImport (Library)]
    internal static extern int guestfs_set_event_callback (
      IntPtr g, EventCallback callback, ulong events, int flags,
      IntPtr opaque);
    [DllImport (Library)]
    internal static extern void guestfs_delete_event_callback (IntPtr g,
                                                               int eh);
    [DllImport (Library)]
    internal static extern IntPtr guestfs_event_to_string (ulong events);
    [DllImport ("libc")]
    internal static extern void free (IntPtr p);
  }
}
