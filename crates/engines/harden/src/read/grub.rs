//! What the boot loader passes to kernels.

use super::ini::settings;
use super::lines;
use crate::host::Host;

/// The file that GRUB reads.
pub(crate) const GRUB_CFG: &str = "boot/grub/grub.cfg";

/// A command line of a kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandLine {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) words: Vec<String>,
}

impl CommandLine {
    /// The last value of a parameter.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        let value = |word: &'_ String| word.split_once('=').is_some_and(|(name, _)| name == key);
        self.words.iter().rfind(|word| value(word))?.split_once('=').map(|(_, value)| value)
    }
}

/// The command lines of a `grub.cfg`.
pub(crate) fn command_lines(path: &str, text: &str) -> Vec<CommandLine> {
    let read = |(line, content): (usize, &str)| {
        let mut words = content.split_whitespace().map(str::to_owned);
        let is_kernel = matches!(words.next()?.as_str(), "linux" | "linux16" | "linuxefi");
        is_kernel.then(|| CommandLine { path: path.to_owned(), line, words: words.collect() })
    };
    lines(text, &['#']).filter_map(read).collect()
}

impl Host<'_> {
    /// The command line of each kernel that may be started; that of `/etc/default/grub` where GRUB has no file
    /// yet. None if there is no GRUB.
    pub(crate) fn command_lines(&self) -> Vec<CommandLine> {
        const DEFAULT: &str = "etc/default/grub";
        if let Some(text) = self.text(GRUB_CFG) {
            return command_lines(GRUB_CFG, &text);
        }
        let Some(text) = self.text(DEFAULT) else { return Vec::new() };
        let mut words: Vec<String> = Vec::new();
        let mut at = 0;
        for setting in settings(DEFAULT, &text) {
            if setting.key == "GRUB_CMDLINE_LINUX" || setting.key == "GRUB_CMDLINE_LINUX_DEFAULT" {
                let value = setting.value.trim_matches(['"', '\'']);
                words.extend(value.split_whitespace().map(str::to_owned));
                at = setting.line;
            }
        }
        vec![CommandLine { path: DEFAULT.to_owned(), line: at, words }]
    }
}
