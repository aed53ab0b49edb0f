//! `postil tour`: the tour on the screen, in a copy of the sample corpus that the program brings along. It goes on where it was left.

use super::outcome::{Failure, Outcome};
use super::{read, setup};
use crate::store::{Dirs, Library, discard_unpacked, keep_tour_step, tour_step, unpack};

/// The folder of the data folder that the copy is laid into.
const FOLDER: &str = "tour";

/// Learn postil by doing, in a dozen steps, in a copy of the sample texts: nothing you do there touches anything of yours.
///
/// Leave at any time with `q`; the next `postil tour` goes on where you were. A step is done when it is done, however you did it;
/// `:tour` skips one. The folder of texts that you read last stays the one that `postil` opens.
#[derive(Debug, clap::Args)]
pub struct TourArgs {
    /// Begin anew: with a fresh copy, without what was written in the old one.
    #[arg(long)]
    again: bool,
}

macro_rules! texts {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../documents/", $path)).as_slice()),)*]
    };
}

/// The texts, their plan, and what others wrote on them.
const TEXTS: &[(&str, &[u8])] = texts![
    "00-tour.md",
    "annotations/hana/00-tour.md@7b5c.json",
    "annotations/hana/reader.json",
    "annotations/hana/week-1/export-controls.md@7b5c.json",
    "annotations/hana/week-1/wartime-labour-and-1965.txt@7b5c.json",
    "annotations/hana/week-2/chronology-autumn-2019.txt@7b5c.json",
    "annotations/hana/week-2/gsomia-deadline.txt@7b5c.json",
    "annotations/hana/week-3/low-politics-track.txt@7b5c.json",
    "annotations/hana/week-3/united-states-as-convener.md@7b5c.json",
    "annotations/hana/week-4/positions-and-glossary.md@7b5c.json",
    "annotations/hana/week-4/the-2022-turn.md@7b5c.json",
    "annotations/ines/reader.json",
    "annotations/ines/week-1/export-controls.md@5130.json",
    "annotations/ines/week-1/wartime-labour-and-1965.txt@5130.json",
    "annotations/ines/week-2/gsomia-deadline.txt@5130.json",
    "annotations/mira/reader.json",
    "annotations/mira/week-1/export-controls.md@2303.json",
    "annotations/mira/week-1/wartime-labour-and-1965.txt@2303.json",
    "annotations/mira/week-2/chronology-autumn-2019.txt@2303.json",
    "annotations/mira/week-2/gsomia-deadline.txt@2303.json",
    "annotations/mira/week-3/low-politics-track.txt@2303.json",
    "annotations/mira/week-3/united-states-as-convener.md@2303.json",
    "annotations/mira/week-4/positions-and-glossary.md@2303.json",
    "annotations/mira/week-4/the-2022-turn.md@2303.json",
    "annotations/tomas/00-tour.md@751e.json",
    "annotations/tomas/reader.json",
    "annotations/tomas/week-1/export-controls.md@751e.json",
    "annotations/tomas/week-1/wartime-labour-and-1965.txt@751e.json",
    "annotations/tomas/week-2/chronology-autumn-2019.txt@751e.json",
    "annotations/tomas/week-2/gsomia-deadline.txt@751e.json",
    "annotations/tomas/week-3/low-politics-track.txt@751e.json",
    "annotations/tomas/week-3/united-states-as-convener.md@751e.json",
    "annotations/tomas/week-4/positions-and-glossary.md@751e.json",
    "annotations/tomas/week-4/the-2022-turn.md@751e.json",
    "syllabus.toml",
    "week-1/export-controls.md",
    "week-1/wartime-labour-and-1965.txt",
    "week-2/chronology-autumn-2019.txt",
    "week-2/gsomia-deadline.txt",
    "week-3/low-politics-track.txt",
    "week-3/united-states-as-convener.md",
    "week-4/positions-and-glossary.md",
    "week-4/the-2022-turn.md",
];

/// Opens the tour.
pub fn run(args: &TourArgs) -> Result<Outcome, Failure> {
    // Under which name one tries things is nobody's business outside.
    let dirs = setup::dirs()?;
    let dirs = Dirs { state: dirs.state.join(FOLDER), apart: true, ..dirs };
    if args.again {
        discard_unpacked(&dirs, FOLDER)?;
        keep_tour_step(&dirs, 0)?;
    }
    let library = Library::open(&unpack(&dirs, FOLDER, TEXTS)?)?.keeping(&dirs);
    let (state, at) = (setup::state(&dirs), tour_step(&dirs));
    read::show_tour(library, dirs, state, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_has_every_text_of_the_plan_but_the_one_in_six_formats() {
        let text = |path: &str| TEXTS.iter().find(|(name, _)| *name == path).map(|(_, text)| text);
        let plan = String::from_utf8(text("syllabus.toml").unwrap().to_vec()).unwrap();
        let (plan, faults) = crate::config::syllabus::parse(&plan);
        assert!(faults.is_empty());
        for reading in plan.sessions.iter().flat_map(|session| &session.readings) {
            assert!(text(reading.as_str()).is_some() || reading.folder() == "one-text-six-ways", "{reading}");
        }
    }
}
