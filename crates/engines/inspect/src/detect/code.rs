//! Code of languages that run on servers: PHP, Java, JavaScript, Python, Ruby.

use super::DetectorKind;
use super::anchors::{Anchor, Hit, always};
use crate::scan::{at, is_space, is_word, skip_back, starts_any};

const fn php(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::PhpCode, "PHP code", text, check)
}

const fn java(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::JavaCode, "a Java class or expression", text, check)
}

const fn node(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::NodeCode, "JavaScript for a server", text, check)
}

const fn python(text: &'static str, check: fn(&Hit<'_>) -> bool) -> Anchor {
    Anchor::new(DetectorKind::PythonCode, "Python or Ruby code", text, check)
}

/// PHP's tags, functions of high risk, and variables that requests must not set.
pub(super) const PHP: &[Anchor] = &[
    php("<?php", |hit| !is_word(hit.after())),
    php("<?=", always),
    php("<? ", |hit| hit.has_ahead(&["(", "$"]) && !hit.ahead().starts_with(b"xml")),
    php("<%eval", always),
    php("phpinfo", |hit| {
        hit.begins_word() && in_value(hit) && (called(hit) || hit.after() == 0 && hit.view.is_name)
    }),
    php("system", risky),
    php("passthru", risky),
    php("shell_exec", risky),
    php("exec", risky),
    php("popen", risky),
    php("proc_open", risky),
    php("pcntl_exec", risky),
    php("assert", risky),
    php("create_function", risky),
    php("call_user_func", risky),
    php("preg_replace", |hit| risky(hit) && hit.has_ahead(&["/e"])),
    php("eval", |hit| {
        risky(hit)
            && hit.has_ahead(&[
                "base64_decode",
                "gzinflate",
                "$_",
                "str_rot13",
                "stripslashes",
                "phpinfo",
            ])
    }),
    php("base64_decode", risky),
    php("gzinflate", risky),
    php("file_get_contents", risky),
    php("file_put_contents", risky),
    php("fsockopen", risky),
    php("move_uploaded_file", risky),
    php("show_source", risky),
    php("highlight_file", risky),
    php("readfile", risky),
    php("var_dump", risky),
    php("print_r", risky),
    php("ini_set", risky),
    php("die", |hit| risky(hit) && hit.has_ahead(&["md5(", "@md5", "phpinfo", "sha1("])),
    php("md5(", |hit| hit.has_behind(&["print(", "echo", "${", "die("]) && in_value(hit)),
    php("$_get", superglobal),
    php("$_post", superglobal),
    php("$_request", superglobal),
    php("$_server", superglobal),
    php("$_cookie", superglobal),
    php("$_files", superglobal),
    php("$_session", superglobal),
    php("$_env", superglobal),
    php("$globals", superglobal),
    php("globals[", |hit| hit.start < 2),
    php("_request[", |hit| hit.start < 2 && hit.view.is_name),
    php("_server[", |hit| hit.start < 2 && hit.view.is_name),
    php("_session[", |hit| hit.start < 2 && hit.view.is_name),
    php("convert.iconv.", in_value),
    php("convert.base64-", in_value),
    php("string.rot13", in_value),
    php("zlib.deflate", in_value),
    php("auto_prepend_file", |hit| hit.has_next(&["=", "php", "%3d"])),
    php("allow_url_include", |hit| hit.has_next(&["=", "%3d"])),
    php("${@", |hit| called_within(hit) || hit.has_ahead(&["print"])),
    php("{${", |hit| hit.has_ahead(&["("])),
    php("invokefunction", |hit| {
        hit.has_ahead(&["call_user_func", "function="]) || hit.has_behind(&["\\think"])
    }),
    php("echo", |hit| {
        hit.is_word()
            && in_value(hit)
            && starts_any(hit.next(), &["`", "shell_exec", "system(", "$_", "md5(", "phpinfo"])
    }),
    php("include", included),
    php("require", |hit| included(hit) && !hit.next().starts_with(b"(")),
];

/// Java's classes that run code, and expressions of OGNL and Spring.
pub(super) const JAVA: &[Anchor] = &[
    java("java.lang.runtime", always),
    java("java.lang.processbuilder", always),
    java("java.lang.system", in_value),
    java("java.lang.class", in_value),
    java("java.lang.thread", in_value),
    java("java.io.", in_value),
    java("java.util.scanner", in_value),
    java("java.net.url", in_value),
    java("javax.script.", in_value),
    java("javax.naming.", in_value),
    java("getruntime()", in_value),
    java("processbuilder", |hit| hit.has_next(&["(", "start"]) && in_value(hit)),
    java("#_memberaccess", always),
    java("#context[", always),
    java("@ognl.", always),
    java("ognlutil", always),
    java("com.opensymphony.xwork2", always),
    java("org.apache.struts2", in_value),
    java("#session", |hit| hit.has_behind(&["%{", "(#"])),
    java("%{(#", always),
    java("%{#", in_value),
    java("class.module.classloader", always),
    java("class.classloader", always),
    java("t(java.", always),
    java("t(org.spring", always),
    java(".class.forname(", in_value),
    java("getclass().forname", always),
    java("getclass()", |hit| in_value(hit) && starts_any(hit.next(), &[".", ")"])),
    java("getdeclaredconstructor", in_value),
    java("newinstance(", in_value),
    java("getenginebyname", always),
    java("xmldecoder", in_value),
    java("org.springframework.cglib", always),
    java("com.sun.rowset.jdbcrowsetimpl", always),
    java("org.apache.commons.collections", in_value),
    java("com.sun.org.apache.xalan", always),
    java("freemarker.template.utility", always),
    java("bsh.interpreter", always),
];

/// JavaScript for servers, Python and Ruby.
pub(super) const SCRIPT: &[Anchor] = &[
    node("child_process", in_value),
    node("require('fs')", in_value),
    node("require(\"fs\")", in_value),
    node("process.mainmodule", always),
    node("process.binding(", always),
    node("global.process", in_value),
    node("process.env", |hit| {
        in_value(hit) && !hit.after().is_ascii_alphabetic() && hit.view.shape.has_any(b"({")
    }),
    node("process.exit(", in_value),
    node("__proto__", |hit| in_value(hit) || hit.view.is_name),
    node("constructor.prototype", |hit| in_value(hit) && hit.view.shape.has_any(b"[={\"")),
    node("constructor[prototype", always),
    node("constructor.constructor(", always),
    node("_$$nd_func$$_", always),
    node("function(){return", |hit| hit.view.is_name || hit.has_ahead(&["process"])),
    python("__import__", |hit| in_value(hit) && called(hit)),
    python("os.system", |hit| in_value(hit) && called(hit)),
    python("os.popen", |hit| in_value(hit) && called(hit)),
    python("subprocess.", |hit| {
        in_value(hit) && hit.has_ahead(&["popen(", "call(", "check_output(", "run("])
    }),
    python("__class__", dunder),
    python("__globals__", dunder),
    python("__subclasses__", dunder),
    python("__builtins__", dunder),
    python("__mro__", dunder),
    python("__bases__", dunder),
    python("__base__", dunder),
    python("__init__", |hit| dunder(hit) && hit.view.shape.has_any(b"{")),
    python("compile(", |hit| in_value(hit) && hit.begins_word() && hit.has_ahead(&["exec"])),
    python("exec(", |hit| {
        in_value(hit) && hit.begins_word() && hit.has_ahead(&["import", "open(", "compile("])
    }),
    python("eval(", |hit| {
        in_value(hit) && hit.begins_word() && hit.has_ahead(&["__import__", "compile("])
    }),
    python("io.popen", |hit| in_value(hit) && called(hit)),
    python("kernel.exec", in_value),
    python("kernel.system", in_value),
    python("file.open(", |hit| in_value(hit) && starts_any(hit.next(), &["'", "\"", "\\"])),
    python("dir.entries(", in_value),
];

/// In a value, not in prose that speaks of code.
fn in_value(hit: &Hit<'_>) -> bool {
    !hit.view.is_prose()
}

fn called(hit: &Hit<'_>) -> bool {
    hit.next().starts_with(b"(")
}

fn called_within(hit: &Hit<'_>) -> bool {
    hit.has_ahead(&["("])
}

/// A call of a function, not of a method, in a value.
fn risky(hit: &Hit<'_>) -> bool {
    let text = hit.view.lower;
    let previous = hit.before();
    if is_word(previous) || previous == b'.' || !in_value(hit) {
        return false;
    }
    let next = hit.next();
    if !next.starts_with(b"(") || next.starts_with(b"()") && hit.end - hit.start < 5 {
        return false;
    }
    // A sentence has a word before it: `the system (new)`.
    let back = skip_back(text, hit.start, is_space);
    let mark = crate::scan::before(text, back);
    let argument = at(next, 1);
    back == 0
        || !is_word(mark)
        || hit.after() == b'(' && (among!(b"'\"$`\\", argument) || argument.is_ascii_alphanumeric())
}

fn superglobal(hit: &Hit<'_>) -> bool {
    let next = hit.next();
    in_value(hit) && (starts_any(next, &["[", "{", ")", "="]) || next.is_empty())
}

/// `include('…')` of a stream or path.
fn included(hit: &Hit<'_>) -> bool {
    let next = hit.next();
    let rest = crate::scan::tail(
        next,
        crate::scan::skip(next, 0, |byte| is_space(byte) || among!(b"(\"'_once", byte)),
    );
    hit.begins_word()
        && in_value(hit)
        && starts_any(rest, &["php:", "/", "../", "http:", "https:", "data:", "$_"])
        && starts_any(next, &["(", "'", "\"", "_once"])
}

/// A name of Python's inner workings, reached from an object.
fn dunder(hit: &Hit<'_>) -> bool {
    let joined =
        matches!(hit.before(), b'.' | b'[' | b'\'' | b'"' | b'|' | b' ' | b'(') || hit.start == 0;
    in_value(hit) && joined && hit.view.shape.has_any(b"{(['.")
}
