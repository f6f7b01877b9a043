//! The words of an expression.

use super::MathError;

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Name(String),
    Text(String),
    Sign(&'static str),
}

/// Signs, the longer ones first.
const SIGNS: [&str; 19] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",",
    "=",
];

/// The words of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, MathError> {
    let mut rest = text.trim_start();
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let token = if first.is_ascii_digit() || first == '.' {
            let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'));
            let word = take(&mut rest, length);
            let number = word
                .parse()
                .map_err(|_| MathError::invalid(format!("`{word}` is not a number")))?;
            Token::Number(number)
        } else if first.is_ascii_alphabetic() {
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            Token::Name(take(&mut rest, length).to_owned())
        } else if first == '"' || first == '\'' {
            let inside = rest.strip_prefix(first).unwrap_or_default();
            let (text, after) =
                inside.split_once(first).ok_or_else(|| MathError::invalid("a text has no end"))?;
            rest = after;
            Token::Text(text.to_owned())
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let sign = sign.ok_or_else(|| MathError::invalid(format!("`{first}` is no sign")))?;
            take(&mut rest, Some(sign.len()));
            Token::Sign(sign)
        };
        tokens.push(token);
        rest = rest.trim_start();
    }
    Ok(tokens)
}

fn take<'t>(rest: &mut &'t str, length: Option<usize>) -> &'t str {
    let (word, after) = rest.split_at_checked(length.unwrap_or(rest.len())).unwrap_or((rest, ""));
    *rest = after;
    word
}
