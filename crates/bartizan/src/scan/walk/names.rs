//! What names of files tell.

/// Whether a file of this name may be a program. Scripts are none, for they do not tell what they are built from.
pub(super) fn may_be_program(name: &[u8]) -> bool {
    match name.iter().rposition(|byte| *byte == b'.') {
        // A name may begin with a dot.
        None | Some(0) => true,
        Some(at) => !name.get(at + 1..).is_some_and(|end| is_of_sources(end) || is_of_data(end)),
    }
}

/// Ends of names of sources and scripts, and of what is made of them but no program.
fn is_of_sources(end: &[u8]) -> bool {
    matches!(
        end,
        b"a" | b"bc"
            | b"c"
            | b"cc"
            | b"cpp"
            | b"css"
            | b"d"
            | b"el"
            | b"erb"
            | b"gemspec"
            | b"go"
            | b"h"
            | b"hpp"
            | b"htm"
            | b"html"
            | b"hxx"
            | b"java"
            | b"js"
            | b"la"
            | b"lua"
            | b"m4"
            | b"map"
            | b"mo"
            | b"ph"
            | b"php"
            | b"pl"
            | b"pm"
            | b"po"
            | b"pot"
            | b"py"
            | b"pyc"
            | b"pyi"
            | b"rake"
            | b"rb"
            | b"rbs"
            | b"rs"
            | b"sh"
            | b"shlibs"
            | b"sql"
            | b"symbols"
            | b"tcl"
            | b"templates"
            | b"tmpl"
            | b"triggers"
            | b"ts"
            | b"tt"
    )
}

/// Ends of names of texts, settings, pictures and archives.
fn is_of_data(end: &[u8]) -> bool {
    matches!(
        end,
        b"bz2"
            | b"cfg"
            | b"conf"
            | b"conffiles"
            | b"crt"
            | b"csv"
            | b"gif"
            | b"gz"
            | b"ico"
            | b"ini"
            | b"jpeg"
            | b"jpg"
            | b"json"
            | b"list"
            | b"log"
            | b"md"
            | b"md5sums"
            | b"pdf"
            | b"pem"
            | b"png"
            | b"pod"
            | b"rdoc"
            | b"rst"
            | b"service"
            | b"svg"
            | b"toml"
            | b"ttf"
            | b"txt"
            | b"woff"
            | b"woff2"
            | b"xml"
            | b"xz"
            | b"yaml"
            | b"yml"
            | b"zip"
            | b"zst"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_names_are_of_no_programs() {
        for (name, expected) in [
            ("app", true),
            ("app.py", false),
            ("libapp.so.1", true),
            (".zip", true),
            ("a.zst", false),
            ("a.b.json", false),
            ("jsona", true),
            ("a.", true),
            (".", true),
        ] {
            assert_eq!(may_be_program(name.as_bytes()), expected, "{name}");
        }
    }
}
