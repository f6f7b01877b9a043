//! The Bartizan server and command line.

mod advisories;
mod agent;
mod backup;
mod checks;
mod client;
mod config;
mod core_dumps;
mod coverage;
mod credentials;
mod csv;
mod data_folder;
mod dns;
mod edge;
mod encryption;
mod envoy;
mod error;
mod explain;
mod format;
mod functions;
mod health;
mod housekeeping;
mod hsm;
mod ingest;
mod init;
mod inspector;
mod key_file;
mod least_privilege;
mod lint;
mod metrics;
mod mfa;
mod narrative;
mod on_disk;
mod operator;
mod org;
mod output;
mod posture;
mod query_worker;
mod replay;
mod role_credentials;
mod root_credentials;
mod scan;
mod seal;
mod serve;
mod services;
mod simulate;
mod start;
mod table;
mod telemetry;
mod waf;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::config::ServeOptions;
use crate::error::CliError;

/// What a request leaves in the activity record is made by one thread and freed by another, which
/// the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: bartizan_heap::Heap = bartizan_heap::Heap;

/// The security system of a cloud as one program: it speaks AWS's APIs, and every call is
/// authenticated, decided and recorded.
///
/// Exit codes: 0 fine, 1 findings or denied, 2 wrong usage, 3 failure.
#[derive(Debug, Parser)]
#[command(name = "bartizan", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the APIs; what `bartizan` alone does, too
    #[command(
        after_help = "Example:\n  bartizan serve --listen 127.0.0.1:4566 --data ./bartizan-data"
    )]
    Serve(ServeOptions),
    /// Make the data folder, its account and the root user's access key, and stop
    #[command(
        after_help = "Example:\n  bartizan init --data ./bartizan-data --account 123456789012"
    )]
    Init(ServeOptions),
    /// Tell why a request was allowed or denied
    #[command(after_help = "Credentials are found where the AWS CLI finds them, and need the \
        permission bartizan:ExplainRequest.\n\nExample:\n  \
        AWS_PROFILE=root bartizan explain 7a9573d8-5ab0-4b1c-9d3e-3f3b5b0f1a11")]
    Explain(explain::ExplainOptions),
    /// Hand a role's credentials out, as AWS hands them to processes, containers and instances
    #[command(
        after_help = "The role is assumed with the credentials that the AWS CLI would find.\n\n\
        Example:\n  bartizan credentials serve --token-file ./token \\\n    \
        --role arn:aws:iam::123456789012:role/reader"
    )]
    Credentials(role_credentials::CredentialsOptions),
    /// Decide by policies in files, without a server
    #[command(after_help = "Exits with 1 where something is denied.\n\nExample:\n  \
        bartizan simulate --policy policy.json --action s3:GetObject \\\n    \
        --resource arn:aws:s3:::ledger/report.pdf --context aws:SourceIp=192.0.2.1")]
    Simulate(simulate::SimulateOptions),
    /// Find what is wrong with policies, or not safe
    #[command(after_help = "Exits with 1 where there is an error or a security warning.\n\n\
        Example:\n  bartizan lint policy.json --type identity")]
    Lint(lint::LintOptions),
    /// Write the smallest policy that what a user or role did needs
    #[command(after_help = least_privilege::HELP)]
    LeastPrivilege(least_privilege::LeastPrivilegeOptions),
    /// See an organization as a whole
    #[command(
        subcommand,
        after_help = "Example:\n  bartizan org plan policy.json --target ou-ab12-cd34ef56"
    )]
    Org(org::OrgCommand),
    /// See what the edge serves
    #[command(subcommand, after_help = "Example:\n  bartizan edge ls --format json")]
    Edge(edge::EdgeCommand),
    /// See why the firewall decided as it did
    #[command(subcommand, after_help = "Example:\n  bartizan waf explain REQUEST-ID")]
    Waf(waf::WafCommand),
    /// Find packages with known vulnerabilities in a folder
    #[command(after_help = scan::HELP)]
    Scan(scan::ScanOptions),
    /// Find where an account differs from best practice
    #[command(after_help = posture::HELP)]
    Posture(posture::PostureOptions),
    /// Compile what is known of vulnerabilities, and look at it
    #[command(
        subcommand,
        after_help = "Example:\n  bartizan advisories build ./osv -o advisories.db"
    )]
    Advisories(advisories::AdvisoriesCommand),
    /// Hand records of flows, DNS queries and calls to the detectors of threats
    #[command(after_help = ingest::HELP)]
    Ingest(ingest::IngestOptions),
    /// Make this host an instance, and tell what is on it
    #[command(after_help = agent::HELP)]
    Agent(agent::AgentOptions),
    /// Bring hardware MFA tokens
    #[command(after_help = "Example:\n  bartizan mfa import tokens.csv")]
    Mfa(mfa::MfaOptions),
    /// Do what only the operator may, on the machine itself
    #[command(after_help = "Example:\n  bartizan operator recover-root 123456789012")]
    Operator(operator::OperatorOptions),
    /// Encrypt a file for the holders of keys, in the AWS Encryption SDK's message format
    #[command(after_help = encryption::ENCRYPT_HELP)]
    Encrypt(encryption::EncryptOptions),
    /// Decrypt what `encrypt` or an AWS Encryption SDK wrote
    #[command(after_help = encryption::DECRYPT_HELP)]
    Decrypt(encryption::DecryptOptions),
    /// List which operations of AWS's APIs are real
    #[command(after_help = "Example:\n  bartizan coverage --format json")]
    Coverage(coverage::CoverageOptions),
    /// Write all data to one file, while Bartizan is stopped
    #[command(after_help = "seal.key is not part of a backup: keep a copy of it elsewhere.\n\n\
        Example:\n  bartizan backup bartizan.tar --data ./bartizan-data")]
    Backup(backup::BackupOptions),
    /// Fill a new data folder from a backup
    #[command(after_help = "Put the copy of seal.key into the folder before it is served.\n\n\
        Example:\n  bartizan restore bartizan.tar --data ./restored")]
    Restore(backup::RestoreOptions),
    /// Run one query on event data stores: the server starts it
    #[command(
        hide = true,
        after_help = "The query is told on standard input.\n\nExample:\n  bartizan query-worker"
    )]
    QueryWorker,
    /// Run a function inside of its sandbox: the server starts it
    #[command(
        hide = true,
        after_help = "Its orders come on standard input.\n\nExample:\n  bartizan function-supervisor"
    )]
    FunctionSupervisor,
    /// Print what makes a shell complete this program's commands
    #[command(after_help = "Example:\n  \
        bartizan completions bash > ~/.local/share/bash-completion/completions/bartizan")]
    Completions {
        /// The shell.
        shell: Shell,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        None => run_serve(cli.serve),
        Some(Command::Serve(options)) => run_serve(options),
        Some(Command::Init(options)) => {
            guard();
            options.resolve().and_then(|config| init::run(&config))
        }
        Some(Command::Explain(options)) => explain::run(&options),
        Some(Command::Credentials(options)) => role_credentials::run(options),
        Some(Command::Simulate(options)) => simulate::run(&options),
        Some(Command::Lint(options)) => lint::run(&options),
        Some(Command::LeastPrivilege(options)) => least_privilege::run(&options),
        Some(Command::Org(command)) => org::run(&command),
        Some(Command::Edge(command)) => edge::run(&command),
        Some(Command::Waf(command)) => waf::run(&command),
        Some(Command::Scan(options)) => scan::run(&options),
        Some(Command::Posture(options)) => posture::run(&options),
        Some(Command::Advisories(command)) => advisories::run(&command),
        Some(Command::Ingest(options)) => ingest::run(&options),
        Some(Command::Agent(options)) => agent::run(options),
        Some(Command::Mfa(options)) => mfa::run(&options),
        Some(Command::Operator(options)) => {
            guard();
            operator::run(options)
        }
        Some(Command::Encrypt(options)) => {
            guard();
            encryption::encrypt(&options)
        }
        Some(Command::Decrypt(options)) => {
            guard();
            encryption::decrypt(&options)
        }
        Some(Command::Coverage(options)) => coverage::run(&options),
        Some(Command::Backup(options)) => backup::backup(&options),
        Some(Command::Restore(options)) => backup::restore(&options),
        Some(Command::QueryWorker) => query_worker::run(),
        Some(Command::FunctionSupervisor) => Ok(bartizan_functions::supervise()),
        Some(Command::Completions { shell }) => {
            let mut command = Cli::command();
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "bartizan", &mut script);
            output::print(&String::from_utf8_lossy(&script));
            Ok(ExitCode::SUCCESS)
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bartizan: {error}");
            error.exit_code()
        }
    }
}

/// What a command begins with that holds keys, and ends by itself.
fn guard() {
    telemetry::start_of_command();
    core_dumps::prevent();
}

fn run_serve(options: ServeOptions) -> Result<ExitCode, CliError> {
    let config = options.resolve()?;
    telemetry::start(config.log_format);
    core_dumps::prevent();
    serve::run(&config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("bartizan {}", command.get_name())), "{help}");
        }
    }

    #[test]
    fn commands_are_told_apart() {
        for (line, command) in [
            ("", None),
            ("--dev", None),
            ("serve --dev", Some("Serve")),
            ("init --account 123456789012", Some("Init")),
            ("explain some-id --format json", Some("Explain")),
            ("credentials process --role arn:aws:iam::123456789012:role/r", Some("Credentials")),
            ("simulate --action s3:GetObject --policy a.json b.json", Some("Simulate")),
            ("lint a.json b.json --type scp", Some("Lint")),
            ("least-privilege role/reader --since 90d --write p.json", Some("LeastPrivilege")),
            ("org plan p.json --target r-ab12 --since 30d --output json", Some("Org")),
            ("org tree --output json", Some("Org")),
            ("org usage --month 2026-11 --output csv", Some("Org")),
            ("org statement --prices p.toml", Some("Org")),
            ("org plan p.json --type identity --principal role/reader", Some("Org")),
            ("edge ls --format json", Some("Edge")),
            ("waf explain 1-a --all", Some("Waf")),
            ("waf replay --acl a.json --log l", Some("Waf")),
            ("waf learn --log l --clients 5", Some("Waf")),
            ("scan . --advisories a.db --format sarif --fail-on high --os linux", Some("Scan")),
            ("posture --level 2 --check 2.14 --region r --fail-on unread", Some("Posture")),
            ("advisories build a b.zip -o a.db --sign-key k", Some("Advisories")),
            ("advisories info a.db --format json", Some("Advisories")),
            ("ingest --flows a b --dns - --activity c --format json", Some("Ingest")),
            ("agent --endpoint http://h --activation a:b --state s --root / --once", Some("Agent")),
            ("agent activate --role r --security-group-ids sg-1,sg-2", Some("Agent")),
            ("agent deactivate id", Some("Agent")),
            ("mfa import a.csv --seeds hex", Some("Mfa")),
            ("operator unseal --file share-1", Some("Operator")),
            ("operator reseal shares --shares 5 --threshold 3 --output s", Some("Operator")),
            ("operator reseal key-file --key k", Some("Operator")),
            ("operator rotate-root-key", Some("Operator")),
            ("encrypt --key alias/a --context k=v b=w --key mrk-1 -i a -o b", Some("Encrypt")),
            ("encrypt --raw-aes k --namespace n --name m --algorithm 0x0478", Some("Encrypt")),
            ("decrypt --discovery --account 123456789012 --require-context k", Some("Decrypt")),
            ("coverage --format markdown", Some("Coverage")),
            ("backup b.tar --data d", Some("Backup")),
            ("restore b.tar --data d", Some("Restore")),
            ("completions zsh", Some("Completions")),
        ] {
            let words = ["bartizan"].into_iter().chain(line.split_whitespace());
            let parsed = Cli::try_parse_from(words).unwrap();
            let name = format!("{:?}", parsed.command);
            let wanted = command.map_or("None".to_owned(), |command| format!("Some({command}"));
            assert!(name.starts_with(&wanted), "{line}: {name}");
        }
    }

    #[test]
    fn what_is_no_command_line_is_refused() {
        for wrong in [
            "--dev serve",
            "credentials",
            "explain",
            "simulate",
            "lint",
            "least-privilege",
            "least-privilege role/reader --resources-max 0",
            "operator",
            "operator reseal",
            "operator reseal shares",
            "org",
            "org plan p.json",
            "org plan p.json --type identity --target r-ab12",
            "org plan p.json --target r-ab12 --since 30",
            "encrypt --key arn:aws:s3:::bucket",
            "encrypt --raw-aes k --namespace n",
            "encrypt --key 1 --algorithm ROT13",
            "decrypt --key 1 --discovery",
            "decrypt --key 1 --account 123456789012",
            "posture --level 3",
            "advisories build a",
            "ingest",
            "ingest a",
            "agent --every 0",
            "agent activate",
            "agent --once activate --role r",
            "nope",
            "serve --dev yes maybe",
        ] {
            let words = ["bartizan"].into_iter().chain(wrong.split_whitespace());
            assert!(Cli::try_parse_from(words).is_err(), "{wrong}");
        }
    }
}
