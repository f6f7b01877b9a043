//! Files with the seeds of hardware tokens, one token a line: serial number, seed and, if it is not
//! 30, the period in seconds, with commas between them. What follows a `#` is left out.

use std::fmt;

use zeroize::Zeroizing;

use crate::TotpSeed;

/// A token's period where none is told, in seconds.
const PERIOD_SECONDS: &str = "30";

/// A hardware token.
#[derive(Debug, Clone)]
pub struct HardwareToken {
    /// What is printed on it.
    pub serial: String,
    /// The seed.
    pub seed: TotpSeed,
    /// For how many seconds a code is shown.
    pub period_seconds: u32,
}

/// How the seeds of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedForm {
    /// Letters and the digits 2 to 7.
    Base32,
    /// Hexadecimal digits.
    Hex,
}

/// What is wrong with a file of seeds. It tells no seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedFileError {
    /// The line, from 1 on.
    pub line: usize,
    what: &'static str,
}

impl fmt::Display for SeedFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for SeedFileError {}

/// The tokens of a file.
///
/// # Errors
/// A line is no token.
pub fn read_seed_file(text: &str, form: SeedForm) -> Result<Vec<HardwareToken>, SeedFileError> {
    let mut tokens = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default().trim();
        if !line.is_empty() {
            let token = token(line, form).map_err(|what| SeedFileError { line: number, what })?;
            tokens.push(token);
        }
    }
    Ok(tokens)
}

fn token(line: &str, form: SeedForm) -> Result<HardwareToken, &'static str> {
    let mut fields = line.split(',').map(str::trim);
    let (Some(serial), Some(seed), period, None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err("write serial number, seed and, if it is not 30, the period");
    };
    let period = period.unwrap_or(PERIOD_SECONDS);
    let period_seconds = period.parse().map_err(|_| "the period is no number")?;
    let seed = match form {
        SeedForm::Base32 => TotpSeed::from_base32(seed),
        SeedForm::Hex => {
            hex::decode(seed).ok().and_then(|bytes| TotpSeed::from_bytes(Zeroizing::new(bytes)))
        }
    };
    let seed = seed.ok_or("the seed is not of this form, or too short")?;
    Ok(HardwareToken { serial: serial.to_owned(), seed, period_seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_a_token_a_line() {
        let base32 = "# made in May\nGAHT12345678, GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n\n";
        let hex = "GAHT12345678,3132333435363738393031323334353637383930,60 # old\n";
        for (text, form, period) in [(base32, SeedForm::Base32, 30), (hex, SeedForm::Hex, 60)] {
            let tokens = read_seed_file(text, form).unwrap();
            let [token] = tokens.as_slice() else { panic!("one token") };
            assert_eq!((token.serial.as_str(), token.period_seconds), ("GAHT12345678", period));
            assert_eq!(token.seed.bytes(), b"12345678901234567890");
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line_and_without_the_seed() {
        for text in ["a", "a,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,x", "a,SECRET1", "a,b,30,d"] {
            let error = read_seed_file(&format!("\n{text}"), SeedForm::Base32).unwrap_err();
            assert_eq!(error.line, 2);
            assert!(!error.to_string().contains("SECRET1"), "{error}");
        }
    }
}
