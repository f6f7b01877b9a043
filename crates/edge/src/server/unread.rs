//! Clients that do not read, by a clock of the test's own.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf, duplex};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::http1;
use super::reading::Carrier;
use super::slow::{facts, shared};
use crate::proxy::Facts;
use crate::shared::Shared;
use crate::{Change, Vector};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// Nobody knows what is on its way.
impl Carrier for DuplexStream {
    fn unread(&self) -> Option<u64> {
        None
    }

    fn forget(&self) {}
}

/// What a system keeps for a client.
#[derive(Debug, Default)]
struct Kept {
    unread: AtomicU64,
    is_forgotten: AtomicBool,
}

/// A connection whose system keeps whatever is written.
struct Keeping {
    stream: DuplexStream,
    kept: Arc<Kept>,
}

impl AsyncRead for Keeping {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Keeping {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.kept.unread.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl Carrier for Keeping {
    fn unread(&self) -> Option<u64> {
        Some(self.kept.unread.load(Ordering::Relaxed))
    }

    fn forget(&self) {
        self.kept.is_forgotten.store(true, Ordering::Relaxed);
    }
}

/// A client that has asked and does not read.
struct Asked {
    shared: Arc<Shared>,
    _stop: watch::Sender<bool>,
    client: DuplexStream,
    serving: JoinHandle<()>,
}

impl Asked {
    /// Over the connection that is made of the server's end.
    async fn over<S: Carrier + 'static>(made: impl FnOnce(DuplexStream) -> S) -> Self {
        Self::with(facts(), made).await
    }

    /// The same of a client of which this is known.
    async fn with<S: Carrier + 'static>(
        facts: Facts,
        made: impl FnOnce(DuplexStream) -> S,
    ) -> Self {
        let (shared, stop) = shared();
        let (mut client, server) = duplex(1024);
        let (stream, sharing) = (made(server), Arc::clone(&shared));
        let serving = tokio::spawn(async move { http1::serve(&sharing, stream, facts).await });
        client.write_all(REQUEST).await.unwrap();
        Self { shared, _stop: stop, client, serving }
    }

    async fn kept() -> (Self, Arc<Kept>) {
        let kept = Arc::new(Kept::default());
        let stream = |stream| Keeping { stream, kept: Arc::clone(&kept) };
        (Self::over(stream).await, kept)
    }

    /// How often it was told since the last time that it does not read.
    fn told(&self) -> u64 {
        match self.shared.routes().flood("front").unwrap().tick() {
            Some(Change::Began(attack) | Change::GoesOn(attack)) => {
                assert!(attack.latest.iter().all(|one| one.vector == Vector::SlowRead));
                attack.latest.iter().map(|one| one.total).sum()
            }
            _ => 0,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_the_system_keeps_is_told_while_it_is_held() {
    let (asked, kept) = Asked::kept().await;
    sleep(Duration::from_millis(10_500)).await;
    assert_eq!(asked.told(), 1);
    assert!(kept.unread.load(Ordering::Relaxed) > 100_000);
    sleep(Duration::from_secs(40)).await;
    assert_eq!(asked.told(), 4);
    assert!(!asked.serving.is_finished());
    // It is as idle as it may be, and what is kept for it goes with it.
    sleep(Duration::from_secs(11)).await;
    assert_eq!(asked.told(), 1);
    assert!(asked.serving.is_finished());
    assert!(kept.is_forgotten.load(Ordering::Relaxed));
}

#[tokio::test(start_paused = true)]
async fn who_reads_what_the_system_keeps_is_neither_told_nor_let_go() {
    let (mut asked, kept) = Asked::kept().await;
    sleep(Duration::from_millis(100)).await;
    for _ in 0..20 {
        kept.unread.fetch_sub(4000, Ordering::Relaxed);
        sleep(Duration::from_secs(5)).await;
        assert_eq!(asked.told(), 0);
    }
    kept.unread.store(0, Ordering::Relaxed);
    sleep(Duration::from_secs(30)).await;
    assert_eq!(asked.told(), 0);
    assert!(!asked.serving.is_finished());
    // It may ask again, and be idle, which nobody minds.
    asked.client.write_all(REQUEST).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    assert!(kept.unread.swap(0, Ordering::Relaxed) > 100_000);
    sleep(Duration::from_secs(61)).await;
    assert_eq!(asked.told(), 0);
    assert!(asked.serving.is_finished());
    assert!(!kept.is_forgotten.load(Ordering::Relaxed));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_takes_is_told_while_it_is_held() {
    let asked = Asked::over(|stream| stream).await;
    sleep(Duration::from_millis(10_500)).await;
    assert_eq!(asked.told(), 1);
    sleep(Duration::from_secs(40)).await;
    assert_eq!(asked.told(), 4);
    assert!(!asked.serving.is_finished());
    sleep(Duration::from_secs(10)).await;
    assert_eq!(asked.told(), 1);
    assert!(asked.serving.is_finished());
}

#[tokio::test(start_paused = true)]
async fn those_who_come_together_do_not_go_together() {
    let kept = Arc::new(Kept::default());
    let facts = Facts { connection_id: 1 << 15, ..facts() };
    let keeping = |stream| Keeping { stream, kept: Arc::clone(&kept) };
    let (whole, kept) = (Asked::with(facts.clone(), keeping).await, Arc::clone(&kept));
    let full = Asked::with(facts, |stream| stream).await;
    // Half of the quarter by which ends are spread.
    sleep(Duration::from_secs(67)).await;
    assert!(!whole.serving.is_finished() && !full.serving.is_finished());
    assert!(!kept.is_forgotten.load(Ordering::Relaxed));
    sleep(Duration::from_secs(1)).await;
    assert!(whole.serving.is_finished() && full.serving.is_finished());
    assert!(kept.is_forgotten.load(Ordering::Relaxed));
}
