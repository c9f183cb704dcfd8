-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Callbacks of events.
{-# OPTIONS_GHC -O #-}
{-# LANGUAGE ForeignFunctionInterface #-}
module Guestfs.Event
  ( EventHandle, Callback, set_event_callback, delete_event_callback
  , event_to_string
  ) where

import Control.Exception
import Control.Monad
import Data.Bits
import qualified Data.ByteString as B
import Data.ByteString (ByteString)
import Data.List (find)
import Data.Word
import Foreign
import Foreign.C
import GHC.IO.Exception (IOErrorType (..))
import System.IO
import System.IO.Unsafe

import Guestfs.Call
import Guestfs.Events
import Guestfs.Text

-- | What 'set_event_callback' returns, to delete the callback with.
type EventHandle = Int

-- | It gets the event, the number that 'set_event_callback' returned, and what
-- comes with the event: bytes or numbers.
type Callback = Event -> EventHandle -> ByteString -> [Word64] -> IO ()

type Dispatch = StablePtr Callback -> Word64 -> CInt -> CString -> CSize
              -> Ptr Word64 -> CSize -> IO ()

foreign import ccall "wrapper" makeDispatch
  :: Dispatch -> IO (FunPtr Dispatch)
foreign import ccall safe "guestfs_hs_add_event" c_add_event
  :: Ptr CallHandle -> Word64 -> FunPtr Dispatch -> StablePtr Callback
  -> Ptr Outcome -> IO CInt
foreign import ccall safe "call_handle_delete_event" c_delete_event
  :: Ptr CallHandle -> CInt -> IO ()
foreign import ccall unsafe "guestfs_event_to_string" c_event_to_string
  :: Word64 -> IO CString

-- | One for all callbacks and as long as the program runs, for C may be in it
-- while its callback is deleted.
dispatchPointer :: FunPtr Dispatch
dispatchPointer = unsafePerformIO (makeDispatch dispatch)
{-# NOINLINE dispatchPointer #-}

dispatch :: Dispatch
dispatch stable mask' eh buffer size array len = reportingExceptions $ do
  callback <- deRefStablePtr stable
  b <- B.packCStringLen (buffer, fromIntegral size)
  numbers <- peekArray (fromIntegral len) array
  forM_ (find ((== mask') . eventMask) [minBound ..]) $ \event ->
    callback event (fromIntegral eh) b numbers

-- | C cannot be left by an exception.
reportingExceptions :: IO () -> IO ()
reportingExceptions action = action `catch` \e ->
  hPutStrLn stderr
    ("guestfs: exception in a callback: "
     ++ displayException (e :: SomeException))
    `catch` \e' -> const (return ()) (e' :: IOException)

maskOfEvents :: [Event] -> Word64
maskOfEvents = foldr ((.|.) . eventMask) 0

-- | Has a callback called on events, from the calls of this handle that cause
-- them, until it is deleted or the handle is closed. An exception in it is
-- printed on standard error and goes no further.
--
-- A callback that uses the handle keeps it from being garbage: such a handle
-- must be closed.
set_event_callback :: GuestfsH -> Callback -> [Event] -> IO EventHandle
set_event_callback (GuestfsH fp) callback events =
  mask_ $ withForeignPtr fp $ \h -> allocaBytes (8 * sizeOf nullPtr) $ \o -> do
    stable <- newStablePtr callback
    eh <- c_add_event h (maskOfEvents events) dispatchPointer stable o
    when (eh == -1) $ do
      freeStablePtr stable
      takeEventError o
    return (fromIntegral eh)

takeEventError :: Ptr Outcome -> IO ()
takeEventError o = do
  message <- wordAt 2 o :: IO CString
  if message == nullPtr
    then withCString "set_event_callback" $ \name ->
      failCall name IllegalOperation "the handle is closed"
    else takeError o >>= ioError

-- | Undoes 'set_event_callback'.
delete_event_callback :: GuestfsH -> EventHandle -> IO ()
delete_event_callback (GuestfsH fp) eh =
  withForeignPtr fp $ \h -> c_delete_event h (fromIntegral eh)

-- | The names of events, with commas between them.
event_to_string :: [Event] -> IO String
event_to_string events = do
  p <- throwErrnoIfNull "event_to_string"
         (c_event_to_string (maskOfEvents events))
  peekText p <* free p
