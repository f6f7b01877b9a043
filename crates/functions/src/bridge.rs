//! The way from a sandbox's loopback to where AWS's APIs are answered.

use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};

use crate::connections::each;
use crate::options::Endpoint;

/// Carries what comes to the listener to the endpoint, until this is dropped.
pub(crate) async fn carry(listener: TcpListener, endpoint: Endpoint) {
    each(listener, |stream| {
        let endpoint = endpoint.clone();
        async move {
            // A connection that breaks is closed, which is all that its function has to know.
            let _ = connect(stream, &endpoint).await;
        }
    })
    .await;
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
