//! The words by which proper names are told apart in a running text, as tables: offices, bodies, treaties, places, and what only
//! stands in capitals because a sentence begins with it. It looks at one word alone; what names are is said in `proper_names`.

/// Whether a table of lower-case words has this one, in any letters.
fn is_in(table: &[&str], word: &str) -> bool {
    table.contains(&word.to_lowercase().as_str())
}

/// Whether the word is an office or address that goes before a name.
pub fn is_role(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let word = word.strip_prefix("Then-").or_else(|| word.strip_prefix("then-")).unwrap_or(word);
    is_in(ROLES, word)
}

/// Whether the word belongs to what an office is for: Minister of *Defense*.
pub fn is_of_office(word: &str) -> bool {
    is_in(OFFICES, word)
}

/// Whether a body is called by this word at its end or beginning: Ministry, Court.
pub fn is_body(word: &str) -> bool {
    is_in(BODIES, word)
}

/// Whether a treaty or a plan of states is called by this word: Agreement, Partnership.
pub fn is_treaty(word: &str) -> bool {
    is_in(TREATIES, word)
}

/// Whether the word is a place or says where somebody or something is from.
pub fn is_place(word: &str) -> bool {
    is_origin(word) || is_in(PLACES, word)
}

/// Whether the word is a month or a day of the week.
pub fn is_calendar(word: &str) -> bool {
    is_in(CALENDAR, word)
}

/// Whether the word behind a family name says that it is one: the *Moon* administration.
pub fn is_led(word: &str) -> bool {
    is_in(LED, word)
}

/// Whether the word is an adjective of a country, which is no part of the name of a body: the *Korean* Supreme Court.
pub fn is_origin(word: &str) -> bool {
    is_in(ORIGINS, word)
}

/// Whether the word is common and has a capital only where a sentence or heading begins.
pub fn is_common(word: &str) -> bool {
    is_in(COMMON, word)
}

/// Whether the word before two small letters joined by a hyphen makes no given name: post-war, mid-term.
pub fn is_prefix(word: &str) -> bool {
    is_in(PREFIXES, word)
}

#[rustfmt::skip]
const ROLES: &[&str] = &[
    "president", "president-elect", "vice-president", "minister", "secretary", "ambassador", "representative", "chairman",
    "chairwoman", "chairperson", "chair", "chancellor", "premier", "leader", "envoy", "director", "director-general",
    "advisor", "adviser", "counterpart", "counterparts", "spokesperson", "spokesman", "spokeswoman", "governor", "mayor",
    "commissioner", "senator", "congressman", "congresswoman", "justice", "judge", "admiral", "colonel",
    "captain", "king", "queen", "prince", "princess", "emperor", "empress", "pope", "bishop", "archbishop", "sheikh",
    "professor", "prof", "doctor", "dr", "mr", "mrs", "ms", "miss", "madam", "madame", "monsieur", "don", "doña", "herr",
    "frau", "sir", "lord", "lady", "dame", "comrade", "delegate", "negotiator",
    "analyst", "author", "editor", "historian", "economist", "poet", "novelist", "philosopher", "scholar", "candidate",
    "commander", "lieutenant", "sergeant", "reverend", "rev", "rabbi", "imam", "father", "sister", "brother", "uncle",
    "aunt", "ceo", "founder", "co-founder", "deputy", "consul", "attaché", "photographer", "journalist", "correspondent",
];

#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "prime", "vice", "foreign", "first", "second", "deputy", "assistant", "under", "former", "special", "chief", "cabinet",
    "state", "defense", "defence", "affairs", "national", "security", "trade", "industry", "energy", "environment",
    "finance", "treasury", "interior", "justice", "education", "health", "labor", "labour", "commerce", "unification",
    "growth", "economic", "economy", "peace", "agriculture", "transport", "culture", "general", "parliamentary", "senior",
    "presidential", "premier", "international", "public", "peninsula", "relations", "pacific", "acting", "associate",
    "executive", "managing", "late", "policy", "research", "fellow",
];

#[rustfmt::skip]
const BODIES: &[&str] = &[
    "ministry", "department", "university", "institute", "institution", "organization", "organisation", "association",
    "union", "court", "council", "house", "foundation", "center", "centre", "party", "agency", "service", "bank",
    "commission", "committee", "company", "corporation", "group", "force", "forces", "assembly", "academy", "bureau",
    "news", "times", "post", "journal", "shimbun", "ilbo", "federation", "league", "society", "office",
    "parliament", "senate", "board", "authority", "fund", "entertainment", "electronics", "college",
    "school", "library", "museum", "press", "network", "command", "guard", "navy", "army", "police",
    "church", "tribunal", "secretariat", "consortium", "chamber", "exchange", "trust", "writers", "partners",
];

#[rustfmt::skip]
const TREATIES: &[&str] = &[
    "agreement", "agreements", "treaty", "accord", "accords", "pact", "partnership", "framework", "convention",
    "protocol", "charter", "initiative", "dialogue", "communiqué", "communique", "declaration", "covenant", "compact",
];

#[rustfmt::skip]
const ORIGINS: &[&str] = &[
    "japanese", "korean", "chinese", "american", "russian", "indian", "australian", "british", "french", "german",
    "italian", "spanish", "european", "asian", "african", "canadian", "mexican", "brazilian", "israeli", "iranian",
    "iraqi", "turkish", "ukrainian", "polish", "dutch", "swedish", "norwegian", "danish", "finnish", "greek", "swiss",
    "austrian", "belgian", "irish", "scottish", "taiwanese", "vietnamese", "thai", "indonesian", "philippine",
    "filipino", "malaysian", "pakistani", "afghan", "saudi", "egyptian", "portuguese", "hungarian", "czech", "u.s.",
    "us", "usa", "u.k.", "uk", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "soviet",
];

#[rustfmt::skip]
const PLACES: &[&str] = &[
    "japan", "korea", "china", "america", "states", "russia", "india", "australia", "britain", "france", "germany",
    "italy", "spain", "europe", "asia", "africa", "canada", "mexico", "brazil", "israel", "iran", "iraq", "turkey",
    "ukraine", "poland", "netherlands", "sweden", "norway", "denmark", "finland", "greece", "switzerland", "austria",
    "belgium", "ireland", "scotland", "taiwan", "vietnam", "thailand", "indonesia", "philippines", "malaysia",
    "singapore", "pakistan", "afghanistan", "egypt", "portugal", "hungary", "kong", "hong", "zealand", "myanmar",
    "tokyo", "seoul", "pyongyang", "beijing", "washington", "moscow", "london", "paris", "berlin", "rome", "madrid",
    "brussels", "vienna", "geneva", "delhi", "bangkok", "hanoi", "jakarta", "manila", "taipei", "kyoto", "osaka",
    "nagoya", "busan", "shanghai", "chengdu", "york", "california", "hague", "xinjiang", "kyiv", "warsaw", "athens",
    "indo-pacific", "asia-pacific", "trans-pacific", "pacific", "atlantic", "peninsula", "sea", "ocean", "islands",
    "island", "shrine", "river", "mount", "mountain", "lake", "city", "street", "avenue", "road", "strait", "bay",
    "dynasty", "olympic", "olympics", "games", "festival", "summit", "war", "day", "cup", "prize", "brief", "volume",
    "internet", "english", "creative", "commons", "license", "photo", "gallery",
];

const LED: &[&str] = &["administration", "cabinet", "government", "presidency", "regime"];

#[rustfmt::skip]
const CALENDAR: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "sept", "jan", "feb",
    "aug", "oct", "nov", "dec",
];

#[rustfmt::skip]
const COMMON: &[&str] = &[
    "the", "a", "an", "in", "on", "at", "of", "for", "to", "by", "with", "from", "after", "before", "while", "when",
    "where", "as", "if", "but", "and", "or", "nor", "so", "yet", "it", "its", "he", "his", "she", "her", "they",
    "their", "we", "our", "you", "your", "i", "my", "this", "that", "these", "those", "there", "here", "then", "thus",
    "now", "still", "also", "both", "each", "every", "some", "many", "most", "more", "few", "several", "all", "no",
    "not", "one", "two", "three", "four", "first", "second", "third", "following", "since", "until", "during", "through",
    "over", "under", "between", "among", "against", "despite", "although", "though", "because", "however", "moreover",
    "furthermore", "therefore", "meanwhile", "instead", "indeed", "finally", "additionally", "currently", "recently",
    "according", "given", "what", "who", "which", "why", "how", "whether", "is", "are", "was", "were", "be", "will",
    "would", "can", "could", "should", "may", "might", "must", "do", "does", "did", "has", "have", "had", "let",
    "like", "such", "other", "another", "any", "even", "only", "just", "once", "outside", "beyond", "within", "without",
    "about", "for", "example", "see", "note", "dear", "yes", "rather", "perhaps", "today", "yesterday", "tomorrow",
];

#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "post", "pre", "anti", "non", "mid", "pro", "vice", "co", "ex", "then", "self", "semi", "multi", "inter", "trans",
    "north", "south", "east", "west", "high", "low", "long", "short", "well", "so", "top", "all", "one", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "early", "late", "full", "half", "free", "fast", "deep",
    "old", "new", "first", "second", "third", "follow", "catch", "stand", "cross", "people", "face", "step", "year",
    "cost", "burden", "hard", "soft", "state", "government", "submarine", "war", "e", "u", "cold", "director", "re",
    "right", "left", "far", "near", "rules", "values", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "world", "time", "award", "best", "so-called",
];
