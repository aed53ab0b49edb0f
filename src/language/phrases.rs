//! The vocabulary of what web pages wrap around their articles, as tables: one row a habit, with the reason it is no
//! part of the text. It looks at one short line alone; what only the neighbours show is in `runs`.

/// One habit of web pages. A line of at most `words` words matches where, in lower case, it is one of `is`, begins with
/// one of `starts` or holds one of `holds`.
pub struct Habit {
    /// Its name, for tests and for finding it.
    pub name: &'static str,
    words: usize,
    is: &'static [&'static str],
    starts: &'static [&'static str],
    holds: &'static [&'static str],
}

/// The habits. No phrase may be here that only one site uses.
#[rustfmt::skip]
pub const HABITS: &[Habit] = &[
    Habit {
        name: "sharing: buttons have labels, articles do not",
        words: 7,
        is: &[
            "share", "tweet", "email", "e-mail", "print", "pin", "pin it", "copy link", "follow", "following",
            "follow this author", "save", "bookmark", "whatsapp", "reddit", "linkedin", "facebook", "twitter",
            "telegram", "pinterest", "instagram", "youtube", "rss", "line", "x", "flipboard", "pocket", "tumblr",
            "google+", "reply", "sms", "messenger", "link", "シェア", "공유", "인쇄", "印刷",
        ],
        starts: &[
            "share this", "share on", "share via", "share to", "share it", "share article", "follow us",
            "follow on", "tweet this", "click to share", "like us on", "email this", "print this", "pin on",
            "send to", "send by email", "save article", "gift article", "copy this link", "post to", "follow @",
        ],
        holds: &[
            "on facebook", "on twitter", "on linkedin", "facebook twitter", "twitter facebook", "share tweet",
            "tweet share",
        ],
    },
    Habit {
        name: "subscriptions: a line that sells the paper is not of the paper",
        words: 22,
        is: &[
            "subscribe", "sign in", "log in", "login", "register", "sign up", "my account", "newsletter",
            "newsletters", "donate", "join", "membership", "log out",
        ],
        starts: &[
            "subscribe now", "subscribe to", "subscribe for", "subscribe today", "by subscribing", "follow us on", "sign up",
            "sign in", "log in to", "log in or", "log out", "sign out", "sign up or", "register now",
            "register for", "get our newsletter", "get the newsletter", "already a subscriber", "already a member",
            "create an account", "create a free account", "become a member", "become a subscriber", "support our",
            "support us", "start your free", "not a subscriber", "join our newsletter", "join the newsletter",
            "enter your email", "your email address", "delivered to your",
        ],
        holds: &[
            "our newsletter", "to your inbox", "in your inbox", "free trial", "subscribers only", "subscriber-only",
            "support independent journalism", "to continue reading", "paywall",
        ],
    },
    Habit {
        name: "galleries and adverts: a place for something that is not in the text",
        words: 9,
        is: &[
            "advertisement", "advertising", "ad", "ads", "sponsored", "sponsored content", "promoted", "gallery",
            "slideshow", "play video", "watch", "video", "広告", "광고", "loading", "loading...", "loading…", "live",
            "play", "pause", "mute",
        ],
        starts: &[
            "photo gallery", "image gallery", "view gallery", "click to enlarge", "enlarge image",
            "story continues", "article continues", "continue reading below", "advertisement ", "sponsored by",
            "view slideshow", "media caption", "click to expand", "enlarge this",
        ],
        holds: &["click to enlarge", "scroll to continue", "continues below"],
    },
    Habit {
        name: "downloads: another form of the same article",
        words: 8,
        is: &[
            "pdf", "download", "epub", "full text", "cite", "cite this", "export citation", "print version",
            "listen",
        ],
        starts: &[
            "download pdf", "download article", "download the", "download as", "download this", "download full",
            "view pdf", "open pdf", "get pdf", "print this page", "cite this article", "listen to this",
            "read in app",
        ],
        holds: &["as pdf", "article as pdf", "(pdf)"],
    },
    Habit {
        name: "comments: what readers write below is not the article",
        words: 8,
        is: &[
            "comments", "comment", "no comments", "add comment", "post comment", "leave a reply", "leave a comment",
            "join the conversation", "コメント", "댓글",
        ],
        starts: &[
            "comments (", "comments are closed", "add a comment", "add comment", "leave a reply", "leave a comment",
            "post a comment", "view comments", "show comments", "view all comments", "read comments",
            "comments off", "write a comment", "join the discussion", "be the first to comment", "load comments",
        ],
        holds: &[],
    },
    Habit {
        name: "navigation: words that lead away from the page",
        words: 7,
        is: &[
            "home", "menu", "search", "close", "next", "previous", "prev", "back", "top", "more", "show more",
            "show less", "load more", "view all", "see all", "see more", "read more", "learn more", "view more",
            "toggle navigation", "navigation", "sections", "skip", "site map", "sitemap", "contact us", "about us",
            "sign out", "all rights reserved", "editor's picks", "editors' picks", "must read", "most read",
            "most popular", "trending", "trending now", "don't miss", "you may also like", "you might also like",
            "recommended for you", "recommended", "related", "read next", "up next", "in this section",
            "in this article", "tags", "topics", "categories", "ホーム", "메뉴", "목록",
        ],
        starts: &[
            "skip to", "back to top", "back to home", "return to top", "next article", "previous article",
            "next post", "previous post", "next story", "more from", "more by", "more stories",
            "jump to navigation", "jump to content", "jump to comments", "go to top", "go to content",
            "go to comments", "view full", "read full", "click here", "click on ", "click to ", "click for ",
            "read the full", "show all", "hide comments", "hide menu", "toggle navigation", "toggle menu",
            "toggle search",
        ],
        holds: &["skip to content", "back to top", "table of contents »"],
    },
    Habit {
        name: "law: cookies, terms and licences speak of the site",
        words: 40,
        is: &[
            "privacy", "terms", "cookies", "imprint", "disclaimer", "legal", "creative commons", "permissions",
            "reprints", "view license", "accept", "accept all",
        ],
        starts: &[
            "©", "(c) ", "copyright ©", "copyright (c)", "copyright 1", "copyright 2", "view license", "terms of",
            "privacy policy", "cookie ", "we use cookies", "this site uses cookies", "this website uses cookies",
        ],
        holds: &[
            "all rights reserved", "some rights reserved", "licensed under", "creative commons", "cookie policy",
            "privacy policy", "terms of use", "terms of service", "terms and conditions", "uses cookies", "無断転載",
            "무단전재", "무단 전재",
        ],
    },
    Habit {
        name: "job boards: an advert, whatever the paper is about",
        words: 14,
        is: &["jobs", "careers"],
        starts: &["browse jobs", "find a job", "find your next job", "post a job", "search jobs"],
        holds: &[
            "jobs board", "job board", "job listings", "job openings", "we're hiring", "we are hiring", 
        ],
    },
    Habit {
        name: "tags: topics are for the site's search",
        words: 24,
        is: &["image", "images", "photo", "photos", "supported by"],
        starts: &[
            "topics:", "tags:", "tag:", "tagged:", "filed under", "filed to", "filed in", "posted in",
            "categories:", "category:", "related topics:", "more on:", "read more:", "see also:", "related:", "태그",
            "タグ",
        ],
        holds: &[],
    },
    Habit {
        name: "author boxes: a label over names that stand elsewhere",
        words: 5,
        is: &[
            "about the author", "about the authors", "about author", "about the writer", "about the contributor",
            "about the contributors", "about the expert", "about the experts", "about experts", "about authors",
            "the author", "the authors", "author", "authors", "written by", "meet the author",
        ],
        starts: &[
            "connect with the author", "contact the author", "follow the author", "meet the author",
            "more by this author", "author information", "author bio",
        ],
        holds: &[],
    },
];

/// Words for "what else there is", and the words for the things: "Recent Posts", "Related stories".
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "recent", "related", "latest", "popular", "featured", "trending", "recommended", "similar", "top", "most read",
    "most popular", "more", "other", "our", "all",
];
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "articles", "article", "posts", "stories", "story", "news", "features", "content", "topics", "links", "videos",
    "reading", "comments", "issues", "publications", "podcasts", "events", "reports", "items", "tags", "searches",
    "products", "picks", "headlines", "essays", "columns", "books",
];

/// What a page counts.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "view", "comment", "share", "like", "reply", "replies", "retweet", "follower", "read", "download", "point",
    "vote", "min", "mins", "minute", "min read", "minute read", "minutes read", "post",
];

/// Labels that open a menu of topics, when followed by a colon or standing alone over short lines.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "more on", "more about", "topics", "tags", "related topics", "filed under", "categories", "category",
    "read more on", "see also", "tagged", "tagged with", "keywords in this article", "related", "share", "sections",
    "explore", "関連記事", "관련기사",
];

/// Words that say what kind of piece this is, or which part of a site it stands in.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "article", "articles", "news", "opinion", "opinions", "analysis", "commentary", "commentaries", "issue brief",
    "issue briefs", "policy brief", "policy briefs", "brief", "briefs", "report", "reports", "blog", "blogs",
    "blog post", "editorial", "editorials", "feature", "features", "interview", "interviews", "review", "reviews",
    "essay", "essays", "research", "publication", "publications", "press release", "press releases", "op-ed",
    "op-eds", "column", "columns", "columnists", "world", "politics", "business", "culture", "sports", "sport",
    "technology", "tech", "science", "health", "economy", "diplomacy", "security", "society", "lifestyle", "travel",
    "arts", "books", "music", "film", "movies", "television", "entertainment", "food", "style", "education",
    "environment", "energy", "finance", "markets", "money", "local", "national", "international", "working paper",
    "working papers", "white paper", "white papers", "policy paper", "research paper", "events", "multimedia",
    "podcast", "podcasts", "newsletter", "magazine", "letters", "letter to the editor", "perspective",
    "perspectives", "insight", "insights", "in focus", "special report", "exclusive", "breaking news",
    "latest news", "case study", "case studies", "working draft", "draft", "original article", "original research",
    "research article", "open access", "untitled", "untitled document", "contents", "table of contents", "abstract",
    "introduction", "preface", "foreword", "summary", "executive summary", "overview", "notes", "references", "社説",
    "사설", "オピニオン", "오피니언", "칼럼",
];

/// The habit that a short line shows, if any. `lower` is the line in lower case, `words` its count of words.
pub fn habit(lower: &str, words: usize) -> Option<&'static Habit> {
    let found = HABITS.iter().find(|habit| words <= habit.words && habit.shows(lower));
    found.or_else(|| (counts(lower) || names_other_things(lower)).then_some(&HABITS[5]))
}

/// Whether a short line is one that pages put beside their articles. For formats that know where a line ends; a single
/// word ("Line", "Print") may be anything there.
pub fn is_habit(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (2..=SHORT).contains(&words) && habit(&line.to_lowercase(), words).is_some()
}

/// The most words of a line that is judged alone: a sentence has more.
const SHORT: usize = 8;

impl Habit {
    fn shows(&self, lower: &str) -> bool {
        let bare = lower
            .trim_end_matches([':', '.', '!', '»', '›', '→', '>', ' ', '…', '|'])
            .trim_start_matches(['«', '‹', '←', '<', '+', '|', ' ', '[', '▸', '►']);
        self.is.contains(&bare)
            || self.starts.iter().any(|start| lower.starts_with(start))
            || self.holds.iter().any(|part| lower.contains(part))
    }
}

/// "380 views", "Comments: 12", "5 min read", "1,204 shares".
fn counts(lower: &str) -> bool {
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || lower.len() > 24 {
        return false;
    }
    let word: String = lower.chars().filter(|c| c.is_alphabetic() || *c == ' ').collect();
    let word = word.trim();
    let number_first = lower.starts_with(|c: char| c.is_ascii_digit());
    let number_last = lower.ends_with(|c: char| c.is_ascii_digit() || c == ')');
    (number_first || number_last)
        && (COUNTED.contains(&word) || word.strip_suffix('s').is_some_and(|one| COUNTED.contains(&one)))
}

/// "Recent Posts", "More Stories", "Most Read Articles".
fn names_other_things(lower: &str) -> bool {
    let bare = lower.trim_end_matches([':', ' ', '»']);
    bare.rsplit_once(' ').is_some_and(|(other, thing)| THINGS.contains(&thing) && OTHERS.contains(&other))
}

/// Whether a line opens a menu of topics.
pub fn leads_menu(lower: &str) -> bool {
    LEADS.contains(&lower.trim_end_matches([':', '：', ' ']))
}

/// Whether a line only says what kind of piece this is, or which section of a site it stands in.
pub fn is_label(lower: &str) -> bool {
    LABELS.contains(&lower.trim_end_matches([':', '：', ' ']))
}

/// Whether a line is a path through a site: "A | B | C", "Home > World > Asia". Every part is short.
pub fn is_breadcrumb(line: &str) -> bool {
    if line.len() > 160 || line.ends_with(['.', '?', '!']) {
        return false;
    }
    ['|', '›', '»', '>', '｜', '•', '·'].iter().any(|sign| {
        let parts: Vec<&str> = line.split(*sign).map(str::trim).filter(|part| !part.is_empty()).collect();
        let short =
            parts.iter().all(|part| part.split_whitespace().count() <= 4 && part.len() <= 32 && !part.ends_with('.'));
        parts.len() >= 3 && short && !line.contains(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_boilerplate(line: &str) -> bool {
        let lower = line.to_lowercase();
        habit(&lower, line.split_whitespace().count()).is_some() || is_breadcrumb(line)
    }

    #[test]
    fn the_boilerplate_of_pages_is_known() {
        for line in [
            "12 views",
            "Comments (0)",
            "SHARE",
            "Sign up for our newsletter",
            "Latest Articles",
            "5 min read",
            "World | Asia | Trade",
            "© 2031 A Paper. All rights reserved.",
            "Read more »",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn lines_of_articles_are_not_boilerplate() {
        for line in [
            "The Way Home",
            "Shares of the firm fell.",
            "A Recent History of Tin",
            "He searched the house.",
            "7 swans",
            "Print and Power in Lyon",
            "Is either > or < used?",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn every_habit_gives_its_reason_and_is_written_in_lower_case() {
        for habit in HABITS {
            assert!(habit.name.contains(": "), "{}", habit.name);
            for phrase in habit.is.iter().chain(habit.starts).chain(habit.holds) {
                assert_eq!(*phrase, phrase.to_lowercase());
            }
        }
    }
}
