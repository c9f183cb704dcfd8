-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Says which files were added, removed or changed between two disk images:
-- changes old.img new.img /dev/sda1
--
-- The two are read at the same time, by two appliances.
module Main (main) where

import Control.Concurrent (forkIO, newEmptyMVar, putMVar, takeMVar)
import Control.Exception (SomeException, throwIO, try)
import Data.Bits ((.&.))
import Data.Int (Int64)
import Data.Map (Map)
import qualified Data.Map as Map
import Data.Map.Merge.Lazy
import Guestfs (GuestfsH, StatNS (..), withGuestfs)
import qualified Guestfs
import System.Environment (getArgs)
import System.Exit (die)

-- | What is compared: mode, owner, group, size and time of the last change.
type File = [Int64]

file :: StatNS -> File
file s = map ($ s) [st_mode, st_uid, st_gid, st_size, st_mtime_sec,
                    st_mtime_nsec]

isDirectory :: StatNS -> Bool
isDirectory s = st_mode s .&. 0o170000 == 0o040000

-- | All files below a directory, which ends with a slash.
tree :: GuestfsH -> FilePath -> IO (Map FilePath File)
tree g dir = do
  names <- Guestfs.ls g dir
  stats <- Guestfs.lstatnslist g dir names
  let here = [(dir ++ name, s) | (name, s) <- zip names stats]
  below <- mapM (\(path, _) -> tree g (path ++ "/"))
             (filter (isDirectory . snd) here)
  return (Map.unions (Map.fromList (map (fmap file) here) : below))

files :: String -> FilePath -> IO (Map FilePath File)
files device disk = withGuestfs $ \g -> do
  Guestfs.add_drive_ro g disk
  Guestfs.launch g
  Guestfs.mount_ro g device "/"
  tree g "/"

-- | Runs both, each in a thread of its own.
both :: IO a -> IO a -> IO (a, a)
both one other = do
  result <- newEmptyMVar
  _ <- forkIO (try one >>= putMVar result)
  b <- try other
  a <- takeMVar result
  (,) <$> check a <*> check b
  where
    check = either (\e -> throwIO (e :: SomeException)) return

changes :: Map FilePath File -> Map FilePath File -> Map FilePath Char
changes = merge (mapMissing (\_ _ -> '-')) (mapMissing (\_ _ -> '+'))
  (zipWithMaybeMatched (\_ a b -> if a == b then Nothing else Just '~'))

main :: IO ()
main = do
  args <- getArgs
  case args of
    [old, new, device] -> do
      (a, b) <- both (files device old) (files device new)
      mapM_ (\(name, how) -> putStrLn (how : ' ' : name))
        (Map.toList (changes a b))
    _ -> die "usage: changes OLD NEW DEVICE"
