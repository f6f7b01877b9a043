//! What an image is made of: OCI image layouts (image-spec 1.1), and what `docker save` writes.

use std::io::Read;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::matching::Target;
use crate::stored::Stored;

/// The largest description that is read.
const JSON_BYTES_MAX: u64 = 16 << 20;
/// How many layers an image may have.
const LAYERS_MAX: usize = 1000;
/// How many images one archive may have.
const IMAGES_MAX: usize = 100;
/// How deep an index may lead to others.
const INDEXES_MAX: usize = 4;

/// Where the files of an image lie.
pub trait Files {
    /// A file by its path below the image's root, and its size; none if there is no such file.
    fn open(&self, path: &str) -> Option<(Box<dyn Read + '_>, u64)>;

    /// The same of a file that can be read at any place; none if it cannot.
    fn stored(&self, _path: &str) -> Option<Box<dyn Stored + '_>> {
        None
    }
}

/// An image.
#[derive(Debug)]
pub struct Image {
    /// What it is called, if that is told.
    pub name: String,
    /// Its layers, the lowest first.
    pub layers: Vec<Layer>,
    /// What it runs on.
    pub target: Target,
}

/// A layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The path of its archive.
    pub path: String,
    /// Its SHA-256 in hexadecimal digits, where it is told.
    pub digest: Option<String>,
    /// Its size, where it is told.
    pub size: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    #[serde(default)]
    manifests: Vec<Descriptor>,
    #[serde(default)]
    layers: Vec<Descriptor>,
    config: Option<Descriptor>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    digest: String,
    #[serde(default)]
    size: u64,
    platform: Option<Platform>,
    #[serde(default)]
    annotations: std::collections::BTreeMap<String, String>,
}

#[derive(Clone, Default, Deserialize)]
struct Platform {
    #[serde(default)]
    os: String,
    #[serde(default)]
    architecture: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Saved {
    config: String,
    repo_tags: Option<Vec<String>>,
    layers: Vec<String>,
}

/// The images that lie there. Of one for several architectures, that for `architecture` is taken, by Go's
/// name, or else the first.
///
/// # Errors
/// There is none, or what describes it is damaged, told in a few words.
pub fn images(files: &dyn Files, architecture: Option<&str>) -> Result<Vec<Image>, String> {
    if files.open("index.json").is_some() && files.open("oci-layout").is_some() {
        let index: Index = json(files, "index.json")?;
        return layout(files, &index, architecture, INDEXES_MAX);
    }
    if files.open("manifest.json").is_none() {
        return Err("it is no image: it has neither `index.json` nor `manifest.json`".to_owned());
    }
    let saved: Vec<Saved> = json(files, "manifest.json")?;
    let images = saved.into_iter().take(IMAGES_MAX).map(|saved| {
        let layers = saved.layers.into_iter().take(LAYERS_MAX);
        let layers = layers.map(|path| Layer { digest: digest(&path), size: None, path }).collect();
        let platform: Platform = json(files, &saved.config)?;
        let name = saved.repo_tags.and_then(|tags| tags.into_iter().next()).unwrap_or_default();
        Ok(Image { name, layers, target: target(platform) })
    });
    images.collect()
}

/// The digest in the path of a blob.
fn digest(path: &str) -> Option<String> {
    path.strip_prefix("blobs/sha256/").map(str::to_owned)
}

fn layout(
    files: &dyn Files,
    index: &Index,
    architecture: Option<&str>,
    depth: usize,
) -> Result<Vec<Image>, String> {
    let wanted = |descriptor: &&Descriptor| {
        let platform = descriptor.platform.as_ref();
        platform.is_some_and(|platform| Some(platform.architecture.as_str()) == architecture)
    };
    // What attests to an image names no platform that there is.
    let is_image = |descriptor: &&Descriptor| {
        descriptor.platform.as_ref().is_none_or(|platform| platform.architecture != "unknown")
    };
    let all: Vec<&Descriptor> = index.manifests.iter().filter(is_image).collect();
    let are_platforms = all.iter().all(|found| found.platform.is_some());
    let chosen: Vec<&Descriptor> = match all.iter().copied().find(wanted).or(all.first().copied()) {
        Some(one) if are_platforms => vec![one],
        _ => all,
    };
    if chosen.is_empty() {
        return Err("its index names no image".to_owned());
    }
    let mut images = Vec::new();
    for descriptor in chosen.into_iter().take(IMAGES_MAX) {
        let found: Index = json(files, &blob(&descriptor.digest)?)?;
        let name = descriptor.annotations.get("io.containerd.image.name");
        let name = name.or_else(|| descriptor.annotations.get("org.opencontainers.image.ref.name"));
        if found.layers.is_empty() && !found.manifests.is_empty() {
            let depth = depth.checked_sub(1).ok_or("its indexes are nested too deeply")?;
            images.extend(layout(files, &found, architecture, depth)?);
        } else {
            images.push(image(files, &found, name.cloned().unwrap_or_default())?);
        }
        if images.len() > IMAGES_MAX {
            return Err("it has too many images".to_owned());
        }
    }
    Ok(images)
}

fn image(files: &dyn Files, manifest: &Index, name: String) -> Result<Image, String> {
    let config = manifest.config.as_ref().ok_or("its manifest names no configuration")?;
    let platform: Platform = json(files, &blob(&config.digest)?)?;
    if manifest.layers.len() > LAYERS_MAX {
        return Err(format!("it has more than {LAYERS_MAX} layers"));
    }
    let layers = manifest.layers.iter().map(|layer| {
        let path = blob(&layer.digest)?;
        Ok(Layer { digest: digest(&path), size: Some(layer.size), path })
    });
    Ok(Image { name, layers: layers.collect::<Result<_, String>>()?, target: target(platform) })
}

/// The path of a blob by its digest, which is of letters and digits alone.
fn blob(digest: &str) -> Result<String, String> {
    let is_plain =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match digest.split_once(':') {
        Some((algorithm, digits)) if is_plain(algorithm) && is_plain(digits) => {
            Ok(format!("blobs/{algorithm}/{digits}"))
        }
        _ => Err(format!("`{digest}` is no digest")),
    }
}

/// By Go's names and Rust's.
fn target(platform: Platform) -> Target {
    let other = match platform.architecture.as_str() {
        "amd64" => Some("x86_64"),
        "arm64" => Some("aarch64"),
        "386" => Some("x86"),
        _ => None,
    };
    let names = [Some(platform.architecture.as_str()), other].into_iter().flatten();
    Target {
        system: Some(platform.os).filter(|system| !system.is_empty()),
        architectures: names.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    }
}

fn json<T: DeserializeOwned>(files: &dyn Files, path: &str) -> Result<T, String> {
    let (file, _) = files.open(path).ok_or_else(|| format!("`{path}` is not in it"))?;
    let mut bytes = Vec::new();
    file.take(JSON_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("`{path}`: {error}"))?;
    if bytes.len() as u64 > JSON_BYTES_MAX {
        return Err(format!("`{path}` is too large"));
    }
    serde_json::from_slice(&bytes).map_err(|error| format!("`{path}`: {error}"))
}
