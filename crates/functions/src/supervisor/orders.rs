//! What a supervisor is told by who starts it, over the socket that is its standard input.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

/// More than any function's environment comes to.
const LARGEST: usize = 1 << 20;

/// The supervisor's request to be put into its group; with it come its listeners.
pub(crate) const LISTENING: u8 = b'L';
/// The answer to that.
pub(crate) const GO: u8 = b'G';
/// The supervisor is about to become the function.
pub(crate) const CONFINED: u8 = b'C';
/// It could not; what follows is why.
pub(crate) const FAILED: u8 = b'F';

/// What to run, and within which limits.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Orders {
    /// The first of these that exists is run.
    pub(crate) programs: Vec<String>,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) folder: String,
    /// Whether the supervisor is inside of a sandbox, and closes it.
    pub(crate) confined: bool,
    /// Whether there is an AWS endpoint to listen for.
    pub(crate) endpoint: bool,
    /// Whether a group limits memory, so that no limit of a single process has to.
    pub(crate) grouped: bool,
    pub(crate) limits: Limits,
}

/// Limits of each process.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Limits {
    /// Private memory that may be written, in bytes.
    pub(crate) memory: u64,
    /// Bytes of one file.
    pub(crate) file: u64,
    /// Seconds of processors.
    pub(crate) cpu: u64,
}

impl Orders {
    pub(crate) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let text = serde_json::to_vec(self)?;
        let size = u32::try_from(text.len()).map_err(io::Error::other)?;
        to.write_all(&size.to_le_bytes())?;
        to.write_all(&text)
    }

    pub(crate) fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut size = [0; 4];
        from.read_exact(&mut size)?;
        let size = usize::try_from(u32::from_le_bytes(size)).map_err(io::Error::other)?;
        if size > LARGEST {
            return Err(io::Error::other("the orders are longer than 1 MiB"));
        }
        let mut text = vec![0; size];
        from.read_exact(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }
}
