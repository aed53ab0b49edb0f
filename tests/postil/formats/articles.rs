//! Invented texts of many shapes: what each says of itself, and nothing more, must come out.

use super::{all, parse, sections, title};
use postil::document::BlockKind;

/// A paragraph of running text, different for each number.
fn prose(number: usize) -> String {
    format!(
        "In the {number}th week of the harvest the mill on the river stood still, and nobody in the valley could say \
         why. The miller blamed the water, the farmers blamed the miller, and the {number} oldest of them had seen it \
         all before and said nothing at all."
    )
}

#[test]
fn a_newspaper_article_with_a_dateline() {
    let text = format!(
        "World | Valley | Water\n\nMill on the Lower River Stops for a Third Week\n\nBy Ada Quill and Tom Reed\n\nPublished 4:10 p.m., March 3, 2031\n\nShare\n\nThe mill wheel at rest last week. (Photo by Lena Bright)\n\nLOWER FORD — {}\n\n{}\n\nAdvertisement\n\n{}\n\n“We will wait,” said Otto Grain, who is the director of the mill and has been for thirty years.\n\nRelated Stories\n\nThree more mills to close\n\nComments (12)\n",
        prose(1),
        prose(2),
        prose(3)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("Mill on the Lower River Stops for a Third Week"));
    assert_eq!(document.metadata.authors, ["Ada Quill", "Tom Reed"]);
    assert_eq!(document.metadata.date.as_deref(), Some("2031-03-03"));
    assert_eq!(all(&document, BlockKind::Caption).len(), 1);
    let boilerplate = all(&document, BlockKind::Boilerplate);
    for line in ["Share", "Advertisement", "Related Stories", "Comments (12)", "World | Valley | Water"] {
        assert!(boilerplate.contains(&line), "{line}");
    }
    assert_eq!(all(&document, BlockKind::Paragraph).len(), 4);
}

#[test]
fn a_blog_post_with_name_and_date_on_one_line() {
    let text = format!(
        "Why I Keep Bees on the Roof\nBy Ada Quill | 12 May 2031\n5 min read\n\n{}\n\nThe first hive\n\n{}\n\n- smoke\n- a veil\n- patience\n\n{}\n\nTags: bees, roofs\nLeave a Reply\nYour email address will not be published.\n",
        prose(1),
        prose(2),
        prose(3)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("Why I Keep Bees on the Roof"));
    assert_eq!(document.metadata.authors, ["Ada Quill"]);
    assert_eq!(document.metadata.date.as_deref(), Some("2031-05-12"));
    assert_eq!(sections(&document), ["The first hive"]);
    assert_eq!(all(&document, BlockKind::ListItem), ["- smoke", "- a veil", "- patience"]);
}

#[test]
fn a_photo_caption_never_makes_an_author() {
    let text = format!(
        "A Bridge Too Narrow\n\nOtto Grain is seen on the bridge with his horse, May 1, 2031. Reuters/Lena Bright\n\n{}\n\n{}\n\nOtto Grain is the director of the mill and said on Monday that he had crossed the bridge.\n",
        prose(1),
        prose(2)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("A Bridge Too Narrow"));
    assert!(document.metadata.authors.is_empty(), "{:?}", document.metadata.authors);
    assert_eq!(document.metadata.date, None);
}

#[test]
fn a_policy_brief_with_an_author_box() {
    let text = format!(
        "Policy Briefs\n\n1,204 views\n\nWater Rights after the Drought\n\n{}\n\nWhat Was Agreed\n\n{}\n\n1. Open the upper gate in spring.\n\n2. Close it in autumn, whatever the weather.\n\n{}\n\nThis brief was first published in Valley Policy Papers, Volume 7, Issue 2.\n\nAbout the Authors\n\nLena Bright\nTom Reed\n\nLena Bright is a fellow of the Valley Institute.\n\n© 2031 Valley Institute. All rights reserved.\n",
        prose(1),
        prose(2),
        prose(3)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("Water Rights after the Drought"));
    assert_eq!(document.metadata.authors, ["Lena Bright", "Tom Reed"]);
    assert_eq!(document.metadata.publication.as_deref(), Some("Valley Policy Papers 7:2"));
    assert_eq!(document.metadata.date, None);
    assert_eq!(sections(&document), ["What Was Agreed"]);
    assert_eq!(all(&document, BlockKind::ListItem).len(), 2);
}

#[test]
fn a_journal_article_with_abstract_and_notes() {
    let text = format!(
        "Journal of River Studies, Vol. 12, No. 3 (2031)\n\nMills and Memory: A Case from the Lower Ford\n\nLena Bright and Tom Reed\n\nAbstract\n\n{}\n\nKeywords: mills, memory, water\n\n1. Introduction\n\n{} This was noted before.[1]\n\n2. Sources and Method\n\n{}\n\nTable 1: Mills by year\n\nNotes\n\n[1] T. Reed, The Wheel (Ford, 2029), p. 12.\n\n[2] Ibid.\n",
        prose(1),
        prose(2),
        prose(3)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("Mills and Memory: A Case from the Lower Ford"));
    assert_eq!(document.metadata.publication.as_deref(), Some("Journal of River Studies 12:3"));
    assert_eq!(sections(&document), ["Abstract", "1. Introduction", "2. Sources and Method", "Notes"]);
    assert_eq!(all(&document, BlockKind::Footnote).len(), 2);
    assert_eq!(all(&document, BlockKind::Caption), ["Table 1: Mills by year"]);
}

#[test]
fn an_interview_keeps_its_questions() {
    let text = format!(
        "“The Wheel Will Turn Again”\n\nAn interview with the miller, by Ada Quill\n\nQ: Why did the mill stop, and when will it go on?\n\nA: {}\n\nQ: And the farmers?\n\nA: {}\n\nQ: What now?\n\nA: {}\n",
        prose(1),
        prose(2),
        prose(3)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("“The Wheel Will Turn Again”"));
    assert!(sections(&document).is_empty(), "{:?}", sections(&document));
    assert!(all(&document, BlockKind::Boilerplate).is_empty());
}

#[test]
fn a_japanese_article() {
    let text = "村の水車が三週間止まる\n\n2031年3月3日\n\n文＝山田太郎\n\n村の水車は三週間前から止まったままである。理由は誰にも分からない。水のせいだという人もいれば、粉屋のせいだという人もいる。年寄りたちは前にも見たことがあると言って、それ以上は何も語らなかった。\n\n農家の話\n\n農家の人々は毎朝川辺に集まり、水の高さを測っている。この春は雪が少なく、雨も遅かった。それでも去年の今ごろは水車が回っていた、と誰もが言う。村長は来週にも話し合いを開くつもりだと述べた。\n\n写真：川辺の水車\n";
    let document = parse(text);
    assert_eq!(title(&document), Some("村の水車が三週間止まる"));
    assert_eq!(document.metadata.authors, ["山田太郎"]);
    assert_eq!(document.metadata.date.as_deref(), Some("2031-03-03"));
    assert_eq!(sections(&document), ["農家の話"]);
    assert_eq!(all(&document, BlockKind::Caption).len(), 1);
}

#[test]
fn a_korean_article() {
    let text = "마을 물레방아 3주째 멈춰\n\n김철수 기자\n입력 2031.03.03 10:00\n\n마을의 물레방아가 3주 전부터 멈춰 있다. 이유는 아무도 모른다. 물 때문이라는 사람도 있고 방앗간 주인 때문이라는 사람도 있다. 노인들은 전에도 본 적이 있다며 더는 말하지 않았다. 농부들은 아침마다 강가에 모여 물 높이를 잰다.\n\n이장은 다음 주에 회의를 열 생각이라고 말했다. 올봄에는 눈이 적었고 비도 늦었다. 그래도 작년 이맘때에는 물레방아가 돌고 있었다고 모두가 말한다. 회의 장소는 아직 정해지지 않았다.\n";
    let document = parse(text);
    assert_eq!(title(&document), Some("마을 물레방아 3주째 멈춰"));
    assert_eq!(document.metadata.authors, ["김철수"]);
    assert_eq!(document.metadata.date.as_deref(), Some("2031-03-03"));
}

#[test]
fn a_poem_keeps_its_lines() {
    let text = "The Mill\n\nby Ada Quill\n\nThe wheel has stopped,\nThe water waits,\nThe corn is cropped\nBehind the gates.\n\nThe miller sleeps,\nThe farmers frown,\nThe river keeps\nOn running down.\n";
    let document = parse(text);
    assert_eq!(title(&document), Some("The Mill"));
    assert_eq!(document.metadata.authors, ["Ada Quill"]);
    let stanzas = all(&document, BlockKind::Verse);
    assert_eq!(stanzas.len(), 2);
    assert_eq!(stanzas[0].lines().count(), 4);
}

#[test]
fn a_hard_wrapped_specification() {
    let text = "Valley Working Group                                         A. Quill\nRequest: 12                                                 Lower Ford\n                                                            March 2031\n\n\n                   A Protocol for Opening Gates\n\nStatus of This Memo\n\n   This memo says how gates are opened in spring, so that the water\n   reaches every field in time.  It is not a standard of any kind, and\n   whoever follows it does so at their own risk.\n\n1.  Introduction\n\n   Gates have been opened by hand since the mill was built.  This is\n   slow, and two farmers are needed for each of the gates along the\n   river.\n\n1.1.  Words\n\n   A gate is a board that slides in a frame.  The frame looks like\n   this from above the water, where the board is in the middle:\n\n      +-------+-------+\n      | frame | board |\n      +-------+-------+\n\n   o  The frame is fixed.\n\nQuill                                                           [Page 1]\n";
    let document = parse(text);
    assert_eq!(title(&document), Some("A Protocol for Opening Gates"));
    assert_eq!(sections(&document), ["Status of This Memo", "1.  Introduction", "1.1.  Words"]);
    let head = all(&document, BlockKind::Byline);
    assert_eq!(head.len(), 3, "each line of its columns stands by itself: {head:?}");
    assert!(head[0].ends_with("A. Quill") && head[2] == "March 2031");
    assert_eq!(all(&document, BlockKind::Code).iter().filter(|block| block.contains("| frame |")).count(), 1);
    assert_eq!(
        all(&document, BlockKind::Paragraph).iter().filter(|block| block.contains("  This is\n   slow")).count(),
        1
    );
    assert!(all(&document, BlockKind::Quotation).is_empty());
}

#[test]
fn a_book_with_chapters() {
    let text = "Title: The Miller's Year\n\nAuthor: Ada Quill\n\nRelease Date: March 3, 2031\n\nLanguage: English\n\n*** START OF THIS TEXT THE MILLER'S YEAR ***\n\nTHE MILLER'S YEAR\n\nby Ada Quill\n\n\nCHAPTER I\n\nThe Wheel\n\nIt was the last week of the harvest when the wheel stood still\nfor the first time, and nobody in the valley could say why. The\nminer blamed the water.\n\n\"It will turn again,\" said the miller, and went back into the\nhouse without another word to anybody.\n\n    The wheel goes round,\n    The corn is ground.\n\n* * * * *\n\nThe next day came, and the day after that one, and still there\nwas no sound from the river.\n\nCHAPTER II\n\nThe Water\n\nIn spring the snow was late, and when it came it was less than\nanybody in the valley could remember.\n\n*** END OF THIS TEXT THE MILLER'S YEAR ***\n\nLicence and other matters follow here, which nobody reads, but\nwhich are long nevertheless and wrapped.\n";
    let document = parse(text);
    assert_eq!(title(&document), Some("The Miller's Year"));
    assert_eq!(document.metadata.authors, ["Ada Quill"]);
    assert_eq!(document.metadata.date, None, "the day of a release is not the work's");
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
    assert_eq!(sections(&document), ["CHAPTER I", "The Wheel", "CHAPTER II", "The Water"]);
    assert_eq!(all(&document, BlockKind::Rule), ["* * * * *"]);
    assert_eq!(all(&document, BlockKind::Verse).len(), 1);
    assert_eq!(all(&document, BlockKind::Paragraph).len(), 4);
}

#[test]
fn a_mail_states_sender_subject_and_day() {
    let text = "From: Ada Quill <ada@example.org>\nTo: Tom Reed <tom@example.org>\nSubject: The gates\nDate: Mon, 3 Mar 2031 10:00:00 +0000\nX-Mailer: quill 1.0\n\nDear Tom,\n\nthe gates must be opened before the snow melts, or the fields\nwill be dry in May, as they were last year.\n\n> Who has the keys?\n> I do not.\n\nI have them.\n\nAda\n";
    let document = parse(text);
    assert_eq!(title(&document), Some("The gates"));
    assert_eq!(document.metadata.authors, ["Ada Quill"]);
    assert_eq!(document.metadata.date.as_deref(), Some("2031-03-03"));
    assert_eq!(all(&document, BlockKind::Byline).len(), 5);
    assert_eq!(all(&document, BlockKind::Quotation).len(), 1);
}

#[test]
fn notes_without_any_of_this_state_nothing() {
    let text = format!("{}\n\n{}\n\n{}\n", prose(1), prose(2), prose(3));
    let document = parse(&text);
    assert_eq!(document.metadata, postil::document::Metadata::default());
    assert_eq!(document.blocks().len(), 3);
}

#[test]
fn rows_with_tabs_are_a_table() {
    let document = parse("year\tmills\n2029\t12\n2030\t11\n");
    assert_eq!(all(&document, BlockKind::TableRow).len(), 3);
}

#[test]
fn an_essay_with_an_office_under_the_name_and_a_biography_at_the_end() {
    let text = format!(
        "OPINION\n\nWhat We Lost When the Ferry Stopped\n\nThe last boat left in October. Nobody noticed until the letters stopped coming.\n\nLena Bright\nContributing writer\n\nMarch 3, 2031, 10:30am EST\n\n{}\n\n{}\n\n“It was never about the boat,” said Otto Grain, who is a professor of history at the college.\n\nLena Bright (@lena) is a contributing writer and the author of “Salt.”\n\nFollow us on the network and sign up for the newsletter.\n",
        prose(1),
        prose(2)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("What We Lost When the Ferry Stopped"));
    assert_eq!(document.metadata.authors, ["Lena Bright"]);
    assert_eq!(document.metadata.date.as_deref(), Some("2031-03-03"));
}

#[test]
fn a_paper_without_any_blank_line() {
    let text = format!(
        "Home > Research > Commentary\nThe Limits of Dams in Small Valleys\nPosted on June 12, 2029 by Tom Reed\nPrint This Post\n{}\n1. The Question of Size\n{}\n2. The Question of Time\n{}\nEndnotes\n1. See Grain, “On Size,” 2027.\n2. Ibid.\nTom Reed is a senior fellow at the Valley Institute.\nRelated Publications\nOn Size\n",
        prose(1),
        prose(2),
        prose(3)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("The Limits of Dams in Small Valleys"));
    assert_eq!(document.metadata.authors, ["Tom Reed"]);
    assert_eq!(document.metadata.date.as_deref(), Some("2029-06-12"));
    assert_eq!(sections(&document), ["1. The Question of Size", "2. The Question of Time", "Endnotes"]);
    assert_eq!(all(&document, BlockKind::Footnote).len(), 2);
    assert_eq!(all(&document, BlockKind::Boilerplate).len(), 4);
}

#[test]
fn a_chronology_has_dated_entries() {
    let text = "Chronology of the Valley\n\n1921: The mill is built.\n1930: The mill burns down.\nMarch 1931: The mill is built again.\n1945 – The bridge is blown up.\n";
    let document = parse(text);
    assert_eq!(title(&document), Some("Chronology of the Valley"));
    assert_eq!(all(&document, BlockKind::Entry).len(), 4);
}

#[test]
fn an_interview_states_its_interviewer_and_a_paper_its_doi() {
    let text = format!(
        "doi:10.5555/valley.12\n\nThe Man Who Maps Silence\n\nInterview by Nina Falk\nPhotography by Sam Orr\n\nHow did it begin?\n\n{}\n\nAnd then?\n\n{}\n",
        prose(1),
        prose(2)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("The Man Who Maps Silence"));
    assert_eq!(document.metadata.authors, ["Nina Falk"]);
    assert_eq!(document.metadata.identifier.as_deref(), Some("10.5555/valley.12"));
    assert_eq!(all(&document, BlockKind::Caption), ["Photography by Sam Orr"]);
}

#[test]
fn a_quoted_expert_near_the_end_is_no_author() {
    let text = format!(
        "Nine Plans for One Ford\n\n{}\n\n{}\n\nNina Falk is a researcher at the Valley Institute.\n\n“A tenth will not help,” Falk said on Monday.\n",
        prose(1),
        prose(2)
    );
    let document = parse(&text);
    assert!(document.metadata.authors.is_empty(), "{:?}", document.metadata.authors);
}

#[test]
fn a_column_with_two_menus_its_title_twice_and_a_licence() {
    let menu = "More on:\n\nMills\n\nLower Ford\n\nWater Law\n\n";
    let items =
        (1..=3).map(|n| format!("{n}. The valley should open gate {n}. {}\n\n", prose(n))).collect::<Vec<_>>().concat();
    let text = format!(
        "Lower Ford and the Question of the Gates\n\nfrom Valley Unbound\n\nLower Ford and the Question of the Gates\n\nThe new mayor comes at a hard time for the gates of the valley.\n\nThe mayor of Lower Ford (C) and two millers leave the hall after the vote, March 3, 2031. Lena Bright/Reuters\n\nThe mayor of Lower Ford (C) and two millers leave the hall after the vote, March 3, 2031. Lena Bright/Reuters\n\nAda Quill is a professor at the College of the Lower Ford.\n\nThe Long Drought \n\nThe new mayor comes at a hard time for the gates of the valley. {}\n\n{menu}{}\n\nA New Beginning?\n\n{}\n\n{menu}{}\n\nThe Way Downstream \n\n{items}Creative Commons\n\nCreative Commons: Some rights reserved.\n\nClose\n\nThis work is licensed under Creative Commons Attribution 4.0 International (CC BY 4.0) License.\n\nView License Detail\n",
        prose(11),
        prose(12),
        prose(13),
        prose(14)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("Lower Ford and the Question of the Gates"));
    assert_eq!(document.metadata.authors, ["Ada Quill"]);
    assert_eq!(document.metadata.publication.as_deref(), Some("Valley Unbound"));
    assert_eq!(sections(&document), ["The Long Drought", "A New Beginning?", "The Way Downstream"]);
    let items = all(&document, BlockKind::ListItem);
    let numbers: Vec<&str> = items.iter().filter_map(|item| item.split_once(' ').map(|(number, _)| number)).collect();
    assert_eq!(numbers, ["1.", "2.", "3."]);
    let boilerplate = all(&document, BlockKind::Boilerplate);
    let count = |line: &str| boilerplate.iter().filter(|one| **one == line).count();
    assert_eq!([count("More on:"), count("Water Law"), count("Close")], [2, 2, 1]);
    assert_eq!(count("Lower Ford and the Question of the Gates"), 1);
    assert_eq!(boilerplate.iter().filter(|line| line.contains("Creative Commons")).count(), 3);
    assert_eq!(all(&document, BlockKind::Caption).len(), 1);
}

#[test]
fn a_feature_without_an_author_names_its_paper_in_an_advert() {
    let text = format!(
        "Upstream View\n\nThe Gate Talks and the Farmers of the Ford\n\nRecent Features\n\nUpstream View | Water | Valley\n\nThe Gate Talks and the Farmers of the Ford\n\nThe town may have to take the first step if it wants the farmers at the table.\n\nThe Gate Talks and the Farmers of the Ford\n\nThen-miller Otto Grain speaks to the farmers of the upper ford in the hall of the guild, June 7, 2029.\n\nCredit: Valley Archive Photo\n\nWhen the mayor arrives at the mill this week for the first talks in three years, nobody will speak of the drought. {}\n\n{}\n\nThe town may have to take the first step if it wants the farmers at the table. {}\n\n{}\n\nDreaming of a career on the river?\n\nTry The Ferryman's jobs board.\n\nFind your river job\n",
        prose(1),
        prose(2),
        prose(3),
        prose(4)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("The Gate Talks and the Farmers of the Ford"));
    assert!(document.metadata.authors.is_empty(), "{:?}", document.metadata.authors);
    assert_eq!(document.metadata.publication.as_deref(), Some("The Ferryman"));
    let captions = all(&document, BlockKind::Caption);
    assert!(captions.len() == 2 && captions[1].starts_with("Credit:"), "{captions:?}");
    let boilerplate = all(&document, BlockKind::Boilerplate);
    for line in ["Upstream View", "Recent Features", "Find your river job", "Try The Ferryman's jobs board."] {
        assert!(boilerplate.contains(&line), "{line}: {boilerplate:?}");
    }
    assert!(sections(&document).is_empty());
}

#[test]
fn a_brief_without_a_title_is_named_by_the_series_it_sums_up() {
    let text = format!(
        "Issue Briefs\n\n214 views\n\n{}\n\n{}\n\n \n\nThe Valley’s Progress Through the Gate Talks\n\n \n\n{}\n\nFirst, {}\n\n \n\nImplications for the Ford\n\n \n\n{}\n\n \n\nThis article is an English Summary of Ford Issue Brief (2031-07).\n\nAbout Experts\n\nBright Lena\n\nBright Lena\n\nCenter for River Studies\n\nDr. BRIGHT Lena is a research fellow at the Ford Institute for Water Studies. Dr. BRIGHT received her Ph.D. in hydrology.\n",
        prose(1),
        prose(2),
        prose(3),
        prose(4),
        prose(5)
    );
    let document = parse(&text);
    assert_eq!(title(&document), None);
    assert_eq!(document.metadata.publication.as_deref(), Some("Ford Issue Brief (2031-07)"));
    assert_eq!(document.metadata.authors, ["Bright Lena"]);
    assert_eq!(sections(&document), ["The Valley’s Progress Through the Gate Talks", "Implications for the Ford"]);
    assert_eq!(all(&document, BlockKind::Boilerplate)[..2], ["Issue Briefs", "214 views"]);
}

#[test]
fn a_column_that_names_its_author_at_the_end_before_the_adverts() {
    let text = format!(
        "Time for the mill and the town to open the upper gate\n\n{}\n\n{}\n\n{}\n\nAda Quill is the water analyst at the Center for Valley Progress.\n\nIn a time of both misinformation and too much information, quality journalism is more crucial than ever.\nBy subscribing, you can help us get the story right.\n\nSUBSCRIBE NOW\n\nPHOTO GALLERY (CLICK TO ENLARGE)\n\nComments (0)\n\nAdd Comment\n",
        prose(1),
        prose(2),
        prose(3)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("Time for the mill and the town to open the upper gate"));
    assert_eq!(document.metadata.authors, ["Ada Quill"]);
    let boilerplate = all(&document, BlockKind::Boilerplate);
    for line in ["SUBSCRIBE NOW", "PHOTO GALLERY (CLICK TO ENLARGE)", "Comments (0)", "Add Comment"] {
        assert_eq!(boilerplate.iter().filter(|one| **one == line).count(), 1, "{line}");
    }
    assert!(sections(&document).is_empty());
}

#[test]
fn a_report_of_a_journal_with_a_chronology() {
    let days = (1..=9)
        .map(|day| format!("Oct. {day}, 2030: The gate stands open for {day} hours.\n\n"))
        .collect::<Vec<_>>()
        .concat();
    let text = format!(
        "Articles\n\nMill - Ford\n\nSep — Dec 2030\nDownload Article as PDF\n\nIce and Gates\n\nBy Ada Quill and Tom Reed\nPublished January 2031 in Valley Connections · Volume 21, Issue 3 (This article is extracted from Valley Connections: A Journal of the River, Vol. 21, No. 3.)\n\nConnect with the Authors\n\nAda Quill\nFord College\nTom Reed\nWest Bank Writers\n\n{}\n\nTremors on the Bank—Levies and Boats\n\n{}\n\nA miller visits the upper gate with the promise of a new lock. Photo: Lena Bright\n\n{}\n\nA Quiet Thaw\n\n{}\n\nChronology of Mill - Ford Relations\n\n{days}",
        prose(1),
        prose(2),
        prose(3),
        prose(4)
    );
    let document = parse(&text);
    assert_eq!(title(&document), Some("Ice and Gates"));
    assert_eq!(document.metadata.authors, ["Ada Quill", "Tom Reed"]);
    assert_eq!(document.metadata.publication.as_deref(), Some("Valley Connections 21:3"));
    assert_eq!(document.metadata.date.as_deref(), Some("2031-01"));
    assert_eq!(
        sections(&document),
        ["Tremors on the Bank—Levies and Boats", "A Quiet Thaw", "Chronology of Mill - Ford Relations"]
    );
    assert_eq!(all(&document, BlockKind::Caption).len(), 1);
    assert_eq!(all(&document, BlockKind::Entry).len(), 9);
    let boilerplate = all(&document, BlockKind::Boilerplate);
    assert!(["Download Article as PDF", "Connect with the Authors"].iter().all(|line| boilerplate.contains(line)));
}
