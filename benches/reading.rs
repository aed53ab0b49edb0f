//! What reading costs: parsing, laying out, moving, searching and saving, on text made here. `cargo bench --bench reading`.
//!
//! It prints medians of several runs and judges nothing; `tests/` holds what must be true, this says how fast it is.

#![allow(clippy::print_stdout)] // printing figures is what it is for

use jiff::Timestamp;
use postil::annotation::{Annotation, Color, DocumentIdentity, Kind, NewIds, Reader, Record, Sidecar, Target, select};
use postil::document::flow::Layout;
use postil::document::layout::LayoutOptions;
use postil::document::motion::{Motion, apply};
use postil::document::{BlockKind, Builder, Document, InlineStyle, saved};
use postil::format;
use postil::search::{self, Pattern};
use postil::store::digest;
use postil::text::Span;
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    for megabytes in [1, 10, 100] {
        println!("\n{megabytes} MB of plain text");
        reading(&prose(megabytes * 1_000_000));
    }
    println!("\na sidecar of 10,000 annotations");
    saving(10_000);
    println!("\na book of 1 MB, 5,000 blocks and 10,000 inline runs, as the cache has it");
    keeping(&book(5_000, 200));
}

/// A document of so many paragraphs of that many bytes, two runs in each, a page every twenty.
fn book(paragraphs: usize, size: usize) -> Document {
    let mut builder = Builder::default();
    for number in 0..paragraphs {
        let text = prose(size);
        let span = builder.push(&text);
        let kind = if number % 40 == 0 { BlockKind::Heading } else { BlockKind::Paragraph };
        builder.block(kind, u8::from(kind == BlockKind::Heading), span);
        builder.inline(InlineStyle::Emphasis, Span::new(span.start, span.start + 9));
        let link = builder.link(format!("https://example.org/{number}"));
        builder.inline(link, Span::new(span.start + 20, span.start + 40));
        if number % 20 == 0 {
            builder.page(&format!("{}", number / 20), span.start);
        }
        builder.push("\n\n");
    }
    builder.finish()
}

/// Saving an extracted text and reading it back, and what a file of 20 MB costs before its text can be asked for.
fn keeping(document: &Document) {
    let bytes = measure("save it", || {
        let mut bytes = Vec::new();
        saved::write(document, &mut bytes).expect("memory takes it");
        bytes
    });
    println!("  {:<46} {:>12}", "bytes", bytes.len());
    measure("its digest, which says whether it is whole", || digest(&bytes));
    measure("read it back", || {
        saved::read(&mut &bytes[..], bytes.len() as u64).map(|document| document.blocks().len())
    });
    let file = vec![7_u8; 20_000_000];
    measure("the digest of a file of 20 MB", || digest(&file));
}

/// Runs `work` a few times and prints the median.
fn measure<T>(what: &str, mut work: impl FnMut() -> T) -> T {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..5 {
        let start = Instant::now();
        last = Some(black_box(work()));
        times.push(start.elapsed());
    }
    times.sort();
    println!("  {what:<46} {:>12}", shown(times[times.len() / 2]));
    last.expect("it ran five times")
}

fn shown(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}

fn reading(text: &str) {
    let bytes = text.as_bytes();
    measure("parse the first 64 KB", || format::parse_head("prose.txt", bytes[..bytes.len().min(64 * 1024)].to_vec()));
    let document =
        measure("parse all of it (a copy of the bytes included)", || format::parse("prose.txt", bytes.to_vec()));
    let look = LayoutOptions { width: 72, fold_boilerplate: true, ..LayoutOptions::default() };
    let middle = document.text().floor_char_boundary(text.len() / 2);
    measure("a page in the middle, nothing laid out before", || {
        let mut flow = Layout::new(look);
        let at = flow.at(&document, middle);
        flow.window(&document, at, 40).len()
    });
    let mut flow = Layout::new(look);
    let mut at = flow.at(&document, middle);
    measure("forty rows further, forty times", || {
        for _ in 0..40 {
            at = flow.step(&document, at, 40);
            black_box(flow.window(&document, at, 40));
        }
    });
    measure("a hundred sentences on", || {
        (0..100).fold(middle, |place, _| apply(&document, place, Motion::NextSentence))
    });
    let whole = Span::new(0, document.text().len());
    for (what, query) in
        [("search without a hit", "xylophone quartet"), ("search with many hits (20,000 at most)", "river")]
    {
        let query = Pattern::parse(query).expect("plain words are a query");
        measure(what, || search::find(&query, document.text(), whole, 20_000).len());
    }
    measure("count the words", || document.words());
}

fn saving(count: u16) {
    let reader = Reader { id: urn(0).into(), name: "Mei".to_owned(), nickname: "mei".to_owned() };
    let identity = DocumentIdentity { title: "Prose".to_owned(), path: "prose.txt".to_owned(), sha256: "0".repeat(64) };
    let ids = NewIds { collection: urn(60_001), page: urn(60_002), identity: urn(60_003).into() };
    let mut sidecar = Sidecar::new(&identity, &reader, &ids, Timestamp::UNIX_EPOCH);
    let document = format::parse("prose.txt", prose(1_000_000).into_bytes());
    let records: Vec<Record> = (1..=count).map(|n| Record::of(&annotation(n, &document))).collect();
    for record in records {
        sidecar.put(record);
    }
    let text = sidecar.to_text();
    println!("  {:<46} {:>9} KB", "its size", text.len() / 1000);
    measure("read it", || Sidecar::parse(&text));
    let one = Record::of(&annotation(count + 1, &document));
    measure("add one and make the text", || {
        sidecar.put(one.clone());
        sidecar.to_text()
    });
}

fn annotation(n: u16, document: &Document) -> Annotation {
    let start = document.text().floor_char_boundary(usize::from(n) * 90);
    let passage = select::passage(
        document.text(),
        document.offsets(),
        Span::new(start, start + 60).clamp_to(document.text()),
        "urn:sha256:0",
    );
    Annotation {
        id: urn(n).into(),
        kind: Kind::Note,
        creator: urn(0).into(),
        created: Timestamp::UNIX_EPOCH,
        modified: Timestamp::UNIX_EPOCH,
        note: Some("A note of some length, as they are.".to_owned()),
        tags: vec!["river".to_owned()],
        color: Some(Color::Blue),
        target: Target::Passage(passage),
        links: Vec::new(),
    }
}

fn urn(n: u16) -> String {
    format!("urn:uuid:00000000-0000-7000-8000-00000000{n:04x}")
}

/// Sentences of words from a small vocabulary, in paragraphs of one line, the same every time.
fn prose(bytes: usize) -> String {
    const WORDS: [&str; 16] = [
        "the", "river", "over", "stone", "walks", "slowly", "between", "two", "old", "houses", "and", "no", "boat",
        "comes", "down", "today",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap_or(0)
    };
    let mut text = String::with_capacity(bytes + 1000);
    while text.len() < bytes {
        for _ in 0..4 + next(6) {
            let words: Vec<&str> = (0..6 + next(12)).map(|_| WORDS[next(WORDS.len())]).collect();
            text.push_str(&words.join(" "));
            text.push_str(". ");
        }
        text.push_str("\n\n");
    }
    text
}
