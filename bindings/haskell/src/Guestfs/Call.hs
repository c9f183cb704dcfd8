-- SPDX-License-Identifier: LGPL-2.1-or-later
-- What happens in every call: arguments to C, the result or error back.
{-# OPTIONS_GHC -O #-}
{-# LANGUAGE ForeignFunctionInterface #-}
{-# LANGUAGE TypeFamilies #-}
module Guestfs.Call where

import Control.Exception
import qualified Data.ByteString as B
import Data.ByteString (ByteString)
import qualified Data.ByteString.Unsafe as B
import Data.Bits
import Data.Int
import Data.Maybe
import Data.Word
import Foreign
import Foreign.C
import GHC.IO.Exception (IOException (..), IOErrorType (..))

import Guestfs.Text

-- | A handle: the drives of one appliance, and what is done to them.
--
-- It is closed by @close@, or when it is garbage.
newtype GuestfsH = GuestfsH (ForeignPtr CallHandle)
  deriving (Eq, Ord, Show)

data CallHandle
data Outcome

foreign import ccall safe "guestfs_hs_call" c_call
  :: Ptr CallHandle -> CString -> Ptr Value -> Ptr Value -> Word64
  -> Ptr Outcome -> IO CInt
foreign import ccall unsafe "guestfs_hs_arg_name" c_arg_name
  :: CString -> CInt -> IO CString
foreign import ccall unsafe "guestfs_hs_done" c_done :: Ptr Outcome -> IO ()
foreign import ccall unsafe "guestfs_hs_structs_len" c_structs_len
  :: Ptr Outcome -> IO CSize
foreign import ccall unsafe "guestfs_hs_structs_get" c_structs_get
  :: Ptr Outcome -> CSize -> IO (Ptr ())

-- ---- Errors ----

-- | Old programs know the errors of this module as those of @fail@.
failure :: String -> Maybe Errno -> IOException
failure message errno =
  (userError message) { ioe_errno = fmap (\(Errno n) -> n) errno }

failCall :: CString -> IOErrorType -> String -> IO a
failCall name kind message = do
  name' <- peekCString name
  ioError (IOError Nothing kind name' message Nothing Nothing)

-- | The words of an outcome, which glue.h has as a struct.
wordAt :: Storable a => Int -> Ptr Outcome -> IO a
wordAt n o = peekByteOff o (n * sizeOf nullPtr)

takeError :: Ptr Outcome -> IO IOException
takeError o = do
  text' <- wordAt 2 o
  errno <- wordAt 4 o :: IO CInt
  message <- if text' == nullPtr then return "unknown error"
             else peekText text' <* free text'
  return (failure message (Just (Errno errno)))

-- ---- Arguments ----

-- | A value as C has it: two words.
data Value

-- | Writes a value, and makes the call while what it points to is there.
type Writer = Refuse -> Ptr Value -> IO () -> IO ()

-- | Says what is wrong with a value.
type Refuse = String -> IO ()

valueSize :: Int
valueSize = 2 * sizeOf nullPtr

write :: Storable a => a -> Writer
write x _ at go = poke (castPtr at) x >> go

bool :: Bool -> Writer
bool b = write (fromBool b :: CInt)

int :: Int -> Writer
int n = number (toInteger n) (fromIntegral n :: CInt)

int64 :: Integer -> Writer
int64 n = number n (fromInteger n :: Int64)

-- | A number that C's type may be too narrow for.
number :: (Integral a, Storable a) => Integer -> a -> Writer
number n narrow refuse at go
  | toInteger narrow == n = write narrow refuse at go
  | otherwise =
      refuse ("does not fit into " ++ show (8 * sizeOf narrow) ++ " bits")

text :: String -> Writer
text s refuse at go
  | '\0' `elem` s = refuse "contains a NUL character"
  | any (not . isText) s = refuse "contains a surrogate: that is no text"
  | otherwise = withText s $ \p -> write p refuse at go

-- | Surrogates stand only for bytes that are not UTF-8.
isText :: Char -> Bool
isText c = c < '\xd800' || c > '\xdfff' || c >= '\xdc80' && c <= '\xdcff'

textOrNull :: Maybe String -> Writer
textOrNull = maybe (write nullPtr) text

-- | An array of pointers that ends with NULL.
texts :: [String] -> Writer
texts list refuse at go =
  allocaArray0 n $ \array -> do
    pokeElemOff array n nullPtr
    writeAll (map (\s -> text s refuse) list) (sizeOf nullPtr) (castPtr array)
      (write array refuse at go)
  where n = length list

-- | What a buffer is made of: bytes, or a 'String', which becomes UTF-8.
class Buffer b where
  withBuffer :: b -> (CStringLen -> IO a) -> IO a

instance Buffer ByteString where
  withBuffer = B.unsafeUseAsCStringLen

instance (c ~ Char) => Buffer [c] where
  withBuffer = withTextLen

bytes :: Buffer b => b -> Writer
bytes b _ at go = withBuffer b $ \(p, size) -> do
  poke (castPtr at) p
  pokeByteOff at (sizeOf p) (fromIntegral size :: CSize)
  go

pointer :: Ptr () -> Writer
pointer = write

-- | Values behind each other.
writeAll :: [Ptr Value -> IO () -> IO ()] -> Int -> Ptr Value -> IO () -> IO ()
writeAll [] _ _ go = go
writeAll (w : ws) step at go =
  w at (writeAll ws step (at `plusPtr` step) go)

-- | Optional arguments.
class OptArgs o where
  -- | None of them.
  defaults :: o
  values :: o -> [Maybe Writer]

maskOf :: [Maybe a] -> Word64
maskOf given = foldr (.|.) 0 [bit i | (i, Just _) <- zip [0 ..] given]

-- ---- Calls ----

call :: Result a -> GuestfsH -> CString -> [Writer] -> IO a
call result g name args = callWith result g name args []

-- | Masked, so that a result is freed.
callWith :: Result a -> GuestfsH -> CString -> [Writer] -> [Maybe Writer]
         -> IO a
callWith result (GuestfsH fp) name args given =
  mask_ $ withForeignPtr fp $ \h ->
  allocaBytes (8 * sizeOf nullPtr) $ \o ->
  allocaBytes (valueSize * length writers) $ \at -> do
    let optargs = at `plusPtr` (valueSize * length args)
    writeAll writers valueSize at $
      c_call h name at optargs (maskOf given) o >>= poke (statusOf o)
    status <- peek (statusOf o)
    case status of
      0 -> result o
      1 -> takeError o >>= ioError
      2 -> failCall name IllegalOperation "the handle is closed"
      _ -> failCall name UnsupportedOperation "libguestfs is too old"
  where
    writers = zipWith ($) (args ++ map (fromMaybe unset) given)
                          (map (refuseValue name) [0 ..])
    unset = write (0 :: Int64)

-- | Names the argument, optional ones after the others.
refuseValue :: CString -> CInt -> Refuse
refuseValue name i why = do
  arg <- c_arg_name name i >>= peekCString
  failCall name InvalidArgument (arg ++ " " ++ why)

-- | Behind the outcome there is room for what 'c_call' returns.
statusOf :: Ptr Outcome -> Ptr CInt
statusOf o = o `plusPtr` (5 * sizeOf nullPtr)

-- ---- Results ----

type Result a = Ptr Outcome -> IO a

nothing :: Result ()
nothing _ = return ()

-- | What the result is in a word of its own.
word :: Storable a => Result a
word = wordAt 0

takeInt :: Result Int
takeInt o = fromIntegral <$> (word o :: IO CInt)

takeBool :: Result Bool
takeBool o = (/= 0) <$> takeInt o

takeInt64 :: Result Int64
takeInt64 = word

takeConstant :: Result String
takeConstant o = word o >>= peekText

takeConstantOrNull :: Result (Maybe String)
takeConstantOrNull o = word o >>= maybePeek peekText

-- | The rest is ours to free.
freeing :: Result a -> Result a
freeing result o = result o `finally` c_done o

takeText :: Result String
takeText = freeing takeConstant

takeTexts :: Result [String]
takeTexts = freeing $ \o -> do
  array <- word o
  pointers <- peekArray0 nullPtr array
  mapM peekText pointers

takePairs :: Result [(String, String)]
takePairs o = pairs <$> takeTexts o
  where
    pairs (key : value : rest) = (key, value) : pairs rest
    pairs _ = []

-- | Not copied: C's memory becomes that of the 'ByteString'.
takeBytes :: Result ByteString
takeBytes o = do
  p <- word o
  size <- wordAt 1 o :: IO CSize
  B.unsafePackMallocCStringLen (p, fromIntegral size)

takeStruct :: Struct a => Result a
takeStruct = freeing $ \o -> word o >>= readStruct

takeStructs :: Struct a => Result [a]
takeStructs = freeing $ \o -> do
  n <- c_structs_len o
  mapM (\i -> c_structs_get o (i - 1) >>= readStruct) [1 .. n]

-- ---- Structs ----

-- | Reads what is at an address, and says where the next thing may be. Fields
-- are aligned as in C.
newtype Reader a = Reader (Ptr () -> IO (a, Ptr ()))

instance Functor Reader where
  fmap f (Reader r) = Reader $ \p -> do
    (x, next) <- r p
    let y = f x
    y `seq` return (y, next)

instance Applicative Reader where
  pure x = Reader $ \p -> return (x, p)
  Reader f <*> Reader r = Reader $ \p -> do
    (g, q) <- f p
    (x, next) <- r q
    let y = g x
    y `seq` return (y, next)

class Struct a where
  reader :: Reader a

readStruct :: Struct a => Ptr () -> IO a
readStruct p = fst <$> r p
  where Reader r = reader

field :: Storable a => Reader a
field = result
  where
    result = Reader $ \p -> do
      let at = alignPtr p (alignment (typeOf result))
      x <- peek (castPtr at)
      return (x, at `plusPtr` sizeOf x)
    typeOf :: Reader a -> a
    typeOf _ = undefined

-- | A field that is made into something else.
fieldWith :: Storable a => (a -> IO b) -> Reader b
fieldWith convert = Reader $ \p -> do
  (x, next) <- r p
  y <- convert x
  return (y, next)
  where Reader r = field

textField :: Reader String
textField = fieldWith peekTextOrEmpty
  where peekTextOrEmpty p = if p == nullPtr then return "" else peekText p

charField :: Reader Char
charField = fieldWith (\c -> return (castCCharToChar c))

-- | Its size is before it.
bytesField :: Reader ByteString
bytesField = Reader $ \p -> do
  (size, q) <- sizeReader p
  (at, next) <- pointerReader q
  b <- B.packCStringLen (at, fromIntegral (size :: Word32))
  return (b, next)
  where
    Reader sizeReader = field
    Reader pointerReader = field

-- | 32 characters, of which no NUL is the last.
uuidField :: Reader String
uuidField = Reader $ \p -> do
  b <- B.packCStringLen (castPtr p, 32)
  s <- B.useAsCString (B.takeWhile (/= 0) b) peekText
  return (s, p `plusPtr` 32)

percentField :: Reader (Maybe Float)
percentField = fieldWith $ \(CFloat x) ->
  return (if x < 0 then Nothing else Just x)
