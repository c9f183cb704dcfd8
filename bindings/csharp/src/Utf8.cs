/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text as C has it: UTF-8 that ends with NUL.
 *
 * Names of files are bytes.  A byte that is not UTF-8 is a low surrogate alone,
 * U+DC80 to U+DCFF, which no other text has: so it comes back as it was. */

using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Guestfs
{
  internal static class Utf8
  {
    static readonly Encoding strict = new UTF8Encoding (false, true);

    internal static string Get (IntPtr text)
    {
      int size = 0;

      while (Marshal.ReadByte (text, size) != 0)
        ++size;
      return Get (text, size);
    }

    internal static string Get (IntPtr text, int size)
    {
      var bytes = new byte[size];

      if (size > 0)
        Marshal.Copy (text, bytes, 0, size);
      try {
        return strict.GetString (bytes);
      }
      catch (DecoderFallbackException) {
        return GetByCharacter (bytes);
      }
    }

    static string GetByCharacter (byte[] bytes)
    {
      var text = new StringBuilder ();

      for (int i = 0; i < bytes.Length;) {
        int n = LengthFrom (bytes[i]);

        try {
          text.Append (strict.GetString (bytes, i,
                                         Math.Min (n, bytes.Length - i)));
          i += n;
        }
        catch (DecoderFallbackException) {
          text.Append ((char) (0xdc00 + bytes[i++]));
        }
      }
      return text.ToString ();
    }

    static int LengthFrom (byte first)
    {
      return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    internal static byte[] Bytes (string text)
    {
      try {
        return strict.GetBytes (text);
      }
      catch (EncoderFallbackException) {
        return BytesByCharacter (text);
      }
    }

    static byte[] BytesByCharacter (string text)
    {
      var bytes = new MemoryStream ();

      for (int i = 0; i < text.Length; ++i) {
        int n = i + 1 < text.Length
          && char.IsSurrogatePair (text[i], text[i+1]) ? 2 : 1;

        if (n == 1 && text[i] >= '\udc80' && text[i] <= '\udcff')
          bytes.WriteByte ((byte) (text[i] - 0xdc00));
        else {
          var part = strict.GetBytes (text.Substring (i, n));

          bytes.Write (part, 0, part.Length);
        }
        i += n - 1;
      }
      return bytes.ToArray ();
    }
  }
}
