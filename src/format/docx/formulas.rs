//! Word's formulas (OMML) to [`Formula`]: brackets, strokes, roots and large operators stand in properties, not in the
//! text. ECMA-376 part 1, chapter 22.1.

use super::names::{XmlVocabulary, name};
use crate::format::formula::Formula;
use crate::format::office::xml::{attribute, child};
use roxmltree::Node;

/// The deepest nesting that is told apart.
const MAX_DEPTH: u8 = 48;

/// A formula with all below it.
pub fn formula(node: Node<'_, '_>) -> Formula {
    part(node, 0)
}

fn part(node: Node<'_, '_>, depth: u8) -> Formula {
    if depth > MAX_DEPTH {
        let letters = node.descendants().filter(|node| name(*node) == (XmlVocabulary::Formula, "t"));
        return Formula::Text(letters.filter_map(|node| node.text()).collect());
    }
    let (XmlVocabulary::Formula, element) = name(node) else { return word(node, depth) };
    let of = |wanted: &str| inside(node, wanted, depth);
    let boxed = |wanted: &str| Box::new(of(wanted));
    let maybe = |wanted: &str| child(node, wanted).is_some_and(|node| node.has_children()).then(|| boxed(wanted));
    let set = |properties: &str, wanted: &str| child(node, properties).and_then(|node| child(node, wanted));
    let sign =
        |properties: &str, wanted: &str| set(properties, wanted).map(|node| attribute(node, "val").unwrap_or_default());
    match element {
        "t" => Formula::text(node.text().unwrap_or_default()),
        "f" => {
            Formula::Fraction { over: boxed("num"), under: boxed("den"), stroke: sign("fPr", "type") != Some("noBar") }
        }
        "rad" => Formula::Root { of: boxed("e"), degree: maybe("deg") },
        "sSup" => Formula::Script { base: boxed("e"), low: None, high: maybe("sup") },
        "sSub" => Formula::Script { base: boxed("e"), low: maybe("sub"), high: None },
        "sSubSup" => Formula::Script { base: boxed("e"), low: maybe("sub"), high: maybe("sup") },
        "sPre" => Formula::Row(vec![
            Formula::Script { base: Box::new(Formula::text("")), low: maybe("sub"), high: maybe("sup") },
            of("e"),
        ]),
        "limLow" => Formula::Script { base: boxed("e"), low: maybe("lim"), high: None },
        "limUpp" => Formula::Script { base: boxed("e"), low: None, high: maybe("lim") },
        "nary" => Formula::Row(vec![
            Formula::Script {
                base: Box::new(Formula::text(sign("naryPr", "chr").unwrap_or("∫"))),
                low: maybe("sub"),
                high: maybe("sup"),
            },
            of("e"),
        ]),
        "d" => Formula::Fenced {
            open: sign("dPr", "begChr").unwrap_or("(").to_owned(),
            close: sign("dPr", "endChr").unwrap_or(")").to_owned(),
            between: sign("dPr", "sepChr").unwrap_or("|").to_owned(),
            parts: all(node, "e", depth),
        },
        "acc" => Formula::Accented(boxed("e"), sign("accPr", "chr").unwrap_or("\u{302}").to_owned()),
        "bar" => Formula::Accented(boxed("e"), if sign("barPr", "pos") == Some("bot") { "_" } else { "¯" }.to_owned()),
        "func" => Formula::Row(vec![of("fName"), of("e")]),
        "m" => Formula::Matrix(children(node, "mr").map(|row| all(row, "e", depth)).collect()),
        "eqArr" => Formula::Matrix(children(node, "e").map(|row| vec![part(row, depth + 1)]).collect()),
        "phant" if sign("phantPr", "show").is_some_and(|show| matches!(show, "0" | "false" | "off")) => {
            Formula::text("")
        }
        _ if element.ends_with("Pr") => Formula::text(""),
        _ => row(node, depth),
    }
}

/// What is no formula in one: inserted parts, and what is deleted.
fn word(node: Node<'_, '_>, depth: u8) -> Formula {
    match name(node) {
        (XmlVocabulary::Word, "ins" | "moveTo" | "r" | "smartTag" | "sdt" | "sdtContent") => row(node, depth),
        (XmlVocabulary::Word, "t") => Formula::text(node.text().unwrap_or_default()),
        _ => Formula::text(""),
    }
}

fn row(node: Node<'_, '_>, depth: u8) -> Formula {
    Formula::Row(node.children().filter(Node::is_element).map(|child| part(child, depth + 1)).collect())
}

fn children<'a, 'i>(node: Node<'a, 'i>, wanted: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| name(*child) == (XmlVocabulary::Formula, wanted))
}

fn all(node: Node<'_, '_>, wanted: &'static str, depth: u8) -> Vec<Formula> {
    children(node, wanted).map(|child| part(child, depth + 1)).collect()
}

fn inside(node: Node<'_, '_>, wanted: &str, depth: u8) -> Formula {
    child(node, wanted).map_or_else(|| Formula::text(""), |child| row(child, depth + 1))
}
