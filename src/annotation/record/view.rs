//! The typed view of a record: lenient, for records of this program and of others. It changes nothing.
//!
//! What it does not understand it leaves out; the record keeps it.

use super::fragment;
use super::json::Json;
use crate::annotation::{AnnotationId, Audience, Color, Kind, Link, Passage, Quote, ReaderId, Recipients, Target};
use serde_json::Number;

/// The style words that may stand beside a colour in a `styleClass`.
const STYLES: [&str; 4] = ["solid", "underline", "strikethrough", "outline"];

/// The key of a record that says whom it is for.
pub(super) const TO: &str = "as:to";

/// The key of a record that says that what it is about is hidden from whom it is not for.
pub(super) const HIDES: &str = "postil:hidesPlace";

/// The format of a body that is encrypted: an armored age file.
pub(super) const SEALED: &str = "application/vnd.age";

/// Everybody, among the recipients of Activity Streams.
const PUBLIC: [&str; 3] = ["as:Public", "Public", "https://www.w3.org/ns/activitystreams#Public"];

/// Who may read a record, as it says: only its maker where it is for nobody else.
pub(super) fn audience(object: &Json, creator: Option<&ReaderId>) -> Audience {
    let Some(creator) = creator.filter(|_| object.has(TO)) else { return Audience::Everybody };
    let to: Vec<&str> = object.strings(TO).collect();
    if to.is_empty() || to.iter().any(|id| PUBLIC.contains(id)) {
        return Audience::Everybody;
    }
    let others = to.into_iter().filter(|id| *creator != *id).map(ReaderId::new);
    Recipients::new(others).map_or(Audience::OnlyMe, |some| Audience::For(some.hiding_place(object.has(HIDES))))
}

/// The encrypted words of a record that is for some readers.
pub(super) fn ciphertext<'j>(object: &'j Json) -> Option<&'j str> {
    object.list("body").iter().find(|body| is_sealed(body)).and_then(text_of)
}

/// Whether a body is encrypted: no words to show.
fn is_sealed(body: &Json) -> bool {
    body.str("format") == Some(SEALED)
}

/// The motivations, without the prefix or namespace some tools write.
pub(super) fn motivations<'j>(object: &'j Json) -> impl Iterator<Item = &'j str> {
    let bare = |name| str::strip_prefix(name, "oa:").or_else(|| name.strip_prefix("http://www.w3.org/ns/oa#"));
    object.strings("motivation").map(move |name| bare(name).unwrap_or(name))
}

pub(super) fn kind(object: &Json, target: &Target, has_note: bool) -> Kind {
    let by_target = match target {
        Target::Annotation(_) => Kind::Reply,
        Target::Document(_) => Kind::DocumentNote,
        Target::Passage(_) => Kind::Note,
    };
    let known = motivations(object).find_map(|motivation| match motivation {
        "highlighting" => Some(Kind::Highlight),
        "commenting" | "describing" => Some(by_target),
        "questioning" if object.has("audience") => Some(Kind::Prompt),
        "questioning" => Some(Kind::Question),
        "replying" => Some(Kind::Reply),
        "moderating" if by_target == Kind::Reply => Some(Kind::Vote),
        "bookmarking" => Some(Kind::Bookmark),
        "linking" => Some(Kind::Link),
        "identifying" => Some(Kind::Identity),
        _ => None,
    });
    known.unwrap_or(if has_note || by_target != Kind::Note { by_target } else { Kind::Highlight })
}

/// Whether a body is the link and not the note where it is a bare IRI.
fn is_linking(object: &Json) -> bool {
    motivations(object).any(|name| name == "linking")
}

/// The text of a textual body: `value`, or `chars` as older tools write.
pub(super) fn text_of<'j>(body: &'j Json) -> Option<&'j str> {
    body.get("value").or_else(|| body.get("chars")).and_then(Json::as_str)
}

/// Whether a body is a tag.
pub(super) fn is_tag(body: &Json) -> bool {
    let tagging = |purpose: &str| matches!(purpose, "tagging" | "oa:tagging");
    text_of(body).is_some() && body.strings("purpose").any(tagging)
}

/// Which of the bodies is the note: the first textual one that is no tag, else the first plain string.
pub(super) fn note_at(object: &Json) -> Option<usize> {
    let bodies = object.list("body");
    let textual = bodies.iter().position(|body| text_of(body).is_some() && !is_tag(body) && !is_sealed(body));
    textual.or_else(|| bodies.iter().position(|body| body.as_str().is_some()).filter(|_| !is_linking(object)))
}

pub(super) fn note<'j>(object: &'j Json) -> Option<&'j str> {
    let bodies = object.list("body");
    let body = note_at(object).map(|at| &bodies[at]).and_then(|body| text_of(body).or_else(|| body.as_str()));
    let other = || object.strings("bodyValue").chain(object.strings("text")).next();
    body.or_else(other).filter(|note| !note.is_empty())
}

pub(super) fn tags(object: &Json) -> Vec<String> {
    let mut bodies = object.list("body").iter().filter(|body| is_tag(body)).peekable();
    if bodies.peek().is_some() {
        return bodies.filter_map(text_of).map(str::to_owned).collect();
    }
    object.strings("tags").map(str::to_owned).collect()
}

/// The classes of a `styleClass`: a string of them, or an array.
pub(super) fn classes<'j>(target: &'j Json) -> impl Iterator<Item = &'j str> {
    target.strings("styleClass").flat_map(str::split_whitespace)
}

/// The colour that a class names: `None` for a style word.
pub(super) fn color_of(class: &str) -> Option<Color> {
    (!STYLES.contains(&class)).then(|| Color::named(class))
}

pub(super) fn color(object: &Json) -> Option<Color> {
    let styled = shown_target(object).map(|(_, target)| target);
    let mut named = styled.into_iter().flat_map(classes).filter_map(color_of);
    let first = named.next();
    let known = first.into_iter().chain(named).find(|color| *color != Color::Other).or(first);
    let in_body = || object.list("body").iter().find_map(|body| body.str("color"));
    known.or_else(|| in_body().map(Color::named))
}

/// The sets of targets of the model: of a choice one is meant, of the others all. Their `items` are targets.
const SETS: [&str; 4] = ["Choice", "Composite", "List", "Independents"];

/// Where a target stands: among all, and in the set that it is an item of.
pub(super) type TargetPlace = (usize, Option<usize>);

/// The targets, those of sets one by one, with their places.
fn targets<'j, 'a>(object: &'j Json<'a>) -> impl Iterator<Item = (TargetPlace, &'j Json<'a>)> {
    object.list("target").iter().enumerate().flat_map(|(at, target)| {
        let is_set = target.strings("type").any(|name| SETS.contains(&name.trim_start_matches("oa:")));
        let items = if is_set { target.list("items") } else { &[] };
        let alone = items.is_empty().then_some(((at, None), target));
        alone.into_iter().chain(items.iter().enumerate().map(move |(item, target)| ((at, Some(item)), target)))
    })
}

/// The target that is shown, of those there are: the first with selectors, else the first with a source.
pub(super) fn shown_target<'j, 'a>(object: &'j Json<'a>) -> Option<(TargetPlace, &'j Json<'a>)> {
    let passage = targets(object).find(|(_, target)| selects(target));
    passage.or_else(|| targets(object).find(|(_, target)| source_of(target).is_some()))
}

/// What the first target with a source is about.
pub(super) fn first_source<'j>(object: &'j Json) -> Option<&'j str> {
    targets(object).find_map(|(_, target)| source_of(target))
}

/// The source of a target or body: its `source` (a string or an object with an id), its `id`, or the string itself.
pub(super) fn source_of<'j>(resource: &'j Json) -> Option<&'j str> {
    resource.get("source").and_then(Json::id).or_else(|| resource.id())
}

/// Those of its targets that are passages; each text fragment of an address or of a selector is one.
pub(super) fn passages(object: &Json) -> Vec<Passage> {
    let passages = targets(object).map(|(_, target)| target).filter(|target| selects(target));
    passages.flat_map(|target| std::iter::once(passage(target)).chain(further_fragments(target))).collect()
}

/// The passages that the text fragments of a target name behind the first, where it is found by these.
fn further_fragments(target: &Json) -> Vec<Passage> {
    let quoted = selectors(target).iter().any(|selector| selector.has("exact"));
    let values = selectors(target).iter().filter_map(|selector| selector.str("value")).chain(source_of(target));
    let quotes = values.map(fragment::quotes).map(|quotes| quotes.skip(1).collect::<Vec<_>>());
    let further = quotes.filter(|_| !quoted).find(|quotes| !quotes.is_empty()).unwrap_or_default();
    let source = source_of(target).unwrap_or_default();
    further.into_iter().map(|quote| Passage { source: source.to_owned(), quote, ..Passage::default() }).collect()
}

/// Whether a resource is a part of one: by selectors, or by a text fragment in its address.
fn selects(resource: &Json) -> bool {
    !selectors(resource).is_empty() || addressed(resource).is_some()
}

/// The quote that a resource's address names.
fn addressed(resource: &Json) -> Option<Quote> {
    source_of(resource).and_then(|address| fragment::quotes(address).next())
}

fn selectors<'j, 'a>(resource: &'j Json<'a>) -> &'j [Json<'a>] {
    resource.list("selector")
}

pub(super) fn target(object: &Json) -> Target {
    if let Some(parent) = object.strings("references").last() {
        return Target::Annotation(AnnotationId::new(parent));
    }
    let page = || object.str("uri").unwrap_or_default();
    let Some((_, target)) = shown_target(object) else { return Target::Document(page().to_owned()) };
    if selects(target) {
        return Target::Passage(passage(target));
    }
    let source = source_of(target).unwrap_or_default().to_owned();
    let refers = motivations(object).any(|name| matches!(name, "replying" | "moderating"));
    let annotation = refers || source.starts_with("urn:uuid:");
    if annotation { Target::Annotation(AnnotationId::new(source)) } else { Target::Document(source) }
}

/// Which of the bodies are links: what has a source; where it is all a link, what has an address.
pub(super) fn links_at(object: &Json) -> Vec<usize> {
    let linking = is_linking(object);
    let leads = |body: &Json| body.has("source") || (linking && text_of(body).is_none() && source_of(body).is_some());
    object.list("body").iter().enumerate().filter(|(_, body)| leads(body)).map(|(at, _)| at).collect()
}

pub(super) fn links(object: &Json) -> Vec<Link> {
    let bodies = object.list("body");
    let link = |at: usize| Link {
        label: bodies[at].str("label").unwrap_or_default().to_owned(),
        passage: passage(&bodies[at]),
    };
    links_at(object).into_iter().map(link).collect()
}

/// The passage that a specific resource selects.
pub(super) fn passage(resource: &Json) -> Passage {
    let mut found = Passage { source: source_of(resource).unwrap_or_default().to_owned(), ..Passage::default() };
    let mut quoted = false;
    for selector in selectors(resource) {
        let (quote, position) = refined(selector);
        if let Some(quote) = quote.filter(|_| !quoted) {
            found.quote = quote;
            quoted = true;
        }
        found.position = found.position.or(position);
    }
    if let Some(quote) = addressed(resource).filter(|_| !quoted) {
        found.quote = quote;
    }
    found
}

/// What a selector and those that refine it select: the innermost quote, and a position where it counts from the
/// start of the document (a position that refines a quote or a fragment does not).
fn refined(selector: &Json) -> (Option<Quote>, Option<(usize, usize)>) {
    let (mut quote, mut position, mut base) = (None, None, Some(0usize));
    let mut next = Some(selector);
    while let Some(selector) = next {
        match selector.str("type") {
            Some("TextQuoteSelector" | "oa:TextQuoteSelector") => {
                quote = quote_of(selector).or(quote);
                base = None;
            }
            Some("TextPositionSelector" | "oa:TextPositionSelector") => {
                let inner = base
                    .zip(position_of(selector))
                    .and_then(|(base, (start, end))| Some((base.checked_add(start)?, base.checked_add(end)?)));
                position = inner.or(position);
                base = inner.map(|(start, _)| start);
            }
            _ => {
                quote = selector.str("value").and_then(|value| fragment::quotes(value).next()).or(quote);
                base = None;
            }
        }
        next = selector.list("refinedBy").first();
    }
    (quote, position)
}

fn quote_of(selector: &Json) -> Option<Quote> {
    let said = |key: &str| selector.str(key).map(str::to_owned);
    let (exact, prefix, suffix) = (said("exact"), said("prefix"), said("suffix"));
    let any = exact.is_some() || prefix.is_some() || suffix.is_some();
    any.then(|| Quote {
        exact: exact.unwrap_or_default(),
        prefix: prefix.unwrap_or_default(),
        suffix: suffix.unwrap_or_default(),
    })
}

fn position_of(selector: &Json) -> Option<(usize, usize)> {
    let (start, end) = (offset(selector.number("start")?)?, offset(selector.number("end")?)?);
    (start <= end).then_some((start, end))
}

/// A code point offset: a whole number from 0, also where a tool writes it as `4.0`.
fn offset(number: &Number) -> Option<usize> {
    let whole = |f: &f64| f.fract() == 0.0 && (0.0..9e15).contains(f);
    let integer = number.as_u64().or_else(|| number.as_f64().filter(whole).map(|f| f as u64));
    usize::try_from(integer?).ok()
}

/// Whether a resource has a position selector that starts after its end.
pub(super) fn is_reversed(resource: &Json) -> bool {
    let number = |selector: &Json, key: &str| selector.number(key).and_then(Number::as_f64);
    selectors(resource).iter().any(|selector| match (number(selector, "start"), number(selector, "end")) {
        (Some(start), Some(end)) => start > end,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Record};

    fn view(json: &str) -> Option<Annotation> {
        Record::parse(json).expect("a record").annotation()
    }

    /// The view of an annotation with these keys.
    fn keys(keys: &str) -> Annotation {
        view(&format!(r#"{{"id":"urn:x:1","type":"Annotation",{keys}}}"#)).expect("an annotation")
    }

    fn position(keys_of_target: &str) -> Option<(usize, usize)> {
        match keys(&format!(r#""target":{{"source":"urn:x:d","selector":{keys_of_target}}}"#)).target {
            Target::Passage(passage) => passage.position,
            other => panic!("{other:?} is no passage"),
        }
    }

    #[test]
    fn the_note_is_found_in_every_form_of_a_body() {
        for body in [
            r#""bodyValue":"hm""#,
            r#""body":"hm""#,
            r#""body":{"value":"hm"}"#,
            r#""body":{"type":"TextualBody","value":"hm","purpose":"commenting"}"#,
            r#""body":[{"value":"t","purpose":"tagging"},{"id":"https://example.org"},{"value":"hm"},{"value":"2"}]"#,
            r#""body":[7,null,["hm"],{"value":7},"hm"]"#,
            r#""text":"hm""#,
        ] {
            assert_eq!(keys(body).note.as_deref(), Some("hm"), "{body}");
        }
    }

    #[test]
    fn an_export_of_a_web_service_is_understood() {
        let row = r#"{"id":"Kx2","created":"2015-08-21T10:30:00.123456+00:00","updated":"2015-08-22T10:30:00+02:00",
            "user":"acct:mei@example.org","uri":"https://example.org/a","text":"hm","tags":["a","b"],
            "target":[{"source":"https://example.org/a","selector":[{"type":"RangeSelector","startOffset":1},
            {"type":"TextPositionSelector","start":4,"end":7},
            {"type":"TextQuoteSelector","exact":"efg","prefix":"abcd","suffix":"hij"}]}]}"#;
        let annotation = view(row).expect("it has a target");
        assert_eq!((annotation.id.as_str(), annotation.kind), ("Kx2", Kind::Note));
        assert_eq!(annotation.tags, ["a", "b"]);
        assert_eq!(annotation.creator, "acct:mei@example.org");
        assert_eq!(annotation.modified.to_string(), "2015-08-22T08:30:00Z");
        let Target::Passage(passage) = annotation.target else { panic!("it selects a passage") };
        assert_eq!((passage.quote.exact.as_str(), passage.position), ("efg", Some((4, 7))));
        let reply = view(r#"{"id":"Kx3","uri":"https://example.org/a","text":"no","references":["Kx1","Kx2"]}"#);
        assert_eq!(reply.map(|reply| reply.target), Some(Target::Annotation("Kx2".into())));
    }

    #[test]
    fn kinds_follow_the_motivation_and_else_the_target() {
        let quote = r#""target":{"source":"urn:x:d","selector":{"type":"TextQuoteSelector","exact":"w"}}"#;
        for (written, kind) in [
            (quote.to_owned(), Kind::Highlight),
            (format!(r#""bodyValue":"n",{quote}"#), Kind::Note),
            (format!(r#""motivation":["tagging","oa:questioning"],{quote}"#), Kind::Question),
            (format!(r#""motivation":"questioning","audience":{{}},{quote}"#), Kind::Prompt),
            (format!(r#""motivation":"assessing",{quote}"#), Kind::Highlight),
            (r#""motivation":"commenting","target":"urn:x:d""#.to_owned(), Kind::DocumentNote),
            (r#""motivation":"commenting","target":"urn:uuid:1""#.to_owned(), Kind::Reply),
            (r#""motivation":"moderating","target":"https://example.org/1""#.to_owned(), Kind::Vote),
            (r#""motivation":7,"target":"urn:x:d""#.to_owned(), Kind::DocumentNote),
        ] {
            assert_eq!(keys(&written).kind, kind, "{written}");
        }
    }

    #[test]
    fn positions_that_cannot_be_are_none() {
        let at = |start: &str, end: &str| {
            position(&format!(r#"{{"type":"TextPositionSelector","start":{start},"end":{end}}}"#))
        };
        assert_eq!(at("4", "7"), Some((4, 7)));
        assert_eq!(at("4.0", "7"), Some((4, 7)));
        for (start, end) in [("7", "4"), ("-1", "4"), ("4.5", "7"), ("\"4\"", "7"), ("null", "7"), ("1e300", "1e301")] {
            assert_eq!(at(start, end), None, "{start}..{end}");
        }
    }

    #[test]
    fn refined_positions_count_from_what_they_refine() {
        let inner = r#"{"type":"TextPositionSelector","start":5,"end":9}"#;
        let refined = |outer: &str| position(&format!(r#"{{{outer},"refinedBy":{inner}}}"#));
        assert_eq!(refined(r#""type":"TextPositionSelector","start":100,"end":200"#), Some((105, 109)));
        assert_eq!(refined(r#""type":"TextQuoteSelector","exact":"words""#), None);
        assert_eq!(refined(r#""type":"FragmentSelector","value":"page=3""#), None);
        let quote = r#""refinedBy":{"type":"TextQuoteSelector","exact":"w"}"#;
        let page =
            keys(&format!(r#""target":{{"source":"urn:x:d","selector":[{{"type":"FragmentSelector",{quote}}}]}}"#));
        assert!(matches!(page.target, Target::Passage(passage) if passage.quote.exact == "w"));
    }

    #[test]
    fn a_text_fragment_is_a_quote_in_the_address_and_in_a_selector() {
        let quote = |written: &str| match keys(&format!(r#""target":{written}"#)).target {
            Target::Passage(passage) => passage.quote.exact,
            other => panic!("{other:?} is no passage"),
        };
        assert_eq!(quote(r#""https://example.org/a#:~:text=at%20noon""#), "at noon");
        let selector = r#"{"type":"FragmentSelector","value":":~:text=at%20noon"}"#;
        assert_eq!(quote(&format!(r#"{{"source":"urn:x:d","selector":{selector}}}"#)), "at noon");
        let both = r#"{"source":"urn:x:d#:~:text=noon","selector":{"type":"TextQuoteSelector","exact":"w"}}"#;
        assert_eq!(quote(both), "w");
    }

    #[test]
    fn further_passages_are_told() {
        let target = |word: &str| {
            format!(r#"{{"source":"urn:x:d","selector":{{"type":"TextQuoteSelector","exact":"{word}"}}}}"#)
        };
        let record = |targets: &str| {
            let json = format!(r#"{{"id":"urn:x:1","type":"Annotation","creator":"urn:x:m","target":[{targets}]}}"#);
            Record::parse(&json).expect("a record").faults().join("; ")
        };
        assert_eq!(record(&target("a")), "");
        assert!(record(&[target("a"), target("b"), target("c")].join(",")).contains("3 passages"));
    }

    #[test]
    fn each_item_of_a_choice_and_each_text_fragment_is_a_passage() {
        let quotes = |target: &str| -> Vec<String> {
            let json = format!(r#"{{"id":"urn:x:1","type":"Annotation","target":{target}}}"#);
            let passages = Record::parse(&json).expect("a record").passages();
            passages.into_iter().map(|passage| passage.quote.exact).collect()
        };
        let item = |word: &str| {
            format!(r#"{{"source":"urn:x:d","selector":{{"type":"TextQuoteSelector","exact":"{word}"}}}}"#)
        };
        for set in ["Choice", "oa:Composite", "List", "Independents"] {
            let set = format!(r#"{{"type":"{set}","items":[{},{}]}}"#, item("a"), item("b"));
            assert_eq!(quotes(&set), ["a", "b"]);
            assert_eq!(quotes(&format!("[{},{set}]", item("c"))), ["c", "a", "b"]);
            let seen = keys(&format!(r#""target":{set}"#)).target;
            assert!(matches!(seen, Target::Passage(passage) if passage.quote.exact == "a"));
        }
        assert!(quotes(r#"{"type":"Choice","items":[]}"#).is_empty());
        assert_eq!(quotes(r#""urn:x:d#:~:text=one&text=two,three""#), ["one", "two"]);
        let selector = r#"{"type":"FragmentSelector","value":":~:text=one&text=two"}"#;
        assert_eq!(quotes(&format!(r#"{{"source":"urn:x:d","selector":{selector}}}"#)), ["one", "two"]);
        let quoted = r#"{"source":"urn:x:d#:~:text=one&text=two","selector":{"type":"TextQuoteSelector","exact":"w"}}"#;
        assert_eq!(quotes(quoted), ["w"]);
    }

    #[test]
    fn a_tombstone_or_something_else_has_no_view() {
        assert_eq!(view(r#"{"id":"urn:x:1","type":["Annotation","as:Tombstone"],"target":"urn:x:d"}"#), None);
        assert_eq!(view(r#"{"id":"urn:x:1","type":"AnnotationCollection"}"#), None);
        assert_eq!(view(r#"{"id":"urn:x:1"}"#), None);
        assert!(Record::parse(r#"{"type":"Annotation"}"#).is_err());
        assert!(Record::parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn an_annotation_without_a_target_is_still_seen() {
        assert_eq!(keys(r#""bodyValue":"x""#).target, Target::Document(String::new()));
    }
}
