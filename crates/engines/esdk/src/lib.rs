//! Client-side encryption in the AWS Encryption SDK's message format, versions 1 and 2, as the
//! other implementations write and read it.
//!
//! A message is a header, a body and, with suites that sign, a footer. The header holds the data
//! key, encrypted under one or more wrapping keys, and the encryption context. The body is the
//! plaintext in frames, each sealed by itself, so that a message of any length is made and read in
//! the memory of one frame. (AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format
//! reference"; `aws-encryption-sdk-specification`.)
//!
//! Whoever encrypts makes a [`Draft`], has a data key encrypted for its context, and starts an
//! [`Encryptor`]. Whoever decrypts reads the [`Header`], has one of its data keys decrypted, and
//! starts a [`Decryptor`].

mod body;
mod context;
mod data_key;
mod decrypt;
mod encrypt;
mod error;
mod header;
mod kms;
mod message_key;
mod raw_aes;
mod raw_rsa;
mod secret;
mod signature;
mod source;
mod suite;

pub use context::EncryptionContext;
pub use data_key::{EncryptedDataKey, new_data_key};
pub use decrypt::Decryptor;
pub use encrypt::{DEFAULT_FRAME_BYTES, Draft, Encryptor, FRAME_BYTES_MAX};
pub use error::EsdkError;
pub use header::{Content, Header};
pub use kms::{Discovery, KMS_PROVIDER, KmsKey};
pub use raw_aes::RawAesKey;
pub use raw_rsa::{RawRsaKey, RsaPadding};
pub use source::Limits;
pub use suite::{AlgorithmSuite, CommitmentPolicy};

/// Bytes of an initialization vector, in every suite.
const IV_BYTES: usize = 12;
/// Bytes of an authentication tag, in every suite.
const TAG_BYTES: usize = 16;
