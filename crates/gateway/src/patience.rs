//! How long a connection may say nothing: a client that stops in the middle of whatever it does
//! holds its place for a bounded time.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// A connection that ends with an error when nothing moves on it, in either direction, for a time:
/// at first a short one, and a longer one as soon as the client has sent what tells HTTP/1 from
/// HTTP/2.
pub(crate) struct Patient<S> {
    stream: S,
    idle: Pin<Box<Sleep>>,
    greeting: usize,
    patience: Patience,
}

/// The times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// From the start until the client has sent [`GREETING_BYTES`].
    pub(crate) greeting: Duration,
    /// Between any two bytes from then on. An answer may take long to make, so it is generous.
    pub(crate) idle: Duration,
}

/// The length of HTTP/2's connection preface (RFC 9113, section 3.4); no HTTP/1 request is shorter
/// by more than a few bytes.
const GREETING_BYTES: usize = 24;

impl<S> Patient<S> {
    pub(crate) fn new(stream: S, patience: Patience) -> Self {
        Self { stream, idle: Box::pin(sleep(patience.greeting)), greeting: 0, patience }
    }

    /// Bytes moved: the time begins anew, once the client has greeted.
    fn moved(&mut self, received: usize) {
        self.greeting = self.greeting.saturating_add(received);
        if self.greeting >= GREETING_BYTES {
            self.idle.as_mut().reset(Instant::now() + self.patience.idle);
        }
    }

    /// Waits for time to run out, where the stream has nothing to say.
    fn wait<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.idle.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the connection was idle")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Ready(done) => {
                self.moved(buffer.filled().len().saturating_sub(before));
                Poll::Ready(done)
            }
            Poll::Pending => self.wait(cx),
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Ready(done) => {
                self.moved(0);
                Poll::Ready(done)
            }
            Poll::Pending => self.wait(cx),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write_vectored(cx, slices) {
            Poll::Ready(done) => {
                self.moved(0);
                Poll::Ready(done)
            }
            Poll::Pending => self.wait(cx),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_flush(cx) {
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => self.wait(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_shutdown(cx) {
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => self.wait(cx),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const PATIENCE: Patience =
        Patience { greeting: Duration::from_secs(30), idle: Duration::from_mins(5) };

    /// Reads until nothing comes any more; the seconds that took, by the test's own clock.
    async fn seconds_until_given_up(sent: &[&[u8]], pause: Duration) -> u64 {
        let (mut client, server) = duplex(64);
        let start = Instant::now();
        let reading = tokio::spawn(async move {
            let mut server = Patient::new(server, PATIENCE);
            let mut all = Vec::new();
            let error = server.read_to_end(&mut all).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        });
        for piece in sent {
            client.write_all(piece).await.unwrap();
            sleep(pause).await;
        }
        reading.await.unwrap();
        start.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_is_given_up_soon() {
        assert_eq!(seconds_until_given_up(&[], Duration::ZERO).await, 30);
    }

    #[tokio::test(start_paused = true)]
    async fn a_greeting_in_drops_wins_no_time() {
        let drops = [b"P".as_slice(), b"R", b"I", b" "];
        assert_eq!(seconds_until_given_up(&drops, Duration::from_secs(5)).await, 30);
    }

    #[tokio::test(start_paused = true)]
    async fn who_greeted_has_the_longer_time_from_the_last_byte_on() {
        let sent = [b"GET / HTTP/1.1\r\nHost: localhost\r\n".as_slice(), b"x"];
        assert_eq!(seconds_until_given_up(&sent, Duration::from_secs(100)).await, 400);
    }
}
