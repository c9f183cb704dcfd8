-- SPDX-License-Identifier: GPL-2.0-or-later
-- Handles, errors, values at their edges, events and threads; without an
-- appliance.
module Main (main) where

import Control.Concurrent
import Control.Exception
import Control.Monad
import qualified Data.ByteString.Char8 as B
import Data.IORef
import Data.Int (Int64)
import Data.List (isPrefixOf)
import Foreign.C.Error (eINVAL)
import System.Environment
import System.IO.Error
import System.Mem (performMajorGC)
import System.Timeout (timeout)

import Check
import Guestfs (GuestfsH, defaults, errnoOf, withGuestfs)
import Guestfs (CreateFlag (..), Event (..))
import qualified Guestfs as G

-- ---- Life ----

closed :: IO ()
closed = do
  g <- G.create
  eh <- G.set_event_callback g (\_ _ _ _ -> return ()) [EVENT_TRACE]
  G.close g
  G.close g
  let fails what name action = do
        why <- failure action
        is what why (name ++ ": illegal operation (the handle is closed)")
  fails "a call" "get_memsize" (G.get_memsize g)
  fails "optional arguments" "add_drive" (G.add_drive g "x" defaults)
  fails "an alias" "add_drive" (G.add_drive_opts g "x" defaults)
  fails "an event" "set_event_callback"
    (G.set_event_callback g (\_ _ _ _ -> return ()) [EVENT_CLOSE])
  G.delete_event_callback g eh
  e <- tryJust (guard . isIllegalOperation) (G.get_memsize g)
  is "the exception's kind" e (Left ())

-- | Counts on, until the finalizers have run, which have a thread of their own.
collected :: IO ()
collected = do
  n <- newIORef (0 :: Int)
  replicateM_ 20 $ do
    g <- G.create
    G.set_event_callback g (\_ _ _ _ -> modifyIORef' n (+ 1)) [EVENT_CLOSE]
  let wait = do
        performMajorGC
        threadDelay 5000
        seen <- readIORef n
        when (seen < 19) wait
  done <- timeout 60000000 wait
  is "handles without references are closed" done (Just ())

flags :: IO ()
flags = do
  setEnv "LIBGUESTFS_MEMSIZE" "700"
  withGuestfs G.get_memsize >>= \n -> is "environment" n 700
  n <- G.withGuestfsFlags [CREATE_NO_ENVIRONMENT] G.get_memsize
  check "no environment" (n /= 700)
  unsetEnv "LIBGUESTFS_MEMSIZE"
  G.create_flags [minBound ..] >>= G.close

several :: IO ()
several = do
  many <- replicateM 100 G.create
  forM_ (zip many [1000 ..]) $ \(g, n) -> G.set_memsize g n
  forM_ (zip many [1000 ..]) $ \(g, n) ->
    G.get_memsize g >>= \m -> is "each is its own" m n
  mapM_ G.close many

bracketed :: IO ()
bracketed = do
  kept <- newEmptyMVar
  why <- failure (withGuestfs (\g -> putMVar kept g >> fail "mine"))
  is "the exception" why "user error (mine)"
  why' <- takeMVar kept >>= failure . G.get_memsize
  is "it was closed" why'
    "get_memsize: illegal operation (the handle is closed)"

-- ---- Values ----

errors :: GuestfsH -> IO ()
errors g = do
  e <- tryIOError (G.mkdir g "/x")
  either (\e' -> do
             check "errno" (errnoOf e' == Just eINVAL)
             check "as of old" (isUserError e')
             is "message" (ioeGetErrorString e')
               "mkdir: the appliance is not running: call launch first \
               \(in guestfish: run)")
    (const (check "mkdir fails" False)) e
  e2 <- tryIOError (G.internal_test_rinterr g)
  either (\e' -> check "no errno" (null (errnoOf e')))
    (const (check "it fails" False)) e2
  check "other exceptions" (null (errnoOf (userError "x")))

refused :: GuestfsH -> IO ()
refused g = do
  let fails what action why = failure action >>= \w -> is what w why
  fails "NUL" (G.set_program g "a\0b")
    "set_program: invalid argument (program contains a NUL character)"
  fails "NUL in a list" (G.command g ["a", "b\0"])
    "command: invalid argument (arguments contains a NUL character)"
  fails "NUL in an optional argument"
    (G.add_drive g "x" defaults { G.add_drive_format = Just "\0" })
    "add_drive: invalid argument (format contains a NUL character)"
  fails "half of a pair" (G.set_program g "\xd800")
    ("set_program: invalid argument (program contains a surrogate: that is "
     ++ "no text)")
  fails "33 bits" (G.set_memsize g 0x80000000)
    "set_memsize: invalid argument (memsize does not fit into 32 bits)"
  fails "65 bits" (G.disk_create g "x" "raw" (2 ^ (63 :: Int)) defaults)
    "disk_create: invalid argument (size does not fit into 64 bits)"

edges :: GuestfsH -> IO ()
edges g = do
  let gives what action value = action >>= \got -> is what got value
  gives "not UTF-8" (G.internal_test_rstring g "a\xdcff\xdcfe\&z")
    "a\xdcff\xdcfe\&z"
  gives "four bytes" (G.internal_test_rstring g "\x1f600") "\x1f600"
  gives "the bytes of it" (G.internal_test_rbufferout g "\xdcff")
    (B.pack "\xff")
  gives "buffer" (G.internal_test_rbufferout g "") B.empty
  gives "32 bits" (G.internal_test_rint g "-2147483648") (-0x80000000)
  gives "64 bits" (G.internal_test_rint64 g "-9223372036854775808") minBound
  gives "no list" (G.internal_test_rstringlist g "0") []
  gives "no structs" (G.internal_test_rstructlist g "0") []
  gives "null" (G.internal_test_rconstoptstringerr g) Nothing
  gives "in order" (G.internal_test_rhashtable g "2") [("0", "0"), ("1", "1")]
  pv <- G.internal_test_rstruct g "x"
  is "percent and padding" (G.pv_mda_free pv, G.pv_tags pv) (0, "tag0")

-- | The types that programs for the old binding know.
old :: GuestfsH -> IO ()
old g = do
  (G.is_config g :: IO Bool) >>= \b -> is "is_config" b True
  (G.get_program g :: IO String) >>= \s -> is "program" s "handle"
  mapM_ (failure >=> check "not launched" . isPrefixOf "user error (")
    [ (G.write :: GuestfsH -> String -> String -> IO ()) g "/x" "content"
    , (G.truncate_size :: GuestfsH -> String -> Integer -> IO ()) g "/x" 1
    , void (G.filesize g "/x" :: IO Int64)
    , void (G.list_filesystems g :: IO [(String, String)])
    , void (G.find g "/" :: IO [String])
    , (G.mkfs_b :: GuestfsH -> String -> Int -> String -> IO ())
        g "ext2" 4096 "/dev/sda" ]

-- ---- Events ----

traced :: GuestfsH -> IO a -> IO [String]
traced g action = do
  seen <- newIORef []
  let trace event _ b numbers = do
        is "the event" (event, numbers) (EVENT_TRACE, [])
        modifyIORef seen (B.unpack b :)
  eh <- G.set_event_callback g trace [EVENT_TRACE]
  G.set_trace g True
  _ <- action
  G.set_trace g False
  G.delete_event_callback g eh
  reverse <$> readIORef seen

events :: GuestfsH -> IO ()
events g = do
  seen <- traced g (G.set_program g "x")
  check "trace" ("set_program \"x\"" `elem` seen)
  _ <- G.get_memsize g
  G.event_to_string [EVENT_CLOSE, EVENT_WARNING] >>= \s ->
    is "names" s "close,warning"

-- | The test looks at standard error.
throwing :: GuestfsH -> IO ()
throwing g = do
  eh <- G.set_event_callback g (\_ _ _ _ -> fail "thrown") [EVENT_ENTER]
  G.internal_test_rstring g "x" >>= \s -> is "the call goes on" s "x"
  G.delete_event_callback g eh

deletingItself :: GuestfsH -> IO ()
deletingItself g = do
  seen <- newIORef (0 :: Int)
  let callback _ eh _ _ = do
        G.delete_event_callback g eh
        performMajorGC
        modifyIORef seen (+ 1)
  _ <- G.set_event_callback g callback [EVENT_ENTER]
  replicateM_ 2 (G.get_memsize g)
  readIORef seen >>= \n -> is "called once" n 1

calling :: GuestfsH -> IO ()
calling g = do
  inner <- newIORef ""
  let callback _ eh _ _ = do
        G.delete_event_callback g eh
        G.get_program g >>= writeIORef inner
  G.set_program g "outer"
  _ <- G.set_event_callback g callback [EVENT_ENTER]
  _ <- G.get_memsize g
  readIORef inner >>= \s -> is "a call in a callback" s "outer"

closing :: IO ()
closing = do
  g <- G.create
  G.set_memsize g 1100
  _ <- G.set_event_callback g (\_ _ _ _ -> G.close g) [EVENT_ENTER]
  G.get_memsize g >>= \n -> is "the call goes on" n 1100
  why <- failure (G.get_memsize g)
  is "closed in a callback" why
    "get_memsize: illegal operation (the handle is closed)"

-- ---- Threads ----

-- | Each call of one waits for the other's, whose events wait for Haskell.
twoThreads :: GuestfsH -> IO ()
twoThreads g = do
  seen <- newMVar (0 :: Int)
  eh <- G.set_event_callback g
          (\_ _ _ _ -> modifyMVar_ seen (return . (+ 1)) >> yield)
          [EVENT_ENTER]
  let work text = replicateM_ 500 $ do
        G.internal_test_rstring g text >>= \s -> is "its own result" s text
        why <- failure (G.internal_test_rinterr g)
        is "its own error" why "user error (internal_test_rinterr: error)"
  _ <- together [work "one", work "two"]
  readMVar seen >>= \n -> is "events of both" n 2000
  G.delete_event_callback g eh

closeMeanwhile :: IO ()
closeMeanwhile = replicateM_ 50 $ do
  g <- G.create
  let work = tryJust (guard . isIllegalOperation)
               (forever (G.internal_test_rstring g "x"))
  waits <- replicateM 2 (running work)
  yield
  G.close g
  mapM_ id waits

-- ---- Memory ----

resident :: IO Int
resident = do
  performMajorGC
  pages <- (!! 1) . words <$> readFile "/proc/self/statm"
  return (read pages * 4096)

everyKind :: GuestfsH -> IO ()
everyKind g = do
  _ <- G.internal_test_rstructlist g "20"
  _ <- G.internal_test_rhashtable g "20"
  _ <- G.internal_test_rstringlist g "20"
  _ <- G.internal_test_rbufferout g (replicate 1000 'x')
  _ <- G.internal_test_rconststring g "x"
  _ <- failure (G.internal_test_rstructerr g)
  _ <- failure (G.command g ["a", "\0"])
  eh <- G.set_event_callback g (\_ _ _ _ -> return ()) [EVENT_TRACE]
  G.delete_event_callback g eh

-- | What is lost is lost in each round.
memory :: GuestfsH -> IO ()
memory g = replicateM_ 500 (everyKind g) >> go (5 :: Int)
  where
    go rounds = do
      before <- resident
      replicateM_ 1500 (everyKind g)
      grown <- subtract before <$> resident
      if grown >= 2000000 && rounds > 1 then go (rounds - 1)
      else check ("memory has grown by " ++ show grown) (grown < 2000000)

main :: IO ()
main = do
  sequence_ [closed, collected, flags, several, bracketed, closing]
  mapM_ withGuestfs
    [errors, refused, edges, old, events, throwing, deletingItself, calling,
     twoThreads, memory]
  closeMeanwhile
  -- Left open, with a callback that cannot be called any more.
  g <- G.create
  _ <- G.set_event_callback g (\_ _ _ _ -> putStrLn "no") [EVENT_CLOSE]
  putStrLn "done"
