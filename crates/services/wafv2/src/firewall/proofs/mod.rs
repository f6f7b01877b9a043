//! Captchas and challenges: pages that ask for a proof, and tokens for those who gave one.
//! (AWS WAF Developer Guide, "How the AWS WAF CAPTCHA and Challenge rule actions work".)

mod attempts;
mod page;
mod visitor;

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use bartizan_inspect::{Token, WebRequest};
use bartizan_proof::{KeyRing, Proof, Puzzle, Refusal, Times};
use bartizan_types::{Random, Timestamp};
use serde_json::json;

use super::FirewallVerdict;
use crate::published::WebAcl;
use attempts::Attempts;
use page::Asked;
use visitor::Visitor;

/// The status that a request is answered with which must prove something first, and the header that
/// says so.
const CAPTCHA_STATUS: u16 = 405;
const CHALLENGE_STATUS: u16 = 202;
const ACTION_HEADER: &str = "x-amzn-waf-action";
/// Where tokens come: in a cookie, or from programs in a header.
const TOKEN_COOKIE: &str = "aws-waf-token";
const TOKEN_HEADER: &[u8] = b"x-aws-waf-token";
/// Where solutions come: from scripts and programs in a header, from others in a form.
const SOLUTION_HEADER: &[u8] = b"x-aws-waf-solution";
const FORM_PUZZLE: &[u8] = b"aws-waf-puzzle=";
const FORM_ANSWER: &[u8] = b"&aws-waf-answer=";
/// How long browsers keep a token: the longest immunity time. (AWS WAF API Reference,
/// `ImmunityTimeProperty`.)
const COOKIE_SECONDS: u32 = 259_200;
/// The most cookies of the name that are looked at.
const COOKIES_MAX: usize = 4;

/// Asks for proofs, and takes them.
pub(super) struct Proofs {
    keys: ArcSwap<KeyRing>,
    attempts: Attempts,
    random: Arc<dyn Random>,
}

impl fmt::Debug for Proofs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Proofs").field("keys", &self.keys).finish_non_exhaustive()
    }
}

impl Proofs {
    pub(super) fn new(random: Arc<dyn Random>) -> Self {
        Self { keys: ArcSwap::default(), attempts: Attempts::default(), random }
    }

    pub(super) fn use_keys(&self, keys: KeyRing) {
        self.keys.store(Arc::new(keys));
    }

    /// The answer to a request that brings a solution.
    pub(super) fn exchange(
        &self,
        (web_acl, request_id): (&WebAcl, &str),
        request: &WebRequest<'_>,
        now: Timestamp,
    ) -> Option<FirewallVerdict> {
        let visitor = Visitor::of(request, web_acl);
        if let Some(solution) = visitor.header(SOLUTION_HEADER) {
            let proved = self.keys.load().redeem(solution, &visitor.audience(), seconds(now));
            return self.redeemed(proved, &visitor, now);
        }
        let is_form = request.method == "POST" && request.body.starts_with(FORM_PUZZLE);
        let form = request.body.strip_prefix(FORM_PUZZLE).filter(|_| is_form)?;
        let at = form.windows(FORM_ANSWER.len()).position(|window| window == FORM_ANSWER)?;
        let (puzzle, answer) = form.split_at_checked(at)?;
        let answer = answer.strip_prefix(FORM_ANSWER)?;
        let is_right = self.attempts.may(request.client, now)
            && self
                .keys
                .load()
                .redeem_by_hand(puzzle, answer, &visitor.audience(), seconds(now))
                .is_ok();
        if !is_right {
            return self.page((Proof::Captcha, true), &visitor, request_id, now);
        }
        let (_, cookie) = self.token_for(Proof::Captcha, &visitor, now)?;
        Some(FirewallVerdict::Answer {
            status: 303,
            headers: vec![
                ("Location".to_owned(), here(request)),
                cookie,
                ("Cache-Control".to_owned(), "no-store".to_owned()),
            ],
            body: String::new(),
        })
    }

    fn redeemed(
        &self,
        proved: Result<Proof, Refusal>,
        visitor: &Visitor<'_>,
        now: Timestamp,
    ) -> Option<FirewallVerdict> {
        let mut headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("Cache-Control".to_owned(), "no-store".to_owned()),
        ];
        let (status, body) = match proved {
            Ok(proof) => {
                let (token, cookie) = self.token_for(proof, visitor, now)?;
                headers.push(cookie);
                (200, json!({ "token": token }))
            }
            Err(refusal) => {
                let reason = match refusal {
                    Refusal::Malformed => "no puzzle for this client and domain",
                    Refusal::Expired => "the puzzle is too old",
                    Refusal::Wrong => "the answer is wrong, or the work was not done",
                };
                (400, json!({ "refused": reason }))
            }
        };
        Some(FirewallVerdict::Answer { status, headers, body: body.to_string() })
    }

    /// A token for what a visitor has proved now and before, and the header that sets its cookie.
    fn token_for(
        &self,
        proof: Proof,
        visitor: &Visitor<'_>,
        now: Timestamp,
    ) -> Option<(String, (String, String))> {
        let mut times = self.times(visitor);
        // Who answers a captcha has proved what a challenge would.
        times.challenge_seconds = seconds(now);
        if proof == Proof::Captcha {
            times.captcha_seconds = seconds(now);
        }
        let token = self.keys.load().token(times, &visitor.audience())?;
        let mut cookie = format!(
            "{TOKEN_COOKIE}={token}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Lax"
        );
        if let Some(domain) = visitor.cookie_domain() {
            cookie.push_str("; Domain=");
            cookie.push_str(domain);
        }
        // Only over TLS does a client have a fingerprint.
        if visitor.request.ja3.is_some() || visitor.request.ja4.is_some() {
            cookie.push_str("; Secure");
        }
        Some((token, ("Set-Cookie".to_owned(), cookie)))
    }

    /// What a client has proved, and when.
    pub(super) fn token(&self, web_acl: &WebAcl, request: &WebRequest<'_>) -> Token {
        let times = self.times(&Visitor::of(request, web_acl));
        let solved = |seconds: u64| (seconds > 0).then_some(seconds);
        Token {
            captcha_seconds: solved(times.captcha_seconds),
            challenge_seconds: solved(times.challenge_seconds),
        }
    }

    fn times(&self, visitor: &Visitor<'_>) -> Times {
        let audience = visitor.audience();
        let read = |token: &[u8]| {
            self.keys.load().read_token(token, &audience, |domain| visitor.is_domain(domain))
        };
        let header = visitor.header(TOKEN_HEADER);
        let cookies = visitor.cookies(TOKEN_COOKIE.as_bytes()).take(COOKIES_MAX);
        header.into_iter().chain(cookies).find_map(read).unwrap_or_default()
    }

    /// The answer to a request that must prove something first.
    pub(super) fn ask(
        &self,
        proof: Proof,
        (web_acl, request_id): (&WebAcl, &str),
        request: &WebRequest<'_>,
        now: Timestamp,
    ) -> FirewallVerdict {
        let visitor = Visitor::of(request, web_acl);
        self.page((proof, false), &visitor, request_id, now).unwrap_or(FirewallVerdict::Failed)
    }

    fn page(
        &self,
        (proof, is_wrong): (Proof, bool),
        visitor: &Visitor<'_>,
        request_id: &str,
        now: Timestamp,
    ) -> Option<FirewallVerdict> {
        let puzzle = self.puzzle(proof, visitor, now)?;
        let other = match proof {
            Proof::Challenge => Some(self.puzzle(Proof::Captcha, visitor, now)?),
            Proof::Captcha => None,
        };
        let by_hand = other.as_ref().unwrap_or(&puzzle);
        let asked = Asked { proof, puzzle: &puzzle, by_hand, request_id, is_wrong };
        let (status, action) = match proof {
            Proof::Captcha => (CAPTCHA_STATUS, "captcha"),
            Proof::Challenge => (CHALLENGE_STATUS, "challenge"),
        };
        let is_browser = visitor.header(b"accept").is_some_and(|accept| {
            accept
                .windows(b"text/html".len())
                .any(|window| window.eq_ignore_ascii_case(b"text/html"))
        });
        let (mut headers, body) = if is_browser {
            asked.page()
        } else {
            let kind = ("Content-Type".to_owned(), "application/json".to_owned());
            (vec![kind], asked.json().to_string())
        };
        headers.push((ACTION_HEADER.to_owned(), action.to_owned()));
        headers.push(("Cache-Control".to_owned(), "no-store".to_owned()));
        Some(FirewallVerdict::Answer { status, headers, body })
    }

    fn puzzle(&self, proof: Proof, visitor: &Visitor<'_>, now: Timestamp) -> Option<Puzzle> {
        let mut nonce = [0; 16];
        self.random.fill(&mut nonce);
        self.keys.load().puzzle(proof, &visitor.audience(), seconds(now), nonce)
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.seconds()).unwrap_or(0)
}

/// Where a request was sent, as a place of the same site: what begins with two slashes names another.
fn here(request: &WebRequest<'_>) -> String {
    let is_slash = |byte: &&u8| matches!(byte, b'/' | b'\\');
    let slashes = request.path.iter().take_while(is_slash).count();
    let path = request.path.get(slashes..).unwrap_or_default();
    let query = (!request.query.is_empty()).then_some([b"?", request.query]);
    let rest = std::iter::once(path).chain(query.into_iter().flatten()).flatten();
    let shown = rest.flat_map(|byte| match byte {
        b'!'..=b'~' => vec![char::from(*byte)],
        other => format!("%{other:02X}").chars().collect(),
    });
    std::iter::once('/').chain(shown).collect()
}
