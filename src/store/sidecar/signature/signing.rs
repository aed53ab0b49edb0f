//! Signing: what was written is put into a link of this device's chain, which goes into a file of its own in one's own folder
//! (`annotations/signed@DEVICE.json`), laid out, merged and carried like every sidecar. One signature is for all that waits.

use super::chain::{HeldLink, beside, record_digest};
use super::folder_chain::{links_of, take_newer, taken_back};
use super::keygen::{self, KeysOf, SigningKey};
use super::proofs::Signers;
use super::to_sign::{ToSign, of_mark, record_mark};
use crate::annotation::chain::{CHAINED, ChainLink, chain_identity, chained, signed_text, with_signature};
use crate::annotation::{AnnotationId, NewIds, Proof, Reader, Record, Sidecar, next_modified, parse_sidecar_name};
use crate::store::fs::digest::digest;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::program::Stop;
use crate::store::sidecar::annotation_store::AnnotationStore;
use crate::store::sidecar::annotations::Annotations;
use crate::store::sidecar::signature::chain::Chain;
use crate::store::sidecar::signature::keygen::KeyVerdict;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// How many records one link is about.
const MOST_RECORDS: usize = 5_000;
/// How many links are looked at for the last that is one's own.
const MOST_LOOKED: usize = 50;

/// What came of signing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedNow {
    /// How many records were signed that were not before.
    pub signed: usize,
    /// How many of one's own records were signed in all before this.
    pub known: usize,
    /// Records that are others than one has signed, and say of no later change: they were left out.
    pub altered: Vec<AnnotationId>,
}

/// Signs what waits on this device, unless `stop` is told; how many records. Nothing is asked, and nothing is done where nothing waits.
///
/// # Errors
/// Why it was not signed: it waits on then.
pub fn sign_waiting(annotations: &Annotations, me: &Reader, (now, stop): (Timestamp, &Stop)) -> Result<usize> {
    let Some(key) = annotations.signing_key() else { return Ok(0) };
    if !annotations.has_to_sign() {
        return Ok(0);
    }
    let _lock = annotations.lock_for("signing")?;
    let mut known = ToSign::of(annotations);
    let waiting = known.waiting.clone();
    append(annotations, me, (&mut known, &waiting), (SigningKey { path: &key, ask: false, stop }, now))?;
    Ok(waiting.len())
}

/// Signs everything in one's own folder that is not signed as it is there, whoever has put it there: the reader says that it is theirs.
/// What somebody else has altered is left out, unless `altered` says so, and where two copies of a device have signed, the links of the one
/// stay, unless it says so: then they are taken back, and what they were about is signed anew. What is signed already is known by the links that this device
/// remembers, and by those in the folder that are signed with this key or another that is known as the reader's: a device does not sign
/// what was altered on another, nor one that was set up anew.
///
/// # Errors
/// Where nobody writes here, or why it was not signed.
pub fn sign_all(
    store: &AnnotationStore,
    me: &Reader,
    key: SigningKey<'_>,
    (altered, now): (bool, Timestamp),
) -> Result<SignedNow> {
    let annotations = store.annotations();
    if annotations.device().is_none() {
        return Err(Error::NoReader { path: annotations.path() });
    }
    let _lock = annotations.lock_for("signing")?;
    let (mut known, mut done, mut entries) = (ToSign::of(annotations), SignedNow::default(), BTreeMap::new());
    forget_taken_back(annotations, me, &mut known);
    let mut links = links_of(&annotations.chain_files(&me.nickname));
    links.extend(known.links.iter().filter_map(HeldLink::of));
    let remembered: HashSet<String> = known.links.iter().filter_map(HeldLink::of).map(|held| held.digest).collect();
    let keys = [KeysOf::of_own(key), Signers::of(store).of_reader(&me.nickname, me)];
    let verify = &mut |held: &HeldLink| {
        if remembered.contains(&held.digest) { Ok(KeyVerdict::Good) } else { best_by(held, &keys) }
    };
    let mut chain = Chain::of(&links, &me.id, verify)?;
    if altered && chain.is_forked {
        let others: Vec<HeldLink> = beside(&links, &chain, &remembered).into_iter().cloned().collect();
        take_back(annotations, me, (&others, now))?;
        links.retain(|held| others.iter().all(|other| other.digest != held.digest));
        chain = Chain::of(&links, &me.id, verify)?;
    }
    for (id, (record, document)) in own_records(annotations, me) {
        let digest = record_digest(&record);
        match chain.proof(&id, &digest, record.modified()) {
            Proof::Signed(_) => done.known += 1,
            Proof::Altered if !altered => done.altered.push(id),
            _ => drop(entries.insert(id, record_mark(&record, &document))),
        }
    }
    done.signed = entries.len();
    append(annotations, me, (&mut known, &entries), (key, now))?;
    Ok(done)
}

/// Forgets links that this device has signed last and that were taken back on a copy of it.
fn forget_taken_back(annotations: &Annotations, me: &Reader, known: &mut ToSign) {
    let files = annotations.chain_files(&me.nickname);
    let gone = taken_back(&files.iter().map(|file| Sidecar::parse(&file.text)).collect::<Vec<_>>());
    known.links.retain(|record| !gone.contains(record.id()));
}

/// Takes links back that stand on a way beside the one that is kept; what they were about is signed anew.
fn take_back(annotations: &Annotations, me: &Reader, (links, now): (&[HeldLink], Timestamp)) -> Result<()> {
    let gone = links.iter().filter_map(|held| Some(Record::parse(&held.text).ok()?.tombstone(now)));
    write(annotations, me, &gone.collect::<Vec<_>>())
}

/// The last link that goes on from one, signed with this key: a copy of this device has signed meanwhile, and what it has signed has come.
fn gone_on(last: HeldLink, folder: Vec<HeldLink>, key: SigningKey<'_>) -> Result<HeldLink> {
    let mut after: HashMap<String, HeldLink> = HashMap::new();
    for held in folder.into_iter().filter(|held| held.link.device == last.link.device) {
        after.extend(held.link.previous.clone().map(|previous| (previous, held)));
    }
    let (own, mut head) = ([KeysOf::of_own(key)], None);
    let mut at = last.digest.clone();
    while let Some(next) = after.remove(&at) {
        at.clone_from(&next.digest);
        head = Some(next);
    }
    Ok(match head {
        Some(head) if best_by(&head, &own)? == KeyVerdict::Good => head,
        _ => last,
    })
}

/// What a signature is worth by the best of these.
fn best_by(held: &HeldLink, keys: &[KeysOf]) -> Result<KeyVerdict> {
    let mut best = KeyVerdict::Broken;
    for keys in keys {
        best = best.min(keygen::verify(&held.text, &held.signature, keys)?);
        if best == KeyVerdict::Good {
            break;
        }
    }
    Ok(best)
}

/// The last link of this device in one's own folder that is signed with this key, where this device remembers none: the folder of texts was
/// moved, or the state is new.
fn last_in_folder(
    annotations: &Annotations,
    (me, device): (&Reader, &str),
    key: SigningKey<'_>,
) -> Result<Option<HeldLink>> {
    let mut links = links_of(&annotations.chain_files(&me.nickname));
    links.retain(|held| held.link.reader == me.id && held.link.device == device);
    if links.is_empty() {
        return Ok(None);
    }
    let own = [KeysOf::of_own(key)];
    links.sort_by_key(|held| std::cmp::Reverse(held.link.number));
    for held in links.into_iter().take(MOST_LOOKED) {
        if best_by(&held, &own)? == KeyVerdict::Good {
            return Ok(Some(held));
        }
    }
    Ok(None)
}

/// The newest version of each of one's own records in one's own folder, and the document that a file with it is about.
fn own_records(annotations: &Annotations, me: &Reader) -> BTreeMap<AnnotationId, (Record, String)> {
    let (index, _) = annotations.index(&|path| Some(parse_sidecar_name(path)?.0));
    let base = annotations.written_base();
    let listed = index.files().iter().filter(|listed| listed.folder == me.nickname && listed.base == base);
    let (mut newest, mut documents) = (BTreeMap::new(), BTreeMap::new());
    for (listed, file) in listed.filter_map(|listed| Some((listed, annotations.read(listed).ok()?))) {
        for record in Sidecar::parse(&file.text).records().filter(|record| record.creator() == Some(&me.id)) {
            take_newer(&mut newest, record);
            documents.entry(record.id().clone()).or_insert_with(|| listed.document.clone());
        }
    }
    let document = |id: &AnnotationId| documents.get(id).cloned().unwrap_or_default();
    newest.into_iter().map(|(id, record): (AnnotationId, Record)| (id.clone(), (record, document(&id)))).collect()
}

/// Appends links about these records, as [`record_mark()`] has them, to the chain of this device, and writes those that could not be written before.
fn append(
    annotations: &Annotations,
    me: &Reader,
    (known, entries): (&mut ToSign, &BTreeMap<AnnotationId, String>),
    (key, now): (SigningKey<'_>, Timestamp),
) -> Result<()> {
    let device = annotations.device().unwrap_or_default().to_owned();
    let entries: Vec<(AnnotationId, String)> = entries.iter().map(|(id, mark)| (id.clone(), mark.clone())).collect();
    let is_mine = |held: HeldLink| held.link.reader == me.id && held.link.device == device;
    known.links.retain(|record| HeldLink::of(record).is_some_and(is_mine));
    forget_taken_back(annotations, me, known);
    if !known.links.is_empty() {
        write(annotations, me, &known.links)?;
    }
    for piece in entries.chunks(MOST_RECORDS) {
        let last = match known.links.last().and_then(HeldLink::of) {
            Some(held) => Some(gone_on(held, links_of(&annotations.chain_files(&me.nickname)), key)?),
            None => last_in_folder(annotations, (me, &device), key)?,
        };
        let link = ChainLink {
            reader: me.id.clone(),
            nickname: me.nickname.clone(),
            device: device.clone(),
            number: last.as_ref().map_or(1, |held| held.link.number.saturating_add(1)),
            previous: last.as_ref().map(|held| held.digest.clone()),
            // Never before the link that it comes after: a clock that was set back is no proof of anything.
            signed: last.as_ref().map_or(now, |held| next_modified(now, held.link.signed)),
            records: piece.iter().map(|(id, mark)| (id.clone(), of_mark(mark).0.to_owned())).collect(),
            changed: piece.iter().filter_map(|(id, mark)| Some((id.clone(), of_mark(mark).1?))).collect(),
            about: piece.iter().filter_map(|(id, mark)| Some((id.clone(), of_mark(mark).2?.to_owned()))).collect(),
        };
        let record = link.record();
        let record = with_signature(&record, &keygen::sign(&signed_text(&record), key)?);
        known.keep_link(&record)?;
        write(annotations, me, &known.links)?;
        known.forget(&piece.iter().cloned().collect())?;
    }
    Ok(())
}

/// Writes links into the file of this device, where they are not there.
fn write(annotations: &Annotations, me: &Reader, links: &[Record]) -> Result<()> {
    let device = annotations.device().unwrap_or_default();
    let id = |what: &str| {
        let seed = format!("{} {device} {CHAINED} {what}", me.id);
        format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes()))
    };
    let ids = NewIds { collection: id("collection"), page: id("page"), identity: AnnotationId::new(id("identity")) };
    let identity = chain_identity(digest(CHAINED.as_bytes()).hex());
    let first = links.iter().map(Record::created).min().unwrap_or_default();
    annotations.with_own(&chained(), &mut |text| {
        let mut sidecar = text.map_or_else(Sidecar::default, |text| Sidecar::parse(&text));
        if sidecar.is_empty() {
            sidecar = Sidecar::new(&identity, me, &ids, first);
        }
        for link in links {
            if !sidecar.records().any(|there| there == link) {
                sidecar.put(link.clone());
            }
        }
        sidecar.to_text()
    })?;
    Ok(())
}
