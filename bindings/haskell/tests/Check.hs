-- SPDX-License-Identifier: GPL-2.0-or-later
-- What the test programs have in common.
module Check (check, is, failure, running, together) where

import Control.Concurrent
import Control.Exception
import Control.Monad
import System.Exit

check :: String -> Bool -> IO ()
check what ok = unless ok (die ("FAIL: " ++ what))

is :: (Eq a, Show a) => String -> a -> a -> IO ()
is what got expected = when (got /= expected) $
  die ("FAIL: " ++ what ++ ": got " ++ show got ++ ", expected "
       ++ show expected)

-- | How an action fails.
failure :: IO a -> IO String
failure action =
  either (\e -> show (e :: IOException)) (const "nothing") <$> try action

-- | Starts a thread, and gives what waits for its end.
running :: IO a -> IO (IO a)
running action = do
  done <- newEmptyMVar
  _ <- forkIO (try action >>= putMVar done)
  return (readMVar done >>= either (\e -> throwIO (e :: SomeException)) return)

together :: [IO a] -> IO [a]
together actions = mapM running actions >>= sequence
