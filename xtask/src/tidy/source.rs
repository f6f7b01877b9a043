//! Rust source with everything but code blanked, so that braces and words can be searched.

/// The text with comments and the contents of literals replaced by spaces, line breaks kept.
pub(crate) fn code_only(text: &str) -> String {
    let mut reader = Reader { rest: text, code: String::with_capacity(text.len()) };
    while let Some(next) = reader.rest.chars().next() {
        if reader.rest.starts_with("//") {
            let end = reader.rest.find('\n').unwrap_or(reader.rest.len());
            reader.blank(end);
        } else if reader.rest.starts_with("/*") {
            let end = block_comment(reader.rest);
            reader.blank(end);
        } else if let Some(end) = literal(reader.rest, reader.code.chars().next_back()) {
            reader.blank(end);
        } else {
            reader.code.push(next);
            reader.rest = reader.rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    reader.code
}

struct Reader<'a> {
    rest: &'a str,
    code: String,
}

impl Reader<'_> {
    fn blank(&mut self, bytes: usize) {
        let (blanked, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.code.extend(blanked.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

/// The length of the block comment, nested ones included, that `text` starts with.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the string or character literal that `text` starts with.
fn literal(text: &str, before: Option<char>) -> Option<usize> {
    if text.starts_with('"') {
        return Some(quoted(text, '"'));
    }
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if !in_word && (text.starts_with('r') || text.starts_with("br")) {
        let prefix = text.find('r')? + 1;
        let after = text.get(prefix..)?;
        let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
        if after.get(hashes..)?.starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let open = prefix + hashes + 1;
            let length = text.get(open..)?.find(&close).map(|at| open + at + close.len());
            return Some(length.unwrap_or(text.len()));
        }
    }
    if text.starts_with('\'') {
        let mut inside = text.chars().skip(1);
        let first = inside.next()?;
        // `'a` without a closing quote is a lifetime.
        if first == '\\' || inside.next() == Some('\'') {
            return Some(quoted(text, '\''));
        }
    }
    None
}

/// The length of the literal in `quote`s, with backslash escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::code_only;

    #[test]
    fn only_code_is_left() {
        for (text, expected) in [
            ("a // {\nb", "a     \nb"),
            ("/* { /* } */ { */x", "                 x"),
            (r#"f("{\"{", x)"#, "f(      , x)"),
            ("r#\"{\"\n\"#;", "     \n  ;"),
            (r"match c { '{' => '\'', _ => 'x' }", "match c {     =>     , _ =>     }"),
            ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
            ("bar\"{\"", "bar   "),
        ] {
            assert_eq!(code_only(text), expected, "{text}");
        }
    }
}
