//! The words of SQL's dialects, by what they do.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// `AND`, `OR`, `XOR`, `DIV`, `MOD`: an expression goes on.
    Logic,
    /// `NOT`, `BINARY`, `DISTINCT`: stands before an operand.
    Prefix,
    /// `LIKE`, `IN`, `BETWEEN`, `IS` and their kind.
    Comparison,
    /// `UNION`, `INTERSECT`, `EXCEPT`, `MINUS`.
    Union,
    /// `SELECT`.
    Select,
    /// A word that begins another statement.
    Statement,
    /// `FROM`, `WHERE`, `HAVING`: a clause of a query.
    Clause,
    /// `ORDER`, `GROUP`: a clause whose next word is `BY`.
    Sorting,
    /// `LIMIT`, `OFFSET`, `INTO`, `PROCEDURE`, `FOR`, `RETURNING`.
    Ending,
    /// `AS`.
    As,
    /// `NULL`, `TRUE`, `CURRENT_USER`: an operand.
    Constant,
    /// `CASE`, `WHEN`, `THEN`, `ELSE`, `END`.
    Case,
    /// `IF`.
    If,
    /// `EXISTS`, `ALL`, `ANY`, `SOME`: stands before a query.
    Quantifier,
    /// `WAITFOR`.
    WaitFor,
    /// A function that only a database knows and that attackers call.
    Function,
}

/// What a word is, if it is one of SQL's.
pub(super) fn classify(word: &[u8]) -> Option<Word> {
    let mut lower = [0; 24];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"and" | b"or" | b"xor" | b"div" | b"mod" => Word::Logic,
        b"not" | b"binary" | b"distinct" | b"collate" => Word::Prefix,
        b"like" | b"rlike" | b"regexp" | b"glob" | b"in" | b"between" | b"is" | b"ilike"
        | b"similar" | b"sounds" | b"isnull" | b"notnull" => Word::Comparison,
        b"union" | b"intersect" | b"except" | b"minus" => Word::Union,
        b"select" => Word::Select,
        b"insert" | b"update" | b"delete" | b"drop" | b"create" | b"alter" | b"truncate"
        | b"exec" | b"execute" | b"declare" | b"merge" | b"replace" | b"call" | b"shutdown"
        | b"set" | b"use" | b"backup" | b"restore" | b"handler" | b"load" | b"grant"
        | b"revoke" | b"begin" | b"rename" | b"copy" | b"do" | b"prepare" | b"deallocate"
        | b"kill" | b"print" | b"bulk" | b"attach" | b"vacuum" | b"pragma" | b"show"
        | b"describe" | b"explain" | b"with" | b"reconfigure" | b"raiserror" | b"commit"
        | b"rollback" | b"lock" | b"analyze" => Word::Statement,
        b"from" | b"where" | b"having" | b"join" | b"using" | b"values" | b"on" => Word::Clause,
        b"order" | b"group" => Word::Sorting,
        b"limit" | b"offset" | b"into" | b"procedure" | b"returning" | b"fetch" => Word::Ending,
        b"as" => Word::As,
        b"null" | b"true" | b"false" | b"current_user" | b"session_user" | b"system_user"
        | b"current_date" | b"current_time" | b"current_timestamp" | b"sysdate" | b"rownum"
        | b"current_database" | b"localtime" | b"unknown" => Word::Constant,
        b"case" | b"when" | b"then" | b"else" | b"end" => Word::Case,
        b"if" | b"iif" => Word::If,
        b"exists" | b"all" | b"any" | b"some" => Word::Quantifier,
        b"waitfor" => Word::WaitFor,
        other if is_function(other) => Word::Function,
        _ => return None,
    })
}

/// Functions of databases that payloads call.
const FUNCTIONS: &str = "ascii ord char chr nchar hex unhex bin concat concat_ws group_concat substr substring mid \
    left right length len char_length lower upper lcase ucase sleep benchmark pg_sleep \
    randomblob zeroblob count min max sum avg version user database schema load_file \
    load_extension extractvalue updatexml xmltype elt make_set field find_in_set ifnull nullif \
    coalesce convert cast conv rand floor ceil round pow power exp abs sign md5 sha1 sha2 now \
    sysdate json_keys json_array generate_series db_name user_name host_name object_id \
    quotename string_agg array_to_string to_char regexp_substring instr locate position \
    reverse repeat replicate stuff lpad rpad ctxsys utl_inaddr utl_http dbms_pipe dbms_lock \
    dbms_utility dbms_xmlgen gtid_subset gtid_subtract st_latfromgeohash polygon \
    geometrycollection linestring multipoint procedure_analyse row_count found_rows \
    last_insert_id is_srvrolemember is_member sqlite_version typeof quote unicode glob \
    name_const compress uncompress crypt encode decode query_to_xml database_to_xml \
    current_setting openrowset opendatasource openquery fn_virtualfilestats crc32 bit_count \
    strcmp";

static KNOWN: LazyLock<FxHashSet<&'static [u8]>> =
    LazyLock::new(|| FUNCTIONS.split_ascii_whitespace().map(str::as_bytes).collect());

fn is_function(word: &[u8]) -> bool {
    KNOWN.contains(word)
}
