//! Captchas and challenges: who solves one goes on with a token, for a time.

use std::net::IpAddr;
use std::time::Duration;

use bartizan_inspect::WebRequest;
use bartizan_service::testkit::Case;
use bartizan_service::types::{Clock as _, Timestamp};
use bartizan_wafv2::{Firewall, FirewallVerdict, keep_up_token_keys};
use serde_json::{Value as Json, json};

use super::associations::BALANCER;
use super::firewall::open;
use super::{done, path, refused, rule, web_acl, with, world};

type Headers = Vec<(String, String)>;

pub(crate) fn cases() -> Vec<Case> {
    let domains = json!({ "Scope": "REGIONAL", "TokenDomains": ["shop.example"] });
    let key = json!({ "Scope": "REGIONAL", "APIKey": "$CreateAPIKey.APIKey" });
    let made =
        |operation, input| Case::new(operation, input).after("CreateAPIKey", domains.clone());
    vec![
        Case::new("CreateAPIKey", domains.clone()),
        made("GetDecryptedAPIKey", key.clone()),
        made("DeleteAPIKey", key),
        made("ListAPIKeys", json!({ "Scope": "REGIONAL" })),
    ]
}

#[tokio::test]
async fn keys_of_applications_tell_their_domains() {
    let world = world();
    let input = json!({ "Scope": "REGIONAL", "TokenDomains": ["a.example", "b.example"] });
    let key = done(&world, "CreateAPIKey", input).await["APIKey"].clone();
    let of_key = json!({ "Scope": "REGIONAL", "APIKey": key });
    let told = done(&world, "GetDecryptedAPIKey", of_key.clone()).await;
    assert_eq!(told["TokenDomains"], json!(["a.example", "b.example"]));
    let listed = done(&world, "ListAPIKeys", json!({ "Scope": "REGIONAL" })).await;
    assert_eq!(listed["APIKeySummaries"][0]["APIKey"], key);
    let elsewhere = json!({ "Scope": "CLOUDFRONT", "APIKey": key });
    assert_eq!(refused(&world, "DeleteAPIKey", elsewhere).await.0, "WAFNonexistentItemException");
    done(&world, "DeleteAPIKey", of_key.clone()).await;
    assert_eq!(
        refused(&world, "GetDecryptedAPIKey", of_key).await.0,
        "WAFNonexistentItemException"
    );
    let many = json!({ "Scope": "REGIONAL", "TokenDomains": ["a", "b", "c", "d", "e", "f"] });
    assert_eq!(refused(&world, "CreateAPIKey", many).await.0, "WAFInvalidParameterException");
}

/// A client of a site.
struct Client<'f> {
    firewall: &'f Firewall,
    address: [u8; 4],
    host: &'f str,
}

impl Client<'_> {
    fn send(&self, path: &str, headers: &[(&str, &str)], body: &str, now: Timestamp) -> Answer {
        let own = [("host", self.host), ("user-agent", "browser")];
        let headers: Vec<(&[u8], &[u8])> = own
            .iter()
            .chain(headers)
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()))
            .collect();
        let request = WebRequest {
            method: if body.is_empty() { "GET" } else { "POST" },
            headers: &headers,
            body: body.as_bytes(),
            ..WebRequest::new(IpAddr::from(self.address), path.as_bytes())
        };
        Answer(self.firewall.inspect((BALANCER, "1-a"), &request, now))
    }

    fn get(&self, path: &str, headers: &[(&str, &str)], now: Timestamp) -> Answer {
        self.send(path, headers, "", now)
    }
}

struct Answer(FirewallVerdict);

impl Answer {
    fn passes(&self) -> bool {
        matches!(self.0, FirewallVerdict::Pass(_))
    }

    fn parts(self) -> (u16, Headers, String) {
        match self.0 {
            FirewallVerdict::Answer { status, headers, body } => (status, headers, body),
            other => panic!("{other:?}"),
        }
    }

    fn json(self) -> Json {
        serde_json::from_str(&self.parts().2).unwrap()
    }
}

fn header(headers: &Headers, name: &str) -> String {
    headers.iter().find(|(held, _)| held == name).unwrap().1.clone()
}

/// What a program does with a puzzle.
fn solved(puzzle: &Json) -> String {
    let (text, bits) = (puzzle["puzzle"].as_str().unwrap(), puzzle["bits"].as_u64().unwrap());
    let answer = puzzle["question"].as_str().map_or(String::new(), sum);
    (0..u32::MAX)
        .map(|number| format!("{text}.{answer}.{number}"))
        .find(|solution| {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, solution.as_bytes());
            let first = u32::from_be_bytes(digest.as_ref()[..4].try_into().unwrap());
            u64::from(first.leading_zeros()) >= bits
        })
        .unwrap()
}

/// Reads a question as a person would.
fn sum(question: &str) -> String {
    const WORDS: &str = "none one two three four five six seven eight nine ten eleven twelve thirteen \
        fourteen fifteen sixteen seventeen eighteen nineteen twenty";
    let number = |word: &str| WORDS.split_whitespace().position(|held| held == word);
    let words = question.split(|letter: char| !letter.is_ascii_lowercase());
    words.filter_map(number).sum::<usize>().to_string()
}

#[tokio::test]
async fn who_solves_a_puzzle_goes_on_for_a_time() {
    let (world, firewall) = open();
    keep_up_token_keys(world.road.platform()).await.unwrap();
    let action = |mut rule: Json, name: &str| {
        rule["Action"] = json!({ name: {} });
        rule
    };
    let rules = [
        action(rule("work", 1, &path("/work")), "Challenge"),
        action(rule("human", 2, &path("/human")), "Captcha"),
    ];
    let more = json!({
        "TokenDomains": ["shop.example"],
        "CaptchaConfig": { "ImmunityTimeProperty": { "ImmunityTime": 120 } },
    });
    let made = done(&world, "CreateWebACL", with(web_acl("shop", &rules), &more)).await;
    let both = json!({ "WebACLArn": made["Summary"]["ARN"], "ResourceArn": BALANCER });
    done(&world, "AssociateWebACL", both).await;
    let now = world.clock.now();
    let later = |seconds| now.plus(Duration::from_secs(seconds));
    let here = Client { firewall: &firewall, address: [192, 0, 2, 1], host: "www.shop.example:80" };
    let solution = |puzzle: &Json| solved(puzzle);

    let puzzle = here.get("/work", &[], now).json();
    assert_eq!((&puzzle["action"], &puzzle["question"]), (&json!("challenge"), &Json::Null));
    let (status, headers, body) =
        here.get("/work", &[("x-aws-waf-solution", &solution(&puzzle))], later(5)).parts();
    assert_eq!(status, 200, "{body}");
    let cookie = header(&headers, "Set-Cookie");
    assert!(cookie.contains("; Domain=shop.example") && cookie.contains("; HttpOnly"), "{cookie}");
    let token = cookie.split(';').next().unwrap();
    let has = [("cookie", &*format!("a=b; {token}"))];
    let program = [("x-aws-waf-token", token.split_once('=').unwrap().1)];
    let sister = Client { host: "shop.example", ..here };
    let stranger = Client { host: "other.example", ..here };
    let thief = Client { address: [198, 51, 100, 1], ..here };
    for (client, headers, path, at, passes) in [
        (&here, &has[..], "/work", 6, true),
        (&here, &program[..], "/work", 6, true),
        (&sister, &has[..], "/work", 6, true),
        (&stranger, &has[..], "/work", 6, false),
        (&thief, &has[..], "/work", 6, false),
        (&here, &has[..], "/human", 6, false),
        (&here, &has[..], "/work", 304, true),
        (&here, &has[..], "/work", 306, false),
    ] {
        assert_eq!(client.get(path, headers, later(at)).passes(), passes, "{path} {at}");
    }

    let puzzle = here.get("/human", &has, later(10)).json();
    let wrong = solution(&json!({ "puzzle": puzzle["puzzle"], "bits": 14 }));
    assert_eq!(here.get("/human", &[("x-aws-waf-solution", &wrong)], later(10)).parts().0, 400);
    let solved = [has[0], ("x-aws-waf-solution", &*solution(&puzzle))];
    let token = here.get("/human", &solved, later(20)).json()["token"].as_str().unwrap().to_owned();
    let has = [("cookie", &*format!("aws-waf-token={token}"))];
    assert!(
        here.get("/human", &has, later(139)).passes()
            && here.get("/work", &has, later(139)).passes()
    );
    assert_eq!(here.get("/human", &has, later(141)).parts().0, 405);
}

#[tokio::test]
async fn a_browser_gets_a_page_and_one_without_scripts_a_form() {
    let (world, firewall) = open();
    let mut captcha = rule("human", 1, &path("/"));
    captcha["Action"] = json!({ "Captcha": {} });
    let made = done(&world, "CreateWebACL", web_acl("shop", &[captcha])).await;
    let both = json!({ "WebACLArn": made["Summary"]["ARN"], "ResourceArn": BALANCER });
    done(&world, "AssociateWebACL", both).await;
    let now = world.clock.now();
    let here = Client { firewall: &firewall, address: [192, 0, 2, 1], host: "shop.example" };
    let html = [("accept", "text/html,*/*")];
    // Nothing can be asked without a key, and nothing goes on.
    assert_eq!(here.get("/", &html, now).0, FirewallVerdict::Failed);
    keep_up_token_keys(world.road.platform()).await.unwrap();
    let (status, headers, page) = here.get("//evil.example/a", &html, now).parts();
    assert_eq!((status, &*header(&headers, "x-amzn-waf-action")), (405, "captcha"));
    assert!(header(&headers, "Content-Security-Policy").contains("script-src 'sha256-"));
    let between = |start: &str, end: &str| {
        page.split_once(start).unwrap().1.split_once(end).unwrap().0.to_owned()
    };
    let (puzzle, question) =
        (between("aws-waf-puzzle\" value=\"", "\""), between("\"answer\">", "<"));
    let form = |answer: &str| format!("aws-waf-puzzle={puzzle}&aws-waf-answer={answer}");
    assert_eq!(here.send("/", &html, &form("0"), now).parts().0, 405);
    let (status, headers, _) =
        here.send("//evil.example/a", &html, &form(&sum(&question)), now).parts();
    assert_eq!((status, &*header(&headers, "Location")), (303, "/evil.example/a"));
    let cookie = header(&headers, "Set-Cookie");
    let token = cookie.split(';').next().unwrap();
    assert!(here.get("/", &[("cookie", token)], now).passes());
    // Answers cannot be tried out.
    (0..20).for_each(|answer| drop(here.send("/", &html, &form(&answer.to_string()), now)));
    assert_eq!(here.send("/", &html, &form(&sum(&question)), now).parts().0, 405);
}
