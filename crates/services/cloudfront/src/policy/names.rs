//! What policies select, and what they may name.

use super::kinds::NamesParts;
use crate::error::CdnError;
use crate::published::{Parts, Selection};

/// The most names of a kind. (`CloudFront` Developer Guide, "Quotas on policies".)
const NAMES_MAX: usize = 10;

/// What a behaviour of a policy selects.
pub(crate) fn selection(
    behavior: &str,
    names: Option<(i32, Option<Vec<String>>)>,
) -> Result<Selection, CdnError> {
    let names = match names {
        Some((quantity, items)) => listed(quantity, items)?,
        None => Vec::new(),
    };
    Ok(match behavior {
        "none" if names.is_empty() => Selection::None,
        "all" | "allViewer" if names.is_empty() => Selection::All,
        "whitelist" if !names.is_empty() => Selection::These(names),
        "allExcept" if !names.is_empty() => Selection::AllBut(names),
        _ => {
            let message =
                format!("The behavior {behavior} does not go with the names that are listed.");
            return Err(CdnError::argument(message));
        }
    })
}

/// The items of a list that names their number.
pub(crate) fn listed<T>(quantity: i32, items: Option<Vec<T>>) -> Result<Vec<T>, CdnError> {
    let items = items.unwrap_or_default();
    if usize::try_from(quantity) != Ok(items.len()) {
        let message = "The value of Quantity and the size of Items don't match.";
        return Err(CdnError::refused("InconsistentQuantities", message));
    }
    Ok(items)
}

/// What a policy names: not too much of a kind, and headers that may be named.
pub(crate) fn check_names<C: NamesParts>(parts: &Parts) -> Result<(), CdnError> {
    check_headers(&parts.headers, NAMES_MAX)?;
    let is_many = |one: &Selection| match one {
        Selection::These(names) | Selection::AllBut(names) => names.len() > NAMES_MAX,
        Selection::None | Selection::All => false,
    };
    let refused = |code, what| {
        let message = format!("The number of {what} in the policy exceeds the maximum.");
        Err(CdnError::refused(code, message))
    };
    if is_many(&parts.cookies) {
        return refused(C::TOO_MANY_NAMES.0, "cookies");
    }
    if is_many(&parts.queries) {
        return refused(C::TOO_MANY_NAMES.1, "query strings");
    }
    Ok(())
}

/// Headers that only AWS's network could fill in, and those that frame or carry a request.
pub(crate) fn check_headers(selection: &Selection, most: usize) -> Result<(), CdnError> {
    let (Selection::These(names) | Selection::AllBut(names)) = selection else { return Ok(()) };
    if names.len() > most {
        let message = "Your request contains too many headers.";
        return Err(CdnError::refused("TooManyHeadersInForwardedValues", message));
    }
    for name in names {
        let lower = name.to_ascii_lowercase();
        if lower.starts_with("cloudfront-") {
            return Err(CdnError::not_implemented(&format!("the header {name}")));
        }
        let is_token = |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_');
        let is_refused = matches!(
            lower.as_str(),
            "connection"
                | "content-length"
                | "expect"
                | "keep-alive"
                | "proxy-authorization"
                | "te"
                | "trailer"
                | "transfer-encoding"
                | "upgrade"
                | "via"
        ) || lower.starts_with("x-amz-cf-")
            || lower.starts_with("x-edge-");
        if is_refused || lower.is_empty() || !lower.bytes().all(is_token) {
            return Err(CdnError::argument(format!("The header {name} cannot be forwarded.")));
        }
    }
    Ok(())
}
