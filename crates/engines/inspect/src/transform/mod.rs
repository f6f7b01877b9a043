//! The 31 text transformations of AWS WAF, as its developer guide describes them.

mod command;
mod comments;
mod digest;
mod encoding;
mod entities;
mod escapes;
mod letters;
mod path;
mod percent;

/// A text transformation, by the name that wafv2 gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are AWS's, and the functions say what they do")]
pub enum Transformation {
    None,
    CompressWhiteSpace,
    HtmlEntityDecode,
    Lowercase,
    CmdLine,
    UrlDecode,
    #[serde(rename = "BASE64_DECODE")]
    Base64Decode,
    HexDecode,
    #[serde(rename = "MD5")]
    Md5,
    ReplaceComments,
    EscapeSeqDecode,
    SqlHexDecode,
    CssDecode,
    JsDecode,
    NormalizePath,
    NormalizePathWin,
    RemoveNulls,
    ReplaceNulls,
    #[serde(rename = "BASE64_DECODE_EXT")]
    Base64DecodeExt,
    UrlDecodeUni,
    #[serde(rename = "UTF8_TO_UNICODE")]
    Utf8ToUnicode,
    RemoveWhitespace,
    Trim,
    TrimLeft,
    TrimRight,
    RemoveCommentsChar,
    Uppercase,
    CmdLineWin,
    CmdLineUnix,
    JsDecodeExt,
    #[serde(rename = "SHA256")]
    Sha256,
}

impl Transformation {
    /// All of them.
    pub const ALL: [Self; 31] = [
        Self::None,
        Self::CompressWhiteSpace,
        Self::HtmlEntityDecode,
        Self::Lowercase,
        Self::CmdLine,
        Self::UrlDecode,
        Self::Base64Decode,
        Self::HexDecode,
        Self::Md5,
        Self::ReplaceComments,
        Self::EscapeSeqDecode,
        Self::SqlHexDecode,
        Self::CssDecode,
        Self::JsDecode,
        Self::NormalizePath,
        Self::NormalizePathWin,
        Self::RemoveNulls,
        Self::ReplaceNulls,
        Self::Base64DecodeExt,
        Self::UrlDecodeUni,
        Self::Utf8ToUnicode,
        Self::RemoveWhitespace,
        Self::Trim,
        Self::TrimLeft,
        Self::TrimRight,
        Self::RemoveCommentsChar,
        Self::Uppercase,
        Self::CmdLineWin,
        Self::CmdLineUnix,
        Self::JsDecodeExt,
        Self::Sha256,
    ];

    /// Transforms a text: appends what becomes of it and answers true, or answers false where it
    /// stays as it is and appends nothing. What is appended is at most six times as long.
    pub fn apply(self, text: &[u8], out: &mut Vec<u8>) -> bool {
        match self {
            Self::None => false,
            Self::CompressWhiteSpace => letters::compress_white_space(text, out),
            Self::HtmlEntityDecode => entities::decode(text, out),
            Self::Lowercase => letters::lowercase(text, out),
            Self::Uppercase => letters::uppercase(text, out),
            Self::CmdLine => command::both(text, out),
            Self::CmdLineWin => command::windows(text, out),
            Self::CmdLineUnix => command::unix(text, out),
            Self::UrlDecode => percent::decode(text, out),
            Self::UrlDecodeUni => percent::decode_uni(text, out),
            Self::Utf8ToUnicode => percent::utf8_to_unicode(text, out),
            Self::Base64Decode => encoding::base64(text, out),
            Self::Base64DecodeExt => encoding::base64_forgiving(text, out),
            Self::HexDecode => encoding::hex(text, out),
            Self::SqlHexDecode => encoding::sql_hex(text, out),
            Self::Md5 => digest::md5(text, out),
            Self::Sha256 => digest::sha256(text, out),
            Self::ReplaceComments => comments::replace(text, out),
            Self::RemoveCommentsChar => comments::remove_marks(text, out),
            Self::EscapeSeqDecode => escapes::ansi_c(text, out),
            Self::CssDecode => escapes::css(text, out),
            Self::JsDecode => escapes::javascript(text, out),
            Self::JsDecodeExt => escapes::javascript_ext(text, out),
            Self::NormalizePath => path::normalize(text, out),
            Self::NormalizePathWin => path::normalize_windows(text, out),
            Self::RemoveNulls => letters::remove_nulls(text, out),
            Self::ReplaceNulls => letters::replace_nulls(text, out),
            Self::RemoveWhitespace => letters::remove_white_space(text, out),
            Self::Trim => letters::trim(text, out, true, true),
            Self::TrimLeft => letters::trim(text, out, true, false),
            Self::TrimRight => letters::trim(text, out, false, true),
        }
    }
}

#[cfg(test)]
mod tests;
