//! `AWSManagedRulesBotControlRuleSet` at its common level: robots that say who they are. One that comes
//! from where it is known to is verified: labelled, and let pass. (Developer guide: Bot Control rule group.)

use std::sync::Arc;

use super::{AddressLists, header, header_has};
use crate::language::{Action, AddressSource, Condition, LabelScope, Position, Rule, Test};
use crate::transform::Transformation;

/// A category: its rule, its label, and the names of its robots as user agents give them.
const CATEGORIES: &[(&str, &str, &[&str])] = &[
    (
        "CategoryAdvertising",
        "advertising",
        &[
            "adsbot-google",
            "mediapartners-google",
            "adidxbot",
            "proximic",
            "grapeshot",
            "criteobot",
        ],
    ),
    (
        "CategoryArchiver",
        "archiver",
        &["archive.org_bot", "ia_archiver", "heritrix", "archivebot", "httrack"],
    ),
    (
        "CategoryContentFetcher",
        "content_fetcher",
        &[
            "feedly",
            "feedburner",
            "feedfetcher-google",
            "flipboardproxy",
            "superfeedr",
            "tiny tiny rss",
            "newsblur",
            "inoreader",
        ],
    ),
    ("CategoryEmailClient", "email_client", &["googleimageproxy", "yahoomailproxy", "thunderbird"]),
    (
        "CategoryHttpLibrary",
        "http_library",
        &[
            "python-requests",
            "python-urllib",
            "python-httpx",
            "aiohttp",
            "go-http-client",
            "java/",
            "okhttp",
            "apache-httpclient",
            "curl/",
            "wget/",
            "libwww-perl",
            "lwp::",
            "axios/",
            "node-fetch",
            "undici",
            "guzzlehttp",
            "http_request2",
            "mechanize",
            "ruby",
            "faraday",
            "restsharp",
            "httpie",
            "postmanruntime",
            "winhttp",
        ],
    ),
    (
        "CategoryLinkChecker",
        "link_checker",
        &["w3c-checklink", "linkchecker", "xenu link sleuth", "siteimprove", "dead link checker"],
    ),
    (
        "CategoryMiscellaneous",
        "miscellaneous",
        &["internetmeasurement", "expanse", "censysinspect", "shodan", "zgrab", "netcraft"],
    ),
    (
        "CategoryMonitoring",
        "monitoring",
        &[
            "pingdom",
            "uptimerobot",
            "statuscake",
            "newrelicpinger",
            "site24x7",
            "datadogsynthetics",
            "better uptime",
            "check_http",
        ],
    ),
    (
        "CategoryPagePreview",
        "page_preview",
        &[
            "slackbot",
            "telegrambot",
            "whatsapp",
            "skypeuripreview",
            "discordbot",
            "iframely",
            "embedly",
        ],
    ),
    (
        "CategoryScrapingFramework",
        "scraping_framework",
        &["scrapy", "colly", "nutch", "apify", "crawlee", "simplecrawler", "goutte"],
    ),
    (
        "CategorySearchEngine",
        "search_engine",
        &[
            "googlebot",
            "bingbot",
            "yandexbot",
            "baiduspider",
            "duckduckbot",
            "slurp",
            "sogou web spider",
            "exabot",
            "applebot",
            "qwantify",
            "petalbot",
            "seznambot",
        ],
    ),
    (
        "CategorySecurity",
        "security",
        &[
            "nikto",
            "sqlmap",
            "nessus",
            "nuclei",
            "acunetix",
            "qualys",
            "detectify",
            "masscan",
            "openvas",
            "wpscan",
            "netsparker",
        ],
    ),
    (
        "CategorySeo",
        "seo",
        &[
            "ahrefsbot",
            "semrushbot",
            "mj12bot",
            "dotbot",
            "rogerbot",
            "screaming frog",
            "seokicks",
            "sistrix",
            "blexbot",
            "dataforseobot",
        ],
    ),
    (
        "CategorySocialMedia",
        "social_media",
        &[
            "facebookexternalhit",
            "twitterbot",
            "linkedinbot",
            "pinterestbot",
            "redditbot",
            "tumblr",
            "vkshare",
        ],
    ),
    (
        "CategoryAI",
        "ai",
        &[
            "gptbot",
            "chatgpt-user",
            "oai-searchbot",
            "claudebot",
            "claude-web",
            "anthropic-ai",
            "ccbot",
            "perplexitybot",
            "google-extended",
            "bytespider",
            "amazonbot",
            "cohere-ai",
            "meta-externalagent",
            "diffbot",
        ],
    ),
];

/// Whose robots are which, as far as that is widely known: parts of their names.
const ORGANIZATIONS: &[(&str, &str)] = &[
    ("google", "google"),
    ("adidxbot", "microsoft"),
    ("bingbot", "microsoft"),
    ("gptbot", "openai"),
    ("chatgpt", "openai"),
    ("oai-searchbot", "openai"),
    ("claude", "anthropic"),
    ("anthropic", "anthropic"),
    ("amazonbot", "amazon"),
    ("applebot", "apple"),
    ("slurp", "yahoo"),
    ("yahoo", "yahoo"),
    ("baidu", "baidu"),
    ("yandex", "yandex"),
    ("bytespider", "bytedance"),
    ("meta-", "meta"),
    ("facebook", "meta"),
    ("perplexity", "perplexity"),
    ("ccbot", "common_crawl"),
    ("semrush", "semrush"),
    ("ahrefs", "ahrefs"),
];

/// A robot that says who it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Robot {
    /// What it is for, such as `search_engine`.
    pub category: &'static str,
    /// Whose it is, where that is known.
    pub organization: Option<&'static str>,
    /// Its name, such as `googlebot`.
    pub name: String,
}

/// The robot of a user agent.
pub fn robot(user_agent: &[u8]) -> Option<Robot> {
    let agent = user_agent.to_ascii_lowercase();
    let mut all = CATEGORIES
        .iter()
        .flat_map(|(_, category, names)| names.iter().map(move |name| (*category, *name)));
    let has = |name: &str| memchr::memmem::find(&agent, name.as_bytes()).is_some();
    let (category, name) = all.find(|(_, name)| has(name))?;
    let organization = ORGANIZATIONS.iter().find(|(part, _)| name.contains(part));
    Some(Robot {
        category,
        organization: organization.map(|(_, organization)| *organization),
        name: name.trim_end_matches(['/', ':']).replace(' ', "_"),
    })
}

/// Browsers that a program drives.
const AUTOMATED: &[&str] = &[
    "headlesschrome",
    "phantomjs",
    "slimerjs",
    "selenium",
    "puppeteer",
    "playwright",
    "cypress",
    "electron/",
    "splash",
];

/// The rules in AWS's order.
pub(super) fn rules(lists: &AddressLists) -> Vec<Rule> {
    let verified = Rule {
        name: "VerifiedBots".to_owned(),
        condition: Condition::All(vec![
            Condition::Address(Arc::clone(&lists.verified_bots), AddressSource::Client),
            named(),
        ]),
        action: Action::count(),
        labels: vec!["bot:verified".to_owned()],
    };
    let mut rules = vec![verified];
    for (name, label, agents) in CATEGORIES {
        rules.push(unverified(name, &format!("bot:category:{label}"), agents));
    }
    rules.push(unverified("SignalAutomatedBrowser", "signal:automated_browser", AUTOMATED));
    rules.push(not_a_browser());
    rules
}

/// Any robot that a category names.
fn named() -> Condition {
    let all = CATEGORIES.iter().map(|(_, _, agents)| agent(agents));
    Condition::Any(all.collect())
}

fn agent(names: &[&str]) -> Condition {
    header_has("user-agent", names, Position::Anywhere)
}

/// A rule against robots of these names that did not come from where they are known to.
fn unverified(name: &str, label: &str, agents: &[&str]) -> Rule {
    Rule {
        name: name.to_owned(),
        condition: Condition::All(vec![agent(agents), Condition::Not(Box::new(is_verified()))]),
        action: Action::block(),
        labels: vec![label.to_owned()],
    }
}

fn is_verified() -> Condition {
    Condition::Label(LabelScope::Label, "awswaf:managed:aws:bot-control:bot:verified".to_owned())
}

/// A user agent that no browser has: browsers' begin with `Mozilla/` or, in the past, `Opera/`.
fn not_a_browser() -> Rule {
    let starts = ["mozilla/", "opera/"].map(|start| {
        let test = Test::Bytes(start.as_bytes().to_vec(), Position::Start);
        Condition::Text(header("user-agent"), vec![Transformation::Lowercase], test)
    });
    let browser = Condition::Any(starts.to_vec());
    let condition = Condition::All(vec![
        Condition::Not(Box::new(browser)),
        Condition::Not(Box::new(is_verified())),
    ]);
    Rule {
        name: "SignalNonBrowserUserAgent".to_owned(),
        condition,
        action: Action::block(),
        labels: vec!["signal:non_browser_user_agent".to_owned()],
    }
}
