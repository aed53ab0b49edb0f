//! The table of commands: what a key can mean. The keymap, help, the palette, hints and the manual are made from it. It
//! knows nothing of the state; what a command does stands where commands are dispatched.

/// Where keys can be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The reader pane.
    Reader,
    /// The reader pane, while text is selected.
    Select,
    /// The list of documents.
    List,
    /// The notes pane.
    Notes,
    /// Everywhere, where the context in front of it says nothing else.
    Global,
}

/// Every context, in the order of help.
pub const CONTEXTS: &[Context] = &[Context::Reader, Context::Select, Context::List, Context::Notes, Context::Global];

impl Context {
    /// The name of the context in `keys.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Select => "select",
            Self::List => "list",
            Self::Notes => "notes",
            Self::Global => "global",
        }
    }

    /// What the context is for, as a heading of help.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Reader => "reading",
            Self::Select => "while text is selected",
            Self::List => "the list of texts",
            Self::Notes => "the notes pane",
            Self::Global => "everywhere",
        }
    }
}

/// Makes the enum and all that is known of a command from one row each: variant, name in `keys.toml` and the palette,
/// what it does in a few words, and `writes` where it writes an annotation, so that the reader's name must be known,
/// `repeats` where a number typed before it says how many steps, or `takes` where it writes nothing and takes the keys that follow.
macro_rules! commands {
    ($($variant:ident $name:literal $about:literal $($trait:ident)?,)*) => {
        /// What a key can mean.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command {
            $(#[doc = $about] $variant,)*
        }

        /// Every command, in the order of help.
        pub const COMMANDS: &[Command] = &[$(Command::$variant,)*];

        impl Command {
            /// The name of the command in `keys.toml` and the palette.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What the command does, in a few words.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }

            /// Whether the command writes an annotation, so that the reader's name must be known.
            pub const fn writes(self) -> bool {
                match self { $(Self::$variant => commands!(@writes $($trait)?),)* }
            }

            /// Whether the command is a step, so that a number before it says how many.
            pub const fn repeats(self) -> bool {
                match self { $(Self::$variant => commands!(@repeats $($trait)?),)* }
            }

            /// Whether the command writes nothing and takes the keys that follow: words to find, a letter, what is chosen.
            pub const fn takes_keys(self) -> bool {
                match self { $(Self::$variant => commands!(@takes $($trait)?),)* }
            }
        }
    };
    (@writes writes) => { true };
    (@repeats repeats) => { true };
    (@takes takes) => { true };
    (@$asked:ident $($other:ident)?) => { false };
}

commands! {
    // Moving.
    RowDown "row-down" "one row down" repeats,
    RowUp "row-up" "one row up" repeats,
    PageDown "page-down" "one page on" repeats,
    PageUp "page-up" "one page back" repeats,
    HalfPageDown "half-page-down" "half a page on" repeats,
    HalfPageUp "half-page-up" "half a page back" repeats,
    ScrollDown "scroll-down" "scroll one row, the cursor stays" repeats,
    ScrollUp "scroll-up" "scroll one row back, the cursor stays" repeats,
    Start "start" "beginning of the text",
    End "end" "end of the text",
    Percent "percent" "go so far into the text: 50 before it goes to the middle",
    CharRight "char-right" "one character right" repeats,
    CharLeft "char-left" "one character left" repeats,
    WordNext "word-next" "next word" repeats,
    WordPrev "word-prev" "previous word" repeats,
    WordEnd "word-end" "end of the word" repeats,
    SentenceNext "sentence-next" "next sentence" repeats,
    SentencePrev "sentence-prev" "previous sentence" repeats,
    ParagraphNext "paragraph-next" "next paragraph" repeats,
    ParagraphPrev "paragraph-prev" "previous paragraph" repeats,
    HeadingNext "heading-next" "next heading" repeats,
    HeadingPrev "heading-prev" "previous heading" repeats,
    Outline "outline" "sections, to jump to" takes,
    GoToPage "go-to-page" "go to a page or a paragraph by its number" takes,
    Follow "follow" "follow the link or footnote, or back; open the picture",
    Backlinks "backlinks" "notes that lead here from elsewhere, to go there" takes,
    Back "back" "back to where a jump came from, in this text or the one before" repeats,
    Forward "forward" "forward again" repeats,
    SetMark "set-mark" "name this place with a letter" takes,
    GoToMark "go-to-mark" "go to a named place" takes,
    AnnotationNext "annotation-next" "next annotation in the text" repeats,
    AnnotationPrev "annotation-prev" "previous annotation in the text" repeats,
    Untouched "untouched" "the paragraphs that nobody marked, to go there" takes,
    UnreadNext "unread-next" "next annotation that is new to me, in the next text too",
    UnreadPrev "unread-prev" "previous annotation that is new to me",
    ReadAll "read-all" "take everything on this text (in the list: everywhere) as read",
    // Finding.
    Search "search" "search in the text" takes,
    SearchBack "search-back" "search backwards" takes,
    SearchWord "search-word" "search for the word at the cursor",
    SearchWordBack "search-word-back" "search backwards for the word at the cursor",
    SearchAll "search-all" "search all texts, as one types" takes,
    Concordance "concordance" "every place of a word in all texts, in a line each" takes,
    Timeline "timeline" "when what happened: the dated statements of all texts" takes,
    Marks "marks" "everything that was marked and written, on all texts" takes,
    Names "names" "who and what the texts speak of, and how they introduce it" takes,
    LookUp "look-up" "how texts introduce this word, and dictionaries" takes,
    GoTo "go-to" "go to a text, heading, note, tag, name, command or paragraph" takes,
    HitNext "hit-next" "next hit" repeats,
    HitPrev "hit-prev" "previous hit" repeats,
    // Selecting.
    Pick "pick" "label every sentence on the screen, to select one" takes,
    Select "select" "select from here",
    SelectWord "select-word" "select the word, or one more" repeats,
    SelectSentence "select-sentence" "select the sentence, or one more" repeats,
    SelectParagraph "select-paragraph" "select the paragraph, or one more" repeats,
    SwapEnds "swap-ends" "go to the other end of the selection",
    Cancel "cancel" "leave the selection; hide the hits",
    Copy "copy" "copy the quotation with its source",
    // Annotating.
    Mark "mark" "mark in the usual colour" writes,
    Accept "accept" "mark, or take the passage being moved" writes,
    MarkYellow "mark-yellow" "mark yellow" writes,
    MarkGreen "mark-green" "mark green" writes,
    MarkBlue "mark-blue" "mark blue" writes,
    MarkPink "mark-pink" "mark pink" writes,
    MarkOrange "mark-orange" "mark orange" writes,
    MarkPurple "mark-purple" "mark purple" writes,
    Note "note" "write a note here" writes,
    Question "question" "ask a question here" writes,
    DocumentNote "document-note" "write a note on the whole text" writes,
    Prompts "prompts" "prompts of the syllabus for this text or session, to answer" takes,
    Answer "answer" "answer the prompt here, or change the answer" writes,
    Curate "curate" "pick the annotation for the digest, or leave it out again" writes,
    Comment "comment" "say why it is picked for the digest" writes,
    Bookmark "bookmark" "put a bookmark here" writes,
    Tag "tag" "tag it, or take a tag off" writes,
    Edit "edit" "change the note" writes,
    Reply "reply" "answer it" writes,
    ReplyAlone "reply-alone" "answer it for its author alone, encrypted" writes,
    Agree "agree" "me too; on an answer: it settles the question, or I agree" writes,
    Adjust "adjust" "move the passage's ends" writes,
    Delete "delete" "delete the annotation" writes,
    Audience "audience" "who may read it: everybody, only me, some" writes,
    AudienceOfAll "audience-of-all" "who may read all of mine that show in the notes" writes,
    Undo "undo" "undo the last change to an annotation",
    Redo "redo" "do it again",
    Repeat "repeat" "do here what you did last: the same colour, tag, words …" writes,
    History "history" "what was changed in it, and when",
    Resume "resume" "open the note that was not finished" writes,
    Discard "discard" "throw the unfinished note away",
    // Panes.
    PaneNext "pane-next" "next pane",
    PanePrev "pane-prev" "previous pane",
    PaneList "pane-list" "the list of texts",
    PaneNotes "pane-notes" "the notes",
    Zoom "zoom" "fill the screen with this pane, and back",
    Side "side" "put the other panes away, and back",
    Fold "fold" "show or fold page furniture",
    ParagraphNumbers "paragraph-numbers" "show the numbers of the paragraphs, or hide them",
    ReadingAid "reading-aid" "let the paragraph that is read stand out, then the row, then neither",
    TextNext "text-next" "open the next text of the list",
    TextPrev "text-prev" "open the previous text of the list",
    // The list.
    ItemDown "item-down" "next text" repeats,
    ItemUp "item-up" "previous text" repeats,
    ItemPageDown "item-page-down" "ten texts on" repeats,
    ItemPageUp "item-page-up" "ten texts back" repeats,
    ItemFirst "item-first" "first text",
    ItemLast "item-last" "last text",
    Open "open" "read this text",
    Reload "reload" "read the open text anew from its file",
    Narrow "narrow" "narrow the list by typing",
    Sort "sort" "sort by something else",
    ToggleRead "toggle-read" "take the text as read, or as not read",
    // The notes pane.
    CardDown "card-down" "next annotation" repeats,
    CardUp "card-up" "previous annotation" repeats,
    CardPageDown "card-page-down" "five annotations on" repeats,
    CardPageUp "card-page-up" "five annotations back" repeats,
    CardFirst "card-first" "first annotation",
    CardLast "card-last" "last annotation",
    GoThere "go-there" "go to its place in the text; answer a prompt",
    Receipt "receipt" "what does not stand where it stood, old and new side by side",
    LayerNext "layer-next" "show all annotations, mine, the others', none",
    Layers "layers" "choose whose annotations show: all, a group, one reader" takes,
    Filter "filter" "filter by kind:, tag:, color:, reader:, mentions:, words" takes,
    Compare "compare" "your marks beside another reader’s, or the class’s",
    // Everywhere.
    Board "board" "the open questions of all texts, the most asked first" takes,
    Theme "theme" "choose the colours of the screen; each shows as it is chosen" takes,
    Tour "tour" "the next step of the tour, without this one; `postil tour` begins it",
    Settings "settings" "all settings, to be changed; each shows at once and is kept",
    Export "export" "write annotations into a file for another program, or a web edition",
    Rename "rename" "correct the name under which you write",
    Sync "sync" "send yours and fetch the others', through git or a drive",
    Lead "lead" "show the others where you read, or follow who does; again ends it",
    Help "help" "all keys",
    Palette "palette" "all commands, by name" takes,
    Leave "leave" "back to the list; from the list, quit",
    Save "save" "everything is saved as it is written; this tries again what could not be",
    Quit "quit" "quit",
    Redraw "redraw" "paint the screen anew, where something was written over it",
    Suspend "suspend" "put the program to sleep (fg wakes it)",
}

impl Command {
    /// The command of that name, as `keys.toml` writes it.
    pub fn named(name: &str) -> Option<Self> {
        COMMANDS.iter().copied().find(|command| command.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_say_what_they_do() {
        for (index, command) in COMMANDS.iter().enumerate() {
            let (name, twice) = (command.name(), |other: &Command| other.name() == command.name());
            assert!(!COMMANDS[..index].iter().any(twice), "{name} stands twice");
            assert!(!command.about().is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
            assert_eq!(Command::named(name), Some(*command));
        }
    }
}
