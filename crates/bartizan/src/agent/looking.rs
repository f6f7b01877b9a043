//! Looks through the disk that go on beside the reports: however long one takes, the host is heard of.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::time::Duration;

use super::bounded::Processes;
use super::disk::Disk;
use super::look::Stamp;
use crate::error::CliError;

/// Files that ended looks, with what they were like.
pub(super) type LeftOut = BTreeMap<String, Stamp>;

/// What a look came to, and the files that ended it or others.
type Looked = (Result<Disk, CliError>, LeftOut);

/// A look that goes on.
pub(super) struct Looking(Receiver<Looked>);

impl Looking {
    /// Begins one.
    ///
    /// # Errors
    /// There are too many threads.
    pub(super) fn begin(root: &Path, left_out: LeftOut) -> Result<Self, CliError> {
        let (sender, receiver) = sync_channel(1);
        let (root, mut left_out) = (root.to_owned(), left_out);
        let look = move || {
            let looks = Processes::new("look", &root);
            let disk = Disk::look_through(&root, &mut left_out, &looks);
            // Nobody waits for it when the agent ends.
            let _ = sender.send((disk, left_out));
        };
        let thread = std::thread::Builder::new().name("look".to_owned());
        thread.spawn(look).map_err(CliError::failed)?;
        Ok(Self(receiver))
    }

    /// What it came to, if it is over.
    pub(super) fn answer(&self) -> Option<Looked> {
        match self.0.try_recv() {
            Ok(looked) => Some(looked),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Self::broken()),
        }
    }

    /// As [`Self::answer`], but waits for it as long as that.
    pub(super) fn wait(&self, most: Duration) -> Option<Looked> {
        match self.0.recv_timeout(most) {
            Ok(looked) => Some(looked),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Self::broken()),
        }
    }

    fn broken() -> Looked {
        (Err(CliError::Failed("looking through the disk broke off".to_owned())), LeftOut::new())
    }
}
