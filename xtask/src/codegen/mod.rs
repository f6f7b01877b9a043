//! `cargo xtask codegen`: what the repository keeps of public service models, made from pinned
//! packages of the Python Package Index.

mod authorization;
mod managed_policies;
mod models;
mod services;
mod shapes;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The version of `botocore` that the service models are taken from.
const BOTOCORE: &str = "1.44.5";

/// Of these services, whose models are large, only what is declared is kept with its shapes.
const PARTIAL: [&str; 6] = ["acm", "cloudfront", "cloudwatch", "ec2", "logs", "s3control"];

/// Operations that the program asks of AWS as a client, and no service here has: their answers are read.
const ASKED: [(&str, &str); 2] =
    [("ec2", "DescribeIamInstanceProfileAssociations"), ("ec2", "GetEbsEncryptionByDefault")];

/// The services that are Bartizan's own, whose models are written by hand.
const OWN: [&str; 3] = ["authorize", "bartizan", "records"];

/// Writes what is generated; with `check`, writes nothing and fails where the repository differs.
///
/// # Errors
/// The packages cannot be had, a model is not as expected, or something is stale.
pub(crate) fn run(check: bool) -> Result<()> {
    let task = std::env::var("CARGO_MANIFEST_DIR")?;
    let root = Path::new(&task).parent().ok_or("the task's folder is not in the workspace")?;
    let packages = packages(root)?;
    authorization::run(check, root, &packages)?;
    managed_policies::run(check, root, &packages)?;
    let data = root.join("crates/core/model/data");
    let overlay = fs::read_to_string(data.join("overlay.json"))?;
    let mut output = Output { check, stale: Vec::new() };
    let services = services::declared(&root.join("crates/services"))?;
    for service in &services {
        let file = data.join(format!("{}.json", service.name));
        let model = if OWN.contains(&service.name.as_str()) {
            serde_json::from_str(&fs::read_to_string(file)?)?
        } else {
            let mut model = models::slim(&packages, &service.name, &overlay)?;
            if PARTIAL.contains(&service.name.as_str()) {
                let asked = ASKED.iter().filter(|(asked, _)| *asked == service.name);
                let asked = asked.map(|(_, operation)| (*operation).to_owned());
                let whole: Vec<String> = service.operations.iter().cloned().chain(asked).collect();
                models::keep(&mut model, &whole)?;
            }
            output.file(&file, &models::text(&model)?)?;
            model
        };
        output.file(&service.folder.join("shapes.rs"), &shapes::text(&model)?)?;
    }
    let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
    output.file(&data.join("catalog.rs"), &models::catalog(&names))?;
    output.file(&data.join("NOTICE"), &models::notice(BOTOCORE))?;
    output.finish()
}

/// Files to write or to compare.
struct Output {
    check: bool,
    stale: Vec<PathBuf>,
}

impl Output {
    fn file(&mut self, path: &Path, text: &str) -> Result<()> {
        if fs::read_to_string(path).is_ok_and(|present| present == text) {
            return Ok(());
        }
        if self.check {
            self.stale.push(path.to_path_buf());
            return Ok(());
        }
        Ok(fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    fn finish(self) -> Result<()> {
        if self.stale.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = self.stale.iter().map(|path| path.display().to_string()).collect();
        Err(format!("stale: {}: run `cargo xtask codegen`", names.join(", ")).into())
    }
}

/// Installs the pinned packages into a folder of their own below the target folder, once.
fn packages(root: &Path) -> Result<PathBuf> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let pins = [
        format!("botocore=={BOTOCORE}"),
        authorization::PACKAGE.to_owned(),
        managed_policies::PACKAGE.to_owned(),
    ];
    let folder = target.join("codegen").join(pins.join("+").replace("==", "-"));
    if folder.is_dir() {
        return Ok(folder);
    }
    let partial = folder.with_extension("partial");
    let status = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--upgrade"])
        .arg("--target")
        .arg(&partial)
        .args(&pins)
        .status()?;
    if !status.success() {
        return Err("pip could not install the pinned packages: see its message above".into());
    }
    fs::rename(&partial, &folder)?;
    Ok(folder)
}
