//! The arguments of a query string.

use super::{Base, Ready, Views};
use crate::language::PreParse;
use crate::request::WebRequest;
use crate::transform::Transformation;

impl Views {
    /// The values of the arguments of a name, given in lower case, or of all.
    pub(super) fn arguments(
        &mut self,
        name: Option<&[u8]>,
        steps: &[PreParse],
        request: &WebRequest<'_>,
    ) -> Ready {
        let begin = self.pieces.len();
        self.push(Base::Query, 0, request.query.len());
        for step in steps {
            self.pre_parse(*step, request);
        }
        let combine = steps.contains(&PreParse::CombineDuplicates);
        let Some(query) = self.pieces.pop() else { return Ready::Inspect };
        self.pieces.truncate(begin);
        let text = query.text(&self.arena, request);
        let mut start = query.start;
        let mut found = Vec::new();
        for argument in text.split(|byte| *byte == b'&') {
            let end = start + argument.len();
            let equals = argument.iter().position(|byte| *byte == b'=');
            let held = argument.get(..equals.unwrap_or(argument.len())).unwrap_or_default();
            let wanted = name.is_none_or(|name| name.eq_ignore_ascii_case(held));
            if wanted && !argument.is_empty() {
                let value = equals.map_or(end, |at| start + at + 1);
                if combine {
                    found.push((held.to_ascii_lowercase(), value..end));
                } else {
                    self.pieces.push(super::Piece { base: query.base, start: value, end });
                }
            }
            start = end + 1;
        }
        if combine {
            self.combine(query, found, request);
        }
        Ready::Inspect
    }

    fn pre_parse(&mut self, step: PreParse, request: &WebRequest<'_>) {
        let Some(query) = self.pieces.last().copied() else { return };
        let text = query.text(&self.arena, request);
        self.fresh.clear();
        let changed = match step {
            PreParse::UrlDecode => Transformation::UrlDecode.apply(text, &mut self.fresh),
            PreParse::UrlDecodeUni => Transformation::UrlDecodeUni.apply(text, &mut self.fresh),
            PreParse::CombineDuplicates => false,
            PreParse::SemicolonsToAmpersands => {
                let swap = |byte: &u8| if *byte == b';' { b'&' } else { *byte };
                self.fresh.extend(text.iter().map(swap));
                true
            }
        };
        if changed {
            let start = self.arena.len();
            self.arena.extend_from_slice(&self.fresh);
            self.push(Base::Arena, start, self.arena.len());
        }
    }

    /// The values of each name as one text, with commas between them.
    fn combine(
        &mut self,
        query: super::Piece,
        mut found: Vec<(Vec<u8>, std::ops::Range<usize>)>,
        request: &WebRequest<'_>,
    ) {
        // Sorting keeps the order of the values of a name, and the whole within n log n.
        found.sort_by(|left, right| left.0.cmp(&right.0));
        for values in found.chunk_by(|left, right| left.0 == right.0) {
            self.fresh.clear();
            for (at, (_, range)) in values.iter().enumerate() {
                if at > 0 {
                    self.fresh.push(b',');
                }
                let value = super::Piece { base: query.base, start: range.start, end: range.end };
                self.fresh.extend_from_slice(value.text(&self.arena, request));
            }
            let start = self.arena.len();
            self.arena.extend_from_slice(&self.fresh);
            self.push(Base::Arena, start, self.arena.len());
        }
    }
}
