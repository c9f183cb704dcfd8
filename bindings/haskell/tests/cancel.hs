-- SPDX-License-Identifier: GPL-2.0-or-later
-- Calls that would never end are cancelled from another thread.
-- cancel DISK FIFO
module Main (main) where

import Control.Concurrent
import Control.Exception
import qualified Data.ByteString.Char8 as B
import Foreign.C.Error (eINTR)
import System.Environment
import System.IO
import System.Timeout

import Check
import Guestfs (GuestfsH, defaults)
import qualified Guestfs as G

prepare :: GuestfsH -> FilePath -> IO ()
prepare g disk = do
  G.disk_create g disk "raw" 10485760 defaults
  G.add_drive g disk defaults { G.add_drive_format = Just "raw" }
  G.launch g
  G.mkfs g "ext2" "/dev/sda" defaults
  G.mount g "/dev/sda" "/"

-- | The event is sent when the call can be cancelled.
cancelled :: GuestfsH -> FilePath -> IO ()
cancelled g fifo = do
  started <- newEmptyMVar
  eh <- G.set_event_callback g
          (\_ _ name _ -> if name == B.pack "upload" then putMVar started ()
                          else return ())
          [G.EVENT_ENTER]
  wait <- running (try (G.upload g fifo "/file"))
  takeMVar started
  G.user_cancel g
  result <- wait
  G.delete_event_callback g eh
  check "errno" (either G.errnoOf (const Nothing) result == Just eINTR)

main :: IO ()
main = G.withGuestfs $ \g -> do
  [disk, fifo] <- getArgs
  prepare g disk
  -- Nothing is written into it.
  withFile fifo ReadWriteMode $ \_ -> do
    cancelled g fifo
    late <- timeout 200000 (G.cancellable g (G.upload g fifo "/other"))
    is "timeout" late Nothing
  G.cancellable g (G.ls g "/") >>= print . length
  why <- failure (G.cancellable g (G.cat g "/none"))
  is "an error" why "user error (cat: /none: No such file or directory)"
