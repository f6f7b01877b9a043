//! How many items a page has: `MaxItems`. (Route 53 API Reference, each list operation.)

use crate::error::Route53Error;

/// The number that a request names, at most `most`, which is also what it is if none is named.
pub(crate) fn items(named: Option<&str>, most: usize) -> Result<usize, Route53Error> {
    let Some(named) = named else { return Ok(most) };
    match named.parse::<usize>() {
        Ok(items) if items > 0 => Ok(items.min(most)),
        _ => Err(Route53Error::input("The value of MaxItems must be a positive number")),
    }
}
