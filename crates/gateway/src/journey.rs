//! A call sent along the road, whatever becomes of whoever asked.

use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::Poll;

use bartizan_service::{Incoming, Reply};
use bartizan_types::Fault;
use futures_util::FutureExt as _;

use crate::exchange::Means;

impl Means {
    /// Sends the call along the road, to its end: a client that hangs up must not keep its call
    /// out of the activity record, or leave it half done. A call that need not wait ends here, the
    /// others go on by themselves.
    pub(crate) async fn travel(&self, incoming: Incoming) -> Result<Reply, Fault> {
        let request_id = incoming.request_id.clone();
        let failed = |error: &dyn std::fmt::Debug| {
            tracing::error!(?error, request_id, "a call did not end");
            let message = "We encountered an internal error. Please try again.";
            Fault::new("InternalFailure", message, 500)
        };
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|closed| failed(&closed))?;
        let road = Arc::clone(&self.road);
        let journey = AssertUnwindSafe(async move {
            let outcome = road.travel(incoming).await;
            drop(place);
            outcome
        });
        let mut journey = Box::pin(journey.catch_unwind());
        let outcome = match poll_fn(|context| Poll::Ready(journey.as_mut().poll(context))).await {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => tokio::spawn(journey).await.map_err(|error| failed(&error))?,
        };
        outcome.unwrap_or_else(|_panic| Err(failed(&"it panicked")))
    }
}
