//! Scripts that are made to include what a request names: parameters that set variables of the script,
//! as `register_globals` let them, and scripts that only others should include.

use super::findings::Place;
use super::view::View;
use super::{DetectorKind, Match};
use crate::scan::{at, contains, head, starts_any, tail};

/// How variables end that hold where a script finds its files.
const ENDINGS: &[&str] =
    &["path", "dir", "directory", "root", "folder", "basedir", "pth", "prefix", "include"];

/// What such variables are about: parts of a site's own code.
const STEMS: &[&str] = &[
    "root",
    "base",
    "abs",
    "absolute",
    "inc",
    "include",
    "includes",
    "lib",
    "library",
    "class",
    "classes",
    "conf",
    "config",
    "cfg",
    "full",
    "doc",
    "document",
    "site",
    "server",
    "script",
    "main",
    "sys",
    "system",
    "theme",
    "themes",
    "template",
    "tpl",
    "skin",
    "lang",
    "language",
    "module",
    "modules",
    "component",
    "plugin",
    "core",
    "env",
    "real",
    "app",
    "static",
    "file",
];

/// Variables of PHP that no request may set.
const GLOBALS: &[&str] =
    &["globals", "_request", "_server", "_session", "_env", "_files", "_get", "_post", "_cookie"];

/// Whether a name ends with that of such a variable.
fn is_global(name: &[u8]) -> bool {
    GLOBALS.iter().any(|global| name.ends_with(global.as_bytes()))
}

/// Whether the file of a path is a script whose language includes files by name.
pub(super) fn is_script(path: &[u8]) -> bool {
    let file = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let file = file.to_ascii_lowercase();
    [".php", ".php3", ".php4", ".php5", ".phtml"]
        .iter()
        .any(|ending| file.ends_with(ending.as_bytes()))
}

/// Whether a script is one that others include, by its name or folder.
pub(super) fn is_included(path: &[u8]) -> bool {
    let path = path.to_ascii_lowercase();
    let names = [
        ".inc.php",
        ".class.php",
        ".lib.php",
        ".tpl.php",
        ".lang.php",
        ".func.php",
        ".config.php",
        "/config.php",
        "/common.php",
        "/init.php",
    ];
    let folders = [
        "/include/",
        "/includes/",
        "/inc/",
        "/class/",
        "/classes/",
        "/lib/",
        "/libs/",
        "/libraries/",
        "/language/",
        "/lang/",
    ];
    is_script(&path)
        && (names.iter().any(|name| contains(&path, name.as_bytes()))
            || folders.iter().any(|folder| contains(&path, folder.as_bytes())))
}

/// Finds parameters that set where a script finds its files.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    if view.place != Place::Query || view.is_name || view.depth > 0 || view.text.is_empty() {
        return;
    }
    let whole = |what| Match::new(0, view.text.len(), what);
    let mut opened = view.name.iter().enumerate().filter(|(_, byte)| **byte == b'[');
    if opened.any(|(open, _)| is_global(head(view.name, open))) {
        report(DetectorKind::PhpCode, whole("a variable of PHP that is set"));
    }
    if !view.script.runs {
        return;
    }
    let relative = !starts_any(view.lower, &["/", "asc", "desc", "ltr", "rtl"]);
    let cut = view.text.ends_with(b"?");
    if cut && !view.shape.has_space() || relative && names_code(view.name) {
        report(DetectorKind::RemoteFile, whole("a variable of a script that names its files"));
    } else if view.script.is_included && view.text.len() > 3 && !view.shape.has_space() {
        report(DetectorKind::RemoteFile, whole("a parameter for a script that others include"));
    }
}

/// Whether a name says that it holds where code lies.
fn names_code(name: &[u8]) -> bool {
    let name = match memchr::memrchr(b'[', name) {
        Some(open) => head(tail(name, open + 1), name.len().saturating_sub(open + 2)),
        None => name,
    };
    let Some(ending) = ENDINGS.iter().find(|ending| name.ends_with(ending.as_bytes())) else {
        return STEMS.iter().any(|stem| {
            name.len() > stem.len() + 3
                && name.starts_with(stem.as_bytes())
                && contains(name, b"_path")
        });
    };
    let rest = head(name, name.len() - ending.len());
    let rest = rest.strip_suffix(b"_").or(rest.strip_suffix(b"-")).unwrap_or(rest);
    STEMS.iter().any(|stem| {
        let stem = stem.as_bytes();
        rest.ends_with(stem)
            && (rest.len() == stem.len()
                || stem.len() > 2
                || at(rest, rest.len() - stem.len() - 1) == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_code_are_told_from_others() {
        for name in ["root_path", "libdir", "abs_path", "myapp_root_path", "cfg[template_path]"] {
            assert!(names_code(name.as_bytes()), "{name}");
        }
        for name in ["path", "dir", "sort_dir", "q", "redirect_path", "profile", "pathway"] {
            assert!(!names_code(name.as_bytes()), "{name}");
        }
    }
}
