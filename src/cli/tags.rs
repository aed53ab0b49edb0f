//! `postil tags [PATH] [FILTER]…`: the tags of a corpus as a tree with their counts; renames, merges and deletes one's own.
//!
//! Only one's own records are written. Others' that have the tag are counted and stay as they are.
//!
//! The keys of `--json`, one object a tag:
//!
//! | key | value |
//! |---|---|
//! | `tag` | the whole tag |
//! | `count` | annotations with this tag itself |
//! | `with_below` | annotations with it or a tag below it |
//! | `mine` | how many of these are by this device's reader |
//! | `documents` | on how many documents they are |

use super::annotate::{new_id, writer};
use super::annotated::{AnnotatedPage, AnnotationReading, filter, path_and_words};
use super::out::{Out, cut, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::Room;
use super::sign::sign_written;
use crate::annotation::{AnnotationId, NewIds, Record};
use crate::config::fault::nearest;
use crate::document::DocPath;
use crate::exchange::export::annotations::ExportedAnnotation;
use crate::language::counts::counted;
use crate::store::{About, AnnotationStore, Digest};
use crate::study::tags::below;
use crate::study::{TagEdit, TagNode, TaggedAnnotation, clean_tag, tag_tree};
use crate::text::hyphen;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The widest beginning of a passage that is printed, in cells.
const WIDTH: usize = 48;

const EXAMPLES: &str = "\
What stands below a tag (policy/trade below policy) goes with it. Renaming never merges two tags unasked. What was changed is
changed back by the reverse, and the history of each annotation has it (`V` on the screen).

  postil tags documents
  postil tags documents --rename trad trade --dry-run
  postil tags documents --merge trades commerce trade
  postil tags documents kind:question --delete draft";

/// The tags of a folder of texts as a tree, with their counts; rename, merge or delete your own.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("change").args(["rename", "merge", "delete"]).required(false))]
pub struct TagsArgs {
    /// A folder of texts or one text, if the first word is the name of one; and which annotations (see `postil notes`).
    #[arg(value_name = "PATH or FILTER")]
    words: Vec<String>,
    /// Call a tag of yours otherwise, by a name that is not in use.
    #[arg(long, num_args = 2, value_names = ["TAG", "NEW"])]
    rename: Option<Vec<String>>,
    /// Make the last of these tags out of all of them.
    #[arg(long, num_args = 2.., value_names = ["TAG", "INTO"])]
    merge: Option<Vec<String>>,
    /// Take a tag off your annotations.
    #[arg(long, value_name = "TAG")]
    delete: Option<String>,
    /// Show what a change would do, and write nothing.
    #[arg(long, requires = "change")]
    dry_run: bool,
    /// Also what others wrote on a reading that you are to read blind first (`blind` in syllabus.toml).
    #[arg(long)]
    unblind: bool,
    /// Print JSON: an array of {tag, count, with_below, mine, documents}.
    #[arg(long, conflicts_with = "change")]
    json: bool,
}

/// Prints the tree, or changes tags.
pub fn run(args: &TagsArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let mut args_path = path_and_words(&args.words)?;
    let query = filter(args_path.1)?;
    let mut room = Room::open(args_path.0.take().as_deref())?;
    let pages = pages(&room, args, &query);
    let tree = tag_tree(tagged(&pages));
    let Some(edit) = edit(args, &tree)? else { return print(&tree, args.json, out) };
    let plan = TagPlan::of(&edit, pages);
    plan.show(out)?;
    if !args.dry_run && !plan.documents.is_empty() {
        let writer = writer::choose(None, &mut room)?;
        plan.write(&writer.store)?;
        sign_written(&writer.store);
    }
    tell(&plan.summary(&edit, args.dry_run));
    Ok(Outcome::found(!plan.documents.is_empty()))
}

/// The tags of all annotations of these pages.
fn tagged(pages: &[AnnotatedPage]) -> Vec<TaggedAnnotation<'_>> {
    let mut all = Vec::new();
    for (document, page) in pages.iter().enumerate() {
        let of = page.entries.iter();
        all.extend(of.map(|entry| TaggedAnnotation { tags: &entry.annotation.tags, document, mine: entry.mine }));
    }
    all
}

/// The annotations that are asked for, of all documents that have any.
fn pages(room: &Room, args: &TagsArgs, query: &crate::search::Query) -> Vec<AnnotatedPage> {
    tell_all(&room.library.faults);
    let (reading, more) = AnnotationReading::begin(room, args.unblind);
    let (documents, errors) = reading.documents();
    let mut told = HashSet::new();
    let mut is_new = |fault: &String| told.insert(fault.clone());
    errors.iter().chain(&more).map(ToString::to_string).filter(&mut is_new).for_each(|fault| tell(&fault));
    let page = |path: &DocPath| {
        let mut page = reading.page(path);
        page.faults.retain(&mut is_new);
        tell_all(&page.faults);
        reading.passing(&mut page, query);
        page
    };
    documents.iter().map(page).collect()
}

/// What is to be done, where something is; refused where it would merge unasked, or the tag is not there.
fn edit(args: &TagsArgs, tree: &[TagNode]) -> Result<Option<TagEdit>, Failure> {
    let mut edit = TagEdit::default();
    if let Some([from, to]) = args.rename.as_deref().map(|both| [clean_tag(&both[0]), clean_tag(&both[1])]) {
        if tree.iter().any(|node| node.tag == to) && below(&to, &from).is_none() {
            let hint = format!("`postil tags --merge {from} {to}` makes the two one.");
            return Err(Failure::new(format!("the tag {to} is in use"), hint));
        }
        edit.rename.push((from, to));
    }
    if let Some((into, tags)) = args.merge.as_deref().and_then(<[String]>::split_last) {
        edit.rename.extend(tags.iter().map(|tag| (clean_tag(tag), clean_tag(into))));
    }
    edit.remove.extend(args.delete.as_deref().map(clean_tag));
    let named: Vec<&String> = edit.remove.iter().chain(edit.rename.iter().map(|(from, _)| from)).collect();
    if named.is_empty() {
        return Ok(None);
    }
    if named.iter().any(|tag| tag.is_empty()) || edit.rename.iter().any(|(_, to)| to.is_empty()) {
        return Err(Failure::new("a tag is empty", "Give the name of a tag, without `#`."));
    }
    match named.into_iter().find(|tag| !tree.iter().any(|node| node.tag == **tag)) {
        Some(unknown) => Err(not_there(unknown, tree)),
        None => Ok(Some(edit)),
    }
}

fn not_there(tag: &str, tree: &[TagNode]) -> Failure {
    let near = nearest(tag, tree.iter().map(|node| node.tag.as_str()));
    let hint = near.map_or("`postil tags` lists those in use.".to_owned(), |near| format!("Did you mean {near}?"));
    Failure::new(format!("no annotation here has the tag {tag}"), hint)
}

fn print(tree: &[TagNode], as_json: bool, out: &mut Out) -> Result<Outcome, Failure> {
    if as_json {
        let object = |node: &TagNode| {
            json!({
                "tag": node.tag, "count": node.here, "with_below": node.with_below, "mine": node.mine,
                "documents": node.documents,
            })
        };
        out.json(&Value::Array(tree.iter().map(object).collect()))?;
        return Ok(Outcome::found(!tree.is_empty()));
    }
    let width = tree.iter().map(|node| node.with_below.to_string().len()).max().unwrap_or(0);
    for node in tree {
        let (count, indent) = (node.with_below, "  ".repeat(node.depth()));
        let (texts, mine) = (counted(node.documents, "text"), node.mine);
        out.line(&format!("{count:>width$}  {indent}{}  ({texts}, {mine} mine)", node.name()))?;
    }
    Ok(Outcome::found(!tree.is_empty()))
}

/// One's own annotations on a document that change.
struct TagPlanDocument {
    path: DocPath,
    title: String,
    digest: Option<Digest>,
    lines: Vec<String>,
    records: Vec<Record>,
}

/// What a change of tags comes to.
struct TagPlan {
    documents: Vec<TagPlanDocument>,
    /// How many of others' it would have changed.
    others: usize,
}

impl TagPlan {
    fn of(edit: &TagEdit, pages: Vec<AnnotatedPage>) -> Self {
        let mut plan = Self { documents: Vec::new(), others: 0 };
        for page in pages {
            let mut of = TagPlanDocument {
                title: page.metadata.title.clone().unwrap_or_else(|| page.path.file_name().to_owned()),
                digest: page.loaded.as_ref().and_then(|loaded| loaded.digest),
                path: page.path,
                lines: Vec::new(),
                records: Vec::new(),
            };
            for entry in &page.entries {
                let Some(after) = edit.apply(&entry.annotation.tags) else { continue };
                if entry.mine {
                    of.add(entry, after);
                } else {
                    plan.others += 1;
                }
            }
            if !of.records.is_empty() {
                plan.documents.push(of);
            }
        }
        plan
    }

    fn show(&self, out: &mut Out) -> Result<(), Failure> {
        self.documents.iter().flat_map(|document| &document.lines).try_for_each(|line| out.line(line))
    }

    fn write(&self, store: &AnnotationStore) -> Result<(), Failure> {
        for document in &self.documents {
            let Some(digest) = document.digest else {
                let hint = "Put the text back, or move its annotations with it; what is on other texts was changed.";
                return Err(Failure::new(format!("{} cannot be read", document.path), hint));
            };
            let about = About { path: &document.path, digest, title: document.title.clone() };
            let ids = NewIds { collection: new_id(), page: new_id(), identity: AnnotationId::new(new_id()) };
            store.save_all(&about, &document.records, Timestamp::now(), &ids)?;
        }
        Ok(())
    }

    /// What was done, or would be, and what stays because it is others'.
    fn summary(&self, edit: &TagEdit, dry: bool) -> String {
        let count = self.documents.iter().map(|document| document.records.len()).sum();
        let (own, texts) = (counted(count, "annotation"), counted(self.documents.len(), "text"));
        let would = if dry { " would change; nothing is written" } else { "" };
        let others = match self.others {
            0 => String::new(),
            1 => "; 1 of another reader stays as it is".to_owned(),
            more => format!("; {more} of other readers stay as they are"),
        };
        format!("{}: {own} of yours in {texts}{would}{others}", edit.words())
    }
}

impl TagPlanDocument {
    fn add(&mut self, entry: &ExportedAnnotation, after: Vec<String>) {
        let said = entry.annotation.note.as_deref().or(entry.quote()).unwrap_or_default();
        let (kind, said) = (entry.annotation.kind.name(), cut(&hyphen::one_line(said), WIDTH));
        let [before, now] =
            [&entry.annotation.tags, &after].map(|tags| if tags.is_empty() { "–".to_owned() } else { tags.join(", ") });
        self.lines.push(format!("{}  {kind}  {said}  {before} → {now}", self.path));
        let mut annotation = entry.annotation.clone();
        annotation.tags = after;
        annotation.modified = crate::annotation::next_modified(Timestamp::now(), annotation.modified);
        self.records.push(entry.record.updated(&annotation));
    }
}
