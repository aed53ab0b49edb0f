//! The only module that opens files: corpus, sidecars, state, drafts, settings. Its errors name the path and the attempt.
//!
//! It works on paths, bytes and texts; what the texts mean is said elsewhere. Three rules hold everywhere:
//!
//! - **No link is followed out of the corpus.** Folders below a trusted one are opened one component at a time, by
//!   handle, refusing links (`fs::folder`), so that nobody can swap a folder for a link between the check and the use.
//! - **A file is whole or it is the old one.** Writing is a temporary file, a rename, and a flush for all that a reader
//!   has typed. A name that starts with `.postil-` is such a temporary file, left by a killed session.
//! - **Nothing waits.** Pipes and devices are refused unopened, sizes and depths are bounded, locks and programs have a
//!   time limit.
//!
//! There is no clock here: times come in as text, and where two ages are compared, both are the file system's.

mod corpus;
mod device;
mod dictionary;
mod fs;
mod sidecar;
mod transport;

pub use corpus::adding::{AddingWay, make_corpus};
pub use corpus::documents::{Corpus, DocumentEntry, default_path};
pub use corpus::facts::{Fact, Stamp};
pub use corpus::finding::{FindingStep, FoundDocument};
pub use corpus::known_syllabus::SyllabusNews;
pub use corpus::known_texts::KnownText;
pub use corpus::left_out::LeftOut;
pub use corpus::library::{Begun, Library, Loaded, SeenDocument};
pub use corpus::manifestations::Manifestations;
pub use corpus::names::ALLOWED;
pub use corpus::picture::{PictureFolder, StoredPicture};
pub use corpus::read::MAX_DOCUMENT;
pub use corpus::summary_cache::SummaryCache;
pub use device::accepted::Accepted;
pub use device::arrivals::Arrivals;
pub use device::draft::{Drafts, FoundDraft, StoredDraft};
pub use device::kept_setting::keep_setting;
pub use device::moved_corpus::follow_moved;
pub use device::progress::{DocumentKey, DocumentState, Progress};
pub use device::read_markers::ReadMarkers;
pub use device::reader_name::{Name, NameSource, guessed_reader, person_of_settings, reader_name};
pub use device::renaming::{corrected_short_name, disagreement, rename, rename_in_settings, renew_name, short_name};
pub use device::replaced::Replaced;
pub use device::state::State;
pub use device::terminfo::terminal_entry;
pub use device::tour_step::{keep_tour_step, tour_step};
pub use device::unpacked::{discard_unpacked, unpack};
pub use dictionary::looked_up::{DictionaryEntry, LookedUp};
pub use fs::digest::{Digest, digest};
pub use fs::dirs::{Dirs, SettingsFiles, TextFile, settings_files};
pub use fs::error::{Error, Result};
pub use fs::new_file::{NewFile, NewFolder, is_taken};
pub use fs::parallel::each_in_order;
pub use fs::program::Stop;
pub use fs::scratch::{Scratch, nowhere};
pub use fs::slug::slug;
pub use fs::system::apart;
pub use sidecar::anchoring::{KnownAnchors, anchored, anchored_since, anchored_with};
pub use sidecar::annotation_store::survey::{Keeping, NoMemory, Recalled, SharedNotes, SurveyMemory, SurveyedDocument};
pub use sidecar::annotation_store::{About, AnnotationStore, RosterReview};
pub use sidecar::annotations::{
    Annotations, Listed, MAX_SIDECAR, Names, SidecarFile, SidecarListing, WritePlace, named_key,
};
pub use sidecar::kept_names::{names_and_rest, with_names};
pub use sidecar::keyring::{is_damaged, public_half, reading_key};
pub use sidecar::places::Places;
pub use sidecar::provenance::Doubt;
pub use sidecar::renamed::NamesSaid;
pub use sidecar::signature;
pub use sidecar::snapshot::{SidecarChange, Snapshot};
pub use sidecar::stored::{Read, StoredAnnotation};
pub use sidecar::unread_files::UnreadFile;
pub use sidecar::unsaved::{Retried, Unsaved};
pub use transport::presence::{LeaderPresence, PresencePlace};
pub use transport::watch::{EVERY, Watch, Woken};
pub use transport::{bundle, sync};
