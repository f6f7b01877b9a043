//! The page that asks for a proof, and what clients without a browser are told in its place.

use std::sync::LazyLock;

use bartizan_proof::{Proof, Puzzle};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("solve.js");

/// Only the page's own script runs, and it speaks with its own site alone.
static SECURITY_POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, SCRIPT.as_bytes());
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'unsafe-inline'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'",
        STANDARD.encode(digest)
    )
});

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) proof: Proof,
    pub(super) puzzle: &'a Puzzle,
    /// A captcha for those whose browser runs no script.
    pub(super) by_hand: &'a Puzzle,
    pub(super) request_id: &'a str,
    /// Whether an answer was wrong.
    pub(super) is_wrong: bool,
}

impl Asked<'_> {
    /// The page, and the headers that it comes with.
    pub(super) fn page(&self) -> (Vec<(String, String)>, String) {
        let Puzzle { text, bits, sum } = self.puzzle;
        let is_question = sum.is_some();
        let question = if is_question { r#" data-question="sum""# } else { "" };
        let told = match (self.is_wrong, is_question) {
            (true, _) => "That was not right, or too late. Please answer once more.",
            (false, true) => "Please answer a question to go on.",
            (false, false) => "Your browser is being checked.",
        };
        let form = form(self.by_hand);
        let form = if is_question { form } else { format!("<noscript>{form}</noscript>") };
        let page = PAGE
            .replacen("{data}", &format!(r#"data-puzzle="{text}" data-bits="{bits}"{question}"#), 1)
            .replacen("{told}", told, 1)
            .replacen("{form}", &form, 1)
            .replacen("{id}", self.request_id, 1)
            .replacen("{script}", SCRIPT, 1);
        let headers = vec![
            ("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned()),
            ("Content-Security-Policy".to_owned(), SECURITY_POLICY.clone()),
        ];
        (headers, page)
    }

    /// The same for programs.
    pub(super) fn json(&self) -> Json {
        json!({
            "action": match self.proof {
                Proof::Challenge => "challenge",
                Proof::Captcha => "captcha",
            },
            "puzzle": self.puzzle.text,
            "bits": self.puzzle.bits,
            "question": question(self.puzzle),
            "requestId": self.request_id,
        })
    }
}

fn form(puzzle: &Puzzle) -> String {
    let (text, question) = (&puzzle.text, question(puzzle).unwrap_or_default());
    format!(
        r#"<form id="question" method="post">
<input type="hidden" name="aws-waf-puzzle" value="{text}">
<p><label for="answer">{question}</label></p>
<p><input id="answer" name="aws-waf-answer" inputmode="numeric" autocomplete="off" required>
<button>Go on</button></p>
</form>"#
    )
}

fn question(puzzle: &Puzzle) -> Option<String> {
    let (one, other) = puzzle.sum?;
    Some(format!("How much is {} and {}? Answer with a number.", word(one), word(other)))
}

/// A number in a word, as screen readers read it.
fn word(number: u8) -> &'static str {
    const WORDS: [&str; 21] = [
        "none",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    WORDS.get(usize::from(number)).copied().unwrap_or_default()
}
