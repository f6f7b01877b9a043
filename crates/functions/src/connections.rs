//! What comes to the listeners on a sandbox's loopback.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Connections that one environment may have to one listener at once; more wait.
const CONNECTIONS: usize = 64;

/// Serves each connection that comes to a sandbox's listener, until this is dropped.
pub(crate) async fn each<F>(listener: TcpListener, serve: impl Fn(TcpStream) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            // The server has too many files open: others have to close some.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        let served = serve(stream);
        connections.spawn(async move {
            served.await;
            drop(place);
        });
    }
}
