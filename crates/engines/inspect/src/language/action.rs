//! What is done with a request.

use std::sync::Arc;

/// What is done with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Which of the actions.
    pub kind: ActionKind,
    /// Headers that a request gets that goes on, named in full.
    pub insert_headers: Vec<Header>,
    /// What a blocked request is answered with instead of a plain 403.
    pub response: Option<Arc<Page>>,
    /// How long a solved captcha or challenge holds, instead of the web ACL's time.
    pub immunity_seconds: Option<u32>,
}

impl Action {
    /// An action without more to it.
    pub fn plain(kind: ActionKind) -> Self {
        Self { kind, insert_headers: Vec::new(), response: None, immunity_seconds: None }
    }

    /// Blocks with a plain 403.
    pub fn block() -> Self {
        Self::plain(ActionKind::Block)
    }

    /// Counts.
    pub fn count() -> Self {
        Self::plain(ActionKind::Count)
    }
}

/// The actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// The request goes on, and no other rule is asked.
    Allow,
    /// The request is refused.
    Block,
    /// The match is noted, and the next rule is asked.
    Count,
    /// As [`Count`](Self::Count), because the rule was excluded from its group.
    ExcludedAsCount,
    /// A client that has not solved a captcha lately must.
    Captcha,
    /// A client whose browser has not solved a challenge lately must.
    Challenge,
}

impl ActionKind {
    /// As logs and sampled requests name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "ALLOW",
            Self::Block => "BLOCK",
            Self::Count => "COUNT",
            Self::ExcludedAsCount => "EXCLUDED_AS_COUNT",
            Self::Captcha => "CAPTCHA",
            Self::Challenge => "CHALLENGE",
        }
    }
}

/// A header to insert or to answer with. Its value may name label namespaces, as `${namespace:}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What a blocked request is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// More headers.
    pub headers: Vec<Header>,
    /// A body. It may name label namespaces, as `${namespace:}`.
    pub body: Option<(BodyType, String)>,
}

/// The kind of a custom body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyType {
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// JSON.
    Json,
}

impl BodyType {
    /// As a content type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Html => "text/html",
            Self::Json => "application/json",
        }
    }
}
