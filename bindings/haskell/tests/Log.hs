-- SPDX-License-Identifier: GPL-2.0-or-later
-- Prints results as the logs of all languages have them.
{-# LANGUAGE FlexibleInstances #-}
module Log (Display (..), listOf, record, step, utf8Output) where

import Control.Exception
import qualified Data.ByteString as B
import Data.ByteString (ByteString)
import Data.Int
import Data.List (intercalate, sort)
import Data.Word
import Foreign.C.Error (Errno (..))
import Numeric (showHex)
import System.IO

import Guestfs (errnoOf)

class Display a where
  display :: a -> String

instance Display () where display _ = "ok"
instance Display Bool where display b = if b then "true" else "false"
instance Display Int where display = show
instance Display Int32 where display = show
instance Display Int64 where display = show
instance Display Word32 where display = show
instance Display Word64 where display = show
instance Display Char where display c = display [c]
instance Display String where display s = "\"" ++ s ++ "\""
instance Display [String] where display = listOf display
instance Display (Maybe String) where display = maybe "null" display
instance Display ByteString where
  display = concatMap byte . B.unpack
    where
      byte b = "<" ++ [digit (b `div` 16), digit (b `mod` 16)] ++ ">"
      digit n = head (showHex n "")
instance Display [(String, String)] where
  display list =
    braces (sort [display key ++ ": " ++ display value | (key, value) <- list])

braces :: [String] -> String
braces items = "{" ++ intercalate ", " items ++ "}"

listOf :: (a -> String) -> [a] -> String
listOf one list = "[" ++ intercalate ", " (map one list) ++ "]"

record :: [(String, String)] -> String
record fields = braces [name ++ ": " ++ value | (name, value) <- fields]

utf8Output :: IO ()
utf8Output = hSetEncoding stdout utf8

step :: String -> (a -> String) -> IO a -> IO ()
step title shown action = do
  putStrLn title
  result <- try action
  putStrLn (either failed shown result)
  where
    failed e = "error: " ++ message e ++ " (" ++ maybe "0" number (errnoOf e)
               ++ ")"
    number (Errno n) = show n

-- | What 'userError' was given.
message :: IOException -> String
message e = case break (== '(') (show e) of
  ("user error ", '(' : rest) -> init rest
  _ -> show e
