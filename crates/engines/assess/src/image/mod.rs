//! Container images, read without being unpacked: layers are streams, and of their files only those that
//! tell packages are held. See `docs/adr/0065-images-are-read-as-streams.md`.

mod contents;
mod manifest;
mod outer;
mod tar;
mod unpacked;

use std::io;

pub use contents::{Contents, Found};
pub use manifest::{Files, Image, Layer, images};
pub use outer::{Place, is_archive, places};

use self::unpacked::{Digested, PACKED_MAGIC_BYTES, is_packed, unpacked};

/// What an image holds, all its layers together. What cannot be read of it is told, and the rest counts.
pub fn read(files: &dyn Files, image: &Image) -> Found {
    let mut contents = Contents::default();
    for layer in &image.layers {
        if let Err(problem) = add(files, layer, &mut contents) {
            contents.problem(&layer.path, problem);
        }
    }
    contents.finish()
}

fn add(files: &dyn Files, layer: &Layer, contents: &mut Contents) -> Result<(), String> {
    let told = |error: io::Error| error.to_string();
    let (file, size) = files.open(&layer.path).ok_or("it is not in the image")?;
    if layer.size.is_some_and(|told| told != size) {
        let problem = format!("it has {size} bytes, which is not what the image tells");
        contents.problem(&layer.path, problem);
    }
    let Some(digest) = &layer.digest else {
        // What is not vouched for need not be read whole.
        if let Some(stored) = files.stored(&layer.path)
            && !stored.bytes(0, PACKED_MAGIC_BYTES).is_some_and(|start| is_packed(&start))
        {
            contents.add_stored(&layer.path, &*stored);
            return Ok(());
        }
        contents.add_layer(&layer.path, unpacked(file, size).map_err(told)?);
        return Ok(());
    };
    let mut digested = Digested::new(file);
    contents.add_layer(&layer.path, unpacked(&mut digested, size).map_err(told)?);
    let found = digested.finish().map_err(told)?;
    if found == *digest { Ok(()) } else { Err("it is not what its digest says".to_owned()) }
}
