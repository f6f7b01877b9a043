//! Plain reports as PDF: lines of text on pages of A4, in fonts that every reader has. (ISO 32000-1, 9.6.2.2
//! "Standard Type 1 Fonts", and D.2 for their letters.)

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 48.0;
/// The size of text, and how far lines are apart.
const SIZE: f32 = 8.0;
const LEADING: f32 = 10.0;
/// How many letters of that size fit a line: in Courier each is 600 thousandths as wide.
const LETTERS: usize = 103;
const PLAIN: (Name<'_>, Name<'_>) = (Name(b"F1"), Name(b"Courier"));
const BOLD: (Name<'_>, Name<'_>) = (Name(b"F2"), Name(b"Courier-Bold"));
const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const FONTS: [Ref; 2] = [Ref::new(3), Ref::new(4)];
const ABOUT: Ref = Ref::new(5);
const FIRST_PAGE: i32 = 6;

/// A report that is written.
pub(super) struct Document {
    title: String,
    pages: Vec<Content>,
    /// How far below the top the page is full.
    depth: f32,
    bytes: usize,
}

impl Document {
    /// One of a title, and nothing else yet.
    pub(super) fn new(title: &str) -> Self {
        let mut document =
            Self { title: title.to_owned(), pages: Vec::new(), depth: HEIGHT, bytes: 0 };
        document.heading(title);
        document
    }

    /// How many bytes its texts have.
    pub(super) const fn len(&self) -> usize {
        self.bytes
    }

    /// Writes what a part is about.
    pub(super) fn heading(&mut self, text: &str) {
        self.depth += LEADING;
        for line in wrapped(text, LETTERS) {
            self.write(BOLD.0, 0, &line);
        }
    }

    /// Writes a paragraph, so many letters from the left.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        for line in wrapped(text, LETTERS.saturating_sub(indent)) {
            self.write(PLAIN.0, indent, &line);
        }
    }

    fn write(&mut self, font: Name<'_>, indent: usize, line: &str) {
        let letters = letters(line);
        self.bytes += letters.len() + LETTERS / 2;
        self.depth += LEADING;
        if self.depth > HEIGHT - 2.0 * MARGIN {
            self.pages.push(Content::new());
            self.depth = LEADING;
        }
        let place = (MARGIN + left(indent), HEIGHT - MARGIN - self.depth);
        if let Some(page) = self.pages.last_mut() {
            show(page, font, place, &letters);
        }
    }

    /// The document, its pages counted.
    ///
    /// # Errors
    /// It cannot be compressed.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        let mut pdf = Pdf::new();
        let count = i32::try_from(self.pages.len()).unwrap_or(i32::MAX);
        let page_of = |number: i32| Ref::new(FIRST_PAGE + 2 * number);
        pdf.catalog(CATALOG).pages(PAGES);
        pdf.pages(PAGES).kids((0..count).map(page_of)).count(count);
        for (at, (_, base)) in FONTS.into_iter().zip([PLAIN, BOLD]) {
            pdf.type1_font(at).base_font(base).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        pdf.document_info(ABOUT).title(TextStr(&self.title)).producer(TextStr("Bartizan"));
        for (number, mut content) in (0..count).zip(self.pages) {
            let foot = format!("{} of {count}", number + 1);
            show(&mut content, PLAIN.0, (MARGIN, MARGIN - LEADING), &letters(&foot));
            let (id, stream) = (page_of(number), page_of(number).next());
            let mut page = pdf.page(id);
            page.parent(PAGES).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(stream);
            let mut resources = page.resources();
            let mut fonts = resources.fonts();
            for (at, (name, _)) in FONTS.into_iter().zip([PLAIN, BOLD]) {
                fonts.pair(name, at);
            }
            fonts.finish();
            resources.finish();
            page.finish();
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
            packed.write_all(&content.finish())?;
            pdf.stream(stream, &packed.finish()?).filter(Filter::FlateDecode);
        }
        Ok(pdf.finish())
    }
}

/// How far from the margin so many letters are.
fn left(letters: usize) -> f32 {
    let letters = u16::try_from(letters).unwrap_or(u16::MAX);
    f32::from(letters) * SIZE * 0.6
}

fn show(page: &mut Content, font: Name<'_>, (x, y): (f32, f32), letters: &[u8]) {
    page.begin_text().set_font(font, SIZE).next_line(x, y).show(Str(letters)).end_text();
}

/// A text in lines of so many letters, broken between words where these are not longer.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = most;
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        let space = usize::from(room < most);
        if word.len() + space > room && room < most {
            lines.push(String::new());
            room = most;
        }
        while !word.is_empty() {
            let rest = word.split_off(word.len().min(most));
            if let Some(line) = lines.last_mut() {
                if room < most {
                    line.push(' ');
                    room -= 1;
                }
                line.extend(&word);
                room = room.saturating_sub(word.len());
            }
            if !rest.is_empty() {
                lines.push(String::new());
                room = most;
            }
            word = rest;
        }
    }
    lines
}

/// A text in `WinAnsiEncoding`; `?` stands for what that has no letter for.
fn letters(text: &str) -> Vec<u8> {
    let letter = |letter: char| match letter {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).unwrap_or(b'?'),
        '\u{20ac}' => 0x80,
        '\u{2026}' => 0x85,
        '\u{2018}' => 0x91,
        '\u{2019}' => 0x92,
        '\u{201c}' => 0x93,
        '\u{201d}' => 0x94,
        '\u{2022}' => 0x95,
        '\u{2013}' => 0x96,
        '\u{2014}' => 0x97,
        _ => b'?',
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;

    use super::*;

    fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
        bytes.windows(what.len()).position(|window| window == what)
    }

    /// The streams of pages, unpacked, each as a text; that all objects are where the table says is looked at.
    fn pages(pdf: &[u8]) -> Vec<String> {
        assert!(pdf.starts_with(b"%PDF-1."));
        let table = find(pdf, b"\nxref\n").unwrap() + 1;
        let lines = String::from_utf8(pdf[table..].to_vec()).unwrap();
        let mut lines = lines.lines().skip(1);
        let count: usize = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        for (number, line) in lines.by_ref().take(count).enumerate().skip(1) {
            let offset: usize = line[..10].parse().unwrap();
            assert!(pdf[offset..].starts_with(format!("{number} 0 obj").as_bytes()), "{line}");
        }
        let mut rest = pdf;
        let mut pages = Vec::new();
        while let Some(at) = find(rest, b"stream\n") {
            rest = &rest[at + 7..];
            let mut page = Vec::new();
            ZlibDecoder::new(rest).read_to_end(&mut page).unwrap();
            pages.push(page.iter().map(|byte| char::from(*byte)).collect());
            rest = &rest[find(rest, b"endstream").unwrap() + 9..];
        }
        pages
    }

    #[test]
    fn lines_fill_pages_which_are_counted() {
        let mut document = Document::new("A (title)");
        for number in 0..200 {
            document.paragraph(2, &format!("line {number}"));
        }
        let told = pages(&document.finish().unwrap());
        assert_eq!(told.len(), 3);
        assert!(told[0].contains("(A (title)) Tj"), "{}", told[0]);
        assert!(told[0].contains("(line 0)") && told[2].contains("(line 199)"));
        for (number, page) in told.iter().enumerate() {
            assert!(page.contains(&format!("({} of 3)", number + 1)));
        }
        let lines: usize = told.iter().map(|page| page.matches("(line ").count()).sum();
        assert_eq!(lines, 200);
    }

    #[test]
    fn letters_that_the_fonts_lack_are_told_by_another() {
        assert_eq!(letters("a é – “ж”\u{7}"), b"a \xe9 \x96 \x93?\x94?");
    }

    #[test]
    fn lines_are_broken_between_words_and_long_words_anywhere() {
        for (text, lines) in [
            ("", vec![""]),
            ("one two  three", vec!["one two", "three"]),
            ("abcdefgh", vec!["abcdefgh"]),
            ("a abcdefghij b", vec!["a", "abcdefgh", "ij b"]),
            ("abcdefgh i", vec!["abcdefgh", "i"]),
            ("é\nü", vec!["é ü"]),
        ] {
            assert_eq!(wrapped(text, 8), lines, "{text}");
        }
    }
}
