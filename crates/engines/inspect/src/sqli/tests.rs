use proptest::prelude::*;

use super::*;

fn level(text: &str) -> Option<Sensitivity> {
    let text = text.as_bytes();
    let shape = Shape::of(text);
    judge(text, shape, Sensitivity::High, reads_like_prose(text), &Effort::endless())
        .map(|(_, level)| level)
}

#[test]
fn finds_injections() {
    for text in [
        "1' or '1'='1",
        "1 or 1=1",
        "x' AND 7=7 --",
        "\" or \"a\"=\"a",
        "1) union all select null,null#",
        "1/**/union/*!50000select*/password from users",
        "0 union select @@version",
        "'; drop table clients--",
        "1; exec xp_cmdshell('dir')",
        "1' waitfor delay '0:0:9'--",
        "1' order by 12-- -",
        "5-sleep(3)",
        "'+(select 1 from dual)+'",
        "x'||utl_http.request('http://x/')||'",
        "1 and (select count(*) from t)>0",
        "admin'--",
        "admin')/*",
        "1' and extractvalue(1,concat(0x7e,version()))#",
        "select load_file('/etc/hosts')",
        "1 having 1=1",
        "1' procedure analyse()#",
        "'or true--",
        "1 and 1 in (select 2)",
        "') or ('a'='a",
        "1' xor if(now()=sysdate(),sleep(3),0) xor 'z",
    ] {
        assert!(level(text).is_some(), "missed: {text}");
    }
}

#[test]
fn lets_prose_pass() {
    for text in [
        "O'Brien",
        "rock 'n' roll",
        "it's a cat or a dog",
        "Select a room from the list",
        "select all the best from our menu",
        "Union Square, or Market Street",
        "drop me a line and update your address",
        "5 or 6 people",
        "Dogs' names and cats' names",
        "don't order by phone",
        "\"quoted\" and 'quoted'",
        "a=b and c=d",
        "John -- the best",
        "1 - 2 = -1",
        "C# and F#",
        "Tom & Jerry",
        "insert coin into slot",
        "delete from list please",
        "where is my order?",
        "the 'users' table and the 'orders' table",
        "black and white like zebras",
        "He said 'no' and left",
        "if (you want) we can select a date",
    ] {
        assert_eq!(level(text), None, "{text}");
    }
}

#[test]
fn a_long_lead_hides_nothing() {
    for lead in ["1,", "1+", "(1)-", "a.b+", "abs(2)*", "'x',"] {
        let lead = lead.repeat(90);
        for payload in ["1 or 1=1", "1) or 1=1-- ", "1 union select a from b", "1; drop table t--"]
        {
            let text = format!("{lead}{payload}");
            assert!(level(&text).is_some(), "missed: {text}");
            let text = format!("x' in ({text}");
            assert!(level(&text).is_some(), "missed: {text}");
        }
    }
    let list = "red, green and blue or 5 shades of grey; ".repeat(30);
    assert_eq!(level(&list), None);
}

/// Pieces of SQL, and what its tokens may be told from wrongly.
const PIECES: &[&str] = &[
    "or",
    "And ",
    "xor",
    "union",
    "minus.",
    " intersect",
    "except",
    "div",
    "a",
    "x'",
    "n",
    "1",
    "1e5",
    "0x1f",
    ".5",
    ".",
    "..",
    "'",
    "\"",
    "`",
    "[",
    "]",
    "[a or b]",
    "/*",
    "*/",
    "/*!50000",
    "--",
    "#",
    "\n",
    " ",
    "\t",
    ";",
    "||",
    "|",
    "&&",
    "&",
    "<=>",
    "=!",
    "!",
    ":=",
    "::",
    ":",
    "@",
    "@@a",
    "(",
    ")",
    ",",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "~",
    "?",
    "{",
    "}",
    "\\",
    "count.",
    "select.",
    "_$",
    "\u{e4}",
    "\u{a0}",
    "\0",
];

proptest! {
    #[test]
    fn what_is_passed_over_goes_on_with_nothing(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
    ) {
        let text = pieces.concat().into_bytes();
        let mut all = Tokens::new(&text, 0);
        let read: Vec<Token> = std::iter::from_fn(|| all.next()).collect();
        let mut tokens = Tokens::new(&text, 0);
        let (mut previous, effort) = (None, Effort::endless());
        for (place, token) in read.iter().enumerate().filter(|(_, token)| token.kind.goes_on()) {
            prop_assert_eq!(tokens.skim(&mut previous, &effort), Some(*token));
            let before = place.checked_sub(1).and_then(|place| read.get(place));
            let row = previous.map(|previous| {
                let mut row = [Token::END; 2];
                Tokens::new(&text, previous).read(&mut row);
                row
            });
            prop_assert_eq!(row.map(|row| row[0].kind), before.map(|token| token.kind));
            prop_assert!(row.is_none_or(|row| row[1] == *token));
            previous = Some(token.start);
        }
        prop_assert_eq!(tokens.skim(&mut previous, &effort), None);
    }
}

proptest! {
    #[test]
    fn words_with_signs_between_go_on_with_nothing(
        text in r"-?(([a-z]{0,3}|[0-9]{1,2}|or|and|union|null|true|0x4)[._-]){0,6}[a-z0-9]{1,4}"
    ) {
        prop_assume!(!text.contains("--"));
        let bytes = text.as_bytes();
        let shape = Shape::of(bytes);
        let found = judge(bytes, shape, Sensitivity::High, false, &Effort::endless());
        prop_assert!(found.is_none() || may_match(shape, bytes));
    }
}

proptest! {
    #[test]
    fn names_alone_go_on_with_nothing(
        text in r"[a-z]{1,6}( {1,2}([a-z_]{4,9}|x[.]y)){0,9} ?"
    ) {
        let mut row = [Token::END; 16];
        let count = Tokens::new(text.as_bytes(), 0).read(&mut row);
        let names = &row[..count];
        prop_assume!(are_names(names));
        let effort = Effort::endless();
        prop_assert!(judge::judge(names, Context::Bare, text.as_bytes(), &effort).is_none());
    }
}
