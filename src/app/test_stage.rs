//! The test stage: a Model over documents in memory, keys typed through the real keymap, effects answered by a small
//! worker that keeps everything in maps. No clock, no files, no threads: time and ids are counted.

use crate::annotation::{
    Anchor, Annotation, AnnotationId, Audience, Color, Draft, Kind, Origin, Passage, Reader, ReaderId, Record, Target,
    anchor, remark, select,
};
use crate::app::dispatch::commands;
use crate::app::library::opening;
use crate::app::notes::pane;
use crate::app::state::card::Card;
use crate::app::state::document::OpenDocument;
use crate::app::state::job::JobId;
use crate::app::state::prompts;
use crate::app::{
    AnchoredAnnotation, CitedAs, Command, Config, CopyWay, DefinedSense, DictionaryNews, Effect, Env, ExportEnd,
    ExportFormat, ExportOrder, ExportRequest, FindRequest, ListItem, ListedMark, MarkedNews, Me, Model, Mouse,
    MouseAct, Msg, NamedText, OpenedDocument, Overlay, PresenceRequest, PresentReader, ReadRequest, ReadingPlace,
    ResultGroup, ResultsNews, ResultsProgress, ResultsView, SharedPlace, WantedLink, WriteRequest, by_name, by_year,
    dated_rows, keymap, marked, name_titles, update,
};
use crate::config::{KeyPreset, WrittenKeys, chord, settings, theme};
use crate::document::{BlockKind, Builder, DocPath, Document, Marker, Metadata, doc_path};
use crate::search::query::TextFacts;
use crate::search::{self, SearchText};
use crate::study::link_to;
use crate::study::names::sightings;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// A program on stage.
pub struct Stage {
    /// The model.
    pub model: Model,
    /// The corpus.
    pub files: BTreeMap<String, Arc<Document>>,
    /// Own records as they would be on the disk, by document and id.
    pub disk: BTreeMap<(String, AnnotationId), Record>,
    /// What others have written, by document.
    pub others: BTreeMap<String, Vec<AnchoredAnnotation>>,
    /// Own versions that were replaced, the newest first, by document.
    pub replaced: Vec<(String, Record)>,
    /// Names that stand for somebody already.
    pub taken: Vec<Reader>,
    /// Where others' annotations were said to stand, by id.
    pub accepted: BTreeMap<AnnotationId, Passage>,
    /// The keys of what was seen, as they would be on the disk.
    pub seen: Vec<u64>,
    /// The draft kept on the disk.
    pub draft: Option<Draft>,
    /// The settings that were to be kept.
    pub settings: Vec<(&'static str, String)>,
    /// The step of the tour that was to be remembered.
    pub tour: usize,
    /// The drafts that were left on purpose.
    pub left: Vec<Draft>,
    /// The drafts that were to be dropped.
    pub dropped: Vec<Draft>,
    /// The last place kept of each document.
    pub places: BTreeMap<String, ReadingPlace>,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
    /// What was exported.
    pub exported: Vec<ExportOrder>,
    /// The pictures that were shown outside, as document and source.
    pub pictures: Vec<String>,
    /// What the one dictionary has: headwords with their entries.
    pub dictionary: Vec<(&'static str, &'static str)>,
    /// What a sync was asked to do: begun, stopped.
    pub synced: Vec<&'static str>,
    /// Who leads elsewhere.
    pub leaders: Vec<PresentReader>,
    /// The places that others were shown; `None` where that ended.
    pub led: Vec<Option<SharedPlace>>,
    /// Whose folder is looked at.
    pub following: Option<String>,
    /// Whether the program has ended.
    pub ended: bool,
    /// What was asked of the terminal: to sleep, to be painted anew.
    pub terminal: Vec<&'static str>,
    /// How far words come that are copied.
    pub clipboard: CopyWay,
    /// Whether the disk takes anything.
    pub full: bool,
    /// Whether answers are held back in `held`.
    pub hold: bool,
    /// Effects not answered yet.
    pub held: VecDeque<Effect>,
    /// How many keys have been typed.
    pub typed: usize,
    count: u32,
}

/// The name of the document of [`Stage::over`].
pub const PATH: &str = "text.md";

/// A document in the notation of the tests: blocks parted by blank lines, each of the kind that its first characters
/// say (`# ` and `## ` headings, `~ ` boilerplate, `> ` quotation, `- ` item, `= ` table row with tabs, `$ ` code, `^ `
/// footnote, else a paragraph). `|`, `{` and `}` are taken out; their places in the text are given, in order.
pub fn document(written: &str) -> (Document, Vec<(char, usize)>) {
    let (mut builder, mut marks) = (Builder::default(), Vec::new());
    for part in written.split("\n\n") {
        let plain = part.trim_start_matches(['|', '{']);
        let signs = &part[..part.len() - plain.len()];
        let (kind, level, rest) = kind_of(plain);
        let start = builder.text().len();
        for c in signs.chars().chain(rest.chars()) {
            if matches!(c, '|' | '{' | '}') {
                marks.push((c, builder.text().len()));
            } else {
                builder.push(c.encode_utf8(&mut [0; 4]));
            }
        }
        let span = Span::new(start, builder.text().len());
        builder.marked_block(
            kind,
            level,
            span,
            if kind == BlockKind::ListItem { Marker::Bullet } else { Marker::None },
        );
        builder.push("\n\n");
    }
    (builder.finish(), marks)
}

fn kind_of(part: &str) -> (BlockKind, u8, &str) {
    let kinds = [
        ("# ", BlockKind::Heading, 1),
        ("## ", BlockKind::Heading, 2),
        ("~ ", BlockKind::Boilerplate, 0),
        ("> ", BlockKind::Quotation, 1),
        ("- ", BlockKind::ListItem, 1),
        ("= ", BlockKind::TableRow, 0),
        ("$ ", BlockKind::Code, 0),
        ("^ ", BlockKind::Footnote, 0),
    ];
    let found = kinds.into_iter().find_map(|(sign, kind, level)| Some((kind, level, part.strip_prefix(sign)?)));
    found.unwrap_or((BlockKind::Paragraph, 0, part))
}

/// Default settings, keys and theme.
pub fn config() -> Config {
    config_with("")
}

/// Makes the default configuration with this `keys.toml`.
pub fn config_with(keys_toml: &str) -> Config {
    let keys = WrittenKeys { file: Some(keys_toml.to_owned()) };
    let (keymap, faults) = keymap(&keys, KeyPreset::Postil);
    assert!(faults.is_empty(), "{faults:?}");
    let (settings, faults) = settings::resolve(&[]);
    assert!(faults.is_empty(), "{faults:?}");
    Config {
        settings,
        keymap,
        keys,
        kept: Vec::new(),
        theme: theme::Theme::default(),
        themes: theme::Themes::default(),
        ascii: false,
        ambiguous_wide: false,
        formats: vec!["markdown", "text"],
        exports: [("markdown", "md", false), ("site", "", false), ("ris", "ris", true)]
            .map(|(name, extension, of_documents)| ExportFormat { name, about: "as it is", extension, of_documents })
            .to_vec(),
    }
}

/// The reader of the tests.
pub fn mei() -> Reader {
    Reader {
        id: "urn:uuid:0193f3a0-0000-7000-8000-0000000000aa".into(),
        name: "Mei Tanaka".to_owned(),
        nickname: "mei".to_owned(),
    }
}

/// Another reader, of that nickname.
pub fn person(nickname: &str) -> Reader {
    let number = nickname.bytes().fold(0u64, |number, byte| (number << 8 | u64::from(byte)) & 0xffff_ffff_ffff);
    let number = if nickname == "ana" { 0xbb } else { number };
    let id = format!("urn:uuid:0193f3a0-0000-7000-8000-{number:012x}");
    Reader { id: id.into(), name: nickname.to_owned(), nickname: nickname.to_owned() }
}

impl Stage {
    /// A program with a corpus, showing its list; the reader's name is known.
    pub fn with(files: &[(&str, &str)], config: Config, screen: (u16, u16)) -> Self {
        let mut model = Model::new(config, screen);
        model.list.name = "corpus".to_owned();
        let mut stage = Self {
            model,
            files: files.iter().map(|(path, text)| ((*path).to_owned(), Arc::new(document(text).0))).collect(),
            disk: BTreeMap::new(),
            others: BTreeMap::new(),
            replaced: Vec::new(),
            taken: Vec::new(),
            accepted: BTreeMap::new(),
            seen: Vec::new(),
            draft: None,
            settings: Vec::new(),
            tour: 0,
            left: Vec::new(),
            dropped: Vec::new(),
            places: BTreeMap::new(),
            copied: Vec::new(),
            exported: Vec::new(),
            pictures: Vec::new(),
            dictionary: Vec::new(),
            synced: Vec::new(),
            leaders: Vec::new(),
            led: Vec::new(),
            following: None,
            ended: false,
            terminal: Vec::new(),
            clipboard: CopyWay::Taken,
            full: false,
            hold: false,
            held: VecDeque::new(),
            typed: 0,
            count: 0,
        };
        stage.send(Msg::IsReader(Me { reader: mei(), confirmed: true, elsewhere: None }));
        let items = files.iter().map(|(path, _)| ListItem::of(doc_path(path))).collect();
        stage.send(Msg::Listed(items));
        stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries: Vec::new() });
        stage
    }

    /// One document, opened, on a screen of 80 × 24; `|` is where the cursor goes, `{` or `}` the other end of a selection.
    pub fn over(written: &str) -> Self {
        Self::sized(written, (80, 24))
    }

    /// Makes the app on `written` text, on a screen of this width and height in cells.
    pub fn sized(written: &str, screen: (u16, u16)) -> Self {
        let mut stage = Self::with(&[(PATH, written)], config(), screen);
        stage.open(PATH);
        let (document, marks) = document(written);
        let doc = stage.model.doc.as_mut().expect("it was opened");
        let at = |sign: char| marks.iter().find(|(it, _)| *it == sign).map(|(_, at)| *at);
        let last = |end: usize| crate::text::segment::prev_grapheme(document.text(), end);
        // The cursor is the end of the selection at the bar: on its first or on its last character.
        match (at('|'), at('{'), at('}')) {
            (Some(bar), Some(open), Some(close)) if bar == close => {
                (doc.selection, doc.cursor) = (Some(open), last(close));
            }
            (Some(bar), Some(_), Some(close)) => (doc.selection, doc.cursor) = (Some(last(close)), bar),
            (Some(bar), ..) => doc.cursor = bar,
            _ => {}
        }
        stage.resize(screen);
        stage
    }

    /// Opens a document as the list would.
    pub fn open(&mut self, path: &str) {
        let effects = opening::open(&mut self.model, &doc_path(path));
        self.carry_out(effects);
    }

    /// The clock and new ids for an update, which may not ask for them itself.
    pub fn given(&mut self) -> Env {
        self.count += 1;
        let now = jiff::Timestamp::from_second(1_795_000_000 + i64::from(self.count)).expect("a day of ours");
        Env { now, today: jiff::civil::date(2026, 11, 18), id: uuid::Uuid::from_u128(u128::from(self.count)) }
    }

    /// Lets so many seconds pass.
    pub fn pass(&mut self, seconds: u32) {
        self.count += seconds;
    }

    /// How many seconds have passed.
    pub fn elapsed(&self) -> u32 {
        self.count
    }

    /// Sends a message and answers what it asks for.
    pub fn send(&mut self, msg: Msg) {
        let given = self.given();
        let effects = update(&mut self.model, msg, &given);
        self.carry_out(effects);
    }

    /// Types keys, written as in `keys.toml`; `"…"` types a text letter by letter.
    pub fn keys(&mut self, written: &str) -> &mut Self {
        for (index, part) in written.split('"').enumerate() {
            if index % 2 == 1 {
                part.chars().for_each(|c| self.press(chord::Chord::char(c)));
                continue;
            }
            for key in part.split_whitespace() {
                self.press(chord::Chord::parse(key).expect("a key"));
            }
        }
        self
    }

    fn press(&mut self, chord: chord::Chord) {
        self.typed += 1;
        self.send(Msg::Key(chord));
    }

    /// Runs a command by its name, through the palette's way.
    pub fn run(&mut self, name: &str) -> &mut Self {
        let command = Command::named(name).unwrap_or_else(|| panic!("no command {name}"));
        let given = self.given();
        let effects = commands::run(&mut self.model, command, &given);
        self.carry_out(effects);
        self.resize(self.model.view.screen);
        self
    }

    /// All cards with all that stands on them.
    pub fn cards(&self) -> Vec<Card> {
        pane::whole(&self.model)
    }

    /// Gives the screen a size.
    pub fn resize(&mut self, (width, height): (u16, u16)) -> &mut Self {
        self.send(Msg::Resize(width, height));
        self
    }

    /// Does something with the mouse.
    pub fn mouse(&mut self, act: MouseAct, column: u16, row: u16) -> &mut Self {
        self.send(Msg::Mouse(Mouse { act, column, row }));
        self
    }

    /// Answers the effects held back, in order.
    pub fn release(&mut self) {
        self.hold = false;
        let held: Vec<Effect> = self.held.drain(..).collect();
        self.carry_out(held);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if self.hold
                && matches!(effect, Effect::Read(_) | Effect::Find(_) | Effect::Write(WriteRequest::Save { .. }))
            {
                self.held.push_back(effect);
            } else {
                self.answer(effect);
            }
        }
    }

    fn answer(&mut self, effect: Effect) {
        match effect {
            Effect::Read(request) => self.answer_reading(request),
            Effect::Find(request) => self.answer_finding(request),
            Effect::Export(request) => self.answer_exporting(request),
            Effect::Write(request) => self.answer_writing(request),
            Effect::Presence(request) => self.answer_presence(request),
            Effect::Copy(clipping) => {
                self.copied.push(clipping.text.clone());
                self.send(Msg::Copied(clipping, self.clipboard));
            }
            Effect::ShowPicture { path, source } => self.pictures.push(format!("{path}: {source}")),
            Effect::EditOutside(text) => self.send(Msg::Edited(Some(format!("{text} (edited outside)")))),
            Effect::Sync => self.synced.push("begun"),
            Effect::StopSync => self.synced.push("stopped"),
            Effect::Suspend => self.terminal.push("sleep"),
            Effect::Redraw => self.terminal.push("redraw"),
            Effect::Quit => self.ended = true,
        }
    }

    /// Exports are kept; a file of the name of one is there. What is cited is so by its title.
    fn answer_exporting(&mut self, request: ExportRequest) {
        match request {
            ExportRequest::Cite(quotation) => {
                let title = quotation.metadata.title.clone().unwrap_or_else(|| quotation.path.file_name().to_owned());
                let page = |at| quotation.document.page_at(at).map(|page| page.label.clone());
                let pages = page(quotation.span.start).zip(page(quotation.span.end.saturating_sub(1)));
                let cited = match pages {
                    None => format!("“{title}”"),
                    Some((first, last)) if first == last => format!("“{title}”, p. {first}"),
                    Some((first, last)) => format!("“{title}”, pp. {first}–{last}"),
                };
                self.send(Msg::Cited(quotation, CitedAs { citation: cited, fault: None }));
            }
            ExportRequest::Write(order) => {
                let taken = !order.over && self.exported.iter().any(|before| before.place == order.place);
                let end = if taken { ExportEnd::Taken(order) } else { self.export(*order) };
                self.send(Msg::Exported(end));
            }
        }
    }

    fn export(&mut self, order: ExportOrder) -> ExportEnd {
        let told = format!("1 annotation in {}", order.place);
        self.exported.push(order);
        ExportEnd::Written(told)
    }

    fn answer_reading(&mut self, request: ReadRequest) {
        match request {
            ReadRequest::LookAgain => self.terminal.push("look again"),
            ReadRequest::Open { job, path } => self.read(job, path.as_str()),
            ReadRequest::Link { note, mut found, wanted } => {
                for WantedLink { label, path, place } in wanted {
                    // Of the other texts only the name is known here, as where a file has changed.
                    let source = if path.as_str() == PATH { SOURCE } else { "urn:sha256:00" };
                    match link_to(&label, place.as_ref(), &self.files[path.as_str()], source) {
                        Ok(link) => found.links.push(link),
                        Err(missing) => found.missing.push(missing.to_string()),
                    }
                }
                self.send(Msg::Linked { note, found });
            }
            ReadRequest::LookUp { folder, words, .. } => {
                let has = self.dictionary.iter().filter(|(head, _)| *head == words);
                let sense = |(head, text): &(&str, &str)| DefinedSense {
                    dictionary: folder.clone(),
                    head: (*head).to_owned(),
                    text: (*text).to_owned(),
                };
                let entries = has.map(sense).collect();
                let news = DictionaryNews { words, entries, dictionaries: 1, faults: Vec::new() };
                self.send(Msg::Defined(Box::new(news)));
            }
            ReadRequest::Search { job, query, document } => {
                let find = |text: &str| search::find(&query, text, Span::new(0, text.len()), 1000);
                let hits = SearchText::from(&*document).find(query.reach(), 1000, find);
                self.send(Msg::Found { job, hits, more: false });
            }
        }
    }

    fn answer_finding(&mut self, request: FindRequest) {
        let (job, query) = match request {
            FindRequest::Texts { job, query } => (job, query),
            FindRequest::Timeline { job } => {
                let rows =
                    self.files.iter().flat_map(|(path, document)| dated_rows(&doc_path(path), document)).collect();
                let progress = ResultsProgress::Done;
                let news = ResultsNews { job, groups: by_year(rows), progress, unread: 0 };
                return self.send(Msg::Results(Box::new(news)));
            }
            FindRequest::Names { job } => {
                let texts =
                    self.files.iter().map(|(path, document)| NamedText::of(&doc_path(path), document)).collect();
                let progress = ResultsProgress::Done;
                let news = ResultsNews { job, groups: by_name(texts), progress, unread: 0 };
                return self.send(Msg::Results(Box::new(news)));
            }
            FindRequest::Marks { job, .. } => return self.tell_marks(job),
            FindRequest::Places { job, names } => {
                self.tell_marks(job);
                let texts = self.files.values().map(|document| sightings(document)).collect();
                if names {
                    self.send(Msg::Named { job, names: name_titles(texts) });
                }
                return;
            }
            FindRequest::Stop => return,
        };
        let found = self.files.iter().filter_map(|(path, document)| {
            let facts = TextFacts { path, ..TextFacts::default() };
            let hits = query.hits_in(&**document, &facts)?;
            Some(ResultGroup::of_hits(&doc_path(path), path, &**document, &hits))
        });
        let groups = found.collect();
        self.send(Msg::Results(Box::new(ResultsNews { job, groups, progress: ResultsProgress::Done, unread: 0 })));
    }

    fn tell_marks(&mut self, job: JobId) {
        let own = self
            .disk
            .iter()
            .filter(|(_, record)| !record.is_tombstone())
            .filter_map(|((path, _), record)| Some((path, anchored(record.clone(), &self.files[path], true)?)));
        let others =
            self.others.iter().flat_map(|(path, others)| others.iter().map(move |other| (path, other.clone())));
        let mut marks: Vec<ListedMark> = own.chain(others).map(|(path, it)| marked(&doc_path(path), &it)).collect();
        marks.sort_by(|a, b| a.path.cmp(&b.path));
        self.send(Msg::Marked(Box::new(MarkedNews { job, marks, faults: Vec::new() })));
    }

    fn answer_writing(&mut self, request: WriteRequest) {
        match request {
            WriteRequest::Save { path, record } => self.save(&path, record),
            WriteRequest::ConfirmReader { name, adopt, id } => self.confirm(&name, adopt, id),
            WriteRequest::RenameReader { name, .. } => {
                let reader = Reader { nickname: name.to_lowercase(), name, id: self.model.me.reader.id.clone() };
                self.send(Msg::IsReader(Me { reader, confirmed: true, elsewhere: None }));
            }
            WriteRequest::KeepReplaced { path, record } => self.replaced.insert(0, (path.into(), *record)),
            WriteRequest::Accept { id, to, .. } => drop(self.accepted.insert(id, *to)),
            WriteRequest::KeepSeen(keys) => self.seen.extend(keys),
            WriteRequest::KeepPlaceSoon(_) => {}
            WriteRequest::KeepRead { path, furthest } => {
                let place = || ReadingPlace::beginning(path.clone());
                self.places.entry(path.as_str().to_owned()).or_insert_with(place).furthest = furthest;
            }
            WriteRequest::KeepPlace(place) => drop(self.places.insert(place.path.as_str().to_owned(), *place)),
            WriteRequest::KeepDraft(draft) => self.draft = draft,
            WriteRequest::LeaveDraft(draft) => self.left.push(draft),
            WriteRequest::DropDrafts(drafts) => self.dropped.extend(drafts),
            WriteRequest::KeepTour(step) => self.tour = step,
            WriteRequest::KeepSetting { name, value } => self.settings.push((name, value)),
        }
    }

    fn answer_presence(&mut self, request: PresenceRequest) {
        match request {
            PresenceRequest::LookForLeaders => self.send(Msg::Leaders(self.leaders.clone())),
            PresenceRequest::Lead(spot) => self.led.push(Some(spot)),
            PresenceRequest::StopLeading => self.led.push(None),
            PresenceRequest::Follow(folder) => self.following = folder,
        }
    }

    fn read(&mut self, job: JobId, path: &str) {
        let Some(document) = self.files.get(path).cloned() else {
            return self.send(Msg::NotOpened { job, reason: format!("{path} cannot be read") });
        };
        let place = self.places.get(path).cloned();
        let words = document.words();
        self.send(Msg::Opened(Box::new(opened(job, path, &document, place))));
        let earlier = self.replaced.iter().filter(|(of, _)| of == path).map(|(_, record)| record.clone()).collect();
        self.send(Msg::Earlier { path: doc_path(path), records: earlier });
        let own: Vec<Record> =
            self.disk.iter().filter(|((of, _), _)| of == path).map(|(_, record)| record.clone()).collect();
        let mine = own.iter().filter_map(|record| anchored(record.clone(), &document, true));
        let others = self.others.get(path).into_iter().flatten().filter_map(|other| {
            let anchored = anchored(other.record.clone(), &document, false)?;
            let anchored = AnchoredAnnotation { reader: other.reader.clone(), ..anchored };
            let Some(known) = self.accepted.get(&anchored.annotation.id) else { return Some(anchored) };
            let anchor = anchor::anchor_one_in(&document, SOURCE, known);
            Some(AnchoredAnnotation { anchor, ..anchored })
        });
        let remarks = remark::remarks(&document, SOURCE).into_iter().zip(document.comments());
        let remarks = remarks.filter_map(|(annotation, comment)| {
            let anchored = anchored(Record::of(&annotation), &document, false)?;
            Some(AnchoredAnnotation { reader: comment.author.clone(), origin: Origin::File, ..anchored })
        });
        let prompts = prompts::anchored(&self.model.seminar.syllabus, &doc_path(path), &document, SOURCE);
        let mut anchored: Vec<AnchoredAnnotation> = mine.chain(others).chain(remarks).chain(prompts).collect();
        let ids = prompts::ids_of(&self.model.seminar.syllabus);
        for anchored in &mut anchored {
            ids.settle(&mut anchored.annotation, &doc_path(path));
        }
        self.send(Msg::Annotations { path: doc_path(path), anchored, own, faults: Vec::new(), formerly: Vec::new() });
        self.send(Msg::Counted { job, words });
    }

    fn save(&mut self, path: &DocPath, record: Box<Record>) {
        if self.full {
            return self.send(Msg::NotSaved {
                path: path.clone(),
                record,
                reason: "the disk is full".to_owned(),
                kept: false,
            });
        }
        let id = record.id().clone();
        self.disk.insert((path.as_str().to_owned(), id.clone()), *record);
        self.send(Msg::Saved { path: path.clone(), id });
    }

    fn confirm(&mut self, name: &str, adopt: bool, id: uuid::Uuid) {
        let there = self.taken.iter().find(|reader| reader.name == name).cloned();
        if let (Some(reader), false) = (&there, adopt) {
            return self.send(Msg::NameTaken(reader.clone()));
        }
        let new =
            Reader { id: ReaderId::new(id.urn().to_string()), name: name.to_owned(), nickname: name.to_lowercase() };
        self.send(Msg::IsReader(Me { reader: there.unwrap_or(new), confirmed: true, elsewhere: None }));
    }

    /// Another reader's annotation on the first words of the document that say `quote`.
    pub fn other(&mut self, path: &str, kind: Kind, quote: &str, note: &str) {
        self.by("ana", path, kind, (quote, note));
    }

    /// Adds an annotation by the reader of that nickname; gives its id.
    pub fn by(&mut self, reader: &str, path: &str, kind: Kind, (quote, note): (&str, &str)) -> AnnotationId {
        let document = Arc::clone(&self.files[path]);
        let start = document.text().find(quote).expect("the words stand there");
        let target = Target::Passage(select::passage_in(&document, Span::new(start, start + quote.len()), SOURCE));
        let given = self.given();
        let annotation = Annotation {
            id: AnnotationId::new(given.id.urn().to_string()),
            kind,
            creator: person(reader).id,
            created: given.now,
            modified: given.now,
            note: Some(note.to_owned()).filter(|note| !note.is_empty()),
            tags: Vec::new(),
            color: Some(Color::Green).filter(|_| kind == Kind::Highlight),
            target,
            links: Vec::new(),
        };
        let anchored = anchored(Record::of(&annotation), &document, false).expect("an annotation");
        let anchored = AnchoredAnnotation { reader: reader.to_owned(), ..anchored };
        self.others.entry(path.to_owned()).or_default().push(anchored);
        annotation.id
    }

    /// As [`Stage::by`], for some readers.
    pub fn by_for(&mut self, reader: &str, path: &str, kind: Kind, words: (&str, &str), to: &Audience) {
        self.by(reader, path, kind, words);
        let last = self.others.get_mut(path).and_then(|all| all.last_mut()).expect("it was written");
        last.record = last.record.for_audience(to);
    }

    /// Nothing that others have encrypted can be read here.
    pub fn seal_others(&mut self) {
        for anchored in self.others.values_mut().flatten() {
            anchored.record = anchored.record.sealed("-----BEGIN AGE ENCRYPTED FILE-----", SOURCE);
            anchored.annotation = anchored.record.annotation().expect("an annotation");
        }
    }

    /// What another reader says to an annotation: a reply, or (without words) a vote. Gives its id.
    pub fn answer_by(&mut self, path: &str, who: &str, parent: &AnnotationId, note: &str) -> AnnotationId {
        let document = Arc::clone(&self.files[path]);
        let given = self.given();
        let annotation = Annotation {
            id: AnnotationId::new(given.id.urn().to_string()),
            kind: if note.is_empty() { Kind::Vote } else { Kind::Reply },
            creator: format!("urn:uuid:{who}").into(),
            created: given.now,
            modified: given.now,
            note: Some(note.to_owned()).filter(|note| !note.is_empty()),
            tags: Vec::new(),
            color: None,
            target: Target::Annotation(parent.clone()),
            links: Vec::new(),
        };
        let anchored = anchored(Record::of(&annotation), &document, false).expect("an annotation");
        self.others.entry(path.to_owned()).or_default().push(AnchoredAnnotation { reader: who.to_owned(), ..anchored });
        annotation.id
    }

    /// Gives a document another text and opens it again.
    pub fn rewrite(&mut self, path: &str, written: &str) {
        self.files.insert(path.to_owned(), Arc::new(document(written).0));
        self.open(path);
    }

    /// The open document.
    pub fn doc(&self) -> &OpenDocument {
        self.model.doc.as_ref().expect("a document is open")
    }

    /// The results that show.
    pub fn results(&self) -> &ResultsView {
        match &self.model.overlay {
            Some(Overlay::Results(view)) => view,
            other => panic!("no results but {other:?}, said: {}", self.said()),
        }
    }

    /// What was said last.
    pub fn said(&self) -> &str {
        self.model.status.message.as_ref().map_or("", |message| &message.text)
    }

    /// The text with `|` at the cursor, and with braces around what is selected, the bar inside them.
    pub fn marked(&self) -> String {
        let doc = self.doc();
        let mut text = doc.text().trim_end().to_owned();
        let Some(span) = doc.selected() else {
            text.insert(doc.cursor, '|');
            return text;
        };
        let forward = doc.selection.is_some_and(|fixed| fixed <= doc.cursor);
        text.insert_str(span.end, if forward { "|}" } else { "}" });
        text.insert_str(span.start, if forward { "{" } else { "{|" });
        text
    }

    /// Own annotations of the open document in a few words each, in text order.
    pub fn own(&self) -> Vec<String> {
        self.doc()
            .annotations
            .anchored
            .iter()
            .filter(|anchored| anchored.mine)
            .map(|anchored| content(anchored, self.doc().text()))
            .collect()
    }

    /// Lists one's own annotations as they would be read from the disk.
    pub fn kept(&self) -> BTreeSet<String> {
        let document = &self.files[PATH];
        let records = self.disk.values().filter_map(|record| anchored(record.clone(), document, true));
        records.map(|anchored| content(&anchored, document.text())).collect()
    }
}

/// The digest of every document on stage.
pub const SOURCE: &str = "urn:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A document as it comes from the thread that reads.
pub fn opened(job: JobId, path: &str, document: &Arc<Document>, place: Option<ReadingPlace>) -> OpenedDocument {
    OpenedDocument {
        job,
        path: doc_path(path),
        document: Arc::clone(document),
        metadata: Metadata::default(),
        source: Some(SOURCE.to_owned()),
        words: None,
        place,
        outdated: false,
    }
}

fn anchored(record: Record, document: &Document, mine: bool) -> Option<AnchoredAnnotation> {
    let annotation = record.annotation().filter(|_| !record.is_tombstone())?;
    let anchor = match &annotation.target {
        Target::Passage(passage) => anchor::anchor_one_in(document, SOURCE, passage),
        _ => Anchor::NOWHERE,
    };
    let reader = if mine { "mei" } else { "ana" }.to_owned();
    Some(AnchoredAnnotation {
        annotation,
        record,
        anchor,
        reader,
        mine,
        saved: true,
        origin: Origin::Here,
        hidden: false,
    })
}

fn content(anchored: &AnchoredAnnotation, text: &str) -> String {
    let it = &anchored.annotation;
    let on = anchored.anchor.span.map_or("the whole text".to_owned(), |span| format!("[{}]", span.of(text)));
    let color = it.color.map_or(String::new(), |color| format!(" {}", color.name()));
    let note = it.note.as_ref().map_or(String::new(), |note| format!(" “{note}”"));
    let tags: Vec<String> = it.tags.iter().map(|tag| format!(" #{tag}")).collect();
    format!("{}{color} {on}{note}{}", it.kind.name(), tags.concat())
}

/// Sets the stage as `before` says, types the keys, and compares with `after`: `|` is the cursor, `{…|}` a selection
/// whose moving end is at the bar.
pub fn check(before: &str, keys: &str, after: &str) {
    let mut stage = Stage::over(before);
    stage.keys(keys);
    let mut expected = document(after).0.text().trim_end().to_owned();
    for (sign, at) in document(after).1.into_iter().rev() {
        expected.insert(at, sign);
    }
    assert_eq!(stage.marked(), expected, "{before:?} and then {keys}; said: {}", stage.said());
}
