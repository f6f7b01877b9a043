//! Where functions begin and end.

use std::sync::LazyLock;

use regex::Regex;

use super::source::code_only;

/// A function as found in a source text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// The line of its `fn` or `def`, counted from 1.
    pub(crate) line: usize,
    /// Its lines, from the signature to the end of its body.
    pub(crate) lines: usize,
}

/// The functions with bodies of a Rust source.
pub(crate) fn rust(text: &str) -> Vec<Function> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\bfn\s+(\w+)").ok());
    let code = code_only(text);
    let Some(named) = NAMED.as_ref() else { return Vec::new() };
    let found = named.captures_iter(&code).filter_map(|captures| {
        let (whole, name) = (captures.get(0)?, captures.get(1)?);
        let length = body_end(code.get(whole.end()..)?)?;
        let before = code.get(..whole.start())?;
        let body = code.get(whole.start()..whole.end() + length)?;
        Some(Function {
            name: name.as_str().to_owned(),
            line: before.matches('\n').count() + 1,
            lines: body.matches('\n').count() + 1,
        })
    });
    found.collect()
}

/// Where the body that follows a function's name ends; `None` for a declaration without one.
fn body_end(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut in_body = false;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '{' => {
                in_body |= depth == 0;
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if in_body && depth == 0 {
                    return Some(at + 1);
                }
            }
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The functions of a Python source, by indentation.
pub(crate) fn python(text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(rest) = line.trim_start().strip_prefix("async ").or(Some(line.trim_start()))
        else {
            continue;
        };
        let Some(signature) = rest.strip_prefix("def ") else { continue };
        let inside = |line: &str| {
            line.trim().is_empty() || indent(line) > indent(lines.get(start).unwrap_or(&""))
        };
        let is_signature_end = |line: &str| line.trim_start().starts_with(')');
        let body = lines.iter().skip(start + 1);
        let body: Vec<&&str> =
            body.take_while(|line| inside(line) || is_signature_end(line)).collect();
        let blank = body.iter().rev().take_while(|line| line.trim().is_empty()).count();
        found.push(Function {
            name: signature.split('(').next().unwrap_or_default().to_owned(),
            line: start + 1,
            lines: 1 + body.len() - blank,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(found: &[Function]) -> Vec<(&str, usize, usize)> {
        found
            .iter()
            .map(|function| (function.name.as_str(), function.line, function.lines))
            .collect()
    }

    #[test]
    fn rust_functions() {
        let text = "trait T { fn declared(&self) -> [u8; 2]; }\n\
                    fn one() {}\n\
                    impl X {\n    fn three(\n        x: u8,\n    ) -> u8 { if x { '}' } }\n}\n";
        assert_eq!(lengths(&rust(text)), [("one", 2, 1), ("three", 4, 3)]);
    }

    #[test]
    fn python_functions() {
        let text = "def a():\n    pass\n\n\nclass B:\n    def c(\n        self,\n    ):\n\n        x\n\ny = 1\n";
        assert_eq!(lengths(&python(text)), [("a", 1, 2), ("c", 6, 5)]);
    }
}
