//! Key material, envelopes and seals.
