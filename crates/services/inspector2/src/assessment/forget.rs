//! Closed findings whose time is over.

use bartizan_service::store::{Key, Writer};
use bartizan_service::{NetworkPlace, Platform};
use bartizan_types::{Fault, Region};

use super::settle;
use crate::finding::shelf;

/// Forgets closed findings whose time is over: a few shelves are read at a time, away from the threads that
/// serve calls, and of each that has some they are forgotten together.
///
/// # Errors
/// The store's fault.
pub async fn forget_closed(platform: &Platform) -> Result<(), Fault> {
    let (now, mut after) = (platform.now(), None::<Key>);
    loop {
        let store = platform.store.clone();
        let look =
            move || store.read(|reader| shelf::overdue(reader, after.as_ref(), now.millis()));
        let looked = tokio::task::spawn_blocking(look).await;
        let ended = |error: tokio::task::JoinError| {
            Fault::new("InternalServerException", format!("findings were not read: {error}"), 500)
        };
        let (over, next) = looked.map_err(ended)?.map_err(Fault::from)?;
        for (key, resource) in over {
            let Ok(account) = key.account.parse() else { continue };
            let place = NetworkPlace { account, region: Region::new(&key.region) };
            let forget =
                move |writer: &mut Writer<'_>| settle::forget_over(writer, &place, &resource, now);
            platform.store.write(forget).await.map_err(Fault::from)?;
        }
        match next {
            Some(next) => after = Some(next),
            None => return Ok(()),
        }
    }
}
