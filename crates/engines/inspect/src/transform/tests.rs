use proptest::prelude::*;

use super::Transformation::{self, *};

fn transformed(kind: Transformation, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if kind.apply(text, &mut out) { out } else { text.to_vec() }
}

#[test]
fn texts_become_what_the_guide_says() {
    let cases: &[(Transformation, &[u8], &[u8])] = &[
        (None, b"As It Is", b"As It Is"),
        (CompressWhiteSpace, b"a \t\r\n b\x0b\x0cc\xa0", b"a b c "),
        (
            HtmlEntityDecode,
            b"&lt;a&#x20;b&#61;&quot;&GT;&nbsp;&amp;&bogus;&",
            b"<a b=\">\xa0&&bogus;&",
        ),
        (HtmlEntityDecode, b"&#106avascript&#0000058&#x;&#;", b"javascript:&#x;&#;"),
        (Lowercase, b"SELECT \xc3", b"select \xc3"),
        (Uppercase, b"select", b"SELECT"),
        (CmdLine, b"C^M\"D  /c;who'a\\mi ,(x)", b"cmd/c whoami(x)"),
        (CmdLineUnix, b"c\\a't' ^ /etc", b"cat ^/etc"),
        (CmdLineWin, b"n^e\"t\" user\\x", b"net user\\x"),
        (UrlDecode, b"a%20b+%3C%zz%", b"a b <%zz%"),
        (UrlDecode, b"%2525", b"%25"),
        (UrlDecodeUni, b"%u003c%uff1cx%u12", b"<<x%u12"),
        (Base64Decode, b"PHNjcmlwdD4=", b"<script>"),
        (Base64Decode, b"PHNj!cmlwdD4=", b"<sc"),
        (Base64DecodeExt, b"PHNj! cmlwdD4=", b"<script>"),
        (HexDecode, b"3c7363zz", b"<sc"),
        (SqlHexDecode, b"x=0x414243 0x 0X4", b"x=ABC 0x 0X4"),
        (Md5, b"", b"\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\x09\x98\xec\xf8\x42\x7e"),
        (ReplaceComments, b"uni/**/on*/sel/*x*/ect/*open", b"uni on*/sel ect "),
        (RemoveCommentsChar, b"a/*b*/c--d#e-f", b"abcde-f"),
        (EscapeSeqDecode, b"\\x41\\101\\n\\q\\\\", b"AA\n\\q\\"),
        (CssDecode, b"\\6a av\\000061script\\ff1c (\\q", b"javascript<(q"),
        (JsDecode, b"\\u003cs\\x63\\162ipt\\ff1c\\u4e2d", b"<script\x0cf1c\x2d"),
        (JsDecodeExt, b"\\u{3c}\\ud83d\\ude00\\u4e2d", "<\u{1f600}\u{4e2d}".as_bytes()),
        (NormalizePath, b"/a//b/./c/../d", b"/a/b/d"),
        (NormalizePath, b"../../etc/./passwd", b"../../etc/passwd"),
        (NormalizePath, b"/../../etc/..", b"/"),
        (NormalizePathWin, b"\\a\\..\\win.ini", b"/win.ini"),
        (RemoveNulls, b"a\0b\0", b"ab"),
        (ReplaceNulls, b"a\0b", b"a b"),
        (Utf8ToUnicode, "a\u{e9}\u{4e2d}".as_bytes(), b"a%u00e9%u4e2d"),
        (RemoveWhitespace, b" a\t\xa0b ", b"ab"),
        (Trim, b"\t a b \n", b"a b"),
        (TrimLeft, b" a ", b"a "),
        (TrimRight, b" a ", b" a"),
    ];
    for (kind, text, expected) in cases {
        let found = transformed(*kind, text);
        assert_eq!(
            String::from_utf8_lossy(&found),
            String::from_utf8_lossy(expected),
            "{kind:?} of {}",
            text.escape_ascii(),
        );
    }
    assert!(transformed(Sha256, b"").starts_with(b"\xe3\xb0\xc4\x42"));
}

#[test]
fn every_transformation_is_named_as_wafv2_names_it() {
    let names: Vec<String> =
        Transformation::ALL.iter().map(|kind| serde_json::to_string(kind).unwrap()).collect();
    assert!(names.contains(&"\"BASE64_DECODE_EXT\"".to_owned()));
    assert!(names.contains(&"\"REMOVE_COMMENTS_CHAR\"".to_owned()));
    for (kind, name) in Transformation::ALL.iter().zip(&names) {
        assert_eq!(serde_json::from_str::<Transformation>(name).unwrap(), *kind);
    }
}

fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"%u00".to_vec()),
        Just(b"\\u{".to_vec()),
        Just(b"&#x".to_vec()),
        Just(b"/*".to_vec()),
        Just(b"../".to_vec()),
        Just(b"0x4".to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_panics_or_grows_beyond_the_bound(text in hostile()) {
        for kind in Transformation::ALL {
            let mut out = b"before".to_vec();
            let changed = kind.apply(&text, &mut out);
            prop_assert!(out.starts_with(b"before"));
            prop_assert!(out.len() <= 6 + 6 * text.len() + 32, "{kind:?}");
            if changed && !matches!(kind, Md5 | Sha256) {
                prop_assert_ne!(&out[6..], &text[..], "{:?}", kind);
            } else if !changed {
                prop_assert_eq!(out.len(), 6, "{:?}", kind);
            }
        }
    }

    #[test]
    fn what_needs_no_transformation_stays(text in "[a-z0-9/_.]{0,40}") {
        for kind in [UrlDecode, UrlDecodeUni, HtmlEntityDecode, JsDecode, CssDecode, Lowercase] {
            prop_assert!(!kind.apply(text.as_bytes(), &mut Vec::new()));
        }
    }
}
