//! Images in registries, by the calls of the OCI distribution specification 1.1 that reading takes. See
//! `docs/adr/0082-registries-are-read-as-streams.md`.

mod exchange;
mod login;
mod reference;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_assess::image::Files;
use http::header::WWW_AUTHENTICATE;
use http::{Response, StatusCode, Uri};
use http_body_util::BodyExt;
use hyper::body::{Body as _, Bytes, Incoming};
use serde::Deserialize;
use tokio::runtime::Runtime;

use self::exchange::{Exchange, Question, body, refusal};
use self::login::{Challenge, basic, token};
pub(super) use self::reference::Reference;
use self::reference::is_digest;
use crate::client;
use crate::error::CliError;

/// The kinds of manifests that are read.
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, \
    application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.list.v2+json, \
    application/vnd.docker.distribution.manifest.v2+json";
const ANYTHING: &str = "*/*";
/// The largest manifest (what registries must take), configuration, and answer besides.
const MANIFEST_BYTES_MAX: usize = 4 << 20;
const CONFIGURATION_BYTES_MAX: usize = 16 << 20;
const ANSWER_BYTES_MAX: usize = 1 << 20;
/// The largest layer.
const LAYER_BYTES_MAX: u64 = 32 << 30;
/// How long the next bytes may be waited for, and an image as a whole.
const PATIENCE: Duration = Duration::from_mins(1);
const PATIENCE_IN_ALL: Duration = Duration::from_hours(1);
/// What the image's own description is called in a layout.
const INDEX: &str = "index.json";

/// An image in a registry, whose layers are read when they are asked for.
pub(super) struct Registry {
    runtime: Runtime,
    exchange: Exchange,
    base: String,
    authorization: RefCell<Option<String>>,
    basic: Option<String>,
    /// What was read already, by the paths of a layout.
    held: BTreeMap<String, Bytes>,
    /// The sizes of layers, by their paths.
    layers: BTreeMap<String, u64>,
    until: Instant,
    failure: RefCell<Option<String>>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    manifests: Vec<Descriptor>,
    #[serde(default)]
    layers: Vec<Descriptor>,
    config: Option<Descriptor>,
}

#[derive(Deserialize)]
struct Descriptor {
    digest: String,
    size: u64,
    #[serde(default)]
    platform: Platform,
}

/// What an image runs on, by Go's names.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Platform {
    #[serde(default)]
    os: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    variant: String,
}

impl Platform {
    /// Reads `linux/arm64` or `linux/arm/v7`; none of anything else.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut parts = text.split('/').map(str::to_owned);
        let (os, architecture) = (parts.next()?, parts.next()?);
        let variant = parts.next().unwrap_or_default();
        let is_whole = parts.next().is_none() && !os.is_empty() && !architecture.is_empty();
        is_whole.then_some(Self { os, architecture, variant })
    }

    /// Linux on this architecture, by Go's name.
    pub(super) fn linux(architecture: &str) -> Self {
        let (os, variant) = ("linux".to_owned(), String::new());
        Self { os, architecture: architecture.to_owned(), variant }
    }

    /// The architecture, by Go's name.
    pub(super) fn architecture(&self) -> &str {
        &self.architecture
    }

    /// A variant counts where one is asked for.
    fn is_met_by(&self, other: &Self) -> bool {
        self.os == other.os
            && self.architecture == other.architecture
            && (self.variant.is_empty() || self.variant == other.variant)
    }

    fn name(&self) -> String {
        let parts = [&self.os, &self.architecture, &self.variant];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.map(|part| crate::output::harmless(part).to_string()).collect::<Vec<_>>().join("/")
    }
}

impl Registry {
    /// Finds an image: reads its manifest and its configuration. Of one for several platforms, that for
    /// `platform` is taken.
    ///
    /// # Errors
    /// The registry cannot be reached or refuses, there is no such image, or what describes it is damaged.
    pub(super) fn open(
        reference: &Reference,
        platform: &Platform,
        is_plain: bool,
    ) -> Result<Self, CliError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(CliError::failed)?;
        let is_plain = is_plain || reference.is_loopback();
        let failed =
            |problem: String| CliError::Failed(format!("{}: {problem}", reference.registry));
        let own = reference.registry.parse();
        let own = own.map_err(|_| failed("it is no host".to_owned()))?;
        let exchange = Exchange::new(client::trust()?, own, is_plain).map_err(failed)?;
        let scheme = if is_plain { "http" } else { "https" };
        let mut registry = Self {
            runtime,
            exchange,
            base: format!("{scheme}://{}/v2/{}", reference.registry, reference.name),
            authorization: RefCell::new(None),
            basic: basic(reference)?,
            held: BTreeMap::new(),
            layers: BTreeMap::new(),
            until: Instant::now() + PATIENCE_IN_ALL,
            failure: RefCell::new(None),
        };
        registry.describe(reference, platform).map_err(failed)?;
        Ok(registry)
    }

    /// Why a layer could not be read, or is not what the manifest tells, where one is so: `problems` are those
    /// that reading told.
    pub(super) fn failure(&self, problems: &[(String, String)]) -> Option<String> {
        let told = || problems.iter().find(|(path, _)| self.layers.contains_key(path));
        let told = || told().map(|(path, problem)| format!("{path}: {problem}"));
        self.failure.borrow().clone().or_else(told)
    }

    fn describe(&mut self, reference: &Reference, platform: &Platform) -> Result<(), String> {
        let (mut digest, mut bytes) = self.manifest(&reference.version, reference.digest())?;
        let mut manifest = read(&bytes)?;
        if manifest.layers.is_empty() && !manifest.manifests.is_empty() {
            let wanted = |found: &&Descriptor| platform.is_met_by(&found.platform);
            let chosen = manifest.manifests.iter().find(wanted).ok_or_else(|| {
                let there = manifest.manifests.iter().map(|found| found.platform.name());
                let is_one = |name: &String| !name.is_empty() && name != "unknown/unknown";
                let there: Vec<String> = there.filter(is_one).collect();
                format!("it is not for {}, but for {}", platform.name(), there.join(", "))
            })?;
            blob(&chosen.digest)?;
            (digest, bytes) = self.manifest(&chosen.digest, Some(&chosen.digest))?;
            manifest = read(&bytes)?;
        }
        let configuration = manifest.config.ok_or("its manifest names no configuration")?;
        let path = blob(&configuration.digest)?;
        let answer = self.get(&format!("blobs/{}", configuration.digest), ANYTHING)?;
        let told = self.runtime.block_on(body(answer, CONFIGURATION_BYTES_MAX))?;
        checked(&told, &configuration.digest)?;
        self.held.insert(path, told);
        for layer in &manifest.layers {
            if layer.size > LAYER_BYTES_MAX {
                return Err(format!("a layer is larger than {} GB", LAYER_BYTES_MAX >> 30));
            }
            self.layers.insert(blob(&layer.digest)?, layer.size);
        }
        let index = serde_json::json!({ "manifests": [{ "digest": digest, "size": bytes.len() }] });
        self.held.insert(blob(&digest)?, bytes);
        self.held.insert("oci-layout".to_owned(), Bytes::from_static(b"{}"));
        self.held.insert(INDEX.to_owned(), index.to_string().into());
        Ok(())
    }

    /// A manifest by its tag or digest, and its digest.
    fn manifest(&self, version: &str, wanted: Option<&str>) -> Result<(String, Bytes), String> {
        let answer = self.get(&format!("manifests/{version}"), MANIFESTS)?;
        let bytes = self.runtime.block_on(body(answer, MANIFEST_BYTES_MAX))?;
        if let Some(wanted) = wanted {
            checked(&bytes, wanted)?;
        }
        Ok((sha256(&bytes), bytes))
    }

    /// An answer, asked for again with what the registry wants to see.
    fn get(&self, path: &str, accept: &'static str) -> Result<Response<Incoming>, String> {
        let uri: Uri = format!("{}/{path}", self.base).parse().map_err(|_| "it is no URL")?;
        let ask = |authorization: Option<String>| {
            let authorization = authorization.as_deref();
            self.runtime.block_on(self.exchange.ask(Question { uri: &uri, accept, authorization }))
        };
        let answer = ask(self.authorization.borrow().clone())?;
        if answer.status() != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let mut challenges = answer.headers().get_all(WWW_AUTHENTICATE).iter();
        let challenge = challenges.find_map(|value| Challenge::of(value.to_str().ok()?));
        let authorization = match challenge {
            Some(Challenge::Basic) => self.basic.clone(),
            Some(Challenge::Bearer(url)) => Some(self.token(&url)?),
            None => None,
        };
        let Some(authorization) = authorization else { return Ok(answer) };
        *self.authorization.borrow_mut() = Some(authorization.clone());
        ask(Some(authorization))
    }

    fn token(&self, url: &str) -> Result<String, String> {
        let uri: Uri = url.parse().map_err(|_| "its tokens are at no URL")?;
        let authorization = self.basic.as_deref();
        let question = Question { uri: &uri, accept: "application/json", authorization };
        let told = self
            .runtime
            .block_on(async { body(self.exchange.ask(question).await?, ANSWER_BYTES_MAX).await });
        let told = told.map_err(|problem| format!("no token was given: {problem}"))?;
        let token = token(&told).ok_or("no token is in what was given for one")?;
        Ok(format!("Bearer {token}"))
    }

    fn layer(&self, path: &str, size: u64) -> Result<Layer<'_>, String> {
        let digest = path.rsplit('/').next().unwrap_or_default();
        let answer = self.get(&format!("blobs/sha256:{digest}"), ANYTHING)?;
        if answer.status() != StatusCode::OK {
            let status = answer.status();
            let told = self.runtime.block_on(body(answer, ANSWER_BYTES_MAX));
            return Err(told.err().unwrap_or_else(|| refusal(status, b"")));
        }
        let body = answer.into_body();
        if body.size_hint().exact().is_some_and(|told| told != size) {
            return Err("it has not as many bytes as the manifest tells".to_owned());
        }
        Ok(Layer { registry: self, path: path.to_owned(), body, chunk: Bytes::new(), left: size })
    }

    fn fail(&self, path: &str, problem: &str) {
        let failure = format!("{path}: {problem}");
        self.failure.borrow_mut().get_or_insert(failure);
    }
}

impl Files for Registry {
    fn open(&self, path: &str) -> Option<(Box<dyn Read + '_>, u64)> {
        if let Some(bytes) = self.held.get(path) {
            return Some((Box::new(&**bytes), bytes.len() as u64));
        }
        let size = *self.layers.get(path)?;
        match self.layer(path, size) {
            Ok(layer) => Some((Box::new(layer), size)),
            Err(problem) => {
                self.fail(path, &problem);
                None
            }
        }
    }
}

/// A layer as it comes.
struct Layer<'r> {
    registry: &'r Registry,
    path: String,
    body: Incoming,
    chunk: Bytes,
    left: u64,
}

impl Layer<'_> {
    /// The next bytes; none at the end.
    fn next(&mut self) -> Result<Option<Bytes>, String> {
        loop {
            let left = self.registry.until.saturating_duration_since(Instant::now());
            let (frame, patience) = (self.body.frame(), PATIENCE.min(left));
            let timed = async { tokio::time::timeout(patience, frame).await };
            let frame = self.registry.runtime.block_on(timed).map_err(|_| "it comes too slowly")?;
            let Some(frame) = frame else { break };
            let Ok(data) = frame.map_err(|error| error.to_string())?.into_data() else { continue };
            let left = self.left.checked_sub(data.len() as u64);
            self.left = left.ok_or("it has more bytes than the manifest tells")?;
            if !data.is_empty() {
                return Ok(Some(data));
            }
        }
        if self.left == 0 { Ok(None) } else { Err("it ends too early".to_owned()) }
    }
}

impl Read for Layer<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_empty() && !out.is_empty() {
            match self.next() {
                Ok(chunk) => self.chunk = chunk.unwrap_or_default(),
                Err(problem) => {
                    self.registry.fail(&self.path, &problem);
                    return Err(io::Error::other(problem));
                }
            }
        }
        let count = self.chunk.len().min(out.len());
        let chunk = self.chunk.split_to(count);
        out.get_mut(..count).unwrap_or_default().copy_from_slice(&chunk);
        Ok(count)
    }
}

fn read(bytes: &[u8]) -> Result<Manifest, String> {
    serde_json::from_slice(bytes).map_err(|error| format!("its manifest: {error}"))
}

fn sha256(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(digest(&SHA256, bytes)))
}

fn checked(bytes: &[u8], wanted: &str) -> Result<(), String> {
    if sha256(bytes) == wanted {
        return Ok(());
    }
    Err(format!("what it gives for {} is something else", crate::output::harmless(wanted)))
}

/// The path of a blob in a layout.
fn blob(digest: &str) -> Result<String, String> {
    let hex = digest.strip_prefix("sha256:").filter(|_| is_digest(digest));
    let wrong = || format!("`{}` is no digest of SHA-256", crate::output::harmless(digest));
    hex.map(|hex| format!("blobs/sha256/{hex}")).ok_or_else(wrong)
}
