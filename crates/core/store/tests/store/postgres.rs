//! A private PostgreSQL server for the tests: `BARTIZAN_TEST_POSTGRES` where it is set, else one of
//! the test process's own from the newest installation under `/usr/lib/postgresql`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The script that runs the server. It is handed over as text: the server's user may not be allowed
/// to read this folder.
const SERVER: &str = include_str!("postgres-server.sh");

struct Server {
    /// The address of its database for administration; the last part is the database.
    url: String,
    /// Holds the pipe open.
    _process: Option<Child>,
}

/// The address of a new, empty database; `None`, said aloud, where there is no server.
pub(crate) fn new_database() -> Option<String> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = match SERVER.get_or_init(start) {
        Ok(server) => server,
        Err(reason) => {
            assert!(std::env::var_os("CI").is_none(), "no PostgreSQL: {reason}");
            println!("SKIPPED the PostgreSQL half: {reason}");
            return None;
        }
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("store_{}_{number}", std::process::id());
    let mut client = ::postgres::Client::connect(&server.url, ::postgres::NoTls).unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let (host, _) = server.url.rsplit_once('/').unwrap();
    Some(format!("{host}/{name}"))
}

fn start() -> Result<Server, String> {
    if let Ok(url) = std::env::var("BARTIZAN_TEST_POSTGRES") {
        return Ok(Server { url, _process: None });
    }
    let bin = newest_installation().ok_or("no /usr/lib/postgresql/*/bin: install postgresql")?;
    // The server refuses to run as root.
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    let mut process = command
        .args(["-c", SERVER, "sh"])
        .arg(bin)
        .current_dir("/")
        .env_remove("TMPDIR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut dir = String::new();
    let out = process.stdout.take().ok_or("no output")?;
    BufReader::new(out).read_line(&mut dir).map_err(|error| error.to_string())?;
    match dir.trim() {
        "" => Err("the server did not start: its log is above".to_owned()),
        dir => Ok(Server {
            url: format!("postgres://bartizan@{}/postgres", dir.replace('/', "%2F")),
            _process: Some(process),
        }),
    }
}

fn newest_installation() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            Some((path.file_name()?.to_str()?.parse().ok()?, path.join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    versions.sort();
    Some(versions.pop()?.1)
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|own| own.uid() == 0)
}
