//! Where a statement stands, as the simulator counts: lines and columns from 1, from behind the
//! token before the statement to behind its closing brace.

use bartizan_policy::Span;

use crate::shapes::Position;

/// The start and the end of the statement with this span in a policy's text.
pub(super) fn of(text: &str, span: Span) -> (Position, Position) {
    let before = |offset: u32| {
        usize::try_from(offset).ok().and_then(|offset| text.get(..offset)).unwrap_or_default()
    };
    let space = [' ', '\t', '\r', '\n'];
    (behind(before(span.start.offset).trim_end_matches(space)), behind(before(span.end.offset)))
}

/// The place behind the last character of `text`.
fn behind(text: &str) -> Position {
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| Some(i32::try_from(count).unwrap_or(i32::MAX));
    Position { line: number(line), column: number(column) }
}

#[cfg(test)]
mod tests {
    use bartizan_policy::Document;

    use super::*;

    /// The texts are those of which AWS's own answers are known from its documentation.
    #[test]
    fn statements_stand_where_aws_says() {
        let long = "{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": [\n        {\n            \
                    \"Effect\": \"Allow\",\n            \"Action\": \"*\",\n            \"Resource\": \
                    \"*\"\n\n        }\n    ]\n}";
        let short =
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}]}"#;
        let cases: [(&str, usize, [i32; 4]); 3] =
            [(long, 0, [3, 19, 9, 10]), (short, 0, [1, 41, 1, 60]), (short, 1, [1, 61, 1, 80])];
        for (text, index, expected) in cases {
            let document = Document::parse(text).unwrap();
            let (start, end) = of(text, document.statements[index].span);
            let found = [start.line, start.column, end.line, end.column].map(Option::unwrap);
            assert_eq!(found, expected, "{text}");
        }
    }
}
