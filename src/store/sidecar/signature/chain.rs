//! The chain of a reader's signatures, put together from the links that lie in the reader's folder, in whatever order and however
//! often: which of them count, what they say of a record, and what is wrong with them. How one signature is verified is handed in.
//!
//! **The rule.** A link that verifies vouches for all links before it, because it holds the digest of the one before. So only those
//! need to be verified that no other link names; where one of these does not verify, the one before it is tried, so that nobody takes a
//! signature away by putting a forged one behind it. A link that is named and not here is a gap; two that name the same are a fork.

use super::keygen::KeyVerdict;
use crate::annotation::chain::{ChainLink, signed_text};
use crate::annotation::{AnnotationId, Proof, ReaderId, Record};
use crate::language::counts::counted;
use crate::store::fs::digest::digest;
use crate::store::fs::error::Result;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many signatures of one reader are verified at most.
const MOST_VERIFIED: usize = 50;
/// How many faults of one chain are told.
const MOST_TOLD: usize = 10;
const TOO_MANY: &str = "there are too many signatures that do not count: the rest was not looked at";

/// The digest of a record as signatures have it.
pub(in crate::store) fn record_digest(record: &Record) -> String {
    digest(record.canonical().as_bytes()).hex()
}

/// A link that was read.
#[derive(Clone, Debug)]
pub(super) struct HeldLink {
    pub link: ChainLink,
    /// Of what is signed, by which the next one names it: a copy with other line ends in its signature is the same link.
    pub digest: String,
    /// What is signed.
    pub text: String,
    pub signature: String,
}

impl HeldLink {
    /// The link that a record is.
    pub fn of(record: &Record) -> Option<Self> {
        let ((link, signature), text) = (ChainLink::read(record)?, signed_text(record));
        Some(Self { link, digest: digest(text.as_bytes()).hex(), text, signature })
    }
}

/// Says what the signature of a link is worth.
type Verify<'a> = dyn FnMut(&HeldLink) -> Result<KeyVerdict> + 'a;

/// What one signature that counts says of a record.
#[derive(Clone, Debug)]
struct SignedMark {
    digest: String,
    at: Timestamp,
    /// When the record said that it was changed last, where the link has that.
    changed: Option<Timestamp>,
    /// The name of the document that it was on, where the link has that.
    about: Option<String>,
    /// Whether no later link of the chain says otherwise.
    is_latest: bool,
}

/// What a reader has signed.
#[derive(Debug, Default)]
pub(in crate::store) struct Chain {
    signed: HashMap<AnnotationId, Vec<SignedMark>>,
    /// What links say that do not count, because of whose key it is.
    claimed: HashMap<AnnotationId, Vec<(String, KeyVerdict)>>,
    /// What is wrong, in words.
    pub faults: Vec<String>,
    /// Whether any signature counts.
    pub is_proven: bool,
    /// Whether nothing is missing, nothing forked, and no time before the one that it comes after.
    pub is_whole: bool,
    /// Whether it goes on in two ways from one place.
    pub is_forked: bool,
    /// The digests of the links that count.
    pub counting: HashSet<String>,
}

/// A chain while it is put together.
struct Joining<'a> {
    /// By their digests; of one link as many as there are signatures of it.
    links: BTreeMap<&'a str, Vec<&'a HeldLink>>,
    verdicts: HashMap<&'a str, KeyVerdict>,
    chain: Chain,
}

impl Chain {
    /// Puts the links of the folder of `reader` together; `verify` says of each what its signature is worth.
    ///
    /// # Errors
    /// Those of `verify`.
    pub fn of(links: &[HeldLink], reader: &ReaderId, verify: &mut Verify<'_>) -> Result<Self> {
        let (mine, others): (Vec<&HeldLink>, Vec<&HeldLink>) =
            links.iter().partition(|held| held.link.reader == *reader);
        let chain = Self { is_whole: true, ..Self::default() };
        let mut joining = Joining { links: BTreeMap::new(), verdicts: HashMap::new(), chain };
        for held in mine {
            joining.links.entry(&held.digest).or_default().push(held);
        }
        if !others.is_empty() {
            joining.told(format!("{} about another reader", are(others.len())));
        }
        joining.verify_all(verify)?;
        joining.look_for_forks();
        let good = joining.verdicts.iter().filter(|(_, verdict)| **verdict == KeyVerdict::Good);
        joining.chain.counting = good.map(|(digest, _)| (*digest).to_owned()).collect();
        Ok(joining.chain)
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.signed.is_empty() && self.claimed.is_empty() && self.faults.is_empty()
    }

    /// How a record stands, by its digest and by when it says it was changed.
    pub fn proof(&self, id: &AnnotationId, digest: &str, modified: Timestamp) -> Proof {
        let marks = self.signed.get(id).map(Vec::as_slice).unwrap_or_default();
        let same = || marks.iter().filter(|mark| mark.digest == digest);
        // Another device of the reader's knows nothing of a later version but its time.
        let is_older = |mark: &SignedMark| mark.digest != digest && mark.changed.is_some_and(|later| later > modified);
        if marks.iter().any(is_older) {
            return Proof::Altered;
        }
        if same().any(|mark| mark.is_latest) {
            return Proof::Signed(same().map(|mark| mark.at).min().unwrap_or_default());
        }
        // What another device wrote before this one signed, and after what it signed was written, is a later version all the same.
        if let Some(newest) = marks.iter().map(|mark| mark.changed.unwrap_or(mark.at)).max() {
            let is_later = modified > newest && same().next().is_none();
            return if is_later { Proof::Changed } else { Proof::Altered };
        }
        let claims = self.claimed.get(id).map(Vec::as_slice).unwrap_or_default();
        let mut claims = claims.iter().filter(|(claimed, _)| claimed == digest).map(|(_, verdict)| *verdict);
        match claims.next() {
            Some(KeyVerdict::NoKey) => Proof::NoKey,
            Some(_) => Proof::OtherKey,
            None => Proof::Unsigned,
        }
    }

    /// The name that the document of a record had when that was signed as it is, by its digest; of several the last.
    pub fn document(&self, id: &AnnotationId, digest: &str) -> Option<&str> {
        let marks = self.signed.get(id).map(Vec::as_slice).unwrap_or_default();
        let same = marks.iter().filter(|mark| mark.digest == digest && mark.about.is_some());
        same.max_by_key(|mark| mark.at).and_then(|mark| mark.about.as_deref())
    }

    /// The ids of all records that the signatures that count are about.
    pub fn ids(&self) -> impl Iterator<Item = &AnnotationId> {
        self.signed.keys()
    }
}

impl<'a> Joining<'a> {
    fn told(&mut self, fault: String) {
        if self.chain.faults.len() < MOST_TOLD && !self.chain.faults.contains(&fault) {
            self.chain.faults.push(fault);
        }
    }

    /// A link by its digest.
    fn link(&self, digest: &str) -> Option<&'a HeldLink> {
        self.links.get(digest)?.first().copied()
    }

    /// All of them, each once.
    fn each(&self) -> impl Iterator<Item = &'a HeldLink> {
        self.links.values().filter_map(|copies| copies.first().copied())
    }

    /// Whether a link has the number behind that of the link that it names.
    fn follows(&self, held: &HeldLink) -> bool {
        let before = held.link.previous.as_deref().map_or(Some(0), |digest| Some(self.link(digest)?.link.number));
        before.and_then(|before| before.checked_add(1)) == Some(held.link.number)
    }

    /// What the best of a link's signatures is worth; `None` where too many were tried.
    fn verdict(&self, held: &HeldLink, (verify, tried): (&mut Verify<'_>, &mut usize)) -> Result<Option<KeyVerdict>> {
        let mut best = None;
        for copy in self.links.get(held.digest.as_str()).into_iter().flatten() {
            *tried += 1;
            if *tried > MOST_VERIFIED {
                break;
            }
            let verdict = verify(copy)?;
            best = best.map_or(Some(verdict), |known: KeyVerdict| Some(known.min(verdict)));
            if verdict == KeyVerdict::Good {
                break;
            }
        }
        Ok(best)
    }

    /// Verifies the links that no other names, those first that follow the one before; and where one does not count, those before it.
    fn verify_all(&mut self, verify: &mut Verify<'_>) -> Result<()> {
        let named: HashSet<&str> = self.each().filter_map(|held| held.link.previous.as_deref()).collect();
        let mut heads: Vec<&'a HeldLink> = self.each().filter(|held| !named.contains(held.digest.as_str())).collect();
        heads.sort_by_key(|held| (self.follows(held), held.link.number));
        let mut tried = 0;
        while let Some(head) = heads.pop() {
            if self.verdicts.get(head.digest.as_str()) == Some(&KeyVerdict::Good) {
                continue;
            }
            let Some(verdict) = self.verdict(head, (verify, &mut tried))? else {
                // However much else there is to tell.
                self.chain.faults.truncate(MOST_TOLD - 1);
                self.chain.faults.insert(0, TOO_MANY.to_owned());
                break;
            };
            let name = name(&head.link);
            match verdict {
                KeyVerdict::Good => {}
                KeyVerdict::OtherKey => self.told(format!("{name} is signed with a key that is not known as theirs")),
                KeyVerdict::NoKey => self.told(format!("{name} is signed, and nobody has said which key is theirs")),
                KeyVerdict::Broken => self.told(format!("{name} was altered since it was signed")),
            }
            if verdict != KeyVerdict::Broken {
                self.walk(head, verdict);
            }
            if matches!(verdict, KeyVerdict::OtherKey | KeyVerdict::Broken) {
                heads.extend(head.link.previous.as_deref().and_then(|digest| self.link(digest)));
            }
        }
        Ok(())
    }

    /// Goes from a link back to the first, and takes what each says for as good as the signature of that one.
    fn walk(&mut self, head: &'a HeldLink, verdict: KeyVerdict) {
        let (mut at, mut seen) = (Some(head), HashSet::new());
        while let Some(held) = at {
            let known = self.verdicts.get(held.digest.as_str()).copied();
            if known == Some(KeyVerdict::Good) || known == Some(verdict) {
                return;
            }
            self.verdicts.insert(&held.digest, verdict);
            if verdict == KeyVerdict::Good {
                self.take(held, &mut seen);
            } else {
                for (id, digest) in &held.link.records {
                    self.chain.claimed.entry(id.clone()).or_default().push((digest.clone(), verdict));
                }
            }
            at = self.before(held, verdict);
        }
    }

    fn take(&mut self, held: &'a HeldLink, seen: &mut HashSet<&'a AnnotationId>) {
        self.chain.is_proven = true;
        for (id, digest) in &held.link.records {
            let (changed, is_latest) = (held.link.changed.get(id).copied(), seen.insert(id));
            let about = held.link.about.get(id).cloned();
            let mark = SignedMark { digest: digest.clone(), at: held.link.signed, changed, about, is_latest };
            self.chain.signed.entry(id.clone()).or_default().push(mark);
        }
    }

    /// The link before; what is wrong between the two is told of chains that count.
    fn before(&mut self, held: &'a HeldLink, verdict: KeyVerdict) -> Option<&'a HeldLink> {
        let link = &held.link;
        let before = link.previous.as_deref().map(|digest| self.link(digest));
        let fault = match before {
            _ if verdict != KeyVerdict::Good => None,
            None if link.number > 1 => Some(format!("{} names none before it", name(link))),
            Some(None) => Some(format!("the signature before {} is missing", name(link))),
            Some(Some(before)) if before.link.number.checked_add(1) != Some(link.number) => {
                Some(format!("{} does not follow the one before it", name(link)))
            }
            Some(Some(before)) if before.link.signed > link.signed => {
                Some(format!("{} says an earlier time than the one before it", name(link)))
            }
            None | Some(Some(_)) => None,
        };
        if let Some(fault) = fault {
            self.chain.is_whole = false;
            self.told(fault);
        }
        before.flatten()
    }

    /// Two links that go on from one and count both: a device that was copied, or whose state was brought back from a copy.
    fn look_for_forks(&mut self) {
        let good = self.each().filter(|held| self.verdicts.get(held.digest.as_str()) == Some(&KeyVerdict::Good));
        let mut places: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
        for held in good {
            *places.entry((&held.link.device, held.link.previous.as_deref())).or_default() += 1;
        }
        let forked: BTreeSet<String> =
            places.into_iter().filter(|(_, count)| *count > 1).map(|((device, _), _)| device.to_owned()).collect();
        for device in forked {
            (self.chain.is_whole, self.chain.is_forked) = (false, true);
            let device = crate::text::visible::line(&device).into_owned();
            self.told(format!(
                "the chain of the device {device} goes on in two ways from one place: two copies of it sign"
            ));
        }
    }
}

/// Of the links that count those on the ways beside: where a chain goes on in several ways from one place, the way is kept that holds a link
/// which this device remembers, else the one with the longest row of links.
pub(super) fn beside<'l>(links: &'l [HeldLink], chain: &Chain, remembered: &HashSet<String>) -> Vec<&'l HeldLink> {
    let mut after: BTreeMap<(&str, Option<&str>), BTreeMap<&str, &HeldLink>> = BTreeMap::new();
    for held in links.iter().filter(|held| chain.counting.contains(&held.digest)) {
        let place = (held.link.device.as_str(), held.link.previous.as_deref());
        after.entry(place).or_default().insert(&held.digest, held);
    }
    let way = |from: &'l HeldLink| {
        let (mut way, mut at) = (vec![from], 0);
        while let Some(held) = way.get(at).copied() {
            let place = (held.link.device.as_str(), Some(held.digest.as_str()));
            way.extend(after.get(&place).into_iter().flat_map(BTreeMap::values).copied());
            at += 1;
        }
        way
    };
    let worth = |way: &Vec<&HeldLink>| {
        (way.iter().any(|held| remembered.contains(&held.digest)), way.iter().map(|held| held.link.number).max())
    };
    let mut others: BTreeMap<&str, &HeldLink> = BTreeMap::new();
    for forked in after.values().filter(|ways| ways.len() > 1) {
        let mut ways: Vec<Vec<&HeldLink>> = forked.values().map(|from| way(from)).collect();
        ways.sort_by_key(worth);
        ways.pop();
        others.extend(ways.into_iter().flatten().map(|held| (held.digest.as_str(), held)));
    }
    others.into_values().collect()
}

/// What a link is called: `signature 3 of the device ab12`.
fn name(link: &ChainLink) -> String {
    format!("signature {} of the device {}", link.number, crate::text::visible::line(&link.device))
}

fn are(count: usize) -> String {
    let are = if count == 1 { "is" } else { "are" };
    format!("{} here {are}", counted(count, "signature"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::chain::with_signature;

    const ME: &str = "urn:uuid:mei";

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// Links of a device, each `key second records`, where `records` are `id=digest` or `id=digest@changed` in a row; a key is how its
    /// signature is taken.
    fn made(device: &str, links: &[&str]) -> Vec<HeldLink> {
        let mut made: Vec<HeldLink> = Vec::new();
        for (at, written) in links.iter().enumerate() {
            let (key, rest) = written.split_once(' ').unwrap();
            let (second, records) = rest.split_once(' ').unwrap();
            let records: Vec<(&str, &str)> = records.split(' ').filter_map(|record| record.split_once('=')).collect();
            let changed =
                |(id, rest): &(&str, &str)| Some(((*id).into(), time(rest.split_once('@')?.1.parse().unwrap())));
            let digest = |rest: &str| rest.split('@').next().unwrap().to_owned();
            let link = ChainLink {
                reader: ME.into(),
                nickname: "mei".into(),
                device: device.into(),
                number: at as u64 + 1,
                previous: made.last().map(|held| held.digest.clone()),
                signed: time(second.parse().unwrap()),
                records: records.iter().map(|(id, rest)| ((*id).into(), digest(rest))).collect(),
                changed: records.iter().filter_map(changed).collect(),
                about: BTreeMap::new(),
            };
            made.push(HeldLink::of(&with_signature(&link.record(), key)).unwrap());
        }
        made
    }

    fn verdict(held: &HeldLink) -> KeyVerdict {
        match held.signature.as_str() {
            "good" | "good\n" => KeyVerdict::Good,
            "other" => KeyVerdict::OtherKey,
            "none" => KeyVerdict::NoKey,
            _ => KeyVerdict::Broken,
        }
    }

    fn chain(links: &[HeldLink]) -> Chain {
        Chain::of(links, &ME.into(), &mut |held| Ok(verdict(held))).unwrap()
    }

    /// How records `id=digest@changed` stand, in words.
    fn stand(chain: &Chain, records: &str) -> String {
        let word = |record: &str| {
            let (id, rest) = record.split_once('=').unwrap();
            let (digest, second) = rest.split_once('@').unwrap();
            chain.proof(&id.into(), digest, time(second.parse().unwrap())).word()
        };
        records.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_was_signed_is_and_what_is_another_or_an_older_version_is_not() {
        let chain = chain(&made("ab12", &["good 10 a=1 b=1", "good 20 b=2 c=1"]));
        assert_eq!((chain.faults.len(), chain.is_whole, chain.is_proven), (0, true, true));
        assert_eq!(stand(&chain, "a=1@5 b=2@15 c=1@15 d=1@15"), "signed signed signed unsigned");
        // Another's words under the old time; the version before the last, brought back; what says of a later change.
        assert_eq!(stand(&chain, "a=x@5 b=1@5 b=x@25 a=x@30"), "altered altered changed changed");
        assert_eq!(chain.proof(&"a".into(), "1", time(5)), Proof::Signed(time(10)));
    }

    #[test]
    fn an_older_version_that_one_device_has_signed_is_known_by_what_another_signed_later() {
        let mut links = made("ab12", &["good 10 a=1@5 b=1@5 c=1@8"]);
        links.extend(made("cd34", &["good 20 a=2@15 c=2@6", "good 30 b=2"]));
        let chain = chain(&links);
        assert_eq!(stand(&chain, "a=2@15 a=1@5"), "signed altered");
        // Both have written; the version of the first device is the newer one, though it was signed before.
        assert_eq!(stand(&chain, "c=1@8 c=2@6"), "signed altered");
        assert_eq!(stand(&chain, "b=1@5 b=2@7"), "signed signed", "a link that has no times settles nothing");
    }

    #[test]
    fn what_a_device_that_does_not_sign_wrote_before_another_signed_an_earlier_version_is_changed_and_not_altered() {
        let chain = chain(&made("ab12", &["good 10 a=1@5", "good 20 a=2@12"]));
        assert_eq!(stand(&chain, "a=x@13 a=x@12 a=x@11 a=1@5 a=2@12"), "changed altered altered altered signed");
    }

    #[test]
    fn only_the_last_signature_is_verified_and_it_vouches_for_those_before() {
        let links = made("ab12", &["broken 10 a=1", "other 20 b=1", "good 30 c=1"]);
        let mut verified = 0;
        let mut verify = |held: &HeldLink| {
            verified += 1;
            Ok(verdict(held))
        };
        let chain = Chain::of(&links, &ME.into(), &mut verify).unwrap();
        assert_eq!((stand(&chain, "a=1@5 b=1@5 c=1@5").as_str(), verified), ("signed signed signed", 1));
    }

    #[test]
    fn a_copy_with_another_signature_is_the_same_link_and_the_best_of_them_counts() {
        for other in ["good\n", "broken"] {
            let mut links = made("ab12", &["good 10 a=1", "good 20 b=1"]);
            links.insert(0, HeldLink::of(&with_signature(&links[1].link.record(), other)).unwrap());
            let chain = chain(&links);
            assert_eq!((chain.faults.len(), chain.is_whole), (0, true), "{other:?}: {:?}", chain.faults);
            assert_eq!(stand(&chain, "a=1@5 b=1@15"), "signed signed");
        }
    }

    #[test]
    fn many_forged_links_of_high_numbers_hide_no_good_one_and_are_told() {
        let mut links = made("ab12", &["good 10 a=1", "good 20 b=1"]);
        for number in 0..60 {
            let link = ChainLink { number: 1_000 + number, records: BTreeMap::new(), ..links[1].link.clone() };
            links.push(HeldLink::of(&with_signature(&link.record(), "broken")).unwrap());
        }
        let chain = chain(&links);
        assert_eq!(stand(&chain, "a=1@5 b=1@15"), "signed signed");
        assert!(chain.faults[0] == TOO_MANY, "{:?}", chain.faults);
    }

    #[test]
    fn a_forged_link_behind_a_good_one_takes_nothing_away() {
        for (forged, word) in [("broken", "unsigned"), ("other", "other-key")] {
            let links = made("ab12", &["good 10 a=1", &format!("{forged} 20 a=x b=1")]);
            let chain = chain(&links);
            assert_eq!(stand(&chain, "a=1@5 b=1@15"), format!("signed {word}"));
            assert_eq!(chain.faults.len(), 1, "{:?}", chain.faults);
            assert_eq!(stand(&chain, "a=x@5"), "altered");
        }
        assert_eq!(stand(&chain(&made("ab12", &["none 10 a=1"])), "a=1@5 a=2@5"), "no-key unsigned");
    }

    #[test]
    fn a_gap_shows_and_what_stands_before_it_counts_by_its_own_signature() {
        let mut links = made("ab12", &["good 10 a=1", "good 20 b=1", "good 30 c=1"]);
        links.remove(1);
        let gone = chain(&links);
        assert_eq!(stand(&gone, "a=1@5 b=1@5 c=1@5"), "signed unsigned signed");
        assert_eq!(gone.faults, ["the signature before signature 3 of the device ab12 is missing"]);
        assert!(!gone.is_whole);
    }

    #[test]
    fn the_order_in_the_files_and_copies_of_links_change_nothing_and_an_altered_link_counts_for_nothing() {
        let written = ["good 10 a=1", "good 20 a=2", "good 30 b=1"];
        let mut links = made("ab12", &written);
        links.reverse();
        links.extend(made("ab12", &written));
        let twice = chain(&links);
        assert_eq!((stand(&twice, "a=2@15 a=1@5 b=1@5").as_str(), twice.is_whole), ("signed altered signed", true));
        // Altered, so that the next one names it no more, and its own signature is no more of it.
        let mut links = made("ab12", &written);
        let link = ChainLink { signed: time(5), ..links[1].link.clone() };
        links[1] = HeldLink::of(&with_signature(&link.record(), "broken")).unwrap();
        let altered = chain(&links);
        assert_eq!(stand(&altered, "a=2@15 a=1@5 b=1@5"), "changed signed signed");
        assert!(!altered.is_whole && altered.faults.len() == 2, "{:?}", altered.faults);
    }

    #[test]
    fn a_chain_that_goes_on_in_two_ways_or_back_in_time_is_not_whole() {
        let mut links = made("ab12", &["good 10 a=1", "good 20 b=1"]);
        links.extend(made("ab12", &["good 10 a=1", "good 30 c=1"]));
        let forked = chain(&links);
        assert_eq!(stand(&forked, "a=1@5 b=1@5 c=1@5"), "signed signed signed");
        assert_eq!(
            forked.faults,
            ["the chain of the device ab12 goes on in two ways from one place: two copies of it sign"]
        );
        assert!(forked.is_forked && !forked.is_whole);
        // One way is kept: the one that this device remembers, else the longest.
        let beside = |remembered: &[String]| {
            let remembered: HashSet<String> = remembered.iter().cloned().collect();
            beside(&links, &forked, &remembered).into_iter().map(|held| held.link.signed).collect::<Vec<_>>()
        };
        assert_eq!(beside(&[links[1].digest.clone()]), [time(30)]);
        assert_eq!(beside(&[links[3].digest.clone()]), [time(20)]);
        assert_eq!(beside(&[]).len(), 1);
        links.extend(made("ab12", &["good 10 a=1", "good 30 c=1", "good 40 d=1"]).pop());
        let longer = chain(&links);
        assert_eq!(super::beside(&links, &longer, &HashSet::new()).len(), 1);
        assert_eq!(super::beside(&links, &longer, &HashSet::new())[0].link.signed, time(20));
        let mut devices = made("ab12", &["good 10 a=1"]);
        devices.extend(made("cd34", &["good 20 a=2"]));
        let devices = chain(&devices);
        assert_eq!((stand(&devices, "a=2@15").as_str(), devices.is_whole), ("signed", true), "each has a chain");
        let back = chain(&made("ab12", &["good 30 a=1", "good 20 b=1"]));
        assert!(!back.is_whole && back.faults[0].contains("says an earlier time"), "{:?}", back.faults);
    }

    #[test]
    fn a_chain_of_another_reader_counts_for_nothing_and_a_flood_of_forgeries_ends() {
        let links = made("ab12", &["good 10 a=1"]);
        let copied = Chain::of(&links, &"urn:uuid:tom".into(), &mut |held| Ok(verdict(held))).unwrap();
        assert_eq!((stand(&copied, "a=1@5").as_str(), copied.is_proven), ("unsigned", false));
        assert_eq!(copied.faults, ["1 signature here is about another reader"]);
        let mut links: Vec<HeldLink> = (0..500).flat_map(|at| made(&format!("d{at}"), &["broken 10 a=1"])).collect();
        links.extend(made("ab12", &["good 10 b=1"]));
        let mut verified = 0;
        let mut verify = |held: &HeldLink| {
            verified += 1;
            Ok(verdict(held))
        };
        let chain = Chain::of(&links, &ME.into(), &mut verify).unwrap();
        assert!(verified <= MOST_VERIFIED && chain.faults.len() <= MOST_TOLD, "{verified} {:?}", chain.faults);
    }
}
