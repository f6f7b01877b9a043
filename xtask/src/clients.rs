//! Other people's tests and clients against the running server: the tests that moto publishes for
//! its own, auditors, SDKs.

use std::path::{Path, PathBuf};

use crate::binary::{self, Profile};
use crate::tally::Tally;
use crate::test::{self, REQUIREMENTS};
use crate::workspace::Workspace;
use crate::{Result, command, environment};

/// moto's version, whose tests come with its source package only.
const MOTO: &str = "moto==5.2.1";
const MOTO_FOLDER: &str = "tests/clients/moto";
const AUDITORS: &str = "tests/clients/auditors";
const ENCRYPTION: &str = "tests/clients/encryption/requirements.txt";
const SDK_JS: &str = "tests/sdk/js/package.json";
const SDK_RUST: &str = "tests/sdk/rust";

/// Runs moto's tests of these services, or all that are known; an unexplained failure is one.
pub(crate) fn moto(workspace: &Workspace, profile: Profile, suites: &[&str]) -> Result<Tally> {
    let binary = binary::build(workspace, profile)?;
    let python = environment::python(workspace, &format!("{MOTO_FOLDER}/requirements.txt"))?;
    let run = command::program(&python, &workspace.root)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args([format!("{MOTO_FOLDER}/run.py"), "--binary".to_owned()])
        .args([binary])
        .args(["--source"])
        .args([moto_source(workspace, &python)?])
        .args(suites);
    test::counted(run)
}

/// The Python of the newest clients that encrypt, which cannot be beside `aws-encryption-sdk-cli`.
pub(crate) fn of_encryption(workspace: &Workspace) -> Result<PathBuf> {
    environment::python(workspace, ENCRYPTION)
}

/// The packages of the SDK for JavaScript, where this machine has npm.
pub(crate) fn sdk_for_javascript(workspace: &Workspace) -> Result<Option<PathBuf>> {
    match command::find("npm") {
        Some(_) => environment::node(workspace, SDK_JS).map(Some),
        None => Ok(None),
    }
}

/// Builds the tour by the SDK for Rust, and runs it.
pub(crate) fn sdk_for_rust(workspace: &Workspace, profile: Profile) -> Result<Tally> {
    let target = workspace.scratch()?.join("sdk-rust");
    command::cargo(&workspace.root)
        .args(["build", "--locked", "--manifest-path"])
        .args([format!("{SDK_RUST}/Cargo.toml")])
        .args(["--target-dir"])
        .args([&target])
        .run()?;
    let binary = binary::build(workspace, profile)?;
    let run = command::program(environment::python(workspace, REQUIREMENTS)?, &workspace.root)
        .env("BARTIZAN_BIN", binary)
        .env("BARTIZAN_SDK_RUST", target.join("debug/bartizan-sdk-tour"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider", SDK_RUST]);
    test::counted(run)
}

/// Lets the auditors in, and checks what they report.
pub(crate) fn auditors(workspace: &Workspace, profile: Profile) -> Result<Tally> {
    let binary = binary::build(workspace, profile)?;
    let python = environment::python(workspace, REQUIREMENTS)?;
    let programs = |requirements: &str| -> Result<PathBuf> {
        let python = environment::python(workspace, &format!("{AUDITORS}/{requirements}"))?;
        Ok(python.parent().ok_or("the interpreter is in no folder")?.to_owned())
    };
    let run = command::program(python, &workspace.root)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .args([format!("{AUDITORS}/run.py"), "--binary".to_owned()])
        .args([binary])
        .args(["--prowler"])
        .args([programs("requirements-prowler.txt")?])
        .args(["--others"])
        .args([programs("requirements.txt")?]);
    test::counted(run)
}

/// Where moto's source package is unpacked; it is downloaded once.
fn moto_source(workspace: &Workspace, python: &Path) -> Result<PathBuf> {
    let scratch = workspace.scratch()?;
    let folder = scratch.join(MOTO.replace("==", "-"));
    if folder.is_dir() {
        return Ok(folder);
    }
    let archive = scratch.join(format!("{}.tar.gz", MOTO.replace("==", "-")));
    command::program(python, &scratch)
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"])
        .args(["--no-deps", "--no-binary", ":all:", MOTO])
        .run()?;
    command::program("tar", &scratch).args(["-xzf"]).args([archive]).run()?;
    Ok(folder)
}
