//! A connection that changed its protocol: bytes both ways.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const PIECE_BYTES: usize = 8 * 1024;

/// Carries bytes both ways until an end closes or nothing moves for a time. How many went to the
/// origin and came from it.
pub(crate) async fn tunnel<C, O>(mut client: C, mut origin: O, idle: Duration) -> (u64, u64)
where
    C: AsyncRead + AsyncWrite + Unpin,
    O: AsyncRead + AsyncWrite + Unpin,
{
    let mut from_client = vec![0; PIECE_BYTES];
    let mut from_origin = vec![0; PIECE_BYTES];
    let (mut sent, mut received) = (0, 0);
    loop {
        let moved = tokio::time::timeout(idle, async {
            tokio::select! {
                read = client.read(&mut from_client) => {
                    let piece = from_client.get(..read.ok()?).filter(|piece| !piece.is_empty())?;
                    origin.write_all(piece).await.ok()?;
                    origin.flush().await.ok()?;
                    Some((piece.len(), 0))
                }
                read = origin.read(&mut from_origin) => {
                    let piece = from_origin.get(..read.ok()?).filter(|piece| !piece.is_empty())?;
                    client.write_all(piece).await.ok()?;
                    client.flush().await.ok()?;
                    Some((0, piece.len()))
                }
            }
        });
        let Ok(Some((to_origin, to_client))) = moved.await else { break };
        sent += to_origin as u64;
        received += to_client as u64;
    }
    // Who is still there learns that it is over.
    let _ = tokio::join!(client.shutdown(), origin.shutdown());
    (sent, received)
}
