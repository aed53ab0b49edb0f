//! What a page's fonts look like and, where the interpreter cannot say it, which letters their codes are.
//!
//! The interpreter does not tell which font a glyph comes from. So each choice of a font in a page's description is
//! followed by an empty marked passage with the font's name in it, which the interpreter passes on. It draws nothing.

use hayro_interpret::font::{Glyph as Drawn, PositionedGlyph};
use hayro_interpret::hayro_cmap::{self, BfString, CMap, CMapName, CidFamily};
use hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro_syntax::page::Resources;
use std::collections::BTreeMap;

/// Begins the tag of the passage after a choice of a font.
pub const FONT_TAG: &[u8] = b"postil-font:";
/// The tag of the passage around a form, whose fonts have names of their own.
pub const FORM_TAG: &[u8] = b"postil-form";

/// The most fonts of one page that are looked at.
const MOST_FONTS: usize = 2000;

/// How letters look: bold, italic, of fixed width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetterLook(u8);

impl LetterLook {
    /// Bold.
    pub const BOLD: Self = Self(1);
    /// Italic or slanted.
    pub const ITALIC: Self = Self(2);
    /// Every letter as wide as the next.
    pub const FIXED: Self = Self(4);

    /// Whether all of `other` is in it.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn with(self, other: Self, wanted: bool) -> Self {
        if wanted { Self(self.0 | other.0) } else { self }
    }

    /// By the font's name and the flags of its descriptor (PDF 32000-1, table 123).
    fn of_name(name: &str, flags: u32, weight: f32) -> Self {
        let lower = name.split_once('+').map_or(name, |(_, own)| own).to_ascii_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let computer_modern = |kinds: &[&str]| {
            let (letters, size) = lower.split_at(lower.trim_end_matches(|c: char| c.is_ascii_digit()).len());
            !size.is_empty() && kinds.contains(&letters)
        };
        let bold = any(&["bold", "black", "heavy", "-bd", "semibold", "-demi"])
            || computer_modern(&["cmbx", "cmb", "cmbxti", "cmssbx", "cmbxsl", "sfbx", "ecbx", "txb", "ptmb"])
            || lower.contains("-medi")
            || flags & (1 << 18) != 0
            || weight >= 600.0;
        let italic = any(&["italic", "oblique", "slanted", "-ital", "-it"])
            || computer_modern(&["cmti", "cmsl", "cmbxti", "cmssi", "sfti", "ecti", "cmbxsl"])
            || flags & (1 << 6) != 0;
        let fixed = any(&["courier", "mono", "typewriter", "consolas", "menlo", "inconsolata", "nimbusmon"])
            || computer_modern(&["cmtt", "cmsltt", "cmitt", "sftt", "ectt"])
            || flags & 1 != 0;
        Self::default().with(Self::BOLD, bold).with(Self::ITALIC, italic).with(Self::FIXED, fixed)
    }

    /// Of a glyph whose font is not known by its dictionary.
    pub fn of_glyph(glyph: &PositionedGlyph<'_>) -> Self {
        let Drawn::Outline(outline) = &**glyph else { return Self::default() };
        let Some(data) = outline.font_data() else { return Self::default() };
        let named = Self::of_name(data.postscript_name.as_deref().unwrap_or_default(), 0, 0.0);
        let heavy = data.weight.is_some_and(|weight| weight >= 600);
        named.with(Self::BOLD, heavy).with(Self::ITALIC, data.is_italic).with(Self::FIXED, data.is_monospace)
    }
}

/// The fonts of one page.
#[derive(Default)]
pub struct Fonts {
    by_name: BTreeMap<Vec<u8>, usize>,
    all: Vec<Font>,
}

struct Font {
    look: LetterLook,
    reads: Option<Reads>,
}

impl Fonts {
    /// The fonts of a page's resources.
    pub fn of(resources: &Resources<'_>) -> Self {
        let mut fonts = Self::default();
        for (name, _) in resources.fonts.entries().take(MOST_FONTS) {
            if let Some(font) = resources.fonts.get::<Dict<'_>>(name.as_ref()) {
                fonts.by_name.insert(name.as_ref().to_vec(), fonts.all.len());
                fonts.all.push(Font::of(&font));
            }
        }
        fonts
    }

    /// The font of that name.
    pub fn find(&self, name: &[u8]) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// How its letters look.
    pub fn look(&self, font: usize) -> LetterLook {
        self.all.get(font).map_or_else(LetterLook::default, |font| font.look)
    }

    /// The letters of a code, where only the font's character collection tells them.
    pub fn reads(&self, font: usize, code: u32) -> Option<String> {
        match self.all.get(font)?.reads.as_ref()? {
            Reads::Collection(collection) => collection.reads(code),
            Reads::Codes => char::from_u32(code).filter(|c| !c.is_control()).map(String::from),
        }
    }
}

impl Font {
    fn of(font: &Dict<'_>) -> Self {
        let descendant = font.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let own = descendant.as_ref().unwrap_or(font);
        let name = font.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_owned()).unwrap_or_default();
        let descriptor = own.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        let flags = descriptor.get::<u32>("Flags").unwrap_or_default();
        let weight = descriptor.get::<f32>("FontWeight").unwrap_or_default();
        let reads = descendant.as_ref().and_then(|descendant| Reads::of(font, descendant));
        Self { look: LetterLook::of_name(&name, flags, weight), reads }
    }
}

/// How codes of a font become letters, where the interpreter does not know it.
enum Reads {
    /// By their number in a collection.
    Collection(Box<Collection>),
    /// They are UTF-16 themselves.
    Codes,
}

impl Reads {
    /// Of a font whose table of letters is missing, or is given by the name of one that everybody has (ISO 32000-1,
    /// 9.7.5.2): `Identity-H` and `UniJIS-UTF16-H` say that the codes are letters, `Adobe-Japan1-UCS2` that the numbers are.
    fn of(font: &Dict<'_>, descendant: &Dict<'_>) -> Option<Self> {
        let named = font.get::<Name<'_>>("ToUnicode");
        let codes =
            |name: &[u8]| name.starts_with(b"Identity") || (name.starts_with(b"Uni") && !name.ends_with(b"UCS2"));
        if named.as_ref().is_some_and(|name| codes(name.as_ref())) {
            return Some(Self::Codes);
        }
        if named.is_none() && font.contains_key("ToUnicode") {
            return None;
        }
        Collection::of(font, descendant).map(|found| Self::Collection(Box::new(found)))
    }
}

/// The letters of a font of Chinese, Japanese or Korean that names its characters by their number in a collection.
struct Collection {
    /// Code to number in the collection.
    encoding: CMap,
    /// Number to letter.
    letters: CMap,
}

impl Collection {
    /// Where the font has no table of its letters but comes from one of Adobe's collections.
    fn of(font: &Dict<'_>, descendant: &Dict<'_>) -> Option<Self> {
        let system = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
        let registry = system.get::<hayro_syntax::object::String<'_>>("Registry")?;
        let ordering = system.get::<hayro_syntax::object::String<'_>>("Ordering")?;
        let ucs2 = CidFamily::from_registry_ordering(&registry, &ordering).ucs2_cmap()?;
        let letters = CMap::parse(hayro_cmap::load_embedded(ucs2)?, hayro_cmap::load_embedded)?;
        let encoding = match font.get::<Name<'_>>("Encoding") {
            Some(name) if name.as_ref() == b"Identity-H" => CMap::identity_h(),
            Some(name) if name.as_ref() == b"Identity-V" => CMap::identity_v(),
            Some(name) => {
                let data = hayro_cmap::load_embedded(CMapName::from_bytes(name.as_ref()))?;
                CMap::parse(data, hayro_cmap::load_embedded)?
            }
            None => {
                let data = font.get::<Stream<'_>>("Encoding")?.decoded_data().ok()?.into_owned();
                CMap::parse(&data, hayro_cmap::load_embedded)?
            }
        };
        Some(Self { encoding, letters })
    }

    fn reads(&self, code: u32) -> Option<String> {
        let cid = [2, 1, 3, 4].into_iter().find_map(|bytes| self.encoding.lookup_cid_code(code, bytes))?;
        match self.letters.lookup_bf_string(cid)? {
            BfString::Char('\0') => None,
            BfString::Char(c) => Some(c.to_string()),
            BfString::String(s) => Some(s),
        }
    }
}

/// A page's description with a passage after each choice of a font, and one around each form.
pub fn tagged(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + content.len() / 8);
    let (mut rest, mut name_at) = (content, 0);
    let (mut name, mut font, mut saved): (&[u8], &[u8], Vec<&[u8]>) = (b"", b"", Vec::new());
    while let Some((blank, token)) = next_token(rest) {
        let written = &rest[..blank + token.len()];
        rest = &rest[written.len()..];
        if token.starts_with(b"/") {
            name_at = out.len();
        }
        out.extend_from_slice(written);
        match token {
            b"Do" => {
                // The passage begins before the form's name: an operator takes what stands before it.
                let call = out.split_off(name_at.min(out.len()));
                begin(&mut out, FORM_TAG, b"");
                out.extend_from_slice(&call);
                out.extend_from_slice(b" EMC ");
            }
            b"Tf" => font = tell(&mut out, name),
            b"q" if saved.len() < 10_000 => saved.push(font),
            b"Q" => font = tell(&mut out, saved.pop().unwrap_or(font)),
            b"ID" => rest = skip_picture(&mut out, rest),
            [b'/', named @ ..] => name = named,
            _ => {}
        }
    }
    out.extend_from_slice(rest);
    out
}

fn begin(out: &mut Vec<u8>, tag: &[u8], name: &[u8]) {
    out.extend_from_slice(b" /");
    out.extend_from_slice(tag);
    out.extend_from_slice(name);
    out.extend_from_slice(b" BMC ");
}

fn tell<'a>(out: &mut Vec<u8>, font: &'a [u8]) -> &'a [u8] {
    if !font.is_empty() {
        begin(out, FONT_TAG, font);
        out.extend_from_slice(b"EMC ");
    }
    font
}

/// Copies the data of a picture written into the page, up to its end.
fn skip_picture<'a>(out: &mut Vec<u8>, rest: &'a [u8]) -> &'a [u8] {
    let ends = |at: &usize| {
        let after = rest.get(at + 3);
        rest[*at].is_ascii_whitespace() && after.is_none_or(u8::is_ascii_whitespace)
    };
    let end = memchr::memmem::find_iter(rest, b"EI").filter_map(|at| at.checked_sub(1)).find(ends);
    let end = end.map_or(rest.len(), |at| at + 3);
    out.extend_from_slice(&rest[..end]);
    &rest[end..]
}

/// How many bytes of white space and comments come first, and the token after them. A string is one token.
fn next_token(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'%' => at += memchr::memchr2(b'\n', b'\r', &bytes[at..])?,
            b'\0' | b'\t' | b'\n' | 12 | b'\r' | b' ' => at += 1,
            _ => break,
        }
    }
    let token = bytes.get(at..).filter(|token| !token.is_empty())?;
    let len = match token[0] {
        b'(' => string_len(token),
        b'<' if token.get(1) != Some(&b'<') => memchr::memchr(b'>', token).map_or(token.len(), |end| end + 1),
        b'<' | b'>' if token.get(1) == Some(&token[0]) => 2,
        b'[' | b']' | b'{' | b'}' | b'>' | b')' => 1,
        _ => 1 + token[1..].iter().take_while(|byte| is_regular(**byte)).count(),
    };
    Some((at, &token[..len]))
}

fn is_regular(byte: u8) -> bool {
    !matches!(byte, b'\0' | b'\t' | b'\n' | 12 | b'\r' | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}')
        && !matches!(byte, b'/' | b'%')
}

/// The length of a string in parentheses, which may be nested and escaped.
fn string_len(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_of_a_font_is_followed_by_its_name() {
        let told = |content: &str| String::from_utf8(tagged(content.as_bytes())).expect("ASCII");
        assert_eq!(told("BT /F1 9 Tf (a) Tj"), "BT /F1 9 Tf /postil-font:F1 BMC EMC  (a) Tj");
        assert_eq!(told("q /F1 9 Tf q /F2 9 Tf Q").matches("postil-font:F1").count(), 2);
        assert_eq!(told("/Im0 Do"), " /postil-form BMC /Im0 Do EMC ");
    }

    #[test]
    fn strings_comments_and_pictures_are_left_alone() {
        for content in ["(/F1 9 Tf \\) ( Do ) ) Tj", "% /F1 9 Tf\n", "<2F> [(a)-3(b)] TJ", "BI /W 1 ID /F 1 Tf\x01 EI "]
        {
            assert_eq!(tagged(content.as_bytes()), content.as_bytes());
        }
    }

    #[test]
    fn the_look_is_told_by_the_name() {
        assert!(LetterLook::of_name("ABCDEF+CMBX10", 4, 0.0).has(LetterLook::BOLD));
        assert!(LetterLook::of_name("NimbusRomNo9L-Medi", 4, 0.0).has(LetterLook::BOLD));
        assert!(
            LetterLook::of_name("Times-BoldItalic", 0, 0.0).has(LetterLook::BOLD)
                && LetterLook::of_name("CMTI10", 0, 0.0).has(LetterLook::ITALIC)
        );
        assert!(!LetterLook::of_name("CMR10", 4, 0.0).has(LetterLook::BOLD));
    }
}
