//! Targets that were taken out of their groups, and what is still under way there. (ELB User Guide for
//! Application Load Balancers, "Deregistration delay".)

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Weak;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::group::{Target, TargetState, TargetStatus};

/// When all that is under way at a target must have ended.
#[derive(Debug)]
pub(crate) struct Leave(watch::Sender<Option<Instant>>);

impl Default for Leave {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl Leave {
    /// Gives what is under way so long from now.
    pub(crate) fn begin(&self, delay: Duration) {
        self.0.send_replace(Some(Instant::now() + delay));
    }

    /// Whether the target was taken out.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Resolves when what is under way must have ended.
    pub(crate) async fn passed(&self) {
        ended(self.0.subscribe()).await;
    }

    /// The same, to be kept.
    pub(crate) fn over(&self) -> Over {
        Over(Box::pin(ended(self.0.subscribe())))
    }
}

async fn ended(mut seen: watch::Receiver<Option<Instant>>) {
    let end = seen.wait_for(Option::is_some).await.ok().and_then(|end| *end);
    match end {
        Some(end) => sleep_until(end).await,
        // Nothing takes it out any more.
        None => std::future::pending().await,
    }
}

/// The time when what is under way must have ended.
pub(crate) struct Over(Pin<Box<dyn Future<Output = ()> + Send + Sync>>);

impl Future for Over {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(context)
    }
}

impl fmt::Debug for Over {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Over")
    }
}

/// How a target is that was taken out, while something is under way there.
pub(crate) fn status(target: &Weak<Target>) -> Option<TargetStatus> {
    Some(TargetStatus {
        address: target.upgrade()?.address,
        state: TargetState::Draining,
        reason: Some("Target.DeregistrationInProgress"),
        description: Some("Target deregistration is in progress".to_owned()),
    })
}
