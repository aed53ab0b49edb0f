//! Citations by a CSL style, through hayagriva. What it makes of a few things is put right here, each as citeproc-js has it; what
//! is left of differences stands in `docs/citations.md`.

use super::csl_archive::CslArchive;
use super::csl_json;
use super::item::BibliographicItem;
use super::names::PersonName;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, LocaleFile, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, ElemChildren,
    LocatorPayload, SpecificLocator,
};

/// The styles that have names here: the name, its file in the archive, and what it is.
pub const STYLES: &[(&str, &str, &str)] = &[
    ("chicago-notes", "chicago-notes-bibliography", "Chicago Manual of Style, 18th edition, notes"),
    ("chicago-author-date", "chicago-author-date", "Chicago Manual of Style, 18th edition, author and date"),
    ("apa", "apa", "American Psychological Association, 7th edition"),
    ("mla", "modern-language-association", "Modern Language Association, 9th edition"),
];

/// A style that is ready to cite by.
pub struct CitationStyle {
    style: IndependentStyle,
    locales: Vec<Locale>,
    /// Whether a point that follows a quotation goes before its closing mark, as in American English.
    points_inside: bool,
}

/// A place in a work as CSL has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CitedPlace {
    /// A page, or pages with a dash between.
    Page(String),
    /// A paragraph, or paragraphs with a dash between.
    Paragraph(String),
}

impl CitationStyle {
    /// The style of that name.
    pub fn named(name: &str) -> Option<Self> {
        let (_, file, _) = STYLES.iter().find(|(known, ..)| *known == name)?;
        Self::of_xml(&CslArchive::open()?.style(file)?).ok()
    }

    /// The style in a `.csl` file; what is wrong with it, in words.
    pub fn of_xml(xml: &str) -> Result<Self, String> {
        match Style::from_xml(xml) {
            Ok(Style::Independent(style)) => Ok(Self::of(style)),
            Ok(Style::Dependent(style)) => {
                let parent = style.parent_link.href;
                Err(format!("this style only names another one, {parent}: give the file of that"))
            }
            Err(fault) => Err(fault.to_string()),
        }
    }

    fn of(style: IndependentStyle) -> Self {
        let american = LocaleCode::en_us();
        let wanted = style.default_locale.clone().unwrap_or_else(LocaleCode::en_us);
        let archive = CslArchive::open();
        let xml = |code: &LocaleCode| archive.as_ref().and_then(|archive| archive.locale(&code.0));
        let locale = |code: &LocaleCode| Some(Locale::from(LocaleFile::from_xml(&xml(code)?).ok()?));
        let fallback = (wanted != american).then(|| locale(&american)).flatten();
        Self {
            points_inside: wanted == american,
            locales: locale(&wanted).into_iter().chain(fallback).collect(),
            style,
        }
    }

    /// The work as the bibliography of the style has it; as it is cited, where the style has none.
    pub fn reference(&self, item: &BibliographicItem) -> String {
        self.pointed(with_its_quotes(item, &|item| self.rendered(item, None).1))
    }

    /// A place in the work as a note, or a pair of brackets, has it; the work as a whole without one.
    pub fn citation(&self, item: &BibliographicItem, place: Option<&CitedPlace>) -> String {
        self.pointed(with_its_quotes(item, &|item| self.rendered(item, place).0))
    }

    fn pointed(&self, text: String) -> String {
        if self.points_inside { text.replace("”. ", ".” ") } else { text }
    }

    /// A citation of the item and its entry of the bibliography.
    fn rendered(&self, item: &BibliographicItem, place: Option<&CitedPlace>) -> (String, String) {
        let mut value = csl_json::write(item);
        if value["issued"].is_null() {
            // Nothing but the year in `issued` is taken for one.
            value.as_object_mut().map(|object| object.remove("issued"));
        }
        let Ok(item) = serde_json::from_value::<Item>(value) else { return Default::default() };
        let locator = place.map(|place| match place {
            CitedPlace::Page(label) => SpecificLocator(Locator::Page, LocatorPayload::Str(label)),
            CitedPlace::Paragraph(label) => SpecificLocator(Locator::Paragraph, LocatorPayload::Str(label)),
        });
        let mut driver = BibliographyDriver::new();
        let cited = CitationItem::with_locator(&item, locator);
        driver.citation(CitationRequest::new(vec![cited], &self.style, None, &self.locales, Some(1)));
        let rendered = driver.finish(BibliographyRequest::new(&self.style, None, &self.locales));
        let citation = rendered.citations.first().map(|cited| plain(&cited.citation)).unwrap_or_default();
        let reference = rendered.bibliography.and_then(|all| Some(plain(&all.items.first()?.content)));
        let reference = reference.filter(|entry| !entry.is_empty()).unwrap_or_else(|| citation.clone());
        (citation, reference)
    }
}

/// What was rendered without its typography.
fn plain(rendered: &ElemChildren) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = rendered.write_buf(&mut text, BufWriteFormat::Plain);
    text
}

/// Quotation marks inside of a title become single where the style puts the title between double ones.
fn with_its_quotes(item: &BibliographicItem, render: &dyn Fn(&BibliographicItem) -> String) -> String {
    let title = item.field("title").unwrap_or_default();
    if !title.contains(['“', '”']) {
        return put_right(&render(item), item);
    }
    let mut inner = item.clone();
    inner.fields.insert("title", title.replace('“', "‘").replace('”', "’"));
    let text = render(&inner);
    let begins: String = inner.field("title").unwrap_or_default().chars().take(12).collect();
    let is_quoted = text.to_lowercase().contains(&format!("“{}", begins.to_lowercase()));
    put_right(&if is_quoted { text } else { render(item) }, item)
}

/// Small words that a title in capitals keeps small, which hayagriva does not know.
const SMALL: &[&str] = &[
    "about", "above", "across", "after", "against", "along", "among", "around", "before", "behind", "below", "between",
    "beyond", "during", "into", "near", "off", "onto", "over", "since", "than", "through", "toward", "towards",
    "under", "until", "upon", "with", "within", "without",
];

/// The text with what a reader would call wrong put right.
fn put_right(text: &str, item: &BibliographicItem) -> String {
    // A date of a year alone leaves the comma that would part it from month and day.
    let mut text = text.replace("’,”", ",’”").replace("’.”", ".’”").replace(",)", ")").replace(",.", ".");
    for name in item.authors.iter().chain(&item.editors) {
        text = with_initials(text, name);
        if name.family_first {
            text = text.replace(&format!("{} {}", name.given, name.family), &format!("{} {}", name.family, name.given));
        }
    }
    for title in ["title", "container-title"] {
        text = with_small_words(text, item.field(title).unwrap_or_default());
    }
    text
}

/// `Kim, M.-su` is nobody's initial: it is `Kim, M.`
fn with_initials(text: String, name: &PersonName) -> String {
    let Some((first, second)) = name.given.split_once('-').filter(|(_, second)| second.starts_with(char::is_lowercase))
    else {
        return text;
    };
    let initial: String = first.chars().take(1).collect();
    text.replace(&format!("{initial}.-{second}"), &format!("{initial}."))
}

/// Words that are small in the title as it is known, and are no beginning of it, stay small.
fn with_small_words(text: String, title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let small =
        words.windows(3).filter(|around| SMALL.contains(&around[1]) && !around[0].ends_with([':', '.', '?', '!', '—']));
    small.fold(text, |text, around| {
        let mut large: Vec<char> = around[1].chars().collect();
        if let Some(first) = large.first_mut() {
            *first = first.to_ascii_uppercase();
        }
        let large: String = large.into_iter().collect();
        let capital = |word: &str| {
            word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>()
        };
        let (before, behind) = (capital(around[0]), capital(around[2]));
        text.replace(&format!("{before} {large} {behind}"), &format!("{before} {} {behind}", around[1]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;

    fn item(json: &str) -> BibliographicItem {
        super::super::read("json", json).remove(0)
    }

    fn page(label: &str) -> CitedPlace {
        CitedPlace::Page(label.to_owned())
    }

    fn style(name: &str) -> CitationStyle {
        CitationStyle::named(name).unwrap()
    }

    /// An article whose title holds a quotation, by somebody with a Korean name.
    const ARTICLE: &str = r#"[{"id":"a","type":"article-journal","title":"Harbours and the meaning of “neighbour”","author":
        [{"family":"Kim","given":"Ha-neul"},{"family":"North","given":"Ada"}],"container-title":"Tides after Dark","volume":"7","issue":"2",
        "page":"11-19","issued":{"date-parts":[[2021,5]]}}]"#;

    #[test]
    fn the_four_styles_cite_a_page() {
        for (name, cited) in [
            (
                "chicago-notes",
                "Ha-neul Kim and Ada North, “Harbours and the Meaning of ‘Neighbour,’” Tides after Dark 7, no. 2 (2021): 12.",
            ),
            ("chicago-author-date", "(Kim and North 2021, 12)"),
            ("apa", "(Kim & North, 2021, p. 12)"),
            ("mla", "(Kim and North 12)"),
        ] {
            assert_eq!(style(name).citation(&item(ARTICLE), Some(&page("12"))), cited, "{name}");
        }
    }

    #[test]
    fn a_reference_has_initials_quotation_marks_and_small_words_as_its_style_has_them() {
        let apa = style("apa").reference(&item(ARTICLE));
        assert!(
            apa.starts_with(
                "Kim, H., & North, A. (2021). Harbours and the meaning of “neighbour.” Tides after Dark, 7(2), 11–19."
            ),
            "{apa}"
        );
        let mla = style("mla").reference(&item(ARTICLE));
        assert!(
            mla.starts_with(
                "Kim, Ha-neul, and Ada North. “Harbours and the Meaning of ‘Neighbour.’” Tides after Dark,"
            ),
            "{mla}"
        );
    }

    #[test]
    fn names_keep_the_order_in_which_the_text_has_them() {
        let metadata = |author: &str| Metadata {
            title: Some("The Bay".to_owned()),
            authors: vec![author.to_owned()],
            date: Some("2020".to_owned()),
            ..Metadata::default()
        };
        for (author, note, bracket) in [
            ("Kim Ha-neul", "Kim Ha-neul, ", "(Kim 2020"),
            ("김하늘", "김하늘, ", "(김하늘 2020"),
            ("佐藤花", "佐藤花, ", "(佐藤花 2020"),
            ("Inés de la Cruz", "Inés de la Cruz, ", "(de la Cruz 2020"),
        ] {
            let item = BibliographicItem::of_metadata(&metadata(author), "bay.txt");
            let (written, date) =
                (style("chicago-notes").citation(&item, None), style("chicago-author-date").citation(&item, None));
            assert!(written.starts_with(note) && date.starts_with(bracket), "{written} {date}");
        }
    }

    /// Five articles as their own texts name themselves: authors, title, date, where it appeared.
    const ARTICLES: [(&[&str], &str, &str, &str); 5] = [
        (&["Linh Vo"], "Ports in Winter: A Study", "2021-02-03", "The Harbour Review"),
        (&["Kim Ha-neul", "Ada North"], "Two Courts and a Treaty", "2020-11", "Strait Quarterly"),
        (&["佐藤 花"], "海の記録", "2019", "港"),
        (&["Ministry of Tides"], "What the “Quiet Year” Was", "2022-05-09", ""),
        (&["Ann Field", "Bo Reed", "Cy Holm", "Dee Oak"], "Notes without a Date", "", "The Harbour Review"),
    ];

    /// How each style cites the first paragraph of each, and how its bibliography has the work.
    const CITED: [(&str, [(&str, &str); 5]); 4] = [
        (
            "chicago-notes",
            [
                (
                    "Linh Vo, “Ports in Winter: A Study,” The Harbour Review, February 3, 2021, para. 1.",
                    "Vo, Linh. “Ports in Winter: A Study.” The Harbour Review, February 3, 2021.",
                ),
                (
                    "Kim Ha-neul and Ada North, “Two Courts and a Treaty,” Strait Quarterly, November 2020, para. 1.",
                    "Kim, Ha-neul, and Ada North. “Two Courts and a Treaty.” Strait Quarterly, November 2020.",
                ),
                ("佐藤 花, “海の記録,” 港, 2019, para. 1.", "佐藤 花. “海の記録.” 港, 2019."),
                (
                    "Ministry of Tides, “What the ‘Quiet Year’ Was,” May 9, 2022, para. 1.",
                    "Ministry of Tides, “What the ‘Quiet Year’ Was,” May 9, 2022.",
                ),
                (
                    "Ann Field et al., “Notes Without a Date,” The Harbour Review, n.d., para. 1.",
                    "Field, Ann, Bo Reed, Cy Holm, and Dee Oak. “Notes Without a Date.” The Harbour Review, n.d.",
                ),
            ],
        ),
        (
            "chicago-author-date",
            [
                ("(Vo 2021, para. 1)", "Vo, Linh. 2021. “Ports in Winter: A Study.” The Harbour Review, February 3."),
                (
                    "(Kim and North 2020, para. 1)",
                    "Kim, Ha-neul, and Ada North. 2020. “Two Courts and a Treaty.” Strait Quarterly, November.",
                ),
                ("(佐藤 花 2019, para. 1)", "佐藤 花. 2019. “海の記録.” 港."),
                ("(Ministry of Tides 2022, para. 1)", "Ministry of Tides. 2022. “What the ‘Quiet Year’ Was.” May 9."),
                (
                    "(Field et al., n.d., para. 1)",
                    "Field, Ann, Bo Reed, Cy Holm, and Dee Oak. n.d. “Notes Without a Date.” The Harbour Review.",
                ),
            ],
        ),
        (
            "apa",
            [
                ("(Vo, 2021, para. 1)", "Vo, L. (2021, February 3). Ports in Winter: A Study. The Harbour Review."),
                (
                    "(Kim & North, 2020, para. 1)",
                    "Kim, H., & North, A. (2020, November). Two Courts and a Treaty. Strait Quarterly.",
                ),
                ("(佐藤 花, 2019, para. 1)", "佐藤 花. (2019). 海の記録. 港."),
                ("(Ministry of Tides, 2022, para. 1)", "Ministry of Tides. (2022, May 9). What the “Quiet Year” Was."),
                (
                    "(Field et al., n.d., para. 1)",
                    "Field, A., Reed, B., Holm, C., & Oak, D. (n.d.). Notes without a Date. The Harbour Review.",
                ),
            ],
        ),
        (
            "mla",
            [
                ("(Vo, par. 1)", "Vo, Linh. “Ports in Winter: A Study.” The Harbour Review, 3 Feb. 2021."),
                (
                    "(Kim and North, par. 1)",
                    "Kim, Ha-neul, and Ada North. “Two Courts and a Treaty.” Strait Quarterly, Nov. 2020.",
                ),
                ("(佐藤 花, par. 1)", "佐藤 花. “海の記録.” 港, 2019."),
                ("(Ministry of Tides, par. 1)", "Ministry of Tides. “What the ‘Quiet Year’ Was.” 9 May 2022."),
                ("(Field et al., par. 1)", "Field, Ann, et al. “Notes Without a Date.” The Harbour Review."),
            ],
        ),
    ];

    #[test]
    fn five_articles_are_cited_in_the_four_styles() {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let place = CitedPlace::Paragraph("1".to_owned());
        for (name, wanted) in CITED {
            for ((authors, title, date, publication), (citation, reference)) in ARTICLES.into_iter().zip(wanted) {
                let metadata = Metadata {
                    title: some(title),
                    authors: authors.iter().map(|author| (*author).to_owned()).collect(),
                    date: some(date),
                    publication: some(publication),
                    ..Metadata::default()
                };
                let item = BibliographicItem::of_metadata(&metadata, "article.md");
                let style = style(name);
                assert_eq!(style.citation(&item, Some(&place)), citation, "{name}");
                assert_eq!(style.reference(&item), reference, "{name}");
            }
        }
    }

    #[test]
    fn what_says_nothing_of_itself_is_cited_by_its_title() {
        let item = BibliographicItem::of_metadata(&Metadata::default(), "notes.txt");
        for (name, ..) in STYLES {
            let place = CitedPlace::Paragraph("4".to_owned());
            let cited = style(name).citation(&item, Some(&place));
            assert!(cited.to_lowercase().contains("notes.txt") && cited.contains('4'), "{name}: {cited}");
        }
    }

    #[test]
    fn a_style_of_another_language_has_its_words_and_one_without_a_locale_those_of_english() {
        let said = |locale: &str| {
            let xml = format!(
                r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="{locale}"><info>
                <title>T</title><id>t</id></info><citation><layout><text term="and"/></layout></citation></style>"#
            );
            CitationStyle::of_xml(&xml).unwrap().citation(&item(ARTICLE), None)
        };
        assert_eq!([said("de-DE"), said("fr-FR"), said("xx-XX")], ["und", "et", "and"]);
    }

    #[test]
    fn a_file_that_is_no_style_is_told() {
        assert!(CitationStyle::of_xml("<style>").is_err() && CitationStyle::of_xml("").is_err());
    }
}
