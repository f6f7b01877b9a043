//! `cargo xtask tidy`: the house rules that neither the compiler nor clippy checks.

mod exceptions;
mod functions;
mod links;
mod manifests;
mod reach;
mod source;
mod words;

use std::path::{Component, Path, PathBuf};
use std::{fmt, fs};

use crate::Result;
use crate::workspace::Workspace;

/// The longest file, in lines.
const FILE_LINES_MAX: usize = 400;
/// The longest function, in lines, its signature counted.
const FUNCTION_LINES_MAX: usize = 70;
/// What marks a file that a task wrote, within its first lines.
const GENERATED: &str = "Made by `cargo xtask";

/// A text file of the tree.
pub(crate) struct File {
    /// Its path, relative to the root, with `/`.
    path: String,
    text: String,
}

/// A breach of a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    /// The line, counted from 1; 0 where the finding is about the whole file.
    line: usize,
    text: String,
}

/// Checks every rule on every file and prints what breaks them.
pub(crate) fn run(workspace: &Workspace) -> Result {
    let files = read(workspace)?;
    let exceptions = fs::read_to_string(workspace.root.join(exceptions::LIST))?;
    let mut findings = exceptions::apply(&exceptions, &sizes(&files));
    findings.extend(files.iter().flat_map(words::check));
    findings.extend(manifests::check(&files));
    findings.extend(links::check(&files, &workspace.root));
    findings.extend(reach::check(&files, &roots(workspace, &files)));
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        count => Err(format!("tidy found {count} breaches of the house rules").into()),
    }
}

/// A file or function that is longer than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    path: String,
    /// The function's name; empty for the whole file.
    function: String,
    line: usize,
    lines: usize,
}

fn sizes(files: &[File]) -> Vec<TooLong> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_code() && !file.is_generated()) {
        let lines = file.text.lines().count();
        if lines > FILE_LINES_MAX {
            let path = file.path.clone();
            found.push(TooLong { path, function: String::new(), line: 0, lines });
        }
        let functions = if file.has_extension("rs") {
            functions::rust(&file.text)
        } else {
            functions::python(&file.text)
        };
        for function in functions.into_iter().filter(|found| found.lines > FUNCTION_LINES_MAX) {
            found.push(TooLong {
                path: file.path.clone(),
                function: function.name,
                line: function.line,
                lines: function.lines,
            });
        }
    }
    found
}

/// The source files that cargo itself names: of the workspace, and of the packages beside it.
fn roots(workspace: &Workspace, files: &[File]) -> Vec<String> {
    let relative = |path: &Path| {
        path.strip_prefix(&workspace.root).ok().map(|path| path.to_string_lossy().into_owned())
    };
    let targets = workspace.packages.iter().flat_map(|package| &package.targets);
    let mut roots: Vec<String> = targets.filter_map(|target| relative(&target.source)).collect();
    roots.extend(manifests::outside_targets(files));
    roots
}

fn read(workspace: &Workspace) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for path in workspace.files()? {
        let bytes = fs::read(workspace.root.join(&path))?;
        // What is not text has no rule here.
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File { path: path.to_string_lossy().into_owned(), text });
        }
    }
    Ok(files)
}

impl File {
    fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    fn is_code(&self) -> bool {
        self.has_extension("rs") || self.has_extension("py")
    }

    fn is_generated(&self) -> bool {
        self.text.lines().take(5).any(|line| line.contains(GENERATED))
    }

    fn folder(&self) -> PathBuf {
        Path::new(&self.path).parent().map(Path::to_path_buf).unwrap_or_default()
    }

    fn finding(&self, line: usize, text: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.text),
            line => write!(f, "{}:{line}: {}", self.path, self.text),
        }
    }
}

/// The path without `.` and `..`, for it may not exist.
fn normal(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}
