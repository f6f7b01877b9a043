//! Phrases of SQL that are found wherever they stand, and need no beginning of a statement.

use super::anchors::{Anchor, Hit};
use super::view::View;
use super::{DetectorKind, Match};
use crate::scan::{at, contains, is_word, skip, starts_any, tail};

const fn sql(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::SqlInjection, "a phrase of SQL", text, check)
}

const fn suspected(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::SqlInjectionSuspected, "a phrase of SQL", text, check)
}

/// Where phrases begin from.
pub(super) const ANCHORS: &[Anchor] = &[
    sql("information_schema", value_only),
    sql("xp_cmdshell", value_only),
    sql("xp_dirtree", value_only),
    sql("xp_regread", value_only),
    sql("xp_fileexist", value_only),
    sql("sp_executesql", value_only),
    sql("sp_configure", value_only),
    sql("sp_oacreate", value_only),
    sql("sp_password", value_only),
    sql("sp_makewebtask", value_only),
    sql("pg_sleep", called),
    sql("benchmark", benchmark),
    sql("extractvalue", called_in_value),
    sql("updatexml", called_in_value),
    sql("load_file", called_in_value),
    sql("utl_http.", value_only),
    sql("utl_inaddr.", value_only),
    sql("utl_file.", value_only),
    sql("dbms_pipe.", value_only),
    sql("dbms_lock.", value_only),
    sql("dbms_utility.", value_only),
    sql("dbms_java.", value_only),
    sql("dbms_xmlgen", value_only),
    sql("dbms_random", value_only),
    sql("ctxsys.", value_only),
    sql("rdb$", value_only),
    sql("sysibm.", value_only),
    sql("syscat.", value_only),
    sql("msysaccessobjects", value_only),
    sql("sysobjects", value_only),
    sql("syscolumns", value_only),
    sql("sysusers", value_only),
    sql("sysdatabases", value_only),
    sql("sqlite_master", value_only),
    sql("sys.all_tables", value_only),
    sql("all_tables", value_only),
    sql("user_tables", |hit| value_only(hit) && hit.has_behind(&["from"])),
    sql("pg_catalog", value_only),
    sql("pg_shadow", value_only),
    sql("mysql.user", value_only),
    sql("mysql.host", value_only),
    sql("mysql.db", value_only),
    sql("generate_series", called_in_value),
    sql("randomblob", called_in_value),
    sql("@@version", value_only),
    sql("@@hostname", value_only),
    sql("@@datadir", value_only),
    sql("@@servername", value_only),
    sql("is_srvrolemember", called_in_value),
    sql("openrowset", called_in_value),
    sql("opendatasource", called_in_value),
    sql("waitfor", delay),
    sql("union", united),
    sql("outfile", written),
    sql("dumpfile", written),
    sql("sleep", sleep),
    sql("group_concat", called_in_value),
    sql("concat(0x", value_only),
    sql("concat(char(", value_only),
    sql("char(", joined),
    sql("chr(", joined),
    sql("db_name()", value_only),
    sql("current_database()", value_only),
    suspected("having", |hit| counts(hit) && value_only(hit)),
    suspected("order by", |hit| counts(hit) && value_only(hit) && hit.view.shape.has_any(b"#,-")),
    suspected("select", selected),
];

/// A phrase in a value: prose may speak of it.
fn value_only(hit: &Hit<'_>) -> bool {
    hit.begins_word() && hit.before() != b'.' && !hit.view.is_prose()
        || hit.has_behind(&["select"]) && hit.view.text.len() < 1024
}

fn called(hit: &Hit<'_>) -> bool {
    hit.begins_word() && hit.next().starts_with(b"(")
}

fn called_in_value(hit: &Hit<'_>) -> bool {
    called(hit) && value_only(hit)
}

/// `BENCHMARK(1000000, …)`.
fn benchmark(hit: &Hit<'_>) -> bool {
    let next = hit.next();
    called(hit) && at(next, 1).is_ascii_digit() && contains(next, b",")
}

/// `WAITFOR DELAY '0:0:5'`.
fn delay(hit: &Hit<'_>) -> bool {
    let next = hit.next();
    hit.is_word() && starts_any(next, &["delay", "time"]) && contains(next, b":")
}

/// `SLEEP(5)`, but not a method of something, nor in prose.
fn sleep(hit: &Hit<'_>) -> bool {
    let next = hit.next();
    let inner = tail(next, crate::scan::skip_space(next, 1));
    called_in_value(hit)
        && (at(inner, 0).is_ascii_digit() || inner.first() == Some(&b'('))
        && (hit.view.shape.has_any(b",;'\"#-*") || hit.start > 0)
}

/// `UNION [ALL] SELECT` in any spacing.
fn united(hit: &Hit<'_>) -> bool {
    if !hit.begins_word() && hit.before() < b'0' {
        return false;
    }
    let mut rest = hit.ahead();
    for _ in 0..6 {
        let from = skip(rest, 0, |byte| !is_word(byte) && byte != b'\'' && byte != b'"');
        let comment = hit.has(crate::scan::head(rest, from), &["/*"]);
        rest = tail(rest, from);
        let end = skip(rest, 0, is_word);
        match crate::scan::head(rest, end) {
            b"select" => return !hit.view.is_prose() || from > 0 && comment,
            b"all" | b"distinct" | b"distinctrow" => {}
            _ if comment && end > 0 => {}
            _ => return false,
        }
        rest = tail(rest, end);
    }
    false
}

fn written(hit: &Hit<'_>) -> bool {
    let behind = crate::scan::trim(hit.behind());
    behind.ends_with(b"into") && starts_any(hit.next(), &["'", "\"", "0x"])
}

/// `CHAR(65)+CHAR(66)`, `CHR(65)||CHR(66)`.
fn joined(hit: &Hit<'_>) -> bool {
    let ahead = hit.ahead();
    let end = skip(ahead, 0, |byte| byte.is_ascii_digit());
    let sign = tail(ahead, end + 1);
    end > 0
        && at(ahead, end) == b')'
        && starts_any(
            sign,
            &[
                "+char(",
                "||chr(",
                "||char(",
                "+chr(",
                ",char(",
                "%2bchar(",
                " + char(",
                "||(select",
                "+(select",
            ],
        )
}

/// Conditions on numbers behind a word.
fn counts(hit: &Hit<'_>) -> bool {
    let next = hit.next();
    let end = skip(next, 0, |byte| byte.is_ascii_digit());
    let sign = at(next, crate::scan::skip_space(next, end));
    hit.is_word() && end > 0 && (among!(b"=<>,#-", sign))
}

/// What looking at what a query selects costs.
const SELECTED: usize = 150;

/// `SELECT` behind a sign, of something from somewhere.
fn selected(hit: &Hit<'_>) -> bool {
    hit.view.effort.spend(SELECTED);
    let before = crate::scan::trim(hit.behind());
    let opened = before.last().is_some_and(|byte| among!(b"(;'\"+|,)", *byte));
    let next = hit.next();
    let listed = starts_any(
        next,
        &[
            "*", "count(", "concat", "case", "null", "'", "@@", "char(", "group_", "password",
            "version", "user", "top ",
        ],
    ) || at(next, 0).is_ascii_digit();
    hit.is_word()
        && !hit.view.is_prose()
        && listed
        && (opened && contains(next, b" ") || contains(next, b" from ") && hit.start < 3)
}

/// What looking for words that were cut costs, by the bytes of a text, and each place where they may begin.
const JOINED: usize = 4;
const BEGUN: usize = 60;

/// Whether a text begins with these words once what cut them is taken out.
fn joins(text: &[u8], words: &[u8]) -> bool {
    let mut kept = text.iter().filter(|byte| !among!(b"\"',\\+", **byte));
    words.iter().all(|byte| kept.next() == Some(byte))
}

/// Words of SQL that were cut apart so that a filter joins them again.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    if view.text.len() > 2048 || !view.shape.has_any(b"\",'+") || view.is_prose() {
        return;
    }
    if !view.shape.has_any(b"\"'") || !contains(view.lower, b"ion") && !contains(view.lower, b"ect")
    {
        return;
    }
    view.effort.spend(view.lower.len() * JOINED);
    let mut begins = memchr::memchr_iter(b'u', view.lower).inspect(|_| view.effort.spend(BEGUN));
    if begins.any(|start| joins(tail(view.lower, start), b"union select"))
        && !contains(view.lower, b"union select")
    {
        let what = "a united query in pieces";
        report(DetectorKind::SqlInjection, Match::new(0, view.text.len(), what));
    }
}
