-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Says what operating systems are on the disk of a virtual machine:
-- inspect_vm disk.img
module Main (main) where

import Control.Exception (IOException, catch)
import Control.Monad (forM_, when)
import Data.List (sortOn)
import Guestfs (GuestfsH, defaults, withGuestfs)
import qualified Guestfs
import System.Environment (getArgs)
import System.Exit (die)
import System.IO (hPrint, stderr)

-- | Short mount points first: / before /usr.
mountAll :: GuestfsH -> String -> IO ()
mountAll g root = do
  mountpoints <- Guestfs.inspect_get_mountpoints g root
  forM_ (sortOn (length . fst) mountpoints) $ \(place, device) ->
    Guestfs.mount_ro g device place `catch` ignored
  where
    ignored e = hPrint stderr (e :: IOException)

inspect :: GuestfsH -> String -> IO ()
inspect g root = do
  putStrLn ("Root:     " ++ root)
  say "Product:  " (Guestfs.inspect_get_product_name g root)
  say "Type:     " (Guestfs.inspect_get_type g root)
  say "Distro:   " (Guestfs.inspect_get_distro g root)
  major <- Guestfs.inspect_get_major_version g root
  minor <- Guestfs.inspect_get_minor_version g root
  putStrLn ("Version:  " ++ show major ++ "." ++ show minor)
  mountAll g root
  there <- Guestfs.is_file g "/etc/issue"
             defaults { Guestfs.is_file_followsymlinks = Just True }
  when there $
    Guestfs.head_n g 3 "/etc/issue" >>= mapM_ (putStrLn . ("  | " ++))
  Guestfs.umount_all g
  where
    say what get = get >>= putStrLn . (what ++)

inspectAll :: FilePath -> GuestfsH -> IO ()
inspectAll disk g = do
  Guestfs.add_drive_ro g disk
  Guestfs.launch g
  roots <- Guestfs.inspect_os g
  when (null roots) (die "no operating system was found")
  mapM_ (inspect g) roots

main :: IO ()
main = do
  args <- getArgs
  case args of
    [disk] -> withGuestfs (inspectAll disk)
    _ -> die "usage: inspect_vm DISK"
