//! The words of SQL's dialects, by what they do.

use std::sync::LazyLock;

use crate::lexicon::Lexicon;

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
    KNOWN.get(word)
}

static KNOWN: LazyLock<Lexicon<Word>> = LazyLock::new(|| Lexicon::of(WORDS));

/// The words, by what they are.
const WORDS: &[(&str, Word)] = &[
    ("and or xor div mod", Word::Logic),
    ("not binary distinct collate", Word::Prefix),
    ("like rlike regexp glob in between is ilike similar sounds isnull notnull", Word::Comparison),
    ("union intersect except minus", Word::Union),
    ("select", Word::Select),
    (
        "insert update delete drop create alter truncate exec execute declare merge replace call \
         shutdown set use backup restore handler load grant revoke begin rename copy do prepare \
         deallocate kill print bulk attach vacuum pragma show describe explain with reconfigure \
         raiserror commit rollback lock analyze",
        Word::Statement,
    ),
    ("from where having join using values on", Word::Clause),
    ("order group", Word::Sorting),
    ("limit offset into procedure returning fetch", Word::Ending),
    ("as", Word::As),
    (
        "null true false current_user session_user system_user current_date current_time \
         current_timestamp sysdate rownum current_database localtime unknown",
        Word::Constant,
    ),
    ("case when then else end", Word::Case),
    ("if iif", Word::If),
    ("exists all any some", Word::Quantifier),
    ("waitfor", Word::WaitFor),
    (FUNCTIONS, Word::Function),
];

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
