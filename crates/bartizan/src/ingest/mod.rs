//! `bartizan ingest`: records in files, handed to a running server piece by piece.

mod file;

use std::io::IsTerminal;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde_json::Value as Json;

use self::file::RecordFile;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::{client, output};

/// The example that the help ends with.
pub(crate) const HELP: &str = "Files are as AWS writes them, packed by gzip or plain; of a folder all files \
    are read, also of the folders in it, and - is standard input. What was read before is not read again, \
    whatever the file is called, so a run that broke off is repeated. Credentials are found where the AWS CLI \
    finds them, and need the permission bartizan:IngestRecords.\nExits with 1 where lines could not be \
    read.\n\nExample:\n  bartizan ingest --flows vpcflow/ --dns resolver.log.gz --activity cloudtrail/";

/// How many bytes of a file are handed over at a time; more than the longest line, and so many that few
/// answers are waited for.
const PIECE_BYTES: usize = 4 << 20;
/// How many unreadable lines of a file are told.
const UNREADABLE_TOLD: usize = 10;
/// How often in a row the server may say that it goes on elsewhere.
const REWINDS_MAX: u32 = 8;

/// What is printed of calls that are learned.
const HISTORY: &str = "HISTORY";

/// What `ingest` can be told.
#[derive(Debug, Args)]
#[group(id = "records", required = true, multiple = true, args = ["flows", "dns", "activity", "history"])]
pub(crate) struct IngestOptions {
    /// VPC flow logs, as text of any version.
    #[arg(long, num_args = 1.., value_name = "PATH")]
    flows: Vec<PathBuf>,
    /// Query logs of Route 53's resolver.
    #[arg(long, num_args = 1.., value_name = "PATH")]
    dns: Vec<PathBuf>,
    /// CloudTrail's records.
    #[arg(long, num_args = 1.., value_name = "PATH")]
    activity: Vec<PathBuf>,
    /// CloudTrail's records of the past: what is in them is usual, and nothing is found in them.
    #[arg(long, num_args = 1.., value_name = "PATH")]
    history: Vec<PathBuf>,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: IngestFormat,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum IngestFormat {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
}

/// What became of the files of a stream.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Tally {
    stream: &'static str,
    files: u64,
    files_read_before: u64,
    files_cut: u64,
    records: u64,
    no_data: u64,
    skipped: u64,
    unreadable: u64,
    new_findings: u64,
    repeated_findings: u64,
}

impl Tally {
    fn add(&mut self, answer: &Json) {
        let count = |name: &str| answer.get(name).and_then(Json::as_u64).unwrap_or(0);
        self.records += count("Records");
        self.no_data += count("NoData");
        self.skipped += count("Skipped");
        self.unreadable += count("Unreadable");
        self.new_findings += count("NewFindings");
        self.repeated_findings += count("RepeatedFindings");
    }
}

/// Hands the records over, and prints what became of them.
///
/// # Errors
/// A file cannot be opened, or the server cannot be reached or refuses.
pub(crate) fn run(options: &IngestOptions) -> Result<ExitCode, CliError> {
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let (host, _) = client::place(endpoint)?;
    let server = Sender {
        endpoint,
        is_near: host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        credentials: Credentials::find()?,
        is_watched: std::io::stderr().is_terminal(),
    };
    let mut tallies = Vec::new();
    let streams = [
        ("FLOWS", &options.flows),
        ("DNS", &options.dns),
        (HISTORY, &options.history),
        ("ACTIVITY", &options.activity),
    ];
    for (stream, paths) in streams {
        if paths.is_empty() {
            continue;
        }
        let mut tally = Tally { stream, ..Tally::default() };
        for path in file::all(paths)? {
            server.send(&path, &mut tally)?;
        }
        tallies.push(tally);
    }
    match options.format {
        IngestFormat::Json => output::json(&tallies),
        IngestFormat::Table => tallies.iter().for_each(print),
    }
    let is_clean = tallies.iter().all(|tally| tally.unreadable + tally.files_cut == 0);
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print(tally: &Tally) {
    let Tally { stream, files, records, unreadable, new_findings, repeated_findings, .. } = tally;
    output::line(&format!(
        "{stream}: {records} records of {files} files ({} read before, {} cut), {unreadable} lines not \
         readable, {} intervals without data, {} lost by AWS; {new_findings} new findings, \
         {repeated_findings} seen again",
        tally.files_read_before, tally.files_cut, tally.no_data, tally.skipped
    ));
}

/// Who sends pieces to a server.
struct Sender<'o> {
    endpoint: &'o str,
    credentials: Credentials,
    /// Whether the server is of this machine.
    is_near: bool,
    /// Whether somebody sees how it goes.
    is_watched: bool,
}

impl Sender<'_> {
    /// Sends what the server has not read of a file.
    fn send(&self, path: &Path, tally: &mut Tally) -> Result<(), CliError> {
        let mut file = RecordFile::open(path)?;
        tally.files += 1;
        let (mut rewinds, mut told, mut is_first) = (0, 0, true);
        loop {
            file.fill(PIECE_BYTES)?;
            let (piece, taken, is_last) = self.piece(&file)?;
            let answer = self.hand_over(&file, tally.stream, piece, is_last)?;
            let next = answer.get("NextOffset").and_then(Json::as_u64).unwrap_or(0);
            let is_done = answer.get("IsDone").and_then(Json::as_bool).unwrap_or(false);
            let is_taken = answer.get("IsTaken").and_then(Json::as_bool).unwrap_or(false);
            tally.files_read_before += u64::from(is_first && is_done && !is_taken);
            is_first = false;
            tally.add(&answer);
            told += tell_unreadable(path, &answer, UNREADABLE_TOLD.saturating_sub(told));
            self.tell_progress(path, &mut file);
            if is_done {
                break;
            }
            let is_within = (file.offset()..=file.offset() + taken as u64).contains(&next);
            rewinds = if is_within && next > file.offset() { 0 } else { rewinds + 1 };
            if rewinds > REWINDS_MAX {
                let why = format!("{}: the server does not go on with it", path.display());
                return Err(CliError::Failed(why));
            }
            file.go_to(next)?;
        }
        if let Some(why) = file.cut() {
            tally.files_cut += 1;
            eprintln!("bartizan: {}: it is cut: {why}", output::harmless(&path.to_string_lossy()));
        }
        if self.is_watched {
            eprintln!();
        }
        Ok(())
    }

    fn hand_over(
        &self,
        file: &RecordFile,
        stream: &str,
        piece: Vec<u8>,
        is_last: bool,
    ) -> Result<Json, CliError> {
        let learns = stream == HISTORY;
        let query = [
            ("stream", if learns { "ACTIVITY" } else { stream }),
            ("learn", if learns { "true" } else { "false" }),
            ("source", file.digest()),
            ("offset", &file.offset().to_string()),
            ("last", if is_last { "true" } else { "false" }),
        ];
        let operation = ("records", "IngestRecords");
        client::hand_over(self.endpoint, &self.credentials, operation, &query, piece)
    }

    /// The next piece; how long it is, and whether it is the last. To this machine it goes as it is: packing it
    /// takes longer than reading it there.
    fn piece(&self, file: &RecordFile) -> Result<(Vec<u8>, usize, bool), CliError> {
        let held = file.held();
        let is_last = file.is_at_end();
        if self.is_near || held.is_empty() {
            return Ok((held.to_vec(), held.len(), is_last));
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        std::io::Write::write_all(&mut encoder, held).map_err(CliError::failed)?;
        Ok((encoder.finish().map_err(CliError::failed)?, held.len(), is_last))
    }

    fn tell_progress(&self, path: &Path, file: &mut RecordFile) {
        if self.is_watched {
            let name = path.to_string_lossy();
            eprint!("\r{} {:3} %", output::harmless(&name), file.percent());
        }
    }
}

/// Tells of lines that the server could not read; how many were told.
fn tell_unreadable(path: &Path, answer: &Json, most: usize) -> usize {
    let rows = answer.get("FirstUnreadable").and_then(Json::as_array);
    let rows = rows.into_iter().flatten().take(most);
    let name = path.to_string_lossy();
    let tell = |row: &Json| {
        let line = row.get("Line").and_then(Json::as_u64).unwrap_or(0);
        let why = row.get("Reason").and_then(Json::as_str).unwrap_or_default();
        eprintln!("bartizan: {}:{line}: {}", output::harmless(&name), output::harmless(why));
    };
    rows.map(tell).count()
}
