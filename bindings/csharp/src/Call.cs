/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One call: keeps the handle open, has the memory of the arguments, and makes
 * objects of what C returns, or an exception. */

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace Guestfs
{
  internal sealed class Call : IDisposable
  {
    readonly Handle handle;
    readonly string name;
    readonly bool entered;
    List<IntPtr> memory;
    List<GCHandle> pinned;

    internal IntPtr G { get; }

    internal Call (Handle handle, string name)
    {
      this.handle = handle;
      this.name = name;
      try {
        handle.DangerousAddRef (ref entered);
      }
      catch (ObjectDisposedException) {
        throw new ObjectDisposedException ("Guestfs",
                                           name + ": the handle is closed");
      }
      G = handle.DangerousGetHandle ();
      if (silenced != handle.Number)
        SilenceErrors ();
    }

    /* The handle that this thread used last. */
    [ThreadStatic]
    static long silenced;

    /* Errors are exceptions: they are not printed, too.  Each thread has an
     * error handler of its own. */
    void SilenceErrors ()
    {
      Native.guestfs_set_error_handler (G, IntPtr.Zero, IntPtr.Zero);
      silenced = handle.Number;
    }

    public void Dispose ()
    {
      if (memory != null)
        memory.ForEach (Marshal.FreeHGlobal);
      if (pinned != null)
        pinned.ForEach (p => p.Free ());
      if (entered)
        handle.DangerousRelease ();
    }

    /* ---- Arguments ---- */

    /* Memory until the end of the call. */
    internal IntPtr Allocate (int size)
    {
      var p = Marshal.AllocHGlobal (size);

      if (memory == null)
        memory = new List<IntPtr> ();
      memory.Add (p);
      return p;
    }

    T NotNull<T> (string arg, T value) where T : class
    {
      if (value == null)
        throw new ArgumentNullException (arg, name + ": " + arg
                                         + " must not be null");
      return value;
    }

    internal IntPtr Text (string arg, string text)
    {
      var bytes = Utf8.Bytes (NotNull (arg, text));
      var p = Allocate (bytes.Length + 1);

      if (Array.IndexOf (bytes, (byte) 0) != -1)
        throw new ArgumentException (name + ": " + arg
                                     + " contains a NUL character", arg);
      Marshal.Copy (bytes, 0, p, bytes.Length);
      Marshal.WriteByte (p, bytes.Length, 0);
      return p;
    }

    internal IntPtr TextOrNull (string arg, string text)
    {
      return text == null ? IntPtr.Zero : Text (arg, text);
    }

    internal IntPtr Texts (string arg, IEnumerable<string> texts)
    {
      var list = NotNull (arg, texts).Select (t => Text (arg, t)).ToArray ();
      var p = Allocate ((list.Length + 1) * IntPtr.Size);

      Marshal.Copy (list, 0, p, list.Length);
      Marshal.WriteIntPtr (p, list.Length * IntPtr.Size, IntPtr.Zero);
      return p;
    }

    internal IntPtr Bytes (string arg, byte[] bytes)
    {
      var kept = GCHandle.Alloc (NotNull (arg, bytes), GCHandleType.Pinned);

      if (pinned == null)
        pinned = new List<GCHandle> ();
      pinned.Add (kept);
      return kept.AddrOfPinnedObject ();
    }

    internal static UIntPtr Size (byte[] bytes)
    {
      return (UIntPtr) bytes.LongLength;
    }

    /* ---- Results ---- */

    void Check (bool succeeded)
    {
      if (succeeded)
        return;
      var message = Native.guestfs_last_error (G);

      throw new Error (message == IntPtr.Zero
                       ? name + ": unknown error" : Utf8.Get (message),
                       Native.guestfs_last_errno (G));
    }

    internal void Nothing (int r)
    {
      Check (r != -1);
    }

    internal bool Bool (int r)
    {
      Check (r != -1);
      return r != 0;
    }

    internal int Int (int r)
    {
      Check (r != -1);
      return r;
    }

    internal long Int64 (long r)
    {
      Check (r != -1);
      return r;
    }

    internal string Constant (IntPtr r)
    {
      Check (r != IntPtr.Zero);
      return Utf8.Get (r);
    }

    internal string ConstantOrNull (IntPtr r)
    {
      return r == IntPtr.Zero ? null : Utf8.Get (r);
    }

    /* Makes an object of what C has allocated, and frees that. */
    T Take<T> (IntPtr r, Func<IntPtr, T> convert, Action<IntPtr> free)
    {
      Check (r != IntPtr.Zero);
      try {
        return convert (r);
      }
      finally {
        free (r);
      }
    }

    internal string Text (IntPtr r)
    {
      return Take (r, Utf8.Get, Native.free);
    }

    internal string[] Texts (IntPtr r)
    {
      return Take (r, GetTexts, FreeTexts).ToArray ();
    }

    static List<string> GetTexts (IntPtr r)
    {
      var texts = new List<string> ();
      IntPtr p;

      for (int i = 0; (p = Marshal.ReadIntPtr (r, i)) != IntPtr.Zero;
           i += IntPtr.Size)
        texts.Add (Utf8.Get (p));
      return texts;
    }

    static void FreeTexts (IntPtr r)
    {
      IntPtr p;

      for (int i = 0; (p = Marshal.ReadIntPtr (r, i)) != IntPtr.Zero;
           i += IntPtr.Size)
        Native.free (p);
      Native.free (r);
    }

    internal Dictionary<string, string> Pairs (IntPtr r)
    {
      var texts = Take (r, GetTexts, FreeTexts);
      var pairs = new Dictionary<string, string> ();

      for (int i = 0; i < texts.Count; i += 2)
        pairs[texts[i]] = texts[i+1];
      return pairs;
    }

    internal byte[] Bytes (IntPtr r, UIntPtr size)
    {
      return Take (r, p => {
        var bytes = new byte[(long) size];

        Marshal.Copy (p, bytes, 0, bytes.Length);
        return bytes;
      }, Native.free);
    }

    internal T Struct<T> (IntPtr r, Func<Fields, T> read, Action<IntPtr> free)
    {
      return Take (r, p => read (new Fields (p)), free);
    }

    internal T[] Structs<T> (IntPtr r, Func<Fields, T> read,
                             Action<IntPtr> free)
    {
      return Take (r, p => {
        var list = new T[Marshal.ReadInt32 (p)];
        var fields = new Fields (Marshal.ReadIntPtr (p, IntPtr.Size));

        for (int i = 0; i < list.Length; ++i) {
          list[i] = read (fields);
          fields.End ();
        }
        return list;
      }, free);
    }
  }

  /* Reads the members of a struct of C, one after the other. */
  internal sealed class Fields
  {
    readonly IntPtr start;
    int offset;
    int widest = 1;

    internal Fields (IntPtr start)
    {
      this.start = start;
    }

    /* Where a member of that size is: it is aligned to its size. */
    int Next (int size)
    {
      int at = (offset + size - 1) / size * size;

      widest = Math.Max (widest, size);
      offset = at + size;
      return at;
    }

    /* The next struct of an array begins here. */
    internal void End ()
    {
      offset = (offset + widest - 1) / widest * widest;
    }

    internal char Char ()
    {
      return (char) Marshal.ReadByte (start, Next (1));
    }

    internal string Text ()
    {
      var p = Marshal.ReadIntPtr (start, Next (IntPtr.Size));

      return p == IntPtr.Zero ? "" : Utf8.Get (p);
    }

    /* 32 characters, without NUL unless there are fewer. */
    internal string Uuid ()
    {
      var text = Utf8.Get (IntPtr.Add (start, offset), 32);

      offset += 32;
      return text.TrimEnd ('\0');
    }

    internal byte[] Bytes ()
    {
      var bytes = new byte[UInt32 ()];
      var p = Marshal.ReadIntPtr (start, Next (IntPtr.Size));

      if (bytes.Length > 0)
        Marshal.Copy (p, bytes, 0, bytes.Length);
      return bytes;
    }

    internal int Int32 ()
    {
      return Marshal.ReadInt32 (start, Next (4));
    }

    internal uint UInt32 ()
    {
      return (uint) Int32 ();
    }

    internal long Int64 ()
    {
      return Marshal.ReadInt64 (start, Next (8));
    }

    internal ulong UInt64 ()
    {
      return (ulong) Int64 ();
    }

    /* Negative: there is none. */
    internal float? Percent ()
    {
      float f = BitConverter.ToSingle (BitConverter.GetBytes (Int32 ()), 0);

      return f < 0 ? (float?) null : f;
    }
  }

  /* Writes a struct guestfs_NAME_argv of C: a mask of what is given, and then
   * all members. */
  internal sealed class OptionalArguments
  {
    readonly Call call;
    ulong mask, bit = 1;
    int offset = 8;

    internal IntPtr Pointer { get; }

    internal OptionalArguments (Call call, int count)
    {
      this.call = call;
      Pointer = call.Allocate (8 * (count + 1));
      for (int i = 0; i <= count; ++i)
        Marshal.WriteInt64 (Pointer, 8 * i, 0);
    }

    int Next (int size, bool given)
    {
      int at = (offset + size - 1) / size * size;

      offset = at + size;
      if (given)
        mask |= bit;
      bit <<= 1;
      Marshal.WriteInt64 (Pointer, (long) mask);
      return at;
    }

    internal void Bool (bool? value)
    {
      int at = Next (4, value.HasValue);

      Marshal.WriteInt32 (Pointer, at, value == true ? 1 : 0);
    }

    internal void Int (int? value)
    {
      int at = Next (4, value.HasValue);

      Marshal.WriteInt32 (Pointer, at, value ?? 0);
    }

    internal void Int64 (long? value)
    {
      int at = Next (8, value.HasValue);

      Marshal.WriteInt64 (Pointer, at, value ?? 0);
    }

    internal void Text (string arg, string value)
    {
      int at = Next (IntPtr.Size, value != null);

      Marshal.WriteIntPtr (Pointer, at, call.TextOrNull (arg, value));
    }

    internal void Texts (string arg, IEnumerable<string> value)
    {
      int at = Next (IntPtr.Size, value != null);

      if (value != null)
        Marshal.WriteIntPtr (Pointer, at, call.Texts (arg, value));
    }
  }
}
