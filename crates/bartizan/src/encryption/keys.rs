//! The wrapping keys that a command is given.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use bartizan_esdk::{
    Draft, EncryptedDataKey, EncryptionContext, KmsKey, RawAesKey, RawRsaKey, RsaPadding,
    new_data_key,
};
use bartizan_pki::PrivateKey;
use bartizan_types::Random;
use clap::Args;
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::pki_types::pem::PemObject;
use zeroize::Zeroizing;

use super::kms::Kms;
use super::usage;
use crate::error::CliError;

/// The most bytes of a key file: a PEM file of RSA with 8,192 bits has 6,500.
const KEY_FILE_BYTES_MAX: u64 = 64 * 1024;

/// Which keys encrypt the data key, or decrypt it.
#[derive(Debug, Args)]
pub(crate) struct KeyOptions {
    /// A KMS key: its ARN, its id, or an alias; again for each of several.
    #[arg(long = "key", value_name = "KEY")]
    kms: Vec<KmsKey>,
    /// A file with an AES key: 16, 24 or 32 bytes as they are; again for each of several.
    #[arg(long, value_name = "FILE", requires = "names")]
    raw_aes: Vec<PathBuf>,
    /// A PEM file with an RSA key, public to encrypt or private; again for each of several.
    #[arg(long, value_name = "PEM", requires = "names")]
    raw_rsa: Vec<PathBuf>,
    /// The namespace of the raw keys, or one for each of them, those of AES first.
    #[arg(long)]
    namespace: Vec<String>,
    /// The name of each raw key, those of AES first.
    #[arg(long = "name", value_name = "NAME", id = "names", requires = "namespace")]
    names: Vec<String>,
    /// How data keys are padded for RSA: pkcs1, oaep-sha1, oaep-sha256, oaep-sha384, oaep-sha512.
    #[arg(long, value_name = "PADDING", default_value = "oaep-sha256")]
    rsa_padding: RsaPadding,
    /// Where KMS is [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

/// The keys, read.
pub(crate) struct WrappingKeys {
    kms: Vec<KmsKey>,
    aes: Vec<RawAesKey>,
    rsa: Vec<RawRsaKey>,
}

/// What came of asking the keys for a data key.
pub(crate) struct Unwrapped {
    /// The data key, if one of them opened it.
    pub(crate) data_key: Option<Zeroizing<Vec<u8>>>,
    /// Why others did not.
    pub(crate) refusals: Vec<String>,
}

impl KeyOptions {
    /// Reads the key files.
    ///
    /// # Errors
    /// One cannot be read or holds no key, or names are missing.
    pub(crate) fn read(&self) -> Result<WrappingKeys, CliError> {
        let raw = self.raw_aes.len() + self.raw_rsa.len();
        if self.names.len() != raw || !(self.namespace.len() == raw || self.namespace.len() <= 1) {
            return Err(CliError::Usage(format!(
                "{raw} raw keys are given: write as many --name, and one --namespace or as many, \
                 in the order of the keys, those of --raw-aes first"
            )));
        }
        let shared = self.namespace.first();
        let mut named = self.names.iter().enumerate().map(|(at, name)| {
            (self.namespace.get(at).or(shared).map_or("", String::as_str), name.as_str())
        });
        let mut keys = WrappingKeys { kms: self.kms.clone(), aes: Vec::new(), rsa: Vec::new() };
        for (path, (namespace, name)) in self.raw_aes.iter().zip(named.by_ref()) {
            let bytes = key_file(path)?;
            let key = RawAesKey::new(namespace, name, &bytes);
            keys.aes.push(key.map_err(|error| in_file(path, error))?);
        }
        for (path, (namespace, name)) in self.raw_rsa.iter().zip(named) {
            keys.rsa.push(self.rsa(path, namespace, name)?);
        }
        Ok(keys)
    }

    fn rsa(&self, path: &Path, namespace: &str, name: &str) -> Result<RawRsaKey, CliError> {
        let bytes = key_file(path)?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| CliError::Usage(format!("{}: this is no PEM file", path.display())))?;
        let key = if text.contains("-----BEGIN PUBLIC KEY-----") {
            let der = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes())
                .map_err(|error| in_file(path, error))?;
            RawRsaKey::public(namespace, name, self.rsa_padding, &der)
        } else {
            let pkcs8 = PrivateKey::rsa_to_pkcs8(text).map_err(|error| in_file(path, error))?;
            RawRsaKey::private(namespace, name, self.rsa_padding, &pkcs8)
        };
        key.map_err(|error| in_file(path, error))
    }

    /// KMS, where it listens.
    ///
    /// # Errors
    /// There are no credentials for it.
    pub(crate) fn kms(&self) -> Result<Kms, CliError> {
        Kms::reach(self.endpoint_url.as_deref())
    }
}

impl WrappingKeys {
    /// Whether there is none.
    pub(crate) fn are_none(&self) -> bool {
        self.kms.is_empty() && self.aes.is_empty() && self.rsa.is_empty()
    }

    /// The KMS keys.
    pub(crate) fn kms(&self) -> &[KmsKey] {
        &self.kms
    }

    /// A fresh data key, and what each key makes of it. KMS makes it where there is a KMS key.
    ///
    /// # Errors
    /// KMS refuses, or cannot be reached.
    pub(crate) fn data_key(
        &self,
        draft: &Draft,
        kms: Option<&Kms>,
        random: &dyn Random,
    ) -> Result<(Zeroizing<Vec<u8>>, Vec<EncryptedDataKey>), CliError> {
        let context = draft.context();
        let mut sealed = Vec::new();
        let mut further = self.kms.iter();
        let data_key = match (kms, further.next()) {
            (Some(kms), Some(key)) => {
                let bytes = draft.suite().data_key_bytes();
                let (data_key, first) = kms.generate_data_key(key, bytes, &context)?;
                sealed.push(first);
                data_key
            }
            _ => new_data_key(draft.suite(), random),
        };
        if let Some(kms) = kms {
            for key in further {
                sealed.push(kms.encrypt(key, &data_key, &context)?);
            }
        }
        for key in &self.aes {
            sealed.push(key.wrap(&data_key, &context, random).map_err(usage)?);
        }
        for key in &self.rsa {
            sealed.push(key.wrap(&data_key).map_err(usage)?);
        }
        Ok((data_key, sealed))
    }

    /// Asks the raw keys for a data key.
    pub(crate) fn unwrap_raw(
        &self,
        data_keys: &[EncryptedDataKey],
        context: &EncryptionContext,
    ) -> Unwrapped {
        let mut refusals = Vec::new();
        for data_key in data_keys {
            let aes = self.aes.iter().map(|key| (key.unwrap(data_key, context), key.to_string()));
            let rsa = self.rsa.iter().map(|key| (key.unwrap(data_key), key.to_string()));
            for (opened, name) in aes.chain(rsa) {
                match opened {
                    Ok(None) => {}
                    Ok(data_key) => return Unwrapped { data_key, refusals },
                    Err(error) => refusals.push(format!("{name}: {error}")),
                }
            }
        }
        Unwrapped { data_key: None, refusals }
    }
}

fn key_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let mut bytes = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(CliError::file(path))?;
    file.take(KEY_FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(CliError::file(path))?;
    Ok(bytes)
}

fn in_file(path: &Path, error: impl std::fmt::Display) -> CliError {
    CliError::Usage(format!("{}: {error}", path.display()))
}
