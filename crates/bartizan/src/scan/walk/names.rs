//! What names of files tell.

use std::ffi::OsStr;
use std::path::Path;

/// Ends of names that no program has, scripts but no others: nothing is asked about such files. Sorted.
const NO_PROGRAMS: [&str; 82] = [
    "a",
    "bc",
    "bz2",
    "c",
    "cc",
    "cfg",
    "conf",
    "conffiles",
    "cpp",
    "crt",
    "css",
    "csv",
    "d",
    "el",
    "erb",
    "gemspec",
    "gif",
    "go",
    "gz",
    "h",
    "hpp",
    "htm",
    "html",
    "hxx",
    "ico",
    "ini",
    "java",
    "jpeg",
    "jpg",
    "js",
    "json",
    "la",
    "list",
    "log",
    "lua",
    "m4",
    "map",
    "md",
    "md5sums",
    "mo",
    "pdf",
    "pem",
    "ph",
    "php",
    "pl",
    "pm",
    "png",
    "po",
    "pod",
    "pot",
    "py",
    "pyc",
    "pyi",
    "rake",
    "rb",
    "rbs",
    "rdoc",
    "rs",
    "rst",
    "service",
    "sh",
    "shlibs",
    "sql",
    "svg",
    "symbols",
    "tcl",
    "templates",
    "tmpl",
    "toml",
    "triggers",
    "ts",
    "tt",
    "ttf",
    "txt",
    "woff",
    "woff2",
    "xml",
    "xz",
    "yaml",
    "yml",
    "zip",
    "zst",
];

/// Whether a file of this name may be a program.
pub(super) fn may_be_program(name: &OsStr) -> bool {
    let extension = Path::new(name).extension().and_then(OsStr::to_str);
    extension.is_none_or(|extension| NO_PROGRAMS.binary_search(&extension).is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_names_are_of_no_programs() {
        assert!(NO_PROGRAMS.is_sorted());
        for (name, expected) in [
            ("app", true),
            ("app.py", false),
            ("libapp.so.1", true),
            (".zip", true),
            ("a.zst", false),
        ] {
            assert_eq!(may_be_program(OsStr::new(name)), expected, "{name}");
        }
    }
}
