//! A connection that changed its protocol: bytes both ways.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};

const PIECE_BYTES: usize = 8 * 1024;
/// How long an end has to take the other's leave.
const ENDING: Duration = Duration::from_secs(1);

/// Carries bytes both ways, neither waiting for the other, until both ends have closed, one fails,
/// nothing moves for a time, or it is over. How many went to the origin and came from it.
pub(crate) async fn tunnel<C, O>(
    client: C,
    origin: O,
    idle: Duration,
    over: impl Future<Output = ()>,
) -> (u64, u64)
where
    C: AsyncRead + AsyncWrite + Unpin,
    O: AsyncRead + AsyncWrite + Unpin,
{
    let (mut from_client, mut to_client) = split(client);
    let (mut from_origin, mut to_origin) = split(origin);
    let (sent, received) = (AtomicU64::new(0), AtomicU64::new(0));
    let count = || (sent.load(Ordering::Relaxed), received.load(Ordering::Relaxed));
    let silence = async {
        let mut before = None;
        // It is looked at four times, so that it ends not much later than it should.
        let mut still = 0;
        while still < 4 {
            tokio::time::sleep(idle / 4).await;
            let now = Some(count());
            still = if now == before { still + 1 } else { 0 };
            before = now;
        }
    };
    let both = async {
        tokio::try_join!(
            carry(&mut from_client, &mut to_origin, &sent),
            carry(&mut from_origin, &mut to_client, &received),
        )
    };
    tokio::select! {
        // Whatever went wrong, it is over.
        _ = both => {}
        () = silence => {}
        () = over => {}
    }
    // Who is still there learns it, if it listens.
    let ending = async { tokio::join!(to_client.shutdown(), to_origin.shutdown()) };
    let _ = tokio::time::timeout(ENDING, ending).await;
    count()
}

/// Carries bytes one way until their end, and passes that on: the other way may go on.
async fn carry(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    moved: &AtomicU64,
) -> io::Result<()> {
    let mut bytes = vec![0; PIECE_BYTES];
    loop {
        let length = from.read(&mut bytes).await?;
        let piece = bytes.get(..length).unwrap_or_default();
        if piece.is_empty() {
            return to.shutdown().await;
        }
        to.write_all(piece).await?;
        to.flush().await?;
        moved.fetch_add(piece.len() as u64, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::io::duplex;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn both_may_write_before_either_reads() {
        let (mut client, near) = duplex(64);
        let (mut origin, far) = duplex(64);
        let carried = tokio::spawn(tunnel(near, far, Duration::from_mins(1), pending()));
        let bytes = vec![1; 100_000];
        let (from_client, from_origin) = (bytes.clone(), bytes.clone());
        let client = tokio::spawn(async move {
            let (mut read, mut write) = split(&mut client);
            let mut seen = Vec::new();
            let written = async {
                write.write_all(&from_client).await?;
                write.shutdown().await
            };
            tokio::try_join!(written, read.read_to_end(&mut seen)).unwrap();
            seen
        });
        // This one writes all before it reads anything, and ends only behind the end of the other.
        let (mut read, mut write) = split(&mut origin);
        write.write_all(&from_origin).await.unwrap();
        let mut seen = Vec::new();
        read.read_to_end(&mut seen).await.unwrap();
        write.write_all(b"end").await.unwrap();
        write.shutdown().await.unwrap();
        assert_eq!(seen, bytes);
        assert_eq!(client.await.unwrap().len(), bytes.len() + 3);
        assert_eq!(carried.await.unwrap(), (100_000, 100_003));
    }

    #[tokio::test(start_paused = true)]
    async fn silence_ends_it() {
        let (_client, near) = duplex(64);
        let (_origin, far) = duplex(64);
        let started = tokio::time::Instant::now();
        assert_eq!(tunnel(near, far, Duration::from_mins(1), pending()).await, (0, 0));
        assert!((60..=90).contains(&started.elapsed().as_secs()));
    }
}
