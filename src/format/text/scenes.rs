//! Plays and scenes: who speaks in a text, where each speech begins, and what stands between two. It is a play if the same few names
//! come back before short speeches, again and again; a text in which they do not is left as it is.

use super::cue::{Cue, CueMark, is_direction};
use super::divisions::divides;
use super::layout::TextLayout;
use super::marker::marker_len;
use super::source_line::ends_firmly;
use std::collections::{HashMap, HashSet};

/// How much of the text is looked at, in bytes.
const SAMPLE: usize = 512 * 1024;

/// A play has so many speeches at least, by so many who speak twice.
const LEAST_SPEECHES: usize = 5;
const LEAST_SPEAKERS: usize = 2;

/// A speech is long from so many bytes on one line; where many are, a text is an interview in a page.
const LONG: usize = 300;

/// A name that is not in capitals stands alone on a line only if it comes back so often.
const OFTEN: usize = 3;

/// The most lines of a direction in brackets.
const MOST_DIRECTED: usize = 12;

/// Who speaks in a text; nobody where it is no play.
#[derive(Debug, Default)]
pub(super) struct Speakers<'a> {
    names: HashSet<&'a str>,
    /// Names that are not in capitals and stand alone on their lines.
    apart: bool,
    /// Whether names are in capitals, and whether a colon stands behind them.
    shouted: bool,
    colon: bool,
}

/// What lines of a scene are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScenePart {
    /// What is no speech.
    Other,
    /// A speech, its name on the first line alone, or before its first words.
    Speech { named_apart: bool },
    /// A direction.
    Direction,
    /// Who is in the play.
    Cast,
}

/// What is counted over the sample.
#[derive(Default)]
struct CueCounts<'a> {
    /// By name: how often it stands before words, and how often alone.
    before: HashMap<&'a str, usize>,
    alone: HashMap<&'a str, usize>,
    groups: usize,
    long: usize,
    shouted: usize,
    colons: usize,
}

impl<'a> Speakers<'a> {
    /// Who speaks in a text.
    pub(super) fn of(text: &'a str, layout: TextLayout) -> Self {
        let counts = CueCounts::of(&text[..text.floor_char_boundary(SAMPLE)]);
        let is_shouted = |name: &str| !name.chars().any(char::is_lowercase);
        let often = |(name, count): (&&'a str, &usize), least: usize| (*count >= least).then_some(*name);
        let before = counts.before.iter().filter_map(|counted| often(counted, 2));
        let alone = counts.alone.iter();
        let apart = alone.filter_map(|counted| often(counted, if is_shouted(counted.0) { 2 } else { OFTEN }));
        let names: HashSet<&str> = before.chain(apart).collect();
        let count = |name: &&str| {
            [&counts.before, &counts.alone].map(|counted| counted.get(*name).unwrap_or(&0)).into_iter().sum::<usize>()
        };
        let speeches: usize = names.iter().map(count).sum();
        let is_play = names.len() >= LEAST_SPEAKERS
            && speeches >= LEAST_SPEECHES
            && speeches * 3 >= counts.groups
            && (layout != TextLayout::Lines || counts.long * 4 <= speeches);
        if !is_play {
            return Self::default();
        }
        let apart = names.iter().any(|name| !is_shouted(name) && counts.alone.contains_key(name));
        let shouted = counts.shouted * 2 >= speeches;
        Self { names, apart, shouted, colon: counts.colons * 2 >= speeches }
    }

    /// Whether the text is no play.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a line begins with the name of somebody who speaks more than once.
    pub(super) fn knows(&self, line: &str) -> bool {
        Cue::of(line).is_some_and(|cue| self.names.contains(cue.name))
    }

    /// Who speaks from this line on; `next` is the line under it, where one touches it.
    fn cue(&self, line: &'a str, next: Option<&str>) -> Option<Cue<'a>> {
        let cue = Cue::of(line).filter(|_| !divides(line))?;
        let known = self.names.contains(cue.name);
        let looks = if cue.shouted { self.shouted } else { self.colon && cue.mark == CueMark::Colon };
        let holds = match cue.alone {
            true if cue.shouted => known || (self.shouted && next.is_some()),
            true => known && self.apart,
            false => known || looks,
        };
        holds.then_some(cue)
    }

    /// The parts of a group of lines that touch each other, each by its number of lines; one part where nobody speaks in it.
    pub(super) fn parts(&self, lines: &[&'a str]) -> Vec<(usize, ScenePart)> {
        let cue = |at: usize| self.cue(lines[at], lines.get(at + 1).copied());
        let mut cues: Vec<Option<Cue<'a>>> = (0..lines.len()).map(cue).collect();
        if self.is_cast(lines, &cues) {
            return vec![(lines.len(), ScenePart::Cast)];
        }
        for at in 1..lines.len() {
            // What a name that stands alone is followed by is said, in capitals too.
            if cues[at - 1].is_some_and(|cue| cue.alone) {
                cues[at] = cues[at].filter(|cue| self.names.contains(cue.name));
            }
        }
        let starts: Vec<usize> = (0..lines.len()).filter(|at| cues[*at].is_some()).collect();
        let mut parts = Vec::new();
        let first = starts.first().copied().unwrap_or(lines.len());
        around(&lines[..first], None, &mut parts);
        for (nth, &from) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied().unwrap_or(lines.len());
            around(&lines[from..end], cues[from], &mut parts);
        }
        parts
    }

    /// Whether lines say who is in the play: names under one another with nothing said, or with what each is.
    fn is_cast(&self, lines: &[&str], cues: &[Option<Cue<'a>>]) -> bool {
        let silent =
            (1..lines.len()).filter(|at| [*at - 1, *at].iter().all(|at| cues[*at].is_some_and(|cue| cue.alone)));
        let said = cues.iter().flatten().any(|cue| !cue.alone);
        let described = |line: &&&str| {
            let name = line.split([',', '(', '—', '–']).next().unwrap_or_default().trim();
            name.len() < line.len() && self.names.contains(name.trim_end_matches('.'))
        };
        let told = lines.iter().filter(described).count();
        !said && lines.len() > 1 && (silent.count() * 2 >= lines.len() - 1 || told * 2 >= lines.len())
    }
}

/// The parts of lines that begin with this name, if with one: what is said, and directions behind all of it; without a name, what
/// names a part and directions before what is no speech, and directions behind it.
fn around(lines: &[&str], cue: Option<Cue<'_>>, parts: &mut Vec<(usize, ScenePart)>) {
    let mut before = 0;
    while cue.is_none() && before < lines.len() {
        let directed = directed(&lines[before..]);
        match directed {
            0 if divides(lines[before]) => parts.push((1, ScenePart::Other)),
            0 => break,
            count => parts.push((count, ScenePart::Direction)),
        }
        before += directed.max(1);
    }
    let least = cue.map_or(before, |cue| 1 + usize::from(cue.alone));
    let behind = lines.iter().skip(least).rev().take_while(|line| is_direction(line)).count();
    let body = lines.len() - before - behind;
    if body > 0 {
        let named_apart = cue.is_some_and(|cue| cue.alone);
        parts.push((body, if cue.is_some() { ScenePart::Speech { named_apart } } else { ScenePart::Other }));
    }
    parts.extend(vec![(1, ScenePart::Direction); behind]);
}

/// How many lines the direction takes that these begin with: one, or those that its brackets stand around; 0 where they begin with none.
fn directed(lines: &[&str]) -> usize {
    let Some(first) = lines.first() else { return 0 };
    if is_direction(first) {
        return 1;
    }
    let close = match first.chars().next() {
        Some('(') => ')',
        Some('[') => ']',
        _ => return 0,
    };
    let near = lines.iter().take(MOST_DIRECTED);
    let end = near.clone().position(|line| line.contains(close));
    end.filter(|end| lines[*end].trim_end_matches('.').ends_with(close)).map_or(0, |end| end + 1)
}

/// Whether a line may be the first that is said: a sentence or a direction, and none of a program.
fn begins_speech(line: &str) -> bool {
    let bare = line.trim_start_matches(['_', '*', '.', '…', ' ']);
    bare.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() || "([\"'“‘«»„¿¡—–-".contains(c))
}

impl<'a> CueCounts<'a> {
    fn of(sample: &'a str) -> Self {
        let mut counts = Self::default();
        let mut lines = sample.lines().peekable();
        let mut before: Option<&str> = None;
        while let Some(line) = lines.next() {
            let line = line.trim();
            let next = lines.peek().map(|line| line.trim()).filter(|line| !line.is_empty());
            if !line.is_empty() {
                counts.see(before, line, next);
            }
            before = Some(line).filter(|line| !line.is_empty());
        }
        counts
    }

    fn see(&mut self, before: Option<&str>, line: &'a str, next: Option<&str>) {
        self.groups += usize::from(before.is_none());
        self.long += usize::from(line.len() > LONG);
        let Some(cue) = Cue::of(line).filter(|_| marker_len(line) == 0 && !divides(line)) else { return };
        let parted = before.is_none_or(|before| ends_firmly(before) || before.ends_with([')', ']']));
        let counted = if cue.alone {
            let says = next.is_some_and(|next| marker_len(next) == 0 && begins_speech(next));
            let apart = before.is_none() && next.is_none() && cue.shouted;
            if says && (cue.shouted || before.is_none()) || apart { &mut self.alone } else { return }
        } else if cue.mark == CueMark::Colon || parted {
            &mut self.before
        } else {
            return;
        };
        *counted.entry(cue.name).or_default() += 1;
        self.shouted += usize::from(cue.shouted);
        self.colons += usize::from(cue.mark == CueMark::Colon);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::BlockKind;
    use crate::format::text::parse;

    /// What a text becomes: each block with its kind, what is no paragraph; lines that are kept are parted by `/`.
    fn blocks(text: &str) -> Vec<String> {
        let document = parse(text.to_owned());
        let show = |block: &crate::document::Block| {
            let kept = block.kind.keeps_lines();
            let lines =
                block.span.of(text).lines().map(str::trim).collect::<Vec<_>>().join(if kept { "/" } else { " " });
            let kind =
                if block.kind == BlockKind::Paragraph { String::new() } else { format!("{}| ", block.kind.name()) };
            format!("{}{kind}{lines}", if block.continued { "+ " } else { "" })
        };
        document.blocks().iter().map(show).collect()
    }

    #[test]
    fn names_on_their_own_lines_stand_over_what_is_said() {
        let play = "The Keepers\n\nCHARACTERS\n\nOLD KEEPER, a man\nMARTA, his daughter\n\nSCENE 1\n\nThe lamp room. Night.\n\nMARTA\nYou have not slept.\n\nOLD KEEPER\n(up)\nNor have you\n\n(A silence.)\n\nMARTA\nNine boats.\n\nOLD KEEPER\nNine is what the sea gives back.\nTen is what we lend it.\n\nEnter a SAILOR\n\nSAILOR\nA fire?\n\nMARTA\nAlways.\n";
        let wanted = [
            "heading| The Keepers",
            "heading| CHARACTERS",
            "verse| OLD KEEPER, a man/MARTA, his daughter",
            "heading| SCENE 1",
            "The lamp room. Night.",
            "verse| MARTA/You have not slept.",
            "verse| OLD KEEPER/(up)/Nor have you",
            "(A silence.)",
            "verse| MARTA/Nine boats.",
            "verse| OLD KEEPER/Nine is what the sea gives back./Ten is what we lend it.",
            "Enter a SAILOR",
            "verse| SAILOR/A fire?",
            "verse| MARTA/Always.",
        ];
        assert_eq!(blocks(play), wanted);
        let tight =
            "Wait\n\nANN\nHas it come?\nBEN\nNO\nANN\nThen what is that?\n(They look.)\nBEN\nA bill.\nANN\nYours.\n";
        let wanted = ["heading| Wait", "verse| ANN/Has it come?", "verse| BEN/NO", "verse| ANN/Then what is that?"];
        assert_eq!(blocks(tight)[..4], wanted);
        assert_eq!(blocks(tight)[4..], ["(They look.)", "verse| BEN/A bill.", "verse| ANN/Yours."]);
        let apart = "WAITING ROOM\nA play\n\nANN\n\nHas it come?\n\nBEN\n\nWhat?\n\nANN\n\nThe letter\n\nBEN\n\nNo letter\n\nANN\n\nThen this?\n";
        assert!(blocks(apart)[1..].iter().all(|block| !block.contains('|')), "{:?}", blocks(apart));
    }

    #[test]
    fn what_stands_around_speeches_is_told_apart() {
        let play = "Night Watch\nA play by Ana Bird\n\nDramatis Personae\n\nFIRST GUARD\nSECOND GUARD\n\nACT I. Scene I.\nThe shore. A storm.\n\nFIRST GUARD: Did you hear?\n\nSECOND GUARD: No.\n\nFIRST GUARD\n(relieved):\nThen we may sit.\n\n(They sit. The gate opens\nand a cat comes in.)\n\nSECOND GUARD: Cold night\n\nFIRST GUARD: Cold night.\n\nErster Auftritt\n\nVOICE, off: Nobody.\n";
        let wanted = [
            "heading| Night Watch",
            "A play by Ana Bird",
            "heading| Dramatis Personae",
            "verse| FIRST GUARD/SECOND GUARD",
            "heading| ACT I. Scene I.",
            "The shore. A storm.",
            "FIRST GUARD: Did you hear?",
            "SECOND GUARD: No.",
            "verse| FIRST GUARD/(relieved):/Then we may sit.",
            "(They sit. The gate opens and a cat comes in.)",
            "SECOND GUARD: Cold night",
            "FIRST GUARD: Cold night.",
            "heading| Erster Auftritt",
            "VOICE, off: Nobody.",
        ];
        assert_eq!(blocks(play), wanted);
    }

    #[test]
    fn names_before_what_is_said_begin_paragraphs() {
        for (mark, ann, ben) in [(".", "ANN", "BEN"), (":", "ANN", "OLD BEN"), (":", "Ann", "Ben"), (".", "Ann", "Ben")]
        {
            let said = |gap: &str| {
                format!(
                    "On a Bench\n\n{ann}{mark} You are late{gap}{ben}{mark} I was never early{gap}(Pause.){gap}{ann}{mark} Well{gap}{ben}{mark} (up) Well?{gap}{ann}{mark} Go\n"
                )
            };
            let wanted = [
                "heading| On a Bench".to_owned(),
                format!("{ann}{mark} You are late"),
                format!("{ben}{mark} I was never early"),
                "(Pause.)".to_owned(),
                format!("{ann}{mark} Well"),
                format!("{ben}{mark} (up) Well?"),
                format!("{ann}{mark} Go"),
            ];
            assert_eq!(blocks(&said("\n\n")), wanted);
            if mark == ":" {
                assert_eq!(blocks(&said("\n")), wanted, "without blank lines");
            }
        }
    }

    #[test]
    fn prose_that_is_said_is_joined_and_verse_is_not() {
        let prose = "If you go on looking, child, it will go on raining. I have\nnever known a rain that stopped while anybody looked at\nit, and I have looked at many.";
        let verse = "  What wind is this that blows upon the sand\n  And has no salt in it? I am the king\n  Of salt, and no man living in this land\n  May eat his bread.";
        let play = format!(
            "ACT I\n\nKING.\n{verse}\n\nFOOL.\n{prose}\n\nKING. {prose}\n\nFOOL.\n                 Well.\n\nKING.\n  No.\n\n  The night is cold\n  And so am I,\n  And none is here\n"
        );
        let (joined, kept) = (prose.replace('\n', " "), verse.replace("\n  ", "/").trim().to_owned());
        let wanted = [
            "heading| ACT I".to_owned(),
            format!("verse| KING./{kept}"),
            "FOOL.".to_owned(),
            format!("+ {joined}"),
            format!("KING. {joined}"),
            "verse| FOOL./Well.".to_owned(),
            "verse| KING./No.".to_owned(),
            "verse| The night is cold/And so am I,/And none is here".to_owned(),
        ];
        assert_eq!(blocks(&play), wanted);
    }

    #[test]
    fn texts_without_speeches_are_no_plays() {
        let entries = "The Year\n\nOct. 3, 2019: A boat comes in.\n\nOct. 4, 2019: The boat goes out.\n\nSept. 5, 2020: No boat comes.\n\nSept. 6, 2020: Two boats come.\n\nOct. 7, 2020: They go out.\n";
        assert!(blocks(entries)[1..].iter().all(|block| block.starts_with("entry| ")), "{:?}", blocks(entries));
        let program = "Averages\n\nSELECT\n  avg(n),\n  sum(n)\nFROM\n  boats;\n\nSELECT\n  sum(n)\nFROM\n  ropes;\n\nSELECT\n  max(n)\nFROM\n  ropes;\n";
        assert!(blocks(program).iter().all(|block| !block.starts_with("verse| FROM")), "{:?}", blocks(program));
        let long = "went up the stairs again that night, as on every night for thirty years, and counted them, though nobody had asked, and lit the lamp, which was slow to burn, and looked out on the boats that lay in the bay without a light, and did not see him, who stood below with the boat, and looked up, and did not see her, for it was dark.";
        let interview = format!(
            "The Last Night\n\nShare this article\n\nANN: Keeper {long}\n\nBEN: Sailor {long}\n\nANN: She {long}\n\nBEN: He {long}\n\nANN: It {long}\n\nWeather\n\nSports\n\nCars and boats\n\nJobs\n"
        );
        assert_eq!(blocks(&interview)[1], "furniture| Share this article");
        assert_eq!(blocks(&interview).last().unwrap(), "furniture| Jobs");
    }
}
