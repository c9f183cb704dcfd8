-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Makes a disk image with a filesystem and a file in it:
-- create_disk disk.img
module Main (main) where

import Guestfs (GuestfsH, defaults, withGuestfs)
import qualified Guestfs
import System.Environment (getArgs)
import System.Exit (die)

createDisk :: FilePath -> GuestfsH -> IO ()
createDisk disk g = do
  Guestfs.disk_create g disk "raw" (512 * 1024 * 1024) defaults
  Guestfs.add_drive g disk
    defaults { Guestfs.add_drive_format = Just "raw" }
  Guestfs.launch g
  Guestfs.part_disk g "/dev/sda" "gpt"
  Guestfs.mkfs g "ext4" "/dev/sda1"
    defaults { Guestfs.mkfs_label = Just "data" }
  Guestfs.mount g "/dev/sda1" "/"
  Guestfs.write g "/hello.txt" "Hello from Haskell.\n"
  -- Also reports what could not be written.
  Guestfs.shutdown g

main :: IO ()
main = do
  args <- getArgs
  case args of
    [disk] -> withGuestfs (createDisk disk)
    _ -> die "usage: create_disk DISK"
