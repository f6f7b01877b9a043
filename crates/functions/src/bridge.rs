//! The way from a sandbox's loopback to where AWS's APIs are answered.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::options::Endpoint;

/// Connections that one environment may have at once; more wait.
const CONNECTIONS: usize = 64;

/// Carries what comes to the listener to the endpoint, until this is dropped.
pub(crate) async fn carry(listener: TcpListener, endpoint: Endpoint) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            // The server has too many files open: others have to close some.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        let endpoint = endpoint.clone();
        connections.spawn(async move {
            // A connection that breaks is closed, which is all that its function has to know.
            let _ = connect(stream, &endpoint).await;
            drop(place);
        });
    }
}

async fn connect(stream: TcpStream, endpoint: &Endpoint) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    match endpoint {
        Endpoint::Address(address) => {
            let out = TcpStream::connect(address).await?;
            out.set_nodelay(true)?;
            both_ways(stream, out).await
        }
        Endpoint::Socket(path) => both_ways(stream, UnixStream::connect(path).await?).await,
    }
}

async fn both_ways(
    mut inner: TcpStream,
    mut outer: impl AsyncRead + AsyncWrite + Unpin,
) -> std::io::Result<()> {
    copy_bidirectional(&mut inner, &mut outer).await.map(drop)
}
