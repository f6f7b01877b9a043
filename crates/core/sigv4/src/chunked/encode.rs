//! Packs bodies into chunks, as a client does.

use aws_lc_rs::digest::{SHA256, digest};

use super::Chain;
use super::decode::canonical_trailers;

/// Makes a chunked body. The caller cuts the chunks: all but the last of at least 8,192 bytes.
#[derive(Debug)]
pub struct ChunkEncoder {
    chain: Option<Chain>,
    has_trailer: bool,
}

impl ChunkEncoder {
    pub(crate) const fn new(chain: Option<Chain>, has_trailer: bool) -> Self {
        Self { chain, has_trailer }
    }

    /// Appends one chunk to `out`. An empty one is left out, since it would end the body.
    pub fn chunk(&mut self, data: &[u8], out: &mut Vec<u8>) {
        if !data.is_empty() {
            self.head(data, out);
            out.extend_from_slice(data);
            out.extend_from_slice(b"\r\n");
        }
    }

    /// Appends the end of the body to `out`, with its trailers if the body's kind has any.
    pub fn finish(mut self, trailers: &[(String, String)], out: &mut Vec<u8>) {
        self.head(&[], out);
        if self.has_trailer {
            for (name, value) in trailers {
                out.extend_from_slice(format!("{name}:{value}\r\n").as_bytes());
            }
            if let Some(chain) = &self.chain {
                let hash = digest(&SHA256, canonical_trailers(trailers).as_bytes());
                let signature = chain.key.signature(chain.trailer_string(hash.as_ref()).as_bytes());
                out.extend_from_slice(
                    format!("x-amz-trailer-signature:{signature}\r\n").as_bytes(),
                );
            }
        }
        out.extend_from_slice(b"\r\n");
    }

    fn head(&mut self, data: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{:x}", data.len()).as_bytes());
        if let Some(chain) = &mut self.chain {
            let hash = digest(&SHA256, data);
            chain.previous = chain.key.signature(chain.chunk_string(hash.as_ref()).as_bytes());
            out.extend_from_slice(format!(";chunk-signature={}", chain.previous).as_bytes());
        }
        out.extend_from_slice(b"\r\n");
    }
}
