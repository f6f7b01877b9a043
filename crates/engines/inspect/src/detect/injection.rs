//! Injection into what servers speak behind the scenes: XML, LDAP, document databases, headers, mail,
//! serialised objects, lookups.

use super::DetectorKind;
use super::anchors::{Anchor, Hit, always};
use super::findings::Place;
use super::inputs;
use crate::scan::{at, contains, is_space, is_word, skip, starts_any, tail, trim};

const fn anchor(
    kind: DetectorKind,
    what: &'static str,
    text: &'static str,
    check: fn(&Hit<'_>) -> bool,
) -> Anchor {
    Anchor::new(kind, what, text, check)
}

const fn xml(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::ExternalEntity, "an entity or inclusion of XML", text, check)
}

const fn java(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::JavaCode, "a serialised Java object", text, check)
}

const fn object(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::Deserialization, "a serialised object", text, check)
}

const fn nosql(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::NoSql, "an operator or code of a document database", text, check)
}

const fn ldap(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::Ldap, "a part of an LDAP filter", text, check)
}

const fn xpath(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::XPath, "a part of an XPath expression", text, check)
}

const fn include(text: &'static str) -> Anchor {
    anchor(DetectorKind::ServerSideInclude, "a directive of the server", text, always)
}

const fn lookup(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::Lookup, "a lookup of Log4j", text, check)
}

const fn mail(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    anchor(DetectorKind::MailInjection, "a command of a mail protocol", text, check)
}

/// Where these begin from.
pub(super) const ANCHORS: &[Anchor] = &[
    xml("<!entity", |hit| hit.has_ahead(&["system", "public", "%", "\"", "'"])),
    xml("<!doctype", |hit| {
        let next = hit.next();
        !next.starts_with(b"html")
            && (hit.has_ahead(&["["])
                || starts_any(tail(next, skip(next, 0, is_word)), &[" system", " public"]))
            && !hit.view.is_prose()
    }),
    xml("xi:include", |hit| hit.has_ahead(&["href"])),
    xml("http://www.w3.org/2001/xinclude", always),
    xml("xs:include", |hit| hit.has_ahead(&["http", "file", "schemalocation"])),
    xml("xs:import", |hit| hit.has_ahead(&["schemalocation", "http:"])),
    xml("xsi:schemalocation", |hit| hit.view.name != inputs::XML && !hit.view.is_prose()),
    xml("document('http", always),
    java("ro0ab", |hit| {
        contains(crate::scan::between(hit.view.text, hit.start, hit.end), b"rO0AB")
    }),
    java("aced0005", |hit| hit.begins_word() && !hit.view.is_prose()),
    object("aaeaaad/////aqaaaaaaaaa", |hit| hit.start < 8),
    object("ctypes\n", always),
    object("\nsystem\n(", always),
    object("cos\nsystem", always),
    object("cposix\n", always),
    object("csubprocess\n", always),
    object("c__builtin__\n", always),
    object("system.windows.data.objectdataprovider", always),
    object("\"$type\":\"system.", always),
    object("!!python/", always),
    java("!!javax.", always),
    object("!ruby/object", always),
    java("\"@type\":\"com.sun.", always),
    java("\"@type\":\"java.", always),
    java("\"@type\":\"org.apache.", always),
    object("o:", php_object),
    object("c:", php_object),
    object("a:", php_array),
    nosql("$where", |hit| {
        !is_word(hit.after())
            && (hit.view.is_name || hit.has_next(&[":", "]", "="]) && in_value(hit))
    }),
    nosql("$ne", operator),
    nosql("$eq", |hit| operator(hit) && hit.view.place != Place::Header),
    nosql("$gt", operator),
    nosql("$gte", operator),
    nosql("$lt", operator),
    nosql("$lte", operator),
    nosql("$nin", operator),
    nosql("$in", |hit| {
        operator(hit) && (hit.view.is_name && hit.before() == b'[' || hit.view.shape.has_any(b"{"))
    }),
    nosql("$regex", operator),
    nosql("$exists", operator),
    nosql("$not", operator),
    nosql("$or", |hit| operator(hit) || starts_any(hit.next(), &[":", "\":"])),
    nosql("$and", |hit| operator(hit) || starts_any(hit.next(), &[":", "\":"])),
    nosql("$nor", operator),
    nosql("$comment", operator),
    nosql("$expr", operator),
    nosql("$func", operator),
    nosql("this.", |hit| in_value(hit) && hit.begins_word() && nosql_code(hit)),
    nosql("db.", |hit| {
        in_value(hit)
            && hit.begins_word()
            && hit.has_ahead(&[
                ".find(",
                ".insert(",
                ".remove(",
                ".mapreduce(",
                ".drop(",
                "getcollection",
                ".update(",
                ".save(",
                "injection.",
            ])
    }),
    nosql("mapreduce(", in_value),
    nosql("=new date()", |hit| in_value(hit) && hit.has_ahead(&["while", "do{", "do {"])),
    nosql("= new date()", |hit| in_value(hit) && hit.has_ahead(&["while", "do{", "do {"])),
    nosql("return ", |hit| in_value(hit) && hit.begins_word() && returns(hit)),
    nosql("while(", |hit| {
        in_value(hit)
            && hit.begins_word()
            && hit.has_ahead(&["true)", "1)", "date", "<"])
            && hit.view.shape.has_any(b";'\"")
    }),
    nosql("||", truth),
    nosql("&&", |hit| truth(hit) || hit.has_ahead(&["this."])),
    nosql("_all_docs", |hit| in_value(hit) && hit.view.place != Place::Path),
    ldap(")(", filter),
    ldap("(|(", |hit| in_value(hit) && assigns(hit)),
    ldap("(&(", |hit| in_value(hit) && assigns(hit)),
    ldap("(!(", |hit| in_value(hit) && assigns(hit)),
    ldap("*(|(", in_value),
    ldap("*()", |hit| in_value(hit) && hit.has_ahead(&["|", "&"])),
    ldap("*))%00", always),
    ldap("*)", |hit| in_value(hit) && hit.start < 2 && hit.has_ahead(&["(", ")"])),
    ldap("(*)", |hit| in_value(hit) && hit.start == 0 && hit.view.text.len() < 12),
    ldap("objectclass=", in_value),
    ldap("userpassword", |hit| {
        in_value(hit) && hit.has_next(&["=", ":"]) && hit.view.shape.has_any(b"(*:")
    }),
    xpath("child::", in_value),
    xpath("parent::", in_value),
    xpath("descendant::", in_value),
    xpath("ancestor::", in_value),
    xpath("following-sibling::", in_value),
    xpath("count(/", in_value),
    xpath("string-length(", in_value),
    xpath("name(/", in_value),
    xpath("text()", |hit| in_value(hit) && matches!(hit.before(), b'/' | b'[' | b'(')),
    xpath("position()", |hit| in_value(hit) && hit.has_next(&["="])),
    xpath("name()=", in_value),
    xpath("doc(", |hit| in_value(hit) && starts_any(hit.next(), &["concat", "\"http", "'http"])),
    include("<!--#exec"),
    include("<!--#include"),
    include("<!--#echo"),
    include("<!--#printenv"),
    include("<!--#set"),
    include("<!--#if"),
    include("<!--#config"),
    include("<!--#fsize"),
    include("<!--#flastmod"),
    include("<!--#cmd"),
    include("<esi:"),
    lookup("${jndi", always),
    lookup("${env:", nested),
    lookup("${sys:", nested),
    lookup("${java:", always),
    lookup("${lower:", always),
    lookup("${upper:", always),
    lookup("${date:", nested),
    lookup("${ctx:", |hit| !hit.view.is_prose()),
    lookup("${main:", always),
    lookup("${::-", always),
    lookup("${base64:", always),
    lookup("${script:", always),
    lookup("${dns:", always),
    lookup("${url:", always),
    lookup("${k8s:", always),
    lookup("jndi:", |hit| {
        starts_any(hit.next(), &["ldap", "rmi", "dns", "iiop", "corba", "nis", "nds", "http", "$"])
    }),
    lookup("${${", always),
    lookup("$\\{", |hit| hit.has_ahead(&[":-", "jndi"])),
    lookup(":-j}", always),
    mail("rcpt to:", line_start),
    mail("mail from:", line_start),
    mail("capability", |hit| line_start(hit) || tagged(hit)),
    mail("fetch ", tagged),
    mail("login ", tagged),
    mail("logout", tagged),
    mail("select inbox", tagged),
    mail("quit", |hit| hit.view.place != Place::Body && line_start(hit) && (hit.next().is_empty())),
    mail("vrfy ", line_start),
    mail("expn ", line_start),
    mail("helo ", line_start),
    mail("ehlo ", line_start),
    mail("bcc:", line_start),
    mail("cc:", |hit| line_start(hit) && hit.has_ahead(&["@"])),
    mail("to:", |hit| line_start(hit) && hit.has_ahead(&["@"]) && !hit.view.is_prose()),
];

/// What reading on costs, by its bytes.
const READ: usize = 8;

fn in_value(hit: &Hit<'_>) -> bool {
    !hit.view.is_prose()
}

/// `O:8:"stdClass":1:{`.
fn php_object(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let digits = skip(ahead, 0, |byte| byte.is_ascii_digit() || byte == b'+');
    hit.begins_word()
        && digits > 0
        && starts_any(tail(ahead, digits), &[":\"", ":\\\""])
        && hit.has(ahead, &[":{"])
}

/// `a:1:{i:0;O:…`: an array with objects in it.
fn php_array(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let digits = skip(ahead, 0, |byte| byte.is_ascii_digit());
    hit.begins_word()
        && digits > 0
        && starts_any(tail(ahead, digits), &[":{"])
        && hit.has(ahead, &["o:"])
}

/// An operator as a member's name, or in brackets behind one.
fn operator(hit: &Hit<'_>) -> bool {
    if is_word(hit.after()) {
        return false;
    }
    let bracketed = hit.before() == b'[' && hit.after() == b']';
    let bare = hit.view.is_name && hit.start == 0 && hit.after() == 0;
    let member = matches!(hit.before(), b'{' | b'"' | b'\'' | b',' | b' ')
        && starts_any(hit.next(), &[":", "\":", "\" :", "':", "' :"]);
    (bracketed || bare || member) && in_value(hit)
}

/// `this.password.match(/.*/)`.
fn nosql_code(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let behind = trim(hit.behind());
    hit.has(ahead, &["match(", "==", "password", "constructor"])
        && (behind.is_empty()
            || behind.ends_with(b"&&")
            || behind.ends_with(b"||")
            || among!(b"(';\"{,!", crate::scan::before(behind, behind.len()))
            || behind.ends_with(b"return"))
}

/// `'; return '' == '`.
fn returns(hit: &Hit<'_>) -> bool {
    let behind = trim(hit.behind());
    let next = hit.next();
    (behind.ends_with(b";") || behind.ends_with(b"{") || behind.ends_with(b"}"))
        && (hit.has(next, &["=="]) || starts_any(next, &["true", "1", "(this", "this."]))
}

/// `|| 1==1`, `' || 'a'=='a`.
fn truth(hit: &Hit<'_>) -> bool {
    if !in_value(hit) {
        return false;
    }
    let next = hit.next();
    let next = tail(next, skip(next, 0, |byte| among!(b"'\"( ", byte)));
    let end = skip(next, 0, is_word);
    let sign = tail(next, skip(next, end, |byte| is_space(byte) || among!(b"'\"", byte)));
    let right = tail(sign, skip(sign, 0, |byte| among!(b"= '\"", byte)));
    hit.view.effort.spend((next.len() - sign.len()) * READ);
    end > 0 && sign.starts_with(b"==") && right.starts_with(crate::scan::head(next, end))
}

/// `${env:…}` where it is no mere variable of a pipeline: nested, or with a default.
fn nested(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let close = memchr::memchr(b'}', ahead);
    let inner = crate::scan::head(ahead, close.unwrap_or(0));
    hit.has(inner, &[":-", "$"]) || hit.has(inner, &["aws_", "secret"]) && hit.view.text.len() < 256
}

/// Behind a line break, at the beginning of a line.
fn line_start(hit: &Hit<'_>) -> bool {
    let behind = hit.behind();
    let line = crate::scan::skip_back(behind, behind.len(), |byte| matches!(byte, b' ' | b'\t'));
    line > 0 && matches!(at(behind, line - 1), b'\r' | b'\n') && !hit.view.is_prose()
}

/// Behind a tag at the beginning of a line, as IMAP's commands stand.
fn tagged(hit: &Hit<'_>) -> bool {
    let behind = hit.behind();
    let line = behind.rsplit(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    hit.view.effort.spend(line.len() * READ);
    let tag = trim(line);
    hit.view.shape.has_break()
        && line.len() < behind.len()
        && (1..8).contains(&tag.len())
        && tag.iter().any(u8::is_ascii_digit)
        && tag.iter().all(u8::is_ascii_alphanumeric)
}

/// `*)(uid=*`, `admin)(!(&(1=0`: parentheses that close a filter and open another.
fn filter(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let open = tail(ahead, skip(ahead, 0, |byte| among!(b"|&!(", byte)));
    let name = skip(open, 0, |byte| is_word(byte) || among!(b"-;. ", byte));
    let sign = tail(open, name);
    hit.view.effort.spend((ahead.len() - sign.len()) * READ);
    in_value(hit)
        && (name > 0
            && starts_any(sign, &["=", "~=", ">=", "<="])
            && !starts_any(sign, &["==", "=>"])
            || hit.before() == b'*' && (name == 0 || sign.is_empty())
            || ahead.starts_with(b"|("))
        && !hit.has(ahead, &[";", "{", "select"])
        && !hit.has_behind(&["function", "select", "'"])
}

/// Whether an attribute is compared next.
fn assigns(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let name = skip(ahead, 0, |byte| is_word(byte) || among!(b"-!(&|", byte));
    hit.view.effort.spend(name * READ);
    name > 0 && matches!(at(ahead, name), b'=' | b'~' | b'>' | b'<') && !contains(ahead, b"==")
}
