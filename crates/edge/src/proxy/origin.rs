//! A connection to a target.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::BytesMut;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use tokio::io::{
    AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf, ReadHalf, WriteHalf,
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::config::Scheme;
use crate::http1::response::{ResponseHead, read_response};
use crate::inspect::Reach;
use crate::looped::{Looped, Loops, OwnFront};

/// How long a target has to accept a connection. (ELB User Guide, "Troubleshoot your Application
/// Load Balancers", HTTP 504.)
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// How much is read at a time.
const READ_BYTES: usize = 16 * 1024;
const FIRST_READ_BYTES: usize = 4 * 1024;

/// A connection to a target.
#[derive(Debug)]
pub(crate) struct Origin {
    stream: Stream,
    /// What came and nobody has read.
    pub(crate) buffer: BytesMut,
    /// Whether an answer came over it before.
    pub(crate) is_used: bool,
    /// Counts it, where it leads to this edge itself.
    _looped: Option<Looped>,
}

#[derive(Debug)]
pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    Inside(DuplexStream),
    /// One that another writes to.
    Read(ReadHalf<Box<Stream>>),
}

/// Why a target gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OriginError {
    /// It could not be connected to.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection ended before an answer began.
    Closed,
    /// The connection ended within an answer.
    CutOff,
    /// It answered what is no HTTP.
    Malformed,
}

/// Connects to a target, if it may be. Its certificate must be for the name that is given, if one is.
pub(crate) async fn connect(
    address: SocketAddr,
    scheme: Scheme,
    verified: Option<&str>,
    reach: &dyn Reach,
) -> Result<Origin, OriginError> {
    if let Some(why) = reach.refusal(address) {
        tracing::warn!(%address, why, "a target may not be connected to");
        return Err(OriginError::Connect);
    }
    let opened = async {
        let stream = TcpStream::connect(address).await?;
        open(stream, (address, scheme), verified, reach).await
    };
    match tokio::time::timeout(CONNECT_MAX, opened).await {
        Ok(Ok(origin)) => Ok(origin),
        Ok(Err(error)) => {
            tracing::debug!(%address, %error, "a target could not be connected to");
            Err(OriginError::Connect)
        }
        Err(_) => Err(OriginError::Timeout),
    }
}

/// Connects to a listener of this edge, as a distribution does whose origin is another of its fronts.
pub(crate) async fn connect_to_itself(
    (address, scheme): (SocketAddr, Scheme),
    verified: Option<&str>,
    reach: &dyn Reach,
    (loops, front): (&Arc<Loops>, &OwnFront),
) -> Result<Origin, OriginError> {
    let opened = async {
        let (stream, looped) = loops.connect(address, front).await?;
        let opened = open(stream, (address, scheme), verified, reach).await.map_err(|error| {
            tracing::debug!(%address, %error, "a front of this edge could not be connected to");
            OriginError::Connect
        })?;
        Ok(Origin { _looped: Some(looped), ..opened })
    };
    tokio::time::timeout(CONNECT_MAX, opened).await.unwrap_or(Err(OriginError::Timeout))
}

async fn open(
    stream: TcpStream,
    (address, scheme): (SocketAddr, Scheme),
    verified: Option<&str>,
    reach: &dyn Reach,
) -> io::Result<Origin> {
    stream.set_nodelay(true)?;
    match (scheme, verified) {
        (Scheme::Http, _) => Ok(Origin::plain(stream)),
        (Scheme::Https, None) => Origin::encrypted(stream, ServerName::from(address.ip())).await,
        (Scheme::Https, Some(host)) => {
            let nobody = || io::Error::other("nobody says which certificates are trusted");
            let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
            Origin::over_tls(stream, reach.trust().ok_or_else(nobody)?, name).await
        }
    }
}

impl Origin {
    /// A bucket, over a connection inside of the process.
    pub(crate) fn of_bucket(stream: DuplexStream) -> Self {
        Self::over(Stream::Inside(stream))
    }

    /// Over a connection as it is.
    pub(crate) fn plain(stream: TcpStream) -> Self {
        Self::over(Stream::Plain(stream))
    }

    fn over(stream: Stream) -> Self {
        Self { stream, buffer: BytesMut::new(), is_used: false, _looped: None }
    }

    /// Over TLS with whatever certificate there is; a name is told, and an address is not.
    pub(crate) async fn encrypted(
        stream: TcpStream,
        name: ServerName<'static>,
    ) -> io::Result<Self> {
        let config = TLS.clone().map_err(|error| io::Error::other(error.to_string()))?;
        Self::over_tls(stream, config, name).await
    }

    async fn over_tls(
        stream: TcpStream,
        config: Arc<ClientConfig>,
        name: ServerName<'static>,
    ) -> io::Result<Self> {
        let stream = TlsConnector::from(config).connect(name, stream).await?;
        Ok(Self::over(Stream::Tls(Box::new(stream))))
    }

    /// Whether nothing came and nothing ended while nobody looked.
    pub(crate) fn is_idle(&mut self) -> bool {
        let mut byte = [0];
        let mut look = ReadBuf::new(&mut byte);
        let mut context = Context::from_waker(Waker::noop());
        self.buffer.is_empty()
            && Pin::new(&mut self.stream).poll_read(&mut context, &mut look).is_pending()
    }

    /// Sends bytes.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// This, to be read, and what another writes to meanwhile.
    pub(super) fn split(self) -> (Self, WriteHalf<Box<Stream>>) {
        let (from, to) = tokio::io::split(Box::new(self.stream));
        (Self { stream: Stream::Read(from), ..self }, to)
    }

    /// Reads more into the buffer: how much.
    pub(crate) fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let size = if self.buffer.capacity() == 0 { FIRST_READ_BYTES } else { READ_BYTES };
        if self.buffer.spare_capacity_mut().len() < FIRST_READ_BYTES {
            self.buffer.reserve(size);
        }
        pin!(self.stream.read_buf(&mut self.buffer)).poll(context)
    }

    /// Reads the head of the final answer; interim ones are left out, but for the change to another
    /// protocol.
    pub(crate) async fn read_head(&mut self, is_head: bool) -> Result<ResponseHead, OriginError> {
        loop {
            let found = read_response(&mut self.buffer, is_head);
            match found.map_err(|_| OriginError::Malformed)? {
                Some(head) if head.status == 101 || head.status >= 200 => {
                    self.is_used = true;
                    return Ok(head);
                }
                Some(_) => continue,
                None => {}
            }
            let more = std::future::poll_fn(|context| self.poll_more(context)).await;
            match more {
                Ok(0) | Err(_) if self.buffer.is_empty() => return Err(OriginError::Closed),
                Ok(0) | Err(_) => return Err(OriginError::CutOff),
                Ok(_) => {}
            }
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
            Self::Inside(stream) => Pin::new(stream).poll_read(cx, buffer),
            Self::Read(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Inside(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Read(_) => Poll::Ready(Err(io::ErrorKind::Unsupported.into())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
            Self::Inside(stream) => Pin::new(stream).poll_flush(cx),
            Self::Read(_) => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Inside(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Read(_) => Poll::Ready(Ok(())),
        }
    }
}

impl AsyncRead for Origin {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Origin {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

static TLS: LazyLock<Result<Arc<ClientConfig>, Error>> = LazyLock::new(|| {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(AnyCertificate(Arc::clone(&provider)));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(Arc::new(config))
});

/// Takes any certificate: a balancer encrypts the way to its targets, and knows them by address.
/// (ELB User Guide, "Target groups", routing configuration: targets' certificates are not validated.)
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
