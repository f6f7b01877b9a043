//! The kinds of attacks that are told apart.

/// One kind of attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum DetectorKind {
    /// SQL that surely is one.
    SqlInjection,
    /// SQL that may be one: what the high sensitivity adds.
    SqlInjectionSuspected,
    /// Markup or script that a browser would run.
    CrossSiteScripting,
    /// A path out of where it should be, or to a file of the system.
    LocalFile,
    /// The name of a file that nobody should fetch.
    RestrictedExtension,
    /// A file of another host, or a stream, to be included.
    RemoteFile,
    /// The address of a cloud's metadata service.
    MetadataAddress,
    /// Another address within, or a scheme that reaches there.
    ServerSideRequest,
    /// A command for a Unix shell.
    UnixCommand,
    /// A file of a Unix system.
    UnixFile,
    /// A command for Windows' `cmd`.
    WindowsCommand,
    /// A command for `PowerShell`.
    PowerShell,
    /// PHP code or variables.
    PhpCode,
    /// Java expressions and classes that run code.
    JavaCode,
    /// JavaScript for a server.
    NodeCode,
    /// Python code.
    PythonCode,
    /// An expression of a template language.
    Template,
    /// A directive of server-side includes.
    ServerSideInclude,
    /// An external entity or inclusion of XML.
    ExternalEntity,
    /// A part of an LDAP filter.
    Ldap,
    /// Operators or code of a document database.
    NoSql,
    /// A part of an `XPath` expression.
    XPath,
    /// A line break that begins a header.
    HeaderInjection,
    /// Commands of mail protocols.
    MailInjection,
    /// An address that leaves the site.
    OpenRedirect,
    /// A serialised object.
    Deserialization,
    /// A lookup as Log4j performs it.
    Lookup,
    /// A path that is known to be attacked.
    ExploitablePath,
    /// A file with secrets or configuration.
    SensitivePath,
    /// A path of an administrator's pages.
    AdminPath,
    /// A path of `WordPress` that is attacked.
    WordPressPath,
    /// A command of `WordPress` that is attacked.
    WordPressCommand,
}

impl DetectorKind {
    /// All kinds.
    pub const ALL: [DetectorKind; 32] = [
        Self::SqlInjection,
        Self::SqlInjectionSuspected,
        Self::CrossSiteScripting,
        Self::LocalFile,
        Self::RestrictedExtension,
        Self::RemoteFile,
        Self::MetadataAddress,
        Self::ServerSideRequest,
        Self::UnixCommand,
        Self::UnixFile,
        Self::WindowsCommand,
        Self::PowerShell,
        Self::PhpCode,
        Self::JavaCode,
        Self::NodeCode,
        Self::PythonCode,
        Self::Template,
        Self::ServerSideInclude,
        Self::ExternalEntity,
        Self::Ldap,
        Self::NoSql,
        Self::XPath,
        Self::HeaderInjection,
        Self::MailInjection,
        Self::OpenRedirect,
        Self::Deserialization,
        Self::Lookup,
        Self::ExploitablePath,
        Self::SensitivePath,
        Self::AdminPath,
        Self::WordPressPath,
        Self::WordPressCommand,
    ];

    /// The kind's bit in a set of them.
    pub(crate) fn bit(self) -> u64 {
        1 << (self as u8)
    }
}
