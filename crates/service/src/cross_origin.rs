//! Which web pages may read what a bucket answers. (Amazon S3 User Guide, "Using cross-origin
//! resource sharing (CORS)".)

use serde::{Deserialize, Serialize};

/// A rule of a bucket's CORS configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorsRule {
    /// What its owner calls it.
    pub id: Option<String>,
    /// The origins, with one `*` each at most.
    pub origins: Vec<String>,
    /// The methods.
    pub methods: Vec<String>,
    /// The headers that a page may send, with one `*` each at most.
    pub headers: Vec<String>,
    /// The headers that a page may read.
    pub exposed: Vec<String>,
    /// For how many seconds a browser may keep the answer to a preflight.
    pub max_age_seconds: Option<i32>,
}

impl CorsRule {
    /// Whether a page of this origin may send a request of this method with these headers.
    pub fn admits(&self, origin: &str, method: &str, headers: &[String]) -> bool {
        self.methods.iter().any(|own| own == method)
            && self.origins.iter().any(|own| fits(own, origin))
            && headers.iter().all(|header| {
                let header = header.to_ascii_lowercase();
                self.headers.iter().any(|own| fits(&own.to_ascii_lowercase(), &header))
            })
    }

    /// Whether it is for pages of every origin: then no credentials go along.
    pub fn is_for_every_origin(&self) -> bool {
        self.origins.iter().any(|own| own == "*")
    }
}

/// Whether text is of a pattern with one `*` at most.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => {
            text.len() >= before.len() + after.len()
                && text.starts_with(before)
                && text.ends_with(after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_admits_by_origin_method_and_headers() {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let rule = CorsRule {
            id: None,
            origins: texts(&["https://app.example.org", "http://*.example.org"]),
            methods: texts(&["GET", "PUT"]),
            headers: texts(&["x-amz-*", "Content-Type"]),
            exposed: Vec::new(),
            max_age_seconds: None,
        };
        for (origin, method, headers, wanted) in [
            ("https://app.example.org", "GET", &[][..], true),
            ("http://a.b.example.org", "PUT", &["X-Amz-Date", "content-type"][..], true),
            ("http://.example.org", "GET", &[][..], true),
            ("http://example.org", "GET", &[][..], false),
            ("https://app.example.org.evil.example", "GET", &[][..], false),
            ("HTTPS://app.example.org", "GET", &[][..], false),
            ("https://app.example.org", "DELETE", &[][..], false),
            ("https://app.example.org", "PUT", &["authorization"][..], false),
        ] {
            assert_eq!(rule.admits(origin, method, &texts(headers)), wanted, "{origin} {method}");
        }
        assert!(!rule.is_for_every_origin());
    }
}
