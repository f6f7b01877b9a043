//! AWS Signature Version 4, verified and made: in the `Authorization` header, in a presigned URL,
//! and over `aws-chunked` bodies; and `SigV4A`, whose signatures are good in several regions.
//!
//! The way of a request: [`parse`] tells what it presents; the caller finds the secret of
//! [`Presented::access_key_id`]; [`Verifier::verify`] checks signature and time. The body is a
//! step of its own, so that it can be streamed: [`BodyDigest`] checks a declared hash, a
//! [`ChunkDecoder`] (from [`Verified::chunk_decoder`]) unpacks and checks a chunked body. Where
//! [`Presented::payload`] is [`PayloadHash::OfBody`] (every service but S3), the body must be read
//! and hashed before `verify`.
//!
//! (AWS IAM User Guide, "AWS Signature Version 4 for API requests"; Amazon S3 API Reference,
//! "Authenticating Requests".)

mod asymmetric;
mod body;
mod canonical;
mod chunked;
mod date;
mod encode;
mod error;
mod fault;
mod key;
mod parse;
mod request;
mod secret;
mod sign;
mod verify;

pub use asymmetric::RegionSet;
pub use body::BodyDigest;
pub use canonical::{PathStyle, normalized_path};
pub use chunked::{ChunkDecoder, ChunkEncoder, Trailers};
pub use error::{Form, Mismatch, SigningError};
pub use fault::Dialect;
pub use key::{SigningKey, SigningKeyCache};
pub use parse::parse;
pub use request::{PayloadHash, Presented, Scope, SignedHeaders, SignedRequest, StreamingKind};
pub use secret::Secret;
pub use sign::{Credentials, Signed, SigningParams, presign, sign};
pub use verify::{MAX_SKEW, Verified, Verifier, unverified_chunk_decoder};
