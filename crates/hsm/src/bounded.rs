//! Calls that block, on threads of their own.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::HsmError;
use tokio::sync::Semaphore;

/// Has something done that blocks, and waits for it no longer than `patience`. What takes longer keeps
/// its place among the few that are done at once, so that a module that hangs holds no more threads.
pub(crate) async fn done<T: Send + 'static>(
    places: &Arc<Semaphore>,
    patience: Duration,
    act: impl FnOnce() -> Result<T, HsmError> + Send + 'static,
) -> Result<T, HsmError> {
    let acted = async {
        let failed = |why: String| HsmError::Failed(why);
        let place = Arc::clone(places).acquire_owned().await;
        let place = place.map_err(|error| failed(error.to_string()))?;
        let acted = tokio::task::spawn_blocking(move || {
            let _place = place;
            act()
        });
        acted.await.map_err(|error| failed(error.to_string()))?
    };
    tokio::time::timeout(patience, acted).await.unwrap_or(Err(HsmError::Late))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn what_hangs_is_not_waited_for_and_holds_its_place() {
        let places = Arc::new(Semaphore::new(2));
        let (release, held) = mpsc::channel::<()>();
        let patience = Duration::from_millis(20);
        let hung = done(&places, patience, move || {
            let _ = held.recv();
            Ok(())
        });
        assert_eq!(hung.await, Err(HsmError::Late));
        assert_eq!(places.available_permits(), 1);
        let long = Duration::from_mins(1);
        assert_eq!(done(&places, long, || Ok(7)).await, Ok(7));
        drop(release);
        let both = Arc::clone(&places).acquire_many_owned(2).await;
        assert!(both.is_ok());
    }
}
