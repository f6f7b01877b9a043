//! The text of a statement, before it is parsed.

use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Token, Tokenizer};

use crate::refusal::Refusal;

/// The longest statement, in bytes. (CloudTrail API Reference, `StartQuery`: 10,000 characters.)
const TEXT_BYTES_MAX: usize = 40_000;
/// The most tokens but for commas and literals: no tree of a statement is deeper than these are
/// many, so that none outgrows a thread's stack.
const TOKENS_MAX: usize = 1200;
/// The deepest nesting of brackets: a parser may try more than one way at each.
const NESTING_MAX: usize = 16;
/// The length of an event data store's id.
const ID_LENGTH: usize = 36;

/// The dialect of Trino, as far as its words go.
#[derive(Debug)]
pub(crate) struct Trino;

impl Dialect for Trino {
    fn is_identifier_start(&self, letter: char) -> bool {
        letter.is_ascii_alphabetic() || letter == '_'
    }

    fn is_identifier_part(&self, letter: char) -> bool {
        letter.is_ascii_alphanumeric() || letter == '_'
    }

    fn is_delimited_identifier_start(&self, letter: char) -> bool {
        letter == '"'
    }
}

/// The tokens of a statement, in which each id of an event data store is a quoted name.
pub(crate) fn read(text: &str) -> Result<Vec<Token>, Refusal> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Refusal::new("The statement is too long."));
    }
    let quoted = with_quoted_ids(text);
    let tokens = Tokenizer::new(&Trino, &quoted)
        .tokenize()
        .map_err(|error| Refusal::new(error.to_string()))?;
    check(&tokens)?;
    Ok(tokens)
}

/// Whether a text is an id of an event data store: 32 hexadecimal digits in five groups.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == ID_LENGTH
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

/// Bounds the tokens, so that what parses them is bounded.
fn check(tokens: &[Token]) -> Result<(), Refusal> {
    let (mut count, mut nesting) = (0, 0_usize);
    for token in tokens {
        match token {
            Token::Whitespace(_)
            | Token::Comma
            | Token::Number(..)
            | Token::SingleQuotedString(_) => {}
            Token::LParen | Token::LBracket => {
                count += 1;
                nesting += 1;
            }
            Token::RParen | Token::RBracket => nesting = nesting.saturating_sub(1),
            Token::Placeholder(_) => return Err(Refusal::unsupported(format!("`{token}`"))),
            _ => count += 1,
        }
        if nesting > NESTING_MAX {
            return Err(Refusal::new("The statement is nested too deeply."));
        }
    }
    if count > TOKENS_MAX {
        return Err(Refusal::new("The statement is too complex."));
    }
    Ok(())
}

/// The text with quotes around the ids of event data stores that stand outside of literals, quoted
/// names and comments: unquoted, an id is no name in SQL.
fn with_quoted_ids(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut before = ' ';
    while let Some(letter) = rest.chars().next() {
        let length = if !is_word(before) && starts_with_id(rest) {
            quoted.push('"');
            quoted.push_str(&rest.get(..ID_LENGTH).unwrap_or_default().to_ascii_lowercase());
            quoted.push('"');
            ID_LENGTH
        } else {
            let length = opaque(rest).unwrap_or(letter.len_utf8());
            quoted.push_str(rest.get(..length).unwrap_or_default());
            length
        };
        before = rest.get(..length).and_then(|read| read.chars().next_back()).unwrap_or(' ');
        rest = rest.get(length..).unwrap_or_default();
    }
    quoted
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'
}

fn starts_with_id(text: &str) -> bool {
    let id = text.get(..ID_LENGTH).is_some_and(|head| is_id(&head.to_ascii_lowercase()));
    let after = text.get(ID_LENGTH..).and_then(|tail| tail.chars().next());
    id && !after.is_some_and(is_word)
}

/// The length of what must stay as it is: a literal, a quoted name, a comment.
fn opaque(text: &str) -> Option<usize> {
    let until = |start: usize, end: &str| {
        let found = text.get(start..)?.find(end).map(|place| start + place + end.len());
        Some(found.unwrap_or(text.len()))
    };
    match text.as_bytes() {
        [b'\'', ..] => until(1, "'"),
        [b'"', ..] => until(1, "\""),
        [b'-', b'-', ..] => until(2, "\n"),
        [b'/', b'*', ..] => until(2, "*/"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    #[test]
    fn ids_are_quoted_where_they_are_names() {
        for (text, quoted) in [
            (format!("FROM {ID} WHERE"), format!("FROM \"{ID}\" WHERE")),
            (format!("FROM {ID}"), format!("FROM \"{ID}\"")),
            (format!("FROM {},", ID.to_uppercase()), format!("FROM \"{ID}\",")),
            (format!("FROM \"{ID}\""), format!("FROM \"{ID}\"")),
            (format!("'{ID}' it''s {ID}"), format!("'{ID}' it''s \"{ID}\"")),
            (format!("-- {ID}\n{ID}"), format!("-- {ID}\n\"{ID}\"")),
            (format!("/* {ID} */ {ID}.a"), format!("/* {ID} */ \"{ID}\".a")),
            (format!("{ID}0 x{ID} é{ID}"), format!("{ID}0 x{ID} é\"{ID}\"")),
            (format!("'{ID}"), format!("'{ID}")),
        ] {
            assert_eq!(with_quoted_ids(&text), quoted, "{text}");
        }
    }

    #[test]
    fn tokens_are_bounded() {
        assert!(read(&format!("SELECT a FROM {ID} WHERE b IN ({})", "1,".repeat(9000))).is_ok());
        for wrong in [
            "(".repeat(17),
            "+ ".repeat(2000),
            "a".repeat(50_000),
            "SELECT ?".to_owned(),
            "SELECT $1".to_owned(),
            "'".to_owned(),
        ] {
            assert!(read(&wrong).is_err(), "{}", wrong.len());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[-'\"/*\\sa-f0-9(),.é]{0,200}") {
            let _ = read(&text);
        }
    }
}
