-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Text of C: UTF-8. What is not becomes what GHC makes of such a file name, and
-- the same bytes again on the way back.
{-# OPTIONS_GHC -O #-}
module Guestfs.Text (peekText, withText, withTextLen) where

import Foreign.C
import qualified GHC.Foreign as F
import GHC.IO.Encoding
import System.IO.Unsafe

encoding :: TextEncoding
encoding = unsafePerformIO (mkTextEncoding "UTF-8//ROUNDTRIP")
{-# NOINLINE encoding #-}

peekText :: CString -> IO String
peekText = F.peekCString encoding

withText :: String -> (CString -> IO a) -> IO a
withText = F.withCString encoding

withTextLen :: String -> (CStringLen -> IO a) -> IO a
withTextLen = F.withCStringLen encoding
