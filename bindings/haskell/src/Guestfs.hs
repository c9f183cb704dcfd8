-- SPDX-License-Identifier: LGPL-2.1-or-later
-- | Open, inspect and change the disk images of virtual machines.
--
-- > import Guestfs (defaults, withGuestfs)
-- > import qualified Guestfs
-- >
-- > main :: IO ()
-- > main = withGuestfs $ \g -> do
-- >   Guestfs.add_drive g "disk.img"
-- >     defaults { Guestfs.add_drive_readonly = Just True }
-- >   Guestfs.launch g
-- >   Guestfs.list_filesystems g >>= mapM_ print
--
-- Each action of the library is a function of the same name. Some have names
-- that the Prelude has, too: import this module qualified. guestfs-haskell(3)
-- explains the module, guestfs(3) the library behind it.
module Guestfs
  ( -- * Handles
    GuestfsH, create, close, withGuestfs
  , CreateFlag (..), create_flags, withGuestfsFlags
    -- * Errors
    -- | A call that fails throws an @IOException@, a @userError@ with the
    -- message of the library.
  , errnoOf
    -- * Threads
  , cancellable
    -- * Optional arguments
    -- | They are a record, of which 'defaults' gives none. A field is named
    -- after the function and the argument.
  , OptArgs (defaults)
  , module Guestfs.OptArgs
    -- * Functions
  , Buffer
  , module Guestfs.Actions
    -- * Structs
  , module Guestfs.Structs
    -- * Events
  , Event (..), EventHandle, Callback
  , set_event_callback, delete_event_callback, event_to_string
  ) where

import Guestfs.Actions
import Guestfs.Call (Buffer, GuestfsH, OptArgs (..))
import Guestfs.Event
import Guestfs.Events
import Guestfs.Handle
import Guestfs.OptArgs
import Guestfs.Structs
import Prelude ()
