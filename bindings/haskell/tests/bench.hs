-- SPDX-License-Identifier: GPL-2.0-or-later
-- What a call costs in Haskell: see bench/call.c.
module Main (main) where

import Control.Monad
import qualified Guestfs as G
import GHC.Clock (getMonotonicTime)
import Numeric (showFFloat)
import System.Environment (getArgs)

took :: String -> Int -> IO a -> IO ()
took what times call = do
  began <- getMonotonicTime
  replicateM_ times call
  ended <- getMonotonicTime
  putStrLn (what ++ " "
            ++ showFFloat (Just 9) ((ended - began) / fromIntegral times) "")

main :: IO ()
main = G.withGuestfs $ \g -> do
  [image] <- getArgs
  G.add_drive_ro g image
  G.launch g
  G.mount_ro g "/dev/sda" "/"
  took "call" 100000 (G.get_memsize g)
  took "ping" 2000 (G.ping_daemon g)
  took "readdir" 1 (G.readdir g "/many")
  took "read_file" 1 (G.read_file g "/large")
