//! Remarks written into a copy of a Word document as comments: a range in the text, the words in a part of their own, threads and
//! instants in the parts that newer versions of Word have for them. A run is parted where a range begins or ends inside it.

use super::names::{XmlVocabulary, name};
use super::package::{DocxPackage, RELATIONS, TYPES};
use crate::document::Document;
use crate::format::office::letters::{MarkupLetters, NodePlace, escaped, inserted, within_root};
use crate::format::office::repack::repacked;
use crate::format::office::xml;
use crate::format::remark::NewRemark;
use roxmltree::Node;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const PACKAGE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORD_2010: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
const WORD_2012: &str = "http://schemas.microsoft.com/office/word/2012/wordml";
const WORD_2016: &str = "http://schemas.microsoft.com/office/word/2016/wordml/cid";
const WORD_2018: &str = "http://schemas.microsoft.com/office/word/2018/wordml/cex";

/// What is said where a part cannot be added to.
const CLOSED: &str = "its parts are written in a way that cannot be added to; save it anew in a word processor";

/// A part with something for each comment.
struct CommentPart {
    /// What it is to the main part: the end of the address of that relation, and all of it.
    kind: &'static str,
    relation: &'static str,
    content_type: &'static str,
    /// Its root element and that element's namespace.
    root: &'static str,
    namespace: &'static str,
    /// What stands in it for a comment.
    entry: fn(&CommentKeys, &NewRemark) -> String,
}

/// The numbers of a comment: its own, those of its paragraph and of its parent's, and its lasting one.
struct CommentKeys {
    id: usize,
    paragraph: u32,
    parent: Option<u32>,
}

const PARTS: [CommentPart; 4] = [
    CommentPart {
        kind: "comments",
        relation: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
        content_type: "comments+xml",
        root: "w:comments",
        namespace: WORD,
        entry: comment,
    },
    CommentPart {
        kind: "commentsExtended",
        relation: "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
        content_type: "commentsExtended+xml",
        root: "w15:commentsEx",
        namespace: WORD_2012,
        entry: |keys, _| {
            let parent = keys.parent.map(|parent| format!(" w15:paraIdParent=\"{parent:08X}\"")).unwrap_or_default();
            format!(
                "<w15:commentEx xmlns:w15=\"{WORD_2012}\" w15:paraId=\"{:08X}\"{parent} w15:done=\"0\"/>",
                keys.paragraph
            )
        },
    },
    CommentPart {
        kind: "commentsIds",
        relation: "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
        content_type: "commentsIds+xml",
        root: "w16cid:commentsIds",
        namespace: WORD_2016,
        entry: |keys, _| {
            let id = format!("{:08X}", keys.paragraph);
            format!("<w16cid:commentId xmlns:w16cid=\"{WORD_2016}\" w16cid:paraId=\"{id}\" w16cid:durableId=\"{id}\"/>")
        },
    },
    CommentPart {
        kind: "commentsExtensible",
        relation: "http://schemas.microsoft.com/office/2018/08/relationships/commentsExtensible",
        content_type: "commentsExtensible+xml",
        root: "w16cex:commentsExtensible",
        namespace: WORD_2018,
        entry: |keys, remark| {
            let date = remark.comment.date.as_deref().map(|date| format!(" w16cex:dateUtc=\"{}\"", escaped(date)));
            let (id, date) = (keys.paragraph, date.unwrap_or_default());
            format!("<w16cex:commentExtensible xmlns:w16cex=\"{WORD_2018}\" w16cex:durableId=\"{id:08X}\"{date}/>")
        },
    },
];

/// The copy; see [`MarkedCopy`](crate::format::remark::MarkedCopy).
pub fn marked(bytes: &[u8], document: &Document, remarks: &[NewRemark]) -> Result<Vec<u8>, String> {
    let package = DocxPackage::open(bytes.to_vec())?;
    let text = package.document()?;
    let tree = xml::tree(&text).map_err(|fault| fault.to_string())?;
    let keys = keys(&package, remarks)?;
    let mut parts = vec![(package.main_name().to_owned(), with_ranges(&text, &tree, document, (remarks, &keys))?)];
    let (mut relations, mut types) = (String::new(), String::new());
    for part in &PARTS {
        let entries: String = keys.iter().zip(remarks).map(|(keys, remark)| (part.entry)(keys, remark)).collect();
        if let Some((name, there)) = package.named_part(part.kind) {
            parts.push((name, within_root(&there?, &entries).ok_or(CLOSED)?));
            continue;
        }
        let (root, namespace, kind) = (part.root, part.namespace, part.kind);
        let prefix = root.split(':').next().unwrap_or_default();
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        let body = format!("{head}<{root} xmlns:{prefix}=\"{namespace}\">{entries}</{root}>");
        parts.push((format!("{}{kind}.xml", package.main_folder()), body));
        _ = write!(
            relations,
            "<Relationship xmlns=\"{RELATIONS}\" Id=\"postil-{kind}\" Type=\"{}\" Target=\"{kind}.xml\"/>",
            part.relation
        );
        _ = write!(
            types,
            "<Override xmlns=\"{TYPES}\" PartName=\"/{}{kind}.xml\" ContentType=\"{PACKAGE}.{}\"/>",
            package.main_folder(),
            part.content_type
        );
    }
    parts.extend(package.with_new_parts(&relations, &types).ok_or(CLOSED)?);
    repacked(bytes, &parts)
}

/// Numbers that no comment of the file has.
fn keys(package: &DocxPackage, remarks: &[NewRemark]) -> Result<Vec<CommentKeys>, String> {
    let there = package.part("comments").transpose()?.unwrap_or_default();
    let ids = there.match_indices(":id=\"").filter_map(|(at, found)| number(&there[at + found.len()..]));
    let first = ids.max().map_or(0, |last| last + 1);
    let mut taken = BTreeSet::new();
    let mut paragraphs = Vec::new();
    for remark in remarks {
        // FNV-1a of the id: the same at every export. Word takes numbers below 2^31.
        let hash =
            remark.id.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let mut number = hash & 0x7FFF_FFFE | 1;
        while !taken.insert(number) {
            number = (number + 2) & 0x7FFF_FFFE | 1;
        }
        paragraphs.push(number);
    }
    let parent = |remark: &NewRemark| {
        // Word knows no answer to an answer.
        let mut above = remark.comment.answers?;
        while let Some(higher) = remarks[above].comment.answers.filter(|higher| *higher < above) {
            above = higher;
        }
        Some(paragraphs[above])
    };
    let one = |(at, remark): (usize, &NewRemark)| CommentKeys {
        id: first + at,
        paragraph: paragraphs[at],
        parent: parent(remark),
    };
    Ok(remarks.iter().enumerate().map(one).collect())
}

fn number(text: &str) -> Option<usize> {
    text[..text.find('"')?].parse().ok().filter(|number| *number < 1 << 30)
}

/// A comment with its words, a paragraph for each of their lines.
fn comment(keys: &CommentKeys, remark: &NewRemark) -> String {
    let comment = &remark.comment;
    let lines: Vec<&str> = if comment.text.is_empty() { vec![""] } else { comment.text.lines().collect() };
    let last = lines.len() - 1;
    let paragraph = |(at, line): (usize, &&str)| {
        let key = if at == last {
            format!(" xmlns:w14=\"{WORD_2010}\" w14:paraId=\"{:08X}\"", keys.paragraph)
        } else {
            String::new()
        };
        format!("<w:p xmlns:w=\"{WORD}\"{key}><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(line))
    };
    let author = escaped(&comment.author);
    let initials: String = comment.author.split_whitespace().filter_map(|name| name.chars().next()).take(3).collect();
    let date = comment.date.as_deref().map(|date| format!(" w:date=\"{}\"", escaped(date))).unwrap_or_default();
    let paragraphs: String = lines.iter().enumerate().map(paragraph).collect();
    let (id, initials) = (keys.id, escaped(&initials));
    format!(
        "<w:comment xmlns:w=\"{WORD}\" w:id=\"{id}\" w:author=\"{author}\"{date} w:initials=\"{initials}\">{paragraphs}</w:comment>"
    )
}

/// The main part with the ranges of all comments; one whose words are not in it is at its beginning.
fn with_ranges(
    source: &str,
    tree: &roxmltree::Document<'_>,
    document: &Document,
    (remarks, keys): (&[NewRemark], &[CommentKeys]),
) -> Result<String, String> {
    let mut letters = MarkupLetters::default();
    tree.descendants().filter(|node| node.is_text() && is_marked(*node)).for_each(|node| letters.add(source, node));
    let first = letters.first().ok_or("there are no words in it")?;
    let mut places: Vec<(NodePlace, NodePlace)> = Vec::new();
    for remark in remarks {
        let parent = remark.comment.answers.and_then(|parent| places.get(parent).copied());
        let own = || letters.find(source, document, remark.comment.span);
        places.push(parent.or_else(own).unwrap_or((first, first)));
    }
    let mut parting = RunParting { source, tree, more: Vec::new(), kept: BTreeSet::new() };
    for ((from, to), keys) in places.iter().zip(keys) {
        parting.part(*from, |w| format!("<{w}commentRangeStart {w}id=\"{}\"/>", keys.id));
        parting.part(*to, |w| {
            let id = keys.id;
            format!("<{w}commentRangeEnd {w}id=\"{id}\"/><{w}r><{w}commentReference {w}id=\"{id}\"/></{w}r>")
        });
    }
    Ok(inserted(source, parting.more))
}

/// Whether a text node is the words of a run in the body that a comment may lie on: Word wants none in a text box.
fn is_marked(node: Node<'_, '_>) -> bool {
    let word =
        |node: Option<Node<'_, '_>>, wanted: &str| node.is_some_and(|node| name(node) == (XmlVocabulary::Word, wanted));
    let outside = |node: Node<'_, '_>| {
        matches!(name(node), (XmlVocabulary::Word, "txbxContent" | "del") | (XmlVocabulary::Compatibility, "Fallback"))
    };
    word(node.parent(), "t")
        && word(node.parent().and_then(|text| text.parent()), "r")
        && !node.ancestors().any(outside)
}

/// Parts runs where something is to stand between their letters.
struct RunParting<'a, 'input> {
    source: &'input str,
    tree: &'a roxmltree::Document<'input>,
    more: Vec<(usize, String)>,
    /// The texts whose blanks at either end are said to count.
    kept: BTreeSet<usize>,
}

impl<'a, 'input> RunParting<'a, 'input> {
    /// Puts something between two letters; it is told how the names of elements begin here.
    fn part(&mut self, place: NodePlace, what: impl Fn(&str) -> String) {
        let Some((text, run)) = self.run(place) else { return };
        let tag = &self.source[text.range().start + 1..];
        let tag = &tag[..tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(tag.len())];
        let w = tag.strip_suffix('t').unwrap_or("w:");
        let look = run.children().find(|child| name(*child) == (XmlVocabulary::Word, "rPr"));
        let look = look.map_or("", |look| &self.source[look.range()]);
        if xml::attribute(text, "space").is_none() && self.kept.insert(text.range().start) {
            self.more.push((text.range().start + 1 + tag.len(), " xml:space=\"preserve\"".to_owned()));
        }
        let parted = format!("</{w}t></{w}r>{}<{w}r>{look}<{w}t xml:space=\"preserve\">", what(w));
        self.more.push((place.at, parted));
    }

    /// The text and the run that a place is in.
    fn run(&self, place: NodePlace) -> Option<(Node<'a, 'input>, Node<'a, 'input>)> {
        let text = self.tree.get_node(place.node)?.parent()?;
        Some((text, text.parent()?))
    }
}
