//! The CORS configurations of buckets.

use std::sync::Arc;

use super::Directory;
use crate::CorsRule;

impl Directory {
    /// The rules of a bucket; none where it has no configuration.
    pub fn cors(&self, bucket: &str) -> Option<Arc<[CorsRule]>> {
        self.cors.get(bucket).cloned()
    }

    /// Enters or replaces a bucket's rules; without any it has no configuration.
    pub fn put_cors(&mut self, bucket: &str, rules: &[CorsRule]) {
        if rules.is_empty() {
            self.cors.remove(bucket);
        } else {
            self.cors.insert(Arc::from(bucket), Arc::from(rules));
        }
    }
}
