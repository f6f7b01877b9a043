//! For whom puzzles and tokens are.

use std::net::IpAddr;

use aws_lc_rs::hmac::Context;

/// For whom a puzzle or a token is. Nobody else can use it.
#[derive(Debug, Clone, Copy)]
pub struct Audience<'a> {
    /// The domain, in lower case: of the host, or one above it.
    pub domain: &'a str,
    /// The client's address. Its network counts: a client may move within it.
    pub client: IpAddr,
    /// The client's user agent.
    pub agent: &'a [u8],
}

impl Audience<'_> {
    /// Signs for it.
    pub(crate) fn sign(&self, context: &mut Context) {
        part(context, self.domain.as_bytes());
        part(context, self.agent);
        let (four, sixteen);
        let network = match self.client {
            IpAddr::V4(address) => {
                four = address.octets();
                four.get(..3)
            }
            IpAddr::V6(address) => {
                sixteen = address.octets();
                sixteen.get(..6)
            }
        };
        part(context, network.unwrap_or_default());
    }
}

/// Signs a part with its length, so that no two lists of parts look alike.
fn part(context: &mut Context, bytes: &[u8]) {
    context.update(&(bytes.len() as u64).to_be_bytes());
    context.update(bytes);
}
