//! What Markdown becomes, in a notation of one line a block: kind, level, marker, text; and what hostile text costs.

use super::parse;
use crate::document::{BlockKind, Document, InlineStyle, MAX_BLOCK, Marker};
use proptest::prelude::*;

/// One line a block, as `kind/level marker text`.
fn blocks(document: &Document) -> Vec<String> {
    let show = |block: &crate::document::Block| {
        let marker = match block.marker {
            Marker::None => String::new(),
            Marker::Bullet => " •".to_owned(),
            Marker::Number(number) => format!(" {number}."),
            Marker::Task(done) => if done { " [x]" } else { " [ ]" }.to_owned(),
        };
        let level = if block.level > 0 { format!("/{}", block.level) } else { String::new() };
        format!("{}{level}{marker} {}", block.kind.name(), block.span.of(document.text()).escape_debug())
    };
    document.blocks().iter().map(show).collect()
}

/// The runs, each as `style text`.
fn runs(document: &Document) -> Vec<String> {
    let show = |run: &crate::document::Inline| {
        let style = match run.style {
            InlineStyle::Link(index) => format!("link<{}>", document.links()[index as usize]),
            InlineStyle::Image(index) => format!("image<{}>", document.images()[index as usize]),
            InlineStyle::NoteRef(Some(at)) => format!("note>{}", document.text()[at..].split(' ').next().unwrap()),
            other => format!("{other:?}").to_lowercase(),
        };
        format!("{style} {}", run.span.of(document.text()))
    };
    document.inlines().iter().map(show).collect()
}

fn check(markdown: &str, expected: &[&str]) {
    assert_eq!(blocks(&parse(markdown.to_owned())), expected, "{markdown}");
}

#[test]
fn paragraphs_lose_their_marks_and_their_soft_breaks() {
    let document = parse(
        "# The *Wall*\n\nA **strong** line\nand `code`, ~~gone~~ &amp; [a link](https://example.org/ \"t\").\n".into(),
    );
    assert_eq!(document.text(), "The Wall\n\nA strong line and code, gone & a link.");
    assert_eq!(document.metadata.title.as_deref(), Some("The Wall"));
    assert_eq!(
        runs(&document),
        ["emphasis Wall", "strong strong", "code code", "strike gone", "link<https://example.org/> a link"]
    );
}

#[test]
fn a_paragraph_with_hard_breaks_is_verse() {
    check("One  \ntwo\\\nthree<br>four", &["verse One\\ntwo\\nthree\\nfour"]);
    check("One<br>\n*two*\n\nEnd<br>\n", &["verse One\\ntwo", "paragraph End"]);
    assert_eq!(runs(&parse("One<br>\n*two*".into())), ["emphasis two"]);
}

#[test]
fn lists_nest_and_stand_line_under_line() {
    let markdown =
        "Text\n\n- one\n  - inner\n    more\n- [x] done\n- [ ] open\n\n3. three\n4. four\n\n   second part\n\nEnd";
    check(
        markdown,
        &[
            "paragraph Text",
            "list-item/1 • one",
            "list-item/2 • inner more",
            "list-item/1 [x] done",
            "list-item/1 [ ] open",
            "list-item/1 3. three",
            "list-item/1 4. four",
            "list-item/1 second part",
            "paragraph End",
        ],
    );
    assert_eq!(
        parse(markdown.into()).text(),
        "Text\n\none\ninner more\ndone\nopen\n\nthree\nfour\n\nsecond part\n\nEnd"
    );
}

#[test]
fn a_term_has_what_is_said_of_it_on_the_next_line() {
    let document = parse("Wall\n: Stones *on* stones.\n\n    And moss.\n\nHill\n: A rise.\n\nEnd".into());
    assert_eq!(document.text(), "Wall\nStones on stones.\n\nAnd moss.\n\nHill\nA rise.\n\nEnd");
    assert_eq!(blocks(&document)[..2], ["paragraph Wall", "list-item/1 Stones on stones."]);
}

#[test]
fn colons_that_are_no_definition_stand_as_they_are() {
    check("He wrote this line\n:: and then this", &["paragraph He wrote this line :: and then this"]);
    check("Before\n:::note\n", &["paragraph Before :::note"]);
    check("Word\n:smile: next\n\n```\n::: x\n:::\n```", &["paragraph Word :smile: next", "code ::: x\\n:::"]);
    check("Wall\n:   Stones.", &["paragraph Wall", "list-item/1 Stones."]);
}

#[test]
fn fences_of_divs_are_folded_and_what_they_hold_is_text() {
    let warned =
        ["paragraph Before.", "furniture ::: warning", "paragraph Mind the step.", "furniture :::", "paragraph After."];
    check("Before.\n\n::: warning\nMind the step.\n:::\n\nAfter.", &warned);
    check("::: {lang=ko}\n등대의 불빛.\n:::\n\nEnd", &["paragraph 등대의 불빛.", "paragraph End"]);
    check(":::: {.a}\n::: {.b}\n- one\n:::\n::::\n", &["list-item/1 • one"]);
    check("::: open\nsome text", &["paragraph ::: open some text"]);
}

#[test]
fn a_line_block_is_verse_and_a_table_of_pipes_a_table() {
    check(
        "So:\n\n| The jar is full,\n|     and *nobody* comes.\n|\n| One for the year.\n\nEnd",
        &["paragraph So:", "verse The jar is full,\\nand nobody comes.\\nOne for the year.", "paragraph End"],
    );
    check("| a | b |\n|---|---|\n| 1 | 2 |", &["table-row/1 a\\tb", "table-row 1\\t2"]);
    check("| x |\n| y |", &["paragraph | x | | y |"]);
    check("words\n| and more", &["paragraph words | and more"]);
}

#[test]
fn the_caption_of_a_table_stands_above_it_wherever_the_source_has_it() {
    let table = "| a | b |\n|---|---|\n| 1 | 2 |";
    let rows = ["table-row/1 a\\tb", "table-row 1\\t2"];
    let with = |caption| [&["paragraph So", caption], rows.as_slice(), &["paragraph End"]].concat();
    check(&format!("So\n\n{table}\n\nTable: Two *jars*\nof salt.\n\nEnd"), &with("caption Two jars of salt."));
    check(&format!("So\n\n{table}\n\n  : Two jars\n\nEnd"), &with("caption Two jars"));
    check(&format!("So\n\nTable: Two jars\n\n{table}\n\nEnd"), &with("caption Two jars"));
    check("So\n\n a  b\n-- --\n 1  2\n\n: Two\n\nEnd", &with("caption Two"));
    check("+--+--+\n|a |b |\n+==+==+\n|1 |2 |\n+--+--+\n\n: Two", &[&["caption Two"], rows.as_slice()].concat());
    check("Table: of contents\n\nSo", &["paragraph Table: of contents", "paragraph So"]);
    let code = format!("```\n{table}\n\n: Two\n```");
    check(&code, &["code | a | b |\\n|---|---|\\n| 1 | 2 |\\n\\n: Two"]);
    check(&format!("{table}\n\n    : Two"), &[rows.as_slice(), &["code : Two"]].concat());
}

#[test]
fn figures_that_html_sets_above_or_below_the_line_stay_there() {
    check(
        "10<sup>6</sup> H<sub>2</sub>O, so.<sup>3</sup> The 2<sup>nd</sup> and 3.\n\nTo<sup>2\n\n4",
        &["paragraph 10⁶ H₂O, so.[3] The 2nd and 3.", "paragraph To²", "paragraph 4"],
    );
}

#[test]
fn the_marks_of_pandoc_are_not_shown() {
    check("# Head {#head .unnumbered}\n\n## Two {-}", &["heading/1 Head", "heading/2 Two"]);
    check(
        "from [Nordvik]{.smallcaps}, the 2^nd^, H~2~O, 10^-3^, `a[b]{.c}^d^`",
        &["paragraph from Nordvik, the 2nd, H₂O, 10⁻³, a[b]{.c}^d^"],
    );
    check(
        "Al~2~(SO~4~)~3~, SO~4~^2−^, (a+b)^2^, [x]^3^, so.^7^",
        &["paragraph Al₂(SO₄)₃, SO₄²⁻, (a+b)², [x]³, so.[7]"],
    );
    check("See <http://e.org/u~2~x>", &["paragraph See http://e.org/u~2~x"]);
    check(
        "![A wall](w.png){width=50%} and [a *link*](x){.out}",
        &["paragraph and a link", "caption A wall"].map(|s| s),
    );
    check("in 1868--69---a while---so --- `--x` --help a--b", &["paragraph in 1868–69—a while—so --- --x --help a–b"]);
    check("x^2 + y^2 and {a} [b] [@lind1999, p. 3]", &["paragraph x^2 + y^2 and {a} [b] [@lind1999, p. 3]"]);
    check("See https://e.org/a--b and [x](c--d).", &["paragraph See https://e.org/a--b and x."]);
}

#[test]
fn code_between_any_number_of_backticks_is_left_alone() {
    check("x^2^ ``a--b ` c^2^`` y^2^, ```d^2^`` e^2^``` z^2^", &["paragraph x² a--b ` c^2^ y², d^2^`` e^2^ z²"]);
    check("so `a--b and ``c--d", &["paragraph so `a–b and ``c–d"]);
    check("```x``` m^2^\n\nNext m^2^", &["paragraph x m²", "paragraph Next m²"]);
    check("so `a\nx^2^` m^2^ ``b\n\nc`` m^2^", &["paragraph so a x^2^ m² ``b", "paragraph c`` m²"]);
    check("so `a\n- x^2^` b", &["paragraph so `a", "list-item/1 • x²` b"]);
    check("`fn`{.rust #a} and `x`{y} ``z``{.b}{", &["paragraph fn and x{y} z{"]);
    check("so \\`m^2^\\` and \\\\`m^2^`", &["paragraph so `m²` and \\\\m^2^"]);
}

#[test]
fn formulas_between_dollars_are_read_as_they_are_written() {
    check(
        "Price $5*2$ and $a\\,b$ and $x_1*y*z_2$ and $f(x) = \\{1\\}$, $a^2^ -- b$ m^2^.",
        &["paragraph Price $5*2$ and $a\\\\,b$ and $x_1*y*z_2$ and $f(x) = \\\\{1\\\\}$, $a^2^ -- b$ m²."],
    );
    check("$$\nx\\,dx \\\\ y*z*w\n$$", &["paragraph $$ x\\\\,dx \\\\\\\\ y*z*w $$"]);
    check("$$\nx^2y^2 -- 1\n$$ m^2^\n\nn^2^", &["paragraph $$ x^2y^2 -- 1 $$ m^2^", "paragraph n²"]);
    check("$$a^2b^2$$ m^2^\n\n$$ m^2^\n\nn^2^", &["paragraph $$a^2b^2$$ m²", "paragraph $$ m^2^", "paragraph n²"]);
    check("It costs $5 and *not* $10, or US$3--4.", &["paragraph It costs $5 and not $10, or US$3–4."]);
}

#[test]
fn lines_of_verse_begin_no_other_blocks() {
    check(
        "| - She said\n| 1. and one\n| # not a head\n| > nor this\n| ===\n| <b>so</b>\n| *how* it is^2^",
        &["verse - She said\\n1. and one\\n# not a head\\n> nor this\\n===\\nso\\nhow it is²"],
    );
    check("| one\n|\n| two\n|\n|\n\nEnd", &["verse one\\ntwo", "paragraph End"]);
    check("| a long\n  row^2^\n| x | y\\\n| last\\", &["verse a long row²\\nx | y\\\\\\nlast\\\\"]);
}

#[test]
fn lists_that_are_counted_in_letters_have_them_in_their_text() {
    check(
        "#. one\n#. two\n\nText.\n\n#. again\n",
        &["list-item/1 1. one", "list-item/1 2. two", "paragraph Text.", "list-item/1 1. again"],
    );
    check(
        "a. alpha\na. beta *b*\n   goes on\n\n   more\n\n    i. in\n    ii. out\n\nc. gamma\n\nText.\n\nc. See\n",
        &[
            "list-item/1 a. alpha",
            "list-item/1 b. beta b goes on",
            "list-item/1 more",
            "list-item/2 i. in",
            "list-item/2 ii. out",
            "list-item/1 c. gamma",
            "paragraph Text.",
            "paragraph c. See",
        ],
    );
    assert_eq!(parse("Of (b):\n\n(a) one\n(b) two\n\n1. n\n".into()).text(), "Of (b):\n\n(a) one\n(b) two\n\nn");
    check("C)  three\nD)  four", &["list-item/1 C) three", "list-item/1 D) four"]);
    check(
        "- x\n    (i) y\n    (ii) z\n- w",
        &["list-item/1 • x", "list-item/2 (i) y", "list-item/2 (ii) z", "list-item/1 • w"],
    );
    check("> Text.\n>\n> a. one\n> b. two", &["quotation/1 Text.", "list-item/1 a. one", "list-item/1 b. two"]);
    check("(1) one\n(2) two", &["list-item/1 1. one", "list-item/1 2. two"]);
    check("viii. eight\nix. nine", &["list-item/1 viii. eight", "list-item/1 ix. nine"]);
    for text in ["B. Russell was here.", "mix. It well", "He said\na. nothing", "e. g. this", "(see) that", "I. was"] {
        check(text, &[&format!("paragraph {}", text.replace('\n', " "))]);
    }
    check("    a. code\n\n```\na. code\n```", &["code a. code", "code a. code"]);
}

#[test]
fn examples_are_counted_through_the_text_and_spoken_of_by_number() {
    check(
        "(@)  One.\n(@good) Two.\n\nAs (@good), @good and @bad show, not `(@good)` or a@good:\n\n(@bad) Three.\n    Goes on.\n\nSee\n(@bad) too.",
        &[
            "list-item/1 (1) One.",
            "list-item/1 (2) Two.",
            "paragraph As (2), 2 and 3 show, not (@good) or a@good:",
            "list-item/1 (3) Three. Goes on.",
            "paragraph See (3) too.",
        ],
    );
    check("Mail (@ada) or @ada.", &["paragraph Mail (@ada) or @ada."]);
}

#[test]
fn notes_within_a_line_stand_at_the_end() {
    let document = parse(
        "A boat.^[A *small* one, see [here](https://e.org) and `]`.] Gone[^x]\nand^[Over\nlines.] `x^[no]` \\^[no] [^[a-z]+]\n\n[^x]: First.\n\nEnd ^[with a blank].\n\n```\na^[b]\n".into(),
    );
    let wanted = [
        "paragraph A boat.[1] Gone[2] and[3] x^[no] ^[no] [^[a-z]+]",
        "footnote [2] First.",
        "paragraph End [4].",
        "code a^[b]",
        "footnote [1] A small one, see here and ].",
        "footnote [3] Over lines.",
        "footnote [4] with a blank",
    ];
    assert_eq!(blocks(&document), wanted);
    assert_eq!(runs(&document)[0], "note>[1] [1]");
    let ticks: String = (1..300).map(|count| "`".repeat(count) + " ").collect();
    for hostile in [
        format!("a{}", "^[a".repeat(30_000)),
        format!("a^[b {ticks}").repeat(50),
        "(@a) x\n".repeat(3000),
        "c. x\n".repeat(3000),
    ] {
        assert!(!parse(hostile).blocks().is_empty());
    }
}

#[test]
fn indented_lines_of_items_and_notes_are_text_and_those_behind_a_blank_line_are_code() {
    check(
        "so[^1].\n\n[^1]: See there,\n    folios 12--19.\n\n    And 20--21.",
        &["paragraph so[1].", "footnote [1] See there, folios 12–19.", "footnote And 20–21."],
    );
    check("Text\n    a--b\n\n    c--d", &["paragraph Text a–b", "code c--d"]);
    check("- One\n\n    a--b\n\n        c--d", &["list-item/1 • One", "list-item/1 a–b", "code   c--d"]);
}

#[test]
fn simple_and_grid_tables_are_rows() {
    let rows = [
        "caption Table 1. The light.",
        "table-row/1 Year\\tLamp hours",
        "table-row 1874\\t4,312",
        "table-row 1891\\t0",
    ];
    check("  Year   Lamp hours\n  ------ ------------\n  1874   4,312\n  1891   0\n\n  : Table 1. The light.\n", &rows);
    let grid = "+------+------------+\n| Year | Lamp hours |\n+======+============+\n| 1874 | 4,312      |\n+------+------------+\n| 1891 | 0          |\n+------+------------+\n\n: Table 1. The\n  light.\n";
    check(grid, &rows);
    check("A head\n------\n\ntext -- so\n\n- - -", &["heading/2 A head", "paragraph text -- so", "rule * * *"]);
}

#[test]
fn quotations_count_their_depth() {
    check(
        "> one\n> > two\n>\n> # Head\n\n> [!NOTE]\n> Mind the gap\n",
        &["quotation/1 one", "quotation/2 two", "heading/1 Head", "quotation/1 Mind the gap"],
    );
    check("- > said\n  > so\n- next", &["quotation/1 • said so", "list-item/1 • next"]);
}

#[test]
fn code_keeps_its_lines_and_rules_are_blocks() {
    check("    a\n      b\n\n***\n\n```rust\n\nfn x() {}\n\n```\n", &["code a\\n  b", "rule * * *", "code fn x() {}"]);
}

#[test]
fn a_table_is_a_block_a_row() {
    let document = parse("a | b\n--|--\n*c* | \n| | d |\n\nText".into());
    assert_eq!(blocks(&document)[0], "table-row/1 a\\tb");
    assert_eq!(document.text(), "a\tb\nc\t\n\td\n\nText");
    assert_eq!(runs(&document), ["emphasis c"]);
}

#[test]
fn notes_and_their_references_find_each_other() {
    let document = parse(
        "Said[^a] and[^none] so.[^7], again[^A]\n\n[^a]: First *note*.\n\n    Its second part.\n\n[^7]: Second.\n\nEnd"
            .into(),
    );
    assert_eq!(
        blocks(&document),
        [
            "paragraph Said[1] and[^none] so.[2], again[1]",
            "footnote [1] First note.",
            "footnote Its second part.",
            "footnote [2] Second.",
            "paragraph End"
        ]
    );
    assert_eq!(runs(&document), ["note>[1] [1]", "note>[2] [2]", "note>[1] [1]", "emphasis note"]);
}

#[test]
fn pictures_are_captions_after_their_paragraph() {
    let document =
        parse("![A wall](wall.png)\n\nSee ![small *icon*](i.png) here.\n\n![](x.png \"Title\")\n\n![](y.png)".into());
    assert_eq!(blocks(&document), ["caption A wall", "paragraph See  here.", "caption small icon", "caption Title"]);
    assert_eq!(runs(&document), ["image<wall.png> A wall", "image<i.png> small icon", "image<x.png> Title"]);
}

#[test]
fn what_has_no_text_leaves_no_gap() {
    let document = parse("[**![Seal](s.png)**](e)\n![Seal](s.png)\n\n<br>\n\n| |\n|-|\n| |\n\n**[Link](x)**".into());
    assert_eq!(document.text(), "Seal\n\nSeal\n\nLink");
    assert_eq!(runs(&document), ["image<s.png> Seal", "image<s.png> Seal", "link<x> Link", "strong Link"]);
}

#[test]
fn raw_html_is_its_text() {
    check(
        "<div class=\"x\">\n<p>Shown <b>here</b></p>\n<!-- not\nthis -->\n</div>\n\nand <b>bold</b><!-- c --> text",
        &["paragraph Shown here", "paragraph and bold text"],
    );
}

#[test]
fn raw_html_has_the_blocks_that_a_page_has() {
    check(
        "Before\n\n<table>\n<tr><th>Year</th><th>Oil</th></tr>\n\n<tr><td>1874</td><td>2,960</td></tr>\n</table>\n",
        &["paragraph Before", "table-row/1 Year\\tOil", "table-row 1874\\t2,960"],
    );
    check(
        "<h2>Oil</h2>\n<ul><li>one</li><li>two</li></ul>\n<blockquote><p>Said so.</p></blockquote>\n<pre>a = 1\nb = 2</pre>",
        &["heading/2 Oil", "list-item/1 • one", "list-item/1 • two", "quotation/1 Said so.", "code a = 1\\nb = 2"],
    );
    check(
        "<details><summary>More</summary>\n\nHidden **words**.\n\n</details>\n\n> <p>Quoted</p>\n",
        &["paragraph More", "paragraph Hidden words.", "quotation/1 Quoted"],
    );
    let document = parse("<p>See <a href=\"https://example.org\">the <b>light</b></a>.</p>".into());
    assert_eq!(runs(&document), ["link<https://example.org> the light", "strong light"]);
}

#[test]
fn readings_beside_the_line_are_in_brackets_in_inline_html_too() {
    check("The <ruby>港<rt>みなと</rt></ruby>.", &["paragraph The 港（みなと）."]);
}

#[test]
fn a_byline_under_the_title_names_the_authors() {
    let document = parse("# Walls\n\n*By Ada North and Bo Lind*\n\nText".into());
    assert_eq!(document.metadata.authors, ["Ada North", "Bo Lind"]);
    assert_eq!(blocks(&document)[1], "byline By Ada North and Bo Lind");
    let document = parse("# Walls\n\nText\n\nBy Ada North".into());
    assert!(document.metadata.authors.is_empty());
}

#[test]
fn front_matter_is_metadata_and_no_text() {
    let document = parse("---\ntitle: Walls\nauthor: Ada North\n---\n\n# On walls\n\nBy Bo Lind\n\nText".into());
    assert_eq!(document.text(), "On walls\n\nBy Bo Lind\n\nText");
    assert_eq!(document.metadata.title.as_deref(), Some("Walls"));
    assert_eq!(document.metadata.authors, ["Ada North"]);
}

#[test]
fn the_title_is_the_first_heading_if_it_is_of_the_first_level() {
    let document = parse("![A seal](s.png)\n\n# Walls\n\nBy Ada North\n\n# More".into());
    assert_eq!(document.metadata.title.as_deref(), Some("Walls"));
    assert_eq!(document.metadata.authors, ["Ada North"]);
    assert_eq!(parse("> # Quoted\n\n# First".into()).metadata.title, None);
    assert_eq!(parse("## Second level\n\n# First".into()).metadata.title, None);
}

#[test]
fn entities_make_no_control_character() {
    let document = parse("a&#27;[31m b&#x202E;c&#9;d [x](http://e.org/&#27;y) `&#27;`".into());
    assert!(!document.text().chars().any(|c| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202E}'));
    assert!(!document.links()[0].contains('\u{1b}'));
}

#[test]
fn deep_nesting_is_cut_and_said() {
    for unit in
        [">", "> ", "* ", "- ", "1. ", "> - ", "*a **b ", "[", "![", "`", "<", "[^a]: ", "|", "&", "~~a", "a\n: ", ": "]
    {
        let mut text = unit.repeat(100_000);
        text.push_str("word\n");
        text.push_str(&"lazy\n".repeat(2000));
        let document = parse(text);
        assert!(document.text().contains("lazy"), "{unit}");
    }
    // Captions by the thousand, each of a table of its own.
    let many = parse("| a |\n|---|\n| 1 |\n\n: Two\n\n".repeat(20_000));
    assert_eq!(many.blocks().iter().filter(|block| block.kind == BlockKind::Caption).count(), 20_000);
    assert_eq!(parse(format!("{}x", "> ".repeat(5000))).warnings.len(), 1);
    assert_eq!(parse(format!("{}\n", "- ".repeat(50))).warnings.len(), 0);
}

#[test]
fn a_file_of_millions_of_marks_is_shown_as_plain_paragraphs() {
    let document = parse(format!("---\ntitle: T\n---\n{}\n\nEnd", "[".repeat(super::MAX_MARKS + 1)));
    assert_eq!(document.warnings.len(), 1);
    assert_eq!(document.metadata.title.as_deref(), Some("T"));
    assert_eq!(document.blocks().last().map(|block| block.span.of(document.text())), Some("End"));
}

#[test]
fn many_styles_at_one_place_cost_no_more_than_a_few() {
    let text = format!("{}x{}", "*a **b ".repeat(20_000), " c** d*".repeat(20_000));
    let document = parse(text);
    assert!(document.inlines().len() < 20_000);
}

fn check_invariants(document: &Document) -> Result<(), TestCaseError> {
    let text = document.text();
    let mut end = 0;
    for block in document.blocks() {
        prop_assert!(text[end..block.span.start].trim().is_empty(), "text outside blocks: {text:?}");
        prop_assert!(!block.span.is_empty() && block.span.len() <= MAX_BLOCK);
        end = block.span.end;
    }
    prop_assert!(text[end..].trim().is_empty());
    prop_assert!(!text.starts_with('\n'));
    prop_assert!(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
    for run in document.inlines() {
        prop_assert!(document.blocks()[document.block_at(run.span.start)].span.covers(run.span));
        if let InlineStyle::NoteRef(Some(at)) = run.style {
            prop_assert_eq!(document.blocks()[document.block_at(at)].span.start, at);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_keeps_the_invariants(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "a", "é ", "\n", "\n\n", "# ", "> ", "- ", "1. ", "    ", "```\n", "*", "**", "_", "~~", "`", "[", "](x)", "![",
            "[^1]", "[^1]: ", "|", "|-|-|\n", "<b>", "<!--", "-->", "<div>", "&#27;", "&#9;", "&amp;", "\\", "---\n", "+++\n",
            "t: x\n", "===\n", "[ ] ", "<br>", ":::\n", "::: {.a}\n", "+---+---+\n", "--- ---\n", "]{.x}", "^a^", "  \n", "\t", "By Ada North",
        ]), 0..40)) {
        check_invariants(&parse(pieces.concat()))?;
    }

    #[test]
    fn plain_words_are_their_own_text(words in "[a-zé]{1,8}( [a-zé]{1,8}){0,20}") {
        let document = parse(words.clone());
        prop_assert_eq!(document.text(), words);
        prop_assert!(document.blocks().iter().all(|block| block.kind == BlockKind::Paragraph));
    }
}
