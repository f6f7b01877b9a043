//! `bartizan backup` and `bartizan restore`: one file with the store and the objects' bytes.
//!
//! The file is a tar archive: `bartizan-backup.json` (the form's number and whether the folder is
//! for development), `store.jsonl` (see [`Store::restore`]), and `objects/…`. What is secret in it
//! is sealed; the key that opens it is not in it.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use bartizan_store::{Store, StoreConfig};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::config;
use crate::data_folder::{DataFolder, make_private};
use crate::error::CliError;
use crate::output;

/// The form this program writes and the only one it reads.
const FORMAT: u32 = 1;
const HEAD: &str = "bartizan-backup.json";
const STORE: &str = "store.jsonl";
const OBJECTS: &str = "objects";
/// The longest head that is read, in bytes.
const HEAD_BYTES_MAX: u64 = 4096;

/// What `backup` can be told.
#[derive(Debug, Args)]
pub(crate) struct BackupOptions {
    /// The file to write, which must not exist.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// What `restore` can be told.
#[derive(Debug, Args)]
pub(crate) struct RestoreOptions {
    /// The file that `backup` wrote.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Where the data is.
#[derive(Debug, Args)]
struct Place {
    /// The data folder.
    #[arg(long, env = "BARTIZAN_DATA", default_value = config::DEFAULT_DATA)]
    data: PathBuf,
    /// `sqlite`, or the URL of a PostgreSQL database [default: sqlite].
    #[arg(long, env = "BARTIZAN_STORE", hide_env_values = true)]
    store: Option<String>,
}

/// The first entry of a backup.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: u32,
    dev: bool,
}

/// Writes a backup of a folder that is not served at the moment.
///
/// # Errors
/// The folder is served, or something cannot be read or written.
pub(crate) fn backup(options: &BackupOptions) -> Result<ExitCode, CliError> {
    let BackupOptions { file, place } = options;
    if file.exists() {
        return Err(CliError::Usage(format!("{} exists: name a new file", file.display())));
    }
    let (folder, dev) = DataFolder::existing(&place.data)?;
    let store =
        Store::open(&config::store(place.store.as_deref(), &place.data)?).map_err(|error| {
            CliError::Failed(format!("{error}; a backup is made while Bartizan is stopped"))
        })?;
    let partial = file.with_added_extension("partial");
    let lines = file.with_added_extension("store");
    let written = store
        .backup(&lines)
        .map_err(CliError::from)
        .and_then(|()| write_archive(&partial, &lines, &folder, dev))
        .and_then(|()| fs::rename(&partial, file).map_err(CliError::file(file)));
    for rest in [&partial, &lines] {
        // What is not there needs no removal, and another failure adds nothing to the first.
        let _ = fs::remove_file(rest);
    }
    written?;
    output::line(&format!("Wrote {}", file.display()));
    if folder.key_file().exists() {
        output::line(&format!(
            "Keep a copy of {} apart from it: without that key nothing sealed in the backup can \
             be read, and with it everything can.",
            folder.key_file().display()
        ));
    } else {
        output::line("What opens its seal is not in it: without that nothing sealed can be read.");
    }
    Ok(ExitCode::SUCCESS)
}

fn write_archive(to: &Path, lines: &Path, folder: &DataFolder, dev: bool) -> Result<(), CliError> {
    let failed = || CliError::file(to);
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(to).map_err(failed())?;
    let mut archive = tar::Builder::new(BufWriter::new(file));
    let head = serde_json::to_vec(&Head { format: FORMAT, dev }).map_err(CliError::failed)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(head.len().try_into().unwrap_or(0));
    header.set_mode(0o600);
    archive.append_data(&mut header, HEAD, head.as_slice()).map_err(failed())?;
    archive.append_path_with_name(lines, STORE).map_err(failed())?;
    if folder.objects().is_dir() {
        archive.append_dir_all(OBJECTS, folder.objects()).map_err(failed())?;
    }
    let written = archive.into_inner().map_err(failed())?;
    let file = written.into_inner().map_err(|error| failed()(error.into_error()))?;
    file.sync_all().map_err(failed())
}

/// Fills a new folder from a backup. The folder appears when it is whole.
///
/// # Errors
/// The folder or the database is not empty, or the file is no whole backup.
pub(crate) fn restore(options: &RestoreOptions) -> Result<ExitCode, CliError> {
    let RestoreOptions { file, place } = options;
    let data = &place.data;
    if fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(CliError::Usage(format!(
            "{} is not empty: name a new folder with --data",
            data.display()
        )));
    }
    let partial = data.with_added_extension("restoring");
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(CliError::file(&partial))?;
    }
    let restored = fill(file, &partial, place).and_then(|()| {
        if data.is_dir() {
            fs::remove_dir(data).map_err(CliError::file(data))?;
        }
        fs::rename(&partial, data).map_err(CliError::file(data))
    });
    if restored.is_err() {
        // Nothing of it is of use; that it cannot be removed adds nothing to the error.
        let _ = fs::remove_dir_all(&partial);
    }
    restored?;
    output::line(&format!("Restored {}", data.display()));
    output::line(
        "Put the copy of seal.key there before it is served, unless another seal was in force: the \
         backup does not hold it. Root \
         credentials are not in it either: the keys that were issued stay good.",
    );
    Ok(ExitCode::SUCCESS)
}

fn fill(from: &Path, data: &Path, place: &Place) -> Result<(), CliError> {
    let failed = || CliError::file(from);
    let mut archive = tar::Archive::new(BufReader::new(File::open(from).map_err(failed())?));
    let mut entries = archive.entries().map_err(failed())?;
    let no_backup = || CliError::Usage(format!("{} is no backup", from.display()));
    let first = entries.next().ok_or_else(no_backup)?.map_err(|_| no_backup())?;
    let head: Head =
        serde_json::from_reader(first.take(HEAD_BYTES_MAX)).map_err(|_| no_backup())?;
    if head.format != FORMAT {
        return Err(CliError::Failed(format!(
            "{} has form {}, and this program reads form {FORMAT}: use the program that wrote it",
            from.display(),
            head.format
        )));
    }
    let folder = DataFolder::open(data, head.dev)?;
    let mut has_store = false;
    for entry in entries {
        let mut entry = entry.map_err(failed())?;
        let name = entry.path().map_err(failed())?.into_owned();
        let kind = entry.header().entry_type();
        if name == Path::new(STORE) && kind.is_file() {
            has_store = true;
            restore_store(&mut entry, &folder, place)?;
        } else if is_of_objects(&name) && kind.is_file() {
            let to = folder.path().join(&name);
            if let Some(parent) = to.parent() {
                make_private(parent).map_err(CliError::file(parent))?;
            }
            copy(&mut entry, &to)?;
        } else if !(is_of_objects(&name) && kind.is_dir()) {
            return Err(CliError::Failed(format!(
                "{} holds {}, which is no part of a backup",
                from.display(),
                name.display()
            )));
        }
    }
    if has_store { Ok(()) } else { Err(no_backup()) }
}

fn restore_store(
    lines: &mut impl Read,
    folder: &DataFolder,
    place: &Place,
) -> Result<(), CliError> {
    let path = folder.path().join(STORE);
    copy(lines, &path)?;
    let store: StoreConfig = config::store(place.store.as_deref(), folder.path())?;
    let restored = Store::restore(&path, &store).map_err(CliError::from);
    fs::remove_file(&path).map_err(CliError::file(&path))?;
    restored
}

fn copy(from: &mut impl Read, to: &Path) -> Result<(), CliError> {
    let copied = || {
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(to)?;
        std::io::copy(from, &mut file)?;
        file.flush()?;
        file.sync_all()
    };
    let mut copied = copied;
    copied().map_err(CliError::file(to))
}

/// Whether a name of an archive stays inside of the folder of objects.
fn is_of_objects(name: &Path) -> bool {
    name.starts_with(OBJECTS) && name.components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(data: &Path) -> Place {
        Place { data: data.to_owned(), store: None }
    }

    #[test]
    fn what_was_backed_up_is_restored_without_its_key() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(name);
        let folder = DataFolder::open(&at("data"), true).unwrap();
        fs::create_dir_all(folder.objects().join("ab")).unwrap();
        fs::write(folder.objects().join("ab/cd"), "bytes").unwrap();
        fs::write(folder.key_file(), "the key").unwrap();
        let options = BackupOptions { file: at("b.tar"), place: place(&at("data")) };
        backup(&options).unwrap();
        assert!(backup(&options).is_err(), "a backup never replaces another");
        assert!(!fs::read_to_string(at("b.tar")).unwrap().contains("the key"));

        let options = RestoreOptions { file: at("b.tar"), place: place(&at("new")) };
        restore(&options).unwrap();
        let (folder, dev) = DataFolder::existing(&at("new")).unwrap();
        assert!(dev);
        assert_eq!(fs::read(folder.objects().join("ab/cd")).unwrap(), b"bytes");
        assert!(!folder.key_file().exists());
        assert!(restore(&options).is_err(), "a folder that is not empty is left alone");
    }

    #[test]
    fn what_is_no_backup_leaves_no_folder() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(name);
        fs::write(at("text"), "hello").unwrap();
        fs::write(at("empty"), "").unwrap();
        for name in ["text", "empty", "absent"] {
            let options = RestoreOptions { file: at(name), place: place(&at("new")) };
            assert!(restore(&options).is_err(), "{name}");
            assert!(!at("new").exists(), "{name}");
        }
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (name, inside) in [
            ("objects/ab/cd", true),
            ("objects", true),
            ("objects/../seal.key", false),
            ("/objects/a", false),
            ("seal.key", false),
            ("../objects/a", false),
        ] {
            assert_eq!(is_of_objects(Path::new(name)), inside, "{name}");
        }
    }
}
