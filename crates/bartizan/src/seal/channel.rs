//! The operator's channel: a socket in the data folder, over which a sealed server is handed what
//! unseals it.
//!
//! The server says what it wants, as a line of JSON; the client answers with a line that holds the
//! secret; the server says what came of it. Only the folder's owner reaches the socket, and whoever
//! connects must be the server's own user or root.

use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Unsealed, Unsealing, Wanted};
use crate::data_folder::DataFolder;
use crate::error::CliError;

/// The longest line either side sends, in bytes.
const LINE_BYTES_MAX: u64 = 8192;
/// Who connects has this long to say something, which a person may have to type.
const PATIENCE: Duration = Duration::from_mins(5);
/// The server has this long to say what it wants; it may be trying what somebody else handed in.
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// The pause after a connection that could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// No more connections are attended at once.
const CONNECTIONS_MAX: usize = 64;
/// The longest path a socket can have, on every system. (unix(7); `sun_path` of macOS.)
const SOCKET_PATH_BYTES_MAX: usize = 100;

/// What the client hands in; wiped when dropped.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Offer {
    secret: String,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// The server opens now.
    Unsealed,
    /// More is needed.
    More(Wanted),
    /// It counts for nothing.
    Refused {
        /// Why.
        why: String,
    },
}

/// The server's end.
pub(crate) struct Channel {
    listener: UnixListener,
    path: PathBuf,
}

impl Channel {
    /// Opens the socket.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn open(folder: &DataFolder) -> Result<Self, CliError> {
        let path = folder.operator_socket();
        // The store's lock is held, so what lies there is of a server that is gone.
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(CliError::file(&path)(error));
            }
            _ => {}
        }
        let listener =
            at(&path, |short| UnixListener::bind(short)).map_err(CliError::file(&path))?;
        let private = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(&path, private).map_err(CliError::file(&path))?;
        Ok(Self { listener, path })
    }

    /// Waits until what was handed in unseals.
    pub(crate) async fn unsealed(&self, unsealing: Unsealing) -> Unsealed {
        let unsealing = Arc::new(Mutex::new(unsealing));
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept(), if connections.len() < CONNECTIONS_MAX => {
                    match accepted {
                        Ok((stream, _)) if is_operator(&stream) => {
                            connections.spawn(attend(stream, Arc::clone(&unsealing)));
                        }
                        Ok(_) => {}
                        Err(error) => {
                            // Out of file descriptors, as a rule: let connections end first.
                            tracing::warn!(%error, "an operator's connection was not accepted");
                            tokio::time::sleep(ACCEPT_PAUSE).await;
                        }
                    }
                }
                Some(ended) = connections.join_next() => match ended {
                    Ok(Some(unsealed)) => return unsealed,
                    Ok(None) => {}
                    Err(error) => tracing::warn!(%error, "an operator's connection failed"),
                },
            }
        }
    }
}

/// Takes what one connection hands in; only one is tried at a time.
async fn attend(stream: UnixStream, unsealing: Arc<Mutex<Unsealing>>) -> Option<Unsealed> {
    let taken = async {
        let wanted = unsealing.lock().await.wanted();
        take(stream, wanted).await
    };
    let (offer, mut answer) = tokio::time::timeout(PATIENCE, taken).await.ok()?.ok()?;
    let mut trying = unsealing.lock_owned().await;
    let tried = tokio::task::spawn_blocking(move || {
        let outcome = trying.offer(&offer.secret);
        (outcome, trying.wanted())
    });
    let (said, unsealed) = match tried.await {
        Ok((Ok(Some(unsealed)), _)) => (Outcome::Unsealed, Some(unsealed)),
        Ok((Ok(None), wanted)) => (Outcome::More(wanted), None),
        Ok((Err(why), _)) => {
            tracing::warn!(%why, "what was handed in to unseal is not right");
            (Outcome::Refused { why }, None)
        }
        Err(error) => {
            tracing::warn!(%error, "what was handed in to unseal could not be tried");
            (Outcome::Refused { why: "it could not be tried".to_owned() }, None)
        }
    };
    // Who hung up is not told; what counts is what was handed in.
    let _ = tokio::time::timeout(ANSWER_TIME, say(&mut answer, &said)).await;
    unsealed
}

impl Drop for Channel {
    fn drop(&mut self) {
        // One that stays is removed by the next start.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A connection to a server that is sealed.
pub(crate) struct Operator {
    stream: BufReader<UnixStream>,
    /// What the server wants.
    pub(crate) wanted: Wanted,
}

impl Operator {
    /// Connects to the server of this folder.
    ///
    /// # Errors
    /// No server waits there to be unsealed, or it says nothing.
    pub(crate) async fn connect(folder: &DataFolder) -> Result<Self, CliError> {
        let path = folder.operator_socket();
        let connected = async {
            let stream = at(&path, |short| std::os::unix::net::UnixStream::connect(short))?;
            stream.set_nonblocking(true)?;
            let mut stream = BufReader::new(UnixStream::from_std(stream)?);
            let wanted = hear(&mut stream).await?;
            Ok(Self { stream, wanted })
        };
        let Ok(connected) = tokio::time::timeout(ANSWER_TIME, connected).await else {
            return Err(CliError::Failed(format!(
                "the server at {} does not say what it waits for: try again, or see its log",
                folder.path().display()
            )));
        };
        connected.map_err(|error: io::Error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
                CliError::Failed(format!(
                    "no sealed server waits at {}: it is open already, or not started",
                    folder.path().display()
                ))
            }
            _ => CliError::file(&path)(error),
        })
    }

    /// Hands the secret in.
    ///
    /// # Errors
    /// The server hung up.
    pub(crate) async fn offer(mut self, secret: &str) -> Result<Outcome, CliError> {
        let handed_in = async {
            let offer = Offer { secret: secret.to_owned() };
            say(&mut self.stream, &offer).await?;
            hear(&mut self.stream).await
        };
        handed_in.await.map_err(|error: io::Error| {
            CliError::Failed(format!("the server did not answer: {error}"))
        })
    }
}

async fn take(stream: UnixStream, wanted: Wanted) -> io::Result<(Offer, BufReader<UnixStream>)> {
    let mut stream = BufReader::new(stream);
    say(&mut stream, &wanted).await?;
    let offer = hear(&mut stream).await?;
    Ok((offer, stream))
}

async fn say(to: &mut (impl AsyncWrite + Unpin), what: &impl Serialize) -> io::Result<()> {
    let mut line = Zeroizing::new(Vec::with_capacity(2048));
    serde_json::to_writer(&mut *line, what)?;
    line.push(b'\n');
    to.write_all(&line).await?;
    to.flush().await
}

async fn hear<T: for<'a> Deserialize<'a>>(
    from: &mut BufReader<impl AsyncRead + Unpin>,
) -> io::Result<T> {
    let mut line = Zeroizing::new(Vec::with_capacity(2048));
    from.take(LINE_BYTES_MAX).read_until(b'\n', &mut line).await?;
    Ok(serde_json::from_slice(&line)?)
}

/// Whether the other end is the server's own user, or root.
fn is_operator(stream: &UnixStream) -> bool {
    let own = rustix::process::geteuid().as_raw();
    stream.peer_cred().is_ok_and(|peer| peer.uid() == own || peer.uid() == 0)
}

/// Does something at a socket's path, which may be longer than sockets take: then by its folder's
/// open file, where the system has such paths.
fn at<T>(path: &Path, act: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { return act(path) };
    if path.as_os_str().len() <= SOCKET_PATH_BYTES_MAX || !cfg!(target_os = "linux") {
        return act(path);
    }
    let folder = std::fs::File::open(parent)?;
    act(&Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name))
}

#[cfg(test)]
mod tests {
    use bartizan_keys::{PassphraseSeal, RootKey, SealKey, SharesSeal};
    use bartizan_types::{AccountId, SeededRandom};

    use super::*;
    use crate::seal::{Installation, SealOptions, Sources, StoredSeal};

    fn sealed_by(seal: StoredSeal, key: &SealKey) -> Installation {
        let random = SeededRandom::new(9);
        let root = RootKey::generate(&random).unwrap();
        let sealed_root_key = key.seal_root(&root, &random).unwrap();
        let account = AccountId::from_number(1).unwrap();
        Installation { account, sealed_root_key, seal }
    }

    fn unsealing(folder: &DataFolder, known: Installation) -> Unsealing {
        Unsealing::new(known, Sources::new(folder.clone(), SealOptions::default()))
    }

    async fn hand_in(folder: &DataFolder, secret: &str) -> Outcome {
        let operator = Operator::connect(folder).await.unwrap();
        operator.offer(secret).await.unwrap()
    }

    #[tokio::test]
    async fn shares_are_handed_in_one_by_one_and_wrong_ones_are_told() {
        let parent = tempfile::tempdir().unwrap();
        // Longer than a socket's path may be.
        let folder = DataFolder::open(&parent.path().join("d".repeat(120)), false).unwrap();
        let random = SeededRandom::new(1);
        let key = SealKey::generate(&random).unwrap();
        let (seal, shares) = SharesSeal::split(&key, 5, 3, &random).unwrap();
        let (_, others) = SharesSeal::split(&key, 5, 3, &random).unwrap();
        let channel = Channel::open(&folder).unwrap();
        let known = sealed_by(StoredSeal::Shares(seal), &key);
        let expected = key.unseal_root(&known.sealed_root_key).unwrap().id();
        let operators = async {
            let more = |given| Outcome::More(Wanted::Share { given, needed: 3 });
            assert_eq!(hand_in(&folder, &shares[4].to_text()).await, more(1));
            for (wrong, why) in [
                ("nonsense".to_owned(), "no share"),
                (shares[4].to_text().to_string(), "given already"),
                (others[1].to_text().to_string(), "another sharing"),
                (shares[1].to_text().replace(":2:", ":3:"), "mistyped"),
            ] {
                let said = hand_in(&folder, &wrong).await;
                let Outcome::Refused { why: said } = said else { panic!("{said:?}") };
                assert!(said.contains(why), "{said}");
            }
            // Who hangs up without a word costs nothing.
            drop(Operator::connect(&folder).await.unwrap());
            assert_eq!(hand_in(&folder, &shares[0].to_text()).await, more(2));
            assert_eq!(hand_in(&folder, &shares[2].to_text()).await, Outcome::Unsealed);
        };
        let (unsealed, ()) = tokio::join!(channel.unsealed(unsealing(&folder, known)), operators);
        assert_eq!(unsealed.root.id(), expected);
        drop(channel);
        assert!(Operator::connect(&folder).await.is_err(), "an open server waits for nothing");
    }

    #[tokio::test]
    async fn a_wrong_passphrase_is_told_and_may_be_followed_by_the_right_one() {
        let parent = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(&parent.path().join("data"), false).unwrap();
        let seal = PassphraseSeal::new(&SeededRandom::new(1));
        let key = seal.key("correct horse battery").unwrap();
        let channel = Channel::open(&folder).unwrap();
        let known = sealed_by(StoredSeal::Passphrase(seal), &key);
        let operators = async {
            // Who connects and says nothing keeps nobody waiting.
            let _silent = Operator::connect(&folder).await.unwrap();
            let wrong = hand_in(&folder, "correct horse").await;
            assert_eq!(wrong, Outcome::Refused { why: "the passphrase is wrong".to_owned() });
            assert_eq!(hand_in(&folder, "correct horse battery").await, Outcome::Unsealed);
        };
        let expected = key.unseal_root(&known.sealed_root_key).unwrap().id();
        let (unsealed, ()) = tokio::join!(channel.unsealed(unsealing(&folder, known)), operators);
        assert_eq!(unsealed.root.id(), expected);
    }
}
