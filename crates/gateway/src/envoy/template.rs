//! Text with places that a request fills.

use http::HeaderName;

use super::check::Check;
use super::path::Parts;

/// Text with places: `{id}` of the path, `{header:x-department}`, `{method}`, `{host}`,
/// `{scheme}`.
#[derive(Debug)]
pub(super) struct Template(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(String),
    Part(String),
    Header(HeaderName),
    Method,
    Host,
    Scheme,
}

impl Template {
    /// Reads a template over a path that has parts of these names.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(text: &str, names: &[&str]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (place, after) =
                after.split_once('}').ok_or_else(|| format!("`{text}`: a brace is not closed"))?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::of(place, names).ok_or_else(|| {
                format!("`{text}`: there is no `{{{place}}}`, in the path or otherwise")
            })?);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    /// What stands before the first place.
    pub(super) fn beginning(&self) -> &str {
        match self.0.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether anything but the path's parts fills it.
    pub(super) fn is_of_more_than_the_path(&self) -> bool {
        self.0.iter().any(|piece| !matches!(piece, Piece::Text(_) | Piece::Part(_)))
    }

    /// The text for this request; `None` where the request lacks what a place needs, or has a
    /// header twice.
    pub(super) fn fill(&self, check: &Check, parts: &Parts<'_>) -> Option<String> {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Part(name) => {
                    filled.push_str(&parts.iter().find(|(part, _)| part == name)?.1);
                }
                Piece::Header(name) => {
                    let mut values = check.headers.get_all(name).iter();
                    filled.push_str(values.next()?.to_str().ok()?);
                    if values.next().is_some() {
                        return None;
                    }
                }
                Piece::Method => filled.push_str(check.method.as_str()),
                Piece::Host => filled.push_str(&check.host().ok()??),
                Piece::Scheme => filled.push_str(check.scheme.as_deref()?),
            }
        }
        Some(filled)
    }
}

impl Piece {
    fn of(place: &str, names: &[&str]) -> Option<Self> {
        if let Some(name) = place.strip_prefix("header:") {
            return name.parse().ok().map(Self::Header);
        }
        match place {
            "method" => Some(Self::Method),
            "host" => Some(Self::Host),
            "scheme" => Some(Self::Scheme),
            name => names.contains(&name).then(|| Self::Part(name.to_owned())),
        }
    }
}
