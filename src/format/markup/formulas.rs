//! Formulas of pages and books: MathML, and the forms in which KaTeX, MathJax and wikis write one formula several times,
//! for eyes and again for machines. Each is read once: as its TeX where that is there, else as a line made of its parts.

use super::element::{Called, Element, after, line_below};
use crate::format::formula::Formula;
use dom_query::NodeRef;

/// The longest formula, in bytes.
const MAX_TEXT: usize = 4000;

/// The deepest nesting of a formula that is told apart; below it letters are read one after another.
const MAX_DEPTH: u8 = 48;

/// Whether an element shows a formula for eyes, whatever else it holds.
pub(super) fn is_rendered(element: &Element<'_>) -> bool {
    element.calls_itself() == Some(Called::Formula) || element.name() == "mjx-container"
}

/// Whether an element is what is shown until a formula is ready (MathJax 2).
pub(super) fn is_preview(element: &Element<'_>) -> bool {
    element.calls_itself() == Some(Called::Preview)
}

/// Whether an element is a power or an index of a formula that is set in plain letters, as pandoc sets it.
pub(super) fn is_script(node: &NodeRef<'_>, element: &Element<'_>) -> bool {
    let is_math = |above: NodeRef<'_>| {
        Element::of(&above).is_some_and(|above| above.name() == "span" && above.has_class(&["math"]))
    };
    matches!(element.name(), "sup" | "sub") && node.ancestors_it(Some(3)).any(is_math)
}

/// Whether a script is a formula's source (MathJax 2).
pub(super) fn is_source(element: &Element<'_>) -> bool {
    element.name() == "script" && element.attr("type").is_some_and(|kind| kind.trim().starts_with("math/tex"))
}

/// The formula of an element that shows one. Empty where a script behind it says it: that is read there. `None`: it is
/// only shown, and its letters are all there is.
pub(super) fn of_rendered(node: &NodeRef<'_>) -> Option<String> {
    let beside = [node.next_element_sibling(), node.parent().and_then(|above| above.next_element_sibling())];
    if beside.iter().flatten().any(|next| Element::of(next).is_some_and(|next| is_source(&next))) {
        return Some(String::new());
    }
    if let Some(math) = first(node, |element| element.name() == "math") {
        return Some(of_math(&math));
    }
    Element::of(node)?.attr("data-mathml").and_then(said_in)
}

/// The formula that a piece of MathML is, read as a page would have it: with or without prefixes.
pub(in crate::format) fn formula_in(mathml: &str) -> Option<String> {
    if mathml.len() > MAX_SOURCE {
        return None;
    }
    let source = mathml.rsplit_once("?>").map_or(mathml, |(_, rest)| rest);
    let page = dom_query::Document::from(closed(source));
    first(&page.root(), |element| element.name() == "math").map(|math| of_math(&math))
}

/// The longest piece of MathML, in bytes.
const MAX_SOURCE: usize = 256 * 1024;

/// XML with an end tag for every element, as HTML needs it for names with a prefix.
fn closed(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find("/>") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        let name = before.rsplit_once('<').map(|(_, tag)| tag.split_whitespace().next().unwrap_or_default());
        out.push_str(before);
        match name.filter(|name| !name.is_empty()) {
            Some(name) => out.extend(["></", name, ">"]),
            None => out.push_str("/>"),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether the last thing in an element is white space: between words where a page was laid out anew.
pub(super) fn ends_with_space(node: &NodeRef<'_>) -> bool {
    let mut last = *node;
    while let Some(below) = last.last_child() {
        last = below;
    }
    last.is_text() && last.text().ends_with(char::is_whitespace)
}

/// What an attribute that holds MathML as text says, where that is an alternative text. The letters are shown as well.
fn said_in(mathml: &str) -> Option<String> {
    let (_, said) = mathml.split_once("alttext=\"")?;
    let said = said.split('"').next()?;
    (!said.is_empty() && !said.contains('&')).then(|| line(said))
}

/// What an element says of a formula: its alternative text, its TeX, else a line made of its parts.
pub(super) fn of_math(math: &NodeRef<'_>) -> String {
    let said = Element::of(math).and_then(|formula| formula.attr("alttext").map(line)).unwrap_or_default();
    if !said.is_empty() {
        return without_style(said);
    }
    let tex = first(math, |element| {
        element.name() == "annotation"
            && element.attr("encoding").is_some_and(|kind| kind.to_lowercase().ends_with("tex"))
    });
    let tex = tex.map(|tex| line_below(&tex, MAX_TEXT, &[])).unwrap_or_default();
    cut(if tex.is_empty() { formula(math, 0).line() } else { without_style(tex) })
}

/// A source without the command that says how large it is set, which wikis put around all of it.
fn without_style(tex: String) -> String {
    let inside =
        ["{\\displaystyle ", "{\\textstyle "].iter().find_map(|style| tex.strip_prefix(style)?.strip_suffix('}'));
    inside.map(|inside| inside.trim().to_owned()).unwrap_or(tex)
}

/// The first element below a node that is such a one.
fn first<'a>(node: &NodeRef<'a>, is: impl Fn(&Element<'_>) -> bool) -> Option<NodeRef<'a>> {
    let mut at = node.first_child();
    while let Some(here) = at {
        if Element::of(&here).is_some_and(|element| is(&element)) {
            return Some(here);
        }
        at = here.first_child().or_else(|| after(&here, node));
    }
    None
}

/// One element of MathML, with all below it.
fn formula(node: &NodeRef<'_>, depth: u8) -> Formula {
    let Some(element) = Element::of(node) else { return Formula::text("") };
    if depth > MAX_DEPTH {
        return Formula::Text(line_below(node, MAX_TEXT, &["annotation", "annotation-xml"]));
    }
    let parts = || children(node, depth);
    let row = || Formula::Row(parts());
    match element.name() {
        "mi" | "mn" | "mo" | "mtext" | "ms" => Formula::Text(line_below(node, MAX_TEXT, &[])),
        "mspace" => Formula::text(" "),
        "annotation" | "annotation-xml" | "mphantom" | "none" | "mprescripts" => Formula::text(""),
        "semantics" => parts().into_iter().next().unwrap_or_else(|| Formula::text("")),
        "mfrac" => fraction(parts(), element.attr("linethickness")),
        "msqrt" => Formula::Root { of: Box::new(row()), degree: None },
        "mroot" => with(parts(), |of, degree, _| Formula::Root { of, degree }),
        "msup" => with(parts(), |base, high, _| Formula::Script { base, low: None, high }),
        "msub" | "munder" => with(parts(), |base, low, _| Formula::Script { base, low, high: None }),
        "msubsup" | "munderover" => with(parts(), |base, low, high| Formula::Script { base, low, high }),
        "mover" => with(parts(), |base, over, _| over_base(base, over)),
        "mfenced" => fenced(&element, parts()),
        "mtable" => Formula::Matrix(rows(node, depth)),
        _ => row(),
    }
}

fn children(node: &NodeRef<'_>, depth: u8) -> Vec<Formula> {
    node.children_it(false).filter(NodeRef::is_element).map(|child| formula(&child, depth + 1)).collect()
}

type FormulaPart = Box<Formula>;

/// The first part with the two after it; whatever is too many follows.
fn with(
    parts: Vec<Formula>,
    make: impl Fn(FormulaPart, Option<FormulaPart>, Option<FormulaPart>) -> Formula,
) -> Formula {
    let mut parts = parts.into_iter();
    let Some(base) = parts.next() else { return Formula::text("") };
    let (second, third) = (parts.next().map(Box::new), parts.next().map(Box::new));
    let made = make(Box::new(base), second, third);
    Formula::Row(std::iter::once(made).chain(parts).collect())
}

fn fraction(parts: Vec<Formula>, thickness: Option<&str>) -> Formula {
    let stroke = !thickness.is_some_and(|thickness| thickness.trim().starts_with('0'));
    with(parts, |over, under, _| match under {
        Some(under) => Formula::Fraction { over, under, stroke },
        None => *over,
    })
}

fn over_base(base: FormulaPart, over: Option<FormulaPart>) -> Formula {
    match over.as_deref() {
        Some(Formula::Text(sign)) if sign.chars().count() == 1 && !sign.chars().all(char::is_alphanumeric) => {
            Formula::Accented(base, sign.clone())
        }
        _ => Formula::Script { base, low: None, high: over },
    }
}

fn fenced(element: &Element<'_>, parts: Vec<Formula>) -> Formula {
    let sign = |name: &str, usual: &str| element.attr(name).unwrap_or(usual).trim().to_owned();
    let between = sign("separators", ",").chars().next().map(|sign| format!("{sign} ")).unwrap_or_default();
    Formula::Fenced { open: sign("open", "("), close: sign("close", ")"), between, parts }
}

fn rows(table: &NodeRef<'_>, depth: u8) -> Vec<Vec<Formula>> {
    let rows = table.children_it(false).filter(NodeRef::is_element);
    rows.map(|row| children(&row, depth + 1)).collect()
}

fn line(text: &str) -> String {
    cut(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(math: &str, expected: &str) {
        let page = Document::from(format!("<p><math>{math}</math></p>"));
        assert_eq!(of_math(&page.select("math").nodes()[0]), expected, "{math}");
    }

    #[test]
    fn mathml_is_read_with_every_sign() {
        check("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2");
        check("<msup><mi>x</mi><mn>2</mn></msup>", "x^2");
        check("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)");
        check(
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
            "∑_(i=1)^n i",
        );
        check("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)");
        check("<mover accent=true><mi>x</mi><mo>→</mo></mover>", "x\u{20D7}");
        check("<mo>(</mo><mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac><mo>)</mo>", "(n¦k)");
        check("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable>", "[1, 0]");
    }

    #[test]
    fn the_source_of_a_formula_goes_before_its_parts() {
        let tex = "<annotation encoding='application/x-tex'>a^2</annotation>";
        check(&format!("<semantics><msup><mi>a</mi><mn>2</mn></msup>{tex}</semantics>"), "a^2");
        let other = "<annotation encoding='StarMath 5.0'>a over b</annotation>";
        check(&format!("<semantics><mfrac><mi>a</mi><mi>b</mi></mfrac>{other}</semantics>"), "a/b");
    }

    #[test]
    fn what_only_says_how_a_formula_is_set_is_no_part_of_it() {
        let page = Document::from("<math alttext='{\\displaystyle {\\frac {a}{b}}}'></math>");
        assert_eq!(of_math(&page.select("math").nodes()[0]), "{\\frac {a}{b}}");
    }

    #[test]
    fn a_formula_that_nests_without_end_is_still_read() {
        let deep = "<mrow>".repeat(120) + "<mi>x</mi>" + &"</mrow>".repeat(120);
        check(&deep, "x");
    }
}
