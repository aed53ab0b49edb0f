//! Every command of the table: that it does what it says, that it can be reached, that help and hints tell the truth.

use crate::app::test_stage::{PATH, Stage, config_with};
use crate::app::{
    COMMANDS, CONTEXTS, Command, Context, HelpPage, HelpRow, LinePurpose, MarkAction, Overlay, Pane, Targets,
    help_rows, inner_width, key_of, shown_rows, status,
};

use crate::text::Direction;

const TEXT: &str = "# One\n\nA |b c. D e.\n\nF g.\n\n## Two\n\nH i.";

/// What is known of the program after a command, in a few words.
fn state(stage: &Stage) -> String {
    let model = &stage.model;
    let over = match &model.overlay {
        None => "",
        Some(Overlay::Help(_)) => "help",
        Some(Overlay::Clipping(_)) => "clipping",
        Some(Overlay::Choose(open)) => list_name(&open.targets),
        Some(Overlay::Tags(_)) => "tags",
        Some(Overlay::Line(open)) => line_name(open.purpose),
        Some(Overlay::Name(_)) => "name",
        Some(Overlay::Setting(_)) => "setting",
        Some(Overlay::Export(_)) => "export",
        Some(Overlay::Write(_)) => "write",
        Some(Overlay::Pick(_)) => "pick",
        Some(Overlay::Mark(MarkAction::Set)) => "set mark",
        Some(Overlay::Mark(MarkAction::Go)) => "go to mark",
        Some(Overlay::Receipt(_)) => "receipt",
        Some(Overlay::Board(_)) => "board",
        Some(Overlay::Results(_)) => "results",
    };
    let doc = stage.doc();
    format!(
        "{} {:?} {:?} {} {} {} {:?} [{over}] {} {:?}{} ‘{}’ {} {:?}",
        stage.marked(),
        model.view.focus,
        doc.page.top,
        model.view.zoomed,
        model.view.side_hidden,
        doc.folded,
        stage.own(),
        doc.opened.path,
        model.list.selected().map(|item| item.path.as_str()),
        model.list.sort.name(),
        stage.said(),
        doc.found.shown,
        model.notes.selected,
    ) + &format!(" {} {:?} {:?} {}", stage.ended, stage.terminal, stage.copied, model.notes.drafts.len())
}

fn list_name(targets: &Targets) -> &'static str {
    match targets {
        Targets::Commands(_) => "palette",
        Targets::Links(_) => "links",
        Targets::Backlinks(_) => "backlinks",
        Targets::Sections => "outline",
        Targets::Versions(_) => "history",
        Targets::Layers(_) => "layers",
        Targets::Unannotated(_) => "untouched",
        Targets::Prompts(_) => "prompts",
        Targets::Compare(_) => "compare",
        Targets::Leaders(_) => "leaders",
        Targets::ExportFormats(_) => "export formats",
        Targets::ExportSubjects(_) => "export subjects",
        Targets::Anywhere(_) => "go to",
        Targets::Themes(_) => "themes",
        Targets::Audiences(_) => "audiences",
        Targets::Settings => "settings",
        Targets::SettingValues(_) => "values",
    }
}

fn line_name(purpose: LinePurpose) -> &'static str {
    match purpose {
        LinePurpose::Search(Direction::Forward) => "search",
        LinePurpose::Search(Direction::Backward) => "search back",
        LinePurpose::Narrow => "narrow",
        LinePurpose::Filter => "filter",
        LinePurpose::Page => "page",
        LinePurpose::Rename => "rename",
        LinePurpose::Retag => "retag",
    }
}

/// Each command: keys that prepare the stage, then what must stand in its state afterwards and did not before.
const CASES: &[(&str, &str, &str)] = &[
    ("row-down", "", "F |g"),
    ("row-up", "G", "Tw|o"),
    ("page-down", "", "Tw|o"),
    ("page-up", "G", "F g|."),
    ("half-page-down", "", "Tw|o"),
    ("half-page-up", "G", "F g|."),
    ("scroll-down", "", "RowAt { block: 1, row: 0 }"),
    ("scroll-up", "G", "RowAt { block: 2, row: 0 }"),
    ("start", "", "|One"),
    ("end", "", "H i|."),
    ("percent", "", "type a number first"),
    ("char-right", "", "b| c"),
    ("char-left", "", "A| b"),
    ("word-next", "", "b |c"),
    ("word-prev", "", "|A b"),
    ("word-end", "w w", "D |e"),
    ("sentence-next", "", "|D e"),
    ("sentence-prev", "", "|A b"),
    ("paragraph-next", "", "|F g"),
    ("paragraph-prev", "G", "|H i"),
    ("heading-next", "", "|Two"),
    ("heading-prev", "", "|One"),
    ("outline", "", "[outline]"),
    ("go-to-page", "", "[page]"),
    ("follow", "", "‘no link, footnote or picture here’"),
    ("backlinks", "", "‘no note leads here; [[ in a note begins a link’"),
    ("back", "G", "A |b"),
    ("forward", "G H", "H i|."),
    ("set-mark", "", "[set mark]"),
    ("go-to-mark", "", "[go to mark]"),
    ("annotation-next", "G s 1 g g", "|H i"),
    ("annotation-prev", "s 1 G", "|A b"),
    ("untouched", "", "[untouched]"),
    ("unread-next", "", "‘nothing unread’"),
    ("unread-prev", "", "‘nothing unread’"),
    ("read-all", "", "‘nothing unread here’"),
    ("search", "", "[search]"),
    ("search-back", "", "[search back]"),
    ("search-word", "g g", "hit 1 of 1"),
    ("search-word-back", "g g", "hit 1 of 1"),
    ("search-all", "", "[results]"),
    ("concordance", "", "[results]"),
    ("timeline", "", "[results]"),
    ("marks", "", "[results]"),
    ("names", "", "[results]"),
    ("look-up", "", "[results]"),
    ("go-to", "", "[go to]"),
    ("hit-next", "g g / \"e\" enter", "D |e"),
    ("hit-prev", "/ \"b\" enter", "round the beginning"),
    ("pick", "", "[pick]"),
    ("select", "", "{b|}"),
    ("select-word", "", "{b|}"),
    ("select-sentence", "", "{A b c.|}"),
    ("select-paragraph", "", "{A b c. D e.|}"),
    ("swap-ends", "v w", "{|b c}"),
    ("cancel", "v", "A |b c"),
    ("copy", "", "“A b c.” (“text.md”)"),
    ("mark", "", "highlight yellow [A b c.]"),
    ("accept", "v", "highlight yellow [b]"),
    ("mark-yellow", "", "highlight yellow"),
    ("mark-green", "", "highlight green"),
    ("mark-blue", "", "highlight blue"),
    ("mark-pink", "", "highlight pink"),
    ("mark-orange", "", "highlight orange"),
    ("mark-purple", "", "highlight purple"),
    ("note", "", "[write]"),
    ("question", "", "[write]"),
    ("document-note", "", "[write]"),
    ("prompts", "", "there is no syllabus.toml"),
    ("answer", "", "no prompt here"),
    ("curate", "s 1", "bookmark [A b c.]"),
    ("comment", "s 1 *", "[write]"),
    ("bookmark", "", "bookmark []"),
    ("tag", "", "[tags]"),
    ("edit", "s 1", "[write]"),
    ("reply", "s 1", "[write]"),
    ("reply-alone", "s 1", "no annotation of somebody else's here"),
    ("agree", "s 1", "‘your own; it is for others"),
    ("adjust", "s 1", "{A b c.|}"),
    ("delete", "s 1", "[] []"),
    ("audience", "s 1", "only you can read it from here on"),
    ("audience-of-all", "s 1", "[audiences]"),
    ("undo", "s 1", "[] []"),
    ("redo", "s 1 u", "highlight yellow"),
    ("repeat", "s 1 )", "again: marked yellow"),
    ("history", "s 1", "[history]"),
    ("resume", "a \"x\" ctrl-g", "[write]"),
    ("discard", "a \"x\" ctrl-g", "unfinished note thrown away"),
    ("pane-next", "", " Notes "),
    ("pane-prev", "", " List "),
    ("pane-list", "", " List "),
    ("pane-notes", "", " Notes "),
    ("zoom", "", " true false true"),
    ("side", "", " false true true"),
    ("fold", "", "no page furniture"),
    ("paragraph-numbers", "", "‘3 paragraphs numbered; g p P12 goes to one’"),
    ("reading-aid", "", "‘what stands out: the paragraph"),
    ("text-next", "", "zweiter.md"),
    ("text-prev", "", "first text"),
    ("item-down", "shift-tab", "zweiter.md"),
    ("item-up", "shift-tab j", "Some(\"text.md\")"),
    ("item-page-down", "shift-tab", "zweiter.md"),
    ("item-page-up", "shift-tab j", "Some(\"text.md\")"),
    ("item-first", "shift-tab j", "Some(\"text.md\")"),
    ("item-last", "shift-tab", "zweiter.md"),
    ("open", "shift-tab", " Reader "),
    ("reload", "v", "A |b c"),
    ("narrow", "shift-tab", "[narrow]"),
    ("sort", "shift-tab", "‘sorted by title’"),
    ("toggle-read", "", "‘read: text.md’"),
    ("card-down", "s 1 f d 2 g g tab", "|D e"),
    ("card-up", "s 1 f d 2 tab", "|A b"),
    ("card-page-down", "s 1 f d 2 g g tab", "|D e"),
    ("card-page-up", "s 1 f d 2 tab", "|A b"),
    ("card-first", "s 1 f d 2 tab", "|A b"),
    ("card-last", "s 1 f d 2 g g tab", "|D e"),
    ("go-there", "s 1 tab", " Reader "),
    ("receipt", "", "every annotation stands where it stood"),
    ("layer-next", "", "only your own"),
    ("layers", "", "[layers]"),
    ("filter", "tab", "[filter]"),
    ("compare", "", "nobody else has marked"),
    ("board", "", "[board]"),
    ("theme", "", "[themes]"),
    ("tour", "", "postil tour"),
    ("settings", "", "[settings]"),
    ("export", "", "[export formats]"),
    ("rename", "", "[rename]"),
    ("sync", "", "sync: under way"),
    ("lead", "", "[leaders]"),
    ("help", "", "[help]"),
    ("palette", "", "[palette]"),
    ("leave", "", " List "),
    ("save", "", "everything is saved"),
    ("quit", "", " true [] "),
    ("redraw", "", " false [\"redraw\", \"look again\"] "),
    ("suspend", "", " false [\"sleep\"] "),
];

fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT), ("zweiter.md", "Another.")], config_with(""), (120, 9));
    stage.open(PATH);
    stage.model.doc.as_mut().expect("open").cursor = TEXT.replace("# ", "").find('|').expect("marked");
    stage.resize((120, 9));
    stage
}

#[test]
fn every_command_has_a_case_and_every_case_a_command() {
    let (cases, commands): (Vec<&str>, Vec<&str>) =
        (CASES.iter().map(|case| case.0).collect(), COMMANDS.iter().map(|command| command.name()).collect());
    assert_eq!(cases, commands);
}

#[test]
fn every_command_does_what_it_says() {
    let mut faults = Vec::new();
    for (name, before, expected) in CASES {
        let mut stage = stage();
        stage.keys(before);
        let was = state(&stage);
        stage.run(name);
        let is = state(&stage);
        if is == was || !is.contains(expected) {
            faults.push(format!(
                "{name} after {before:?}, {expected:?} wanted, {}\nbefore {was:?}\nis     {is:?}",
                stage.said()
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn every_command_has_a_key_or_is_for_the_palette_only() {
    let stage = stage();
    let bound = |name: &str| CONTEXTS.iter().any(|at| !stage.model.config.keymap.keys_of(at.name(), name).is_empty());
    let without: Vec<&str> = COMMANDS.iter().map(|command| command.name()).filter(|name| !bound(name)).collect();
    assert_eq!(
        without,
        [
            "read-all",
            "search-back",
            "search-word",
            "search-word-back",
            "mark",
            "answer",
            "comment",
            "resume",
            "discard",
            "pane-list",
            "pane-notes",
            "theme",
            "tour",
            "rename",
            "save"
        ],
        "in the order of the table"
    );
}

#[test]
fn help_lists_every_bound_command_and_nothing_twice() {
    let stage = stage();
    let keymap = &stage.model.config.keymap;
    let rows = help_rows(keymap, Context::Reader);
    for context in CONTEXTS {
        let from = rows
            .iter()
            .position(|row| *row == HelpRow::Heading(context.about().to_owned()))
            .expect("each context has its heading");
        let section: Vec<&HelpRow> = rows[from..].iter().take_while(|row| **row != HelpRow::Gap).collect();
        for command in COMMANDS {
            let everywhere = keymap.keys_of(Context::Global.name(), command.name());
            let mut own = keymap.keys_of(context.name(), command.name());
            own.retain(|key| *context == Context::Global || !everywhere.contains(key));
            let listed: Vec<_> = section
                .iter()
                .filter(|row| matches!(row, HelpRow::Entry { name, .. } if *name == command.name()))
                .collect();
            assert_eq!(listed.len(), usize::from(!own.is_empty()), "{} in {context:?}", command.name());
            if let Some(HelpRow::Entry { keys, .. }) = listed.first() {
                assert_eq!(*keys, own.join("  "));
            }
        }
    }
}

#[test]
fn help_begins_with_where_one_is() {
    let mut stage = stage();
    for (keys, context) in
        [("", Context::Reader), ("v", Context::Select), ("esc tab", Context::Notes), ("tab", Context::List)]
    {
        stage.keys(keys);
        assert_eq!(crate::app::context(&stage.model), context);
    }
    let rows = help_rows(&stage.model.config.keymap, Context::List);
    assert_eq!(rows.first(), Some(&HelpRow::Heading("the list of texts".to_owned())));
}

#[test]
fn help_scrolls_to_its_end_and_any_other_key_closes_it() {
    let mut stage = stage();
    stage.keys("? G");
    let (width, height) = stage.model.view.screen;
    let rows = shown_rows(&stage.model, &HelpPage::default(), inner_width(width)).len();
    let end = rows - usize::from(height) + 4;
    assert!(matches!(stage.model.overlay, Some(Overlay::Help(ref page)) if page.top == end));
    stage.keys("j space k b g");
    assert!(matches!(stage.model.overlay, Some(Overlay::Help(ref page)) if page.top == 0));
    stage.keys("q");
    assert!(stage.model.overlay.is_none() && stage.model.view.focus == Pane::Reader);
}

#[test]
fn help_is_narrowed_by_words_and_comes_back_whole() {
    let mut stage = stage();
    stage.keys("? / \"question ask\"");
    let names = |stage: &Stage| -> Vec<&'static str> {
        let Some(Overlay::Help(page)) = &stage.model.overlay else { panic!("help is closed") };
        let name = |row: HelpRow| if let HelpRow::Entry { name, .. } = row { Some(name) } else { None };
        shown_rows(&stage.model, page, 80).into_iter().filter_map(name).filter(|name| !name.is_empty()).collect()
    };
    assert_eq!(names(&stage), ["question", "question", "board"], "in each part of it");
    stage.keys("ctrl-u \"ctrl-u\"");
    assert!(names(&stage).iter().all(|name| *name == "half-page-up"), "by a key too");
    stage.keys("\" zzz\"");
    assert!(names(&stage).is_empty());
    stage.keys("esc");
    assert!(names(&stage).len() > 40);
    stage.keys("esc");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn rebinding_changes_keys_help_hints_palette_and_messages() {
    let keys = "[reader]\n't' = ''\n'T' = 'tag'\n[select]\n'1' = ''\n'7' = 'mark-yellow'\n[global]\n'u' = ''\n'X' = 'undo'\n'?' = ''\n'f1' = 'help'\n";
    let mut stage = Stage::with(&[(PATH, "One. Two.")], config_with(keys), (120, 30));
    stage.open(PATH);
    stage.keys("s 7");
    assert_eq!(stage.said(), "marked yellow: claim; T tags it, a adds a note");
    stage.keys("d");
    assert_eq!(stage.said(), "highlight deleted; X brings it back");
    stage.keys("X t");
    assert_eq!(stage.said(), "t means nothing here; f1 shows the keys");
    stage.keys("T");
    assert!(matches!(stage.model.overlay, Some(Overlay::Tags(_))));
    stage.keys("esc");
    let hints: Vec<String> =
        status(&stage.model).hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect();
    assert!(hints.contains(&"T tag".to_owned()) && hints.contains(&"f1 keys".to_owned()), "{hints:?}");
    let rows = help_rows(&stage.model.config.keymap, Context::Reader);
    assert!(rows.iter().any(|row| matches!(row, HelpRow::Entry { keys, name: "tag", .. } if keys == "T")));
    stage.keys(":");
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("the palette") };
    let tag = open.chooser.choices.iter().find(|choice| choice.label.starts_with("tag:")).expect("it is there");
    assert_eq!(tag.detail, "T");
}

#[test]
fn the_palette_runs_a_command_by_a_part_of_its_name() {
    let mut stage = stage();
    stage.keys(": \"paragraph next\" enter");
    assert!(stage.marked().contains("|F g"), "{}", stage.marked());
    stage.keys(": \"qqqq\" enter");
    assert!(matches!(stage.model.overlay, Some(Overlay::Choose(_))), "nothing fits, nothing happens");
    stage.keys("esc");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn a_key_that_begins_a_longer_one_shows_what_may_follow() {
    let mut stage = stage();
    stage.keys("g");
    let told = status(&stage.model);
    assert_eq!(told.left, "g …");
    let hints: Vec<String> = told.hints.iter().map(|hint| format!("{} {}", hint.keys, hint.about)).collect();
    assert_eq!(
        hints,
        [
            "b backlinks",
            "f follow",
            "g start",
            "p go to page",
            "r reload",
            "z reading aid",
            "/ search all",
            "c concordance",
            "m marks",
            "n names",
            "o go to",
            "s settings",
            "t timeline",
            "x export",
            "esc leave"
        ]
    );
    stage.keys("esc");
    assert!(stage.model.status.typed.is_empty());
    stage.keys("g y");
    assert_eq!(stage.said(), "g y means nothing here; ? shows the keys");
}

#[test]
fn a_command_without_a_key_is_named_as_the_palette_takes_it() {
    assert_eq!(key_of(&stage().model, Command::Resume), ":resume");
    assert_eq!(key_of(&stage().model, Command::SwapEnds), "o");
}
