-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Handles: made, closed, and what another thread may do to a call.
{-# LANGUAGE ForeignFunctionInterface #-}
module Guestfs.Handle
  ( CreateFlag (..), create, create_flags, close, withGuestfs, withGuestfsFlags
  , errnoOf, cancellable
  ) where

import Control.Concurrent
import Control.Exception
import Control.Monad
import Foreign hiding (void)
import Foreign.C
import qualified Foreign.Concurrent as Concurrent
import GHC.IO.Exception (IOException (..))

import Guestfs.Actions (user_cancel)
import Guestfs.Call

foreign import ccall safe "guestfs_hs_create" c_create
  :: CUInt -> IO (Ptr CallHandle)
foreign import ccall safe "call_handle_close" c_close
  :: Ptr CallHandle -> IO CBool
foreign import ccall safe "call_handle_free" c_free :: Ptr CallHandle -> IO ()

-- | How a handle is created.
data CreateFlag
  = CREATE_NO_ENVIRONMENT
    -- ^ The variables @LIBGUESTFS_*@ of the environment are ignored.
  | CREATE_NO_CLOSE_ON_EXIT
    -- ^ The handle is left open when the program exits without closing it.
  deriving (Bounded, Enum, Eq, Ord, Show)

-- | Makes a handle.
create :: IO GuestfsH
create = create_flags []

-- | Makes a handle in another way.
create_flags :: [CreateFlag] -> IO GuestfsH
create_flags flags = mask_ $ do
  h <- throwErrnoIfNull "guestfs_create" (c_create bits)
  GuestfsH <$> Concurrent.newForeignPtr h (c_free h)
  where bits = foldr (.|.) 0 [bit (fromEnum f) | f <- flags]

-- | Closes a handle, and ends its appliance. A handle that is closed already
-- is left as it is; all other functions fail then. When another thread is in a
-- call, the handle is closed after that.
close :: GuestfsH -> IO ()
close (GuestfsH fp) = withForeignPtr fp (void . c_close)

-- | Makes a handle for an action, and closes it in any case.
--
-- > main = withGuestfs $ \g -> do
-- >   add_drive g "disk.img" defaults { add_drive_readonly = Just True }
-- >   launch g
-- >   list_filesystems g >>= print
withGuestfs :: (GuestfsH -> IO a) -> IO a
withGuestfs = withGuestfsFlags []

-- | The same with flags.
withGuestfsFlags :: [CreateFlag] -> (GuestfsH -> IO a) -> IO a
withGuestfsFlags flags = bracket (create_flags flags) close

-- | The error number of a call that failed. 'Nothing' if the exception is not
-- of such a call, or there is no number.
--
-- > mkdir g "/new" `catch` \e ->
-- >   unless (errnoOf e == Just eEXIST) (throwIO e)
errnoOf :: IOException -> Maybe Errno
errnoOf e = case ioe_errno e of
  Just n | n /= 0 -> Just (Errno n)
  _ -> Nothing

-- | Has 'System.Timeout.timeout', 'killThread' and other asynchronous
-- exceptions stop a call, if it is one of those that 'user_cancel' stops.
-- Without this they wait until the call returns.
--
-- > timeout 60000000 (cancellable g (checksum g "sha512" "/large"))
--
-- The action runs in a thread of its own. The program must be linked with
-- @-threaded@.
cancellable :: GuestfsH -> IO a -> IO a
cancellable g action = mask $ \restore -> do
  done <- newEmptyMVar
  worker <- forkIO (try (restore action) >>= putMVar done)
  result <- takeMVar done `catch` \e -> do
    _ <- forkIO (throwTo worker (e :: SomeException))
    uninterruptibleMask_ (cancelUntil done)
    throwIO e
  either (\e -> throwIO (e :: SomeException)) return result
  where
    -- Again and again: the call may not have begun yet, or another follows.
    cancelUntil done = do
      user_cancel g `catch` \e -> const (return ()) (e :: IOException)
      threadDelay 10000
      running <- isEmptyMVar done
      when running (cancelUntil done)
