//! Themes: what each role on the screen looks like, in any colour, in sixteen and in none.
//!
//! A theme file writes each role as up to three styles, `any colours | sixteen colours | no colours`. Where the second
//! is missing it is worked out of the first; where the third is missing the built-in plain theme's stands, so that a
//! mark, a selection and a search hit differ on every terminal. It draws nothing.

use super::fault::{Fault, hint, quoted};
use super::paint::{Depth, Style, luminance};
use super::written::{self, Faults, Value, WrittenEntry};

/// The built-in themes: name and commented text; complete, or standing on one before it.
pub const BUILT_IN: [(&str, &str); 7] = [
    ("dark", include_str!("../../assets/themes/default-dark.toml")),
    ("light", include_str!("../../assets/themes/default-light.toml")),
    ("plain", PLAIN),
    ("high-contrast-dark", include_str!("../../assets/themes/high-contrast-dark.toml")),
    ("high-contrast-light", include_str!("../../assets/themes/high-contrast-light.toml")),
    ("color-safe-dark", include_str!("../../assets/themes/color-safe-dark.toml")),
    ("color-safe-light", include_str!("../../assets/themes/color-safe-light.toml")),
];
/// The theme that stands for all others on terminals without colours.
const PLAIN: &str = include_str!("../../assets/themes/plain.toml");

/// Makes [`Role`] and its names of one list.
macro_rules! roles {
    ($($role:ident $name:literal $about:literal),* $(,)?) => {
        /// What a piece of the screen is, and so what a theme gives a style to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $about] $role),*
        }

        impl Role {
            /// All roles, in the order of the default themes.
            pub const ALL: &'static [Self] = &[$(Self::$role),*];

            /// Its name in theme files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$role => $name),* }
            }

            /// What it is, for documentation.
            pub fn about(self) -> &'static str {
                match self { $(Self::$role => $about),* }
            }
        }
    };
}

roles! {
    Text "text" "Running text.",
    Dim "dim" "What matters less: counts, dates, hints.",
    Title "title" "The title of a document.",
    Heading "heading" "A heading of the first levels.",
    HeadingMinor "heading_minor" "A heading of the deeper levels.",
    Byline "byline" "Who wrote it, when, where it appeared.",
    Quote "quote" "A quotation set off as a block.",
    Code "code" "Code.",
    Caption "caption" "The caption of a picture or table.",
    EntryDate "entry_date" "The date of an entry of a chronology.",
    Link "link" "A link.",
    Picture "picture" "The description of a picture, which opens it.",
    Emphasis "emphasis" "Emphasised words.",
    Strong "strong" "Strongly emphasised words.",
    Boilerplate "furniture" "What a web page wraps around its article.",
    Frame "frame" "The frame of a pane.",
    FrameActive "frame_active" "The frame of the pane that takes the keys.",
    Status "status" "The status row.",
    StatusKey "status_key" "A key named in the status row.",
    StatusError "status_error" "A failure told in the status row.",
    Selection "selection" "Selected text.",
    SearchHit "search_hit" "What a search found.",
    SearchCurrent "search_current" "The hit one stands on.",
    PickLabel "pick_label" "The letter to type to pick a sentence.",
    CursorRow "cursor_row" "The row of the cursor.",
    ListSelected "list_selected" "The chosen row of a list.",
    Tag "tag" "A tag.",
    MarkYellow "mark_yellow" "A yellow mark.",
    MarkGreen "mark_green" "A green mark.",
    MarkBlue "mark_blue" "A blue mark.",
    MarkPink "mark_pink" "A pink mark.",
    MarkOrange "mark_orange" "An orange mark.",
    MarkPurple "mark_purple" "A purple mark.",
    MarkOther "mark_other" "A mark in a colour of another program.",
    MarkSeveral "mark_several" "Where marks overlap.",
    ReaderMe "reader_me" "One's own sign.",
    Reader1 "reader_1" "The letter of another reader.",
    Reader2 "reader_2" "The letter of another reader.",
    Reader3 "reader_3" "The letter of another reader.",
    Reader4 "reader_4" "The letter of another reader.",
    Reader5 "reader_5" "The letter of another reader.",
    Reader6 "reader_6" "The letter of another reader.",
    Heat1 "heat_1" "How many readers marked a row: two.",
    Heat2 "heat_2" "How many readers marked a row: three or four.",
    Heat3 "heat_3" "How many readers marked a row: five to eight.",
    Heat4 "heat_4" "How many readers marked a row: nine or more.",
    OnlyMine "only_mine" "Beside another reader: what only you marked.",
    OnlyTheirs "only_theirs" "Beside another reader: what only they marked.",
    OfBoth "of_both" "Beside another reader: what both marked.",
    Margin "margin" "Letters and signs beside the text.",
    Progress "progress" "How much is read.",
    Popup "popup" "A window over the others: help, palette, input.",
}

impl Role {
    /// The role of a mark in the colour of that name; [`Role::MarkOther`] for a name of another program.
    pub fn mark(color: &str) -> Self {
        let named = |role: &Self| role.name().strip_prefix("mark_") == Some(color);
        Self::ALL.iter().copied().find(named).filter(|role| *role != Self::MarkSeveral).unwrap_or(Self::MarkOther)
    }
}

/// The colours of readers who are not oneself, in the order in which they are given out.
pub const READERS: [Role; 6] =
    [Role::Reader1, Role::Reader2, Role::Reader3, Role::Reader4, Role::Reader5, Role::Reader6];

impl Role {
    /// The role of the number of readers who marked a row.
    pub fn heat(readers: usize) -> Self {
        match readers {
            0..=2 => Self::Heat1,
            3..=4 => Self::Heat2,
            5..=8 => Self::Heat3,
            _ => Self::Heat4,
        }
    }
}

/// The styles of one role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ThemeLayers {
    full: Style,
    sixteen: Style,
    none: Style,
}

impl ThemeLayers {
    fn at(&self, depth: Depth) -> Style {
        match depth {
            Depth::None => self.none,
            Depth::Sixteen => self.sixteen,
            Depth::Indexed | Depth::True => self.full.reduced(depth),
        }
    }
}

/// A theme as meant: the style of every role, fitted to a depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    depth: Depth,
    layers: Vec<ThemeLayers>,
    /// The styles at `depth`, by role.
    shown: Vec<Style>,
}

impl Default for Theme {
    /// The built-in dark theme in all colours.
    fn default() -> Self {
        resolve(&[], "dark").0
    }
}

impl Theme {
    /// The name it was asked for by; `dark` where that is unknown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The depth it is fitted to.
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.shown[role as usize]
    }

    /// Makes the theme for a terminal of `depth` colours. It starts from the theme as written, so that it may also go deeper.
    pub fn reduced(&self, depth: Depth) -> Self {
        let shown = self.layers.iter().map(|layers| layers.at(depth)).collect();
        Self { name: self.name.clone(), depth, layers: self.layers.clone(), shown }
    }
}

/// Which built-in theme `auto` means: by the background's red, green and blue where the terminal told it, else by the
/// environment's `COLORFGBG` ("15;0": the number of the letters' colour and the background's), else dark.
pub fn automatic(background: Option<(u8, u8, u8)>, colorfgbg: Option<&str>) -> &'static str {
    let told = colorfgbg.and_then(|value| value.rsplit(';').next()).and_then(|number| number.parse::<u8>().ok());
    let light = match background {
        // Contrast with black and with white is equal at this luminance.
        Some(rgb) => luminance(rgb) > 0.179,
        None => told.is_some_and(|number| number == 7 || (9..=15).contains(&number)),
    };
    if light { "light" } else { "dark" }
}

/// The theme of the name `wanted` in all colours, and every fault of the files it needed. `files` are the user's: the
/// name for faults, whose last part without `.toml` is the theme's, and the text. A user's theme names its `base`
/// (dark where it names none) and the roles that differ from it. `auto` that nobody settled is dark, as is an
/// unknown name.
pub fn resolve(files: &[(&str, &str)], wanted: &str) -> (Theme, Vec<Fault>) {
    let mut faults = Vec::new();
    let name = if wanted == "auto" { "dark" } else { wanted };
    let chain = chain(files, name, &mut faults);
    let plain = if name == "plain" { Vec::new() } else { full(PLAIN) };
    let mut layers: Vec<ThemeLayers> =
        plain.iter().map(|style| ThemeLayers { none: *style, ..ThemeLayers::default() }).collect();
    layers.resize(Role::ALL.len(), ThemeLayers::default());
    for source in chain.iter().rev() {
        lay(source, &plain, &mut layers, &mut faults);
    }
    let known = chain.first().is_some_and(|source| source.name == name);
    let name = if known { name } else { "dark" }.to_owned();
    let theme = Theme { name, depth: Depth::True, layers, shown: Vec::new() }.reduced(Depth::True);
    (theme, faults)
}

/// The themes that can be chosen from: the built-in ones, and the user's files as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Themes {
    /// The user's: name for faults and text, as [`resolve`] takes them.
    pub files: Vec<(String, String)>,
    /// What `auto` means here.
    pub automatic: &'static str,
    /// How many colours the terminal shows.
    pub depth: Depth,
}

impl Default for Themes {
    /// The built-in ones, in all colours, on a dark background.
    fn default() -> Self {
        Self { files: Vec::new(), automatic: "dark", depth: Depth::True }
    }
}

impl Themes {
    /// Their names, `auto` first.
    pub fn names(&self) -> Vec<String> {
        ["auto"].into_iter().chain(names(&self.files())).map(str::to_owned).collect()
    }

    /// The theme of that name as [`resolve`] makes it, fitted to the terminal, and the faults of its files.
    pub fn named(&self, name: &str) -> (Theme, Vec<Fault>) {
        let (theme, faults) = resolve(&self.files(), if name == "auto" { self.automatic } else { name });
        (theme.reduced(self.depth), faults)
    }

    fn files(&self) -> Vec<(&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
    }
}

/// The names a theme can be asked for by: the built-in ones and those of the user's files, each once.
pub fn names<'a>(files: &[(&'a str, &str)]) -> Vec<&'a str> {
    let mut names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    for (file, _) in files {
        if !names.contains(&stem(file)) {
            names.push(stem(file));
        }
    }
    names
}

/// One theme file that is needed.
struct ThemeSource<'a> {
    name: &'a str,
    file: &'a str,
    text: &'a str,
}

/// How many themes may stand on one another.
const DEEPEST: usize = 8;

/// The theme asked for and the bases it stands on, down to a built-in one. A user's theme goes before a built-in one of
/// the same name, and may stand on it.
fn chain<'a>(files: &[(&'a str, &'a str)], wanted: &'a str, faults: &mut Vec<Fault>) -> Vec<ThemeSource<'a>> {
    let mut chain: Vec<ThemeSource> = Vec::new();
    let mut next = AskedTheme { name: wanted.to_owned(), file: "settings.toml", line: 0 };
    while chain.len() < DEEPEST {
        let free = |file: &str| chain.iter().all(|source| source.file != file);
        let user = files.iter().find(|(file, _)| stem(file) == next.name && free(file));
        if let Some((file, text)) = user {
            chain.push(ThemeSource { name: stem(file), file, text });
            next = base(file, text);
            continue;
        }
        let Some((name, text)) = BUILT_IN.iter().find(|(name, _)| *name == next.name) else { break };
        chain.push(ThemeSource { name, file: "", text });
        match written_base("", text) {
            Some(base) => next = base,
            None => return chain,
        }
    }
    faults.push(next.unknown(files, chain.len()));
    chain.push(ThemeSource { name: BUILT_IN[0].0, file: "", text: BUILT_IN[0].1 });
    chain
}

/// A theme's name as asked for, and where.
struct AskedTheme<'a> {
    name: String,
    file: &'a str,
    line: usize,
}

impl AskedTheme<'_> {
    fn unknown(&self, files: &[(&str, &str)], below: usize) -> Fault {
        let message = match below {
            DEEPEST => format!("more than {DEEPEST} themes stand on one another"),
            _ if files.iter().any(|(file, _)| stem(file) == self.name) => {
                format!("the theme {} stands on itself", quoted(&self.name))
            }
            _ => format!("unknown theme {}{}", quoted(&self.name), hint(&self.name, names(files))),
        };
        Fault { file: self.file.to_owned(), line: self.line, message }
    }
}

/// The theme's name in a file's.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

/// What a file stands on: what it says, else the dark theme.
fn base<'a>(file: &'a str, text: &str) -> AskedTheme<'a> {
    written_base(file, text).unwrap_or_else(|| AskedTheme { name: "dark".to_owned(), file, line: 0 })
}

/// What a file says it stands on. Its faults are told when it is laid.
fn written_base<'a>(file: &'a str, text: &str) -> Option<AskedTheme<'a>> {
    let written = written::read(text, &mut Faults::of(file));
    let entry = written.entries.iter().find(|entry| entry.table.is_empty() && entry.name == "base")?;
    let Value::Text(name) = &entry.value else { return None };
    Some(AskedTheme { name: name.clone(), file, line: entry.line })
}

/// The first styles of a built-in theme, by role.
fn full(text: &str) -> Vec<Style> {
    let mut layers = vec![ThemeLayers::default(); Role::ALL.len()];
    lay(&ThemeSource { name: "", file: "", text }, &[], &mut layers, &mut Vec::new());
    layers.iter().map(|layers| layers.full).collect()
}

/// Lays one file's roles over what is there.
fn lay(source: &ThemeSource, plain: &[Style], layers: &mut [ThemeLayers], all: &mut Vec<Fault>) {
    let mut faults = Faults::of(source.file);
    let written = written::read(source.text, &mut faults);
    for (table, line) in written.tables.iter().filter(|(table, _)| &**table != "roles") {
        faults.add(*line, format!("unknown table {}; roles stand in [roles]", quoted(table)));
    }
    for entry in &written.entries {
        match role(entry) {
            Ok(None) => {}
            Ok(Some((role, styles))) => layers[role as usize] = three(&styles, plain.get(role as usize)),
            Err(message) => faults.add(entry.line, message),
        }
    }
    faults.append_to(all);
}

/// The role an entry is about and the one to three styles it gives; `None` for `base` and in an unknown table.
fn role(entry: &WrittenEntry) -> Result<Option<(Role, Vec<Style>)>, String> {
    let Value::Text(text) = &entry.value else {
        return Err(format!("{} takes a text, not {}", quoted(&entry.name), entry.value.kind()));
    };
    match &*entry.table {
        "" if entry.name == "base" => return Ok(None),
        "" => return Err(format!("{} does not stand here; roles stand in [roles]", quoted(&entry.name))),
        "roles" => {}
        _ => return Ok(None),
    }
    let names = || Role::ALL.iter().map(|role| role.name());
    let found = Role::ALL.iter().find(|role| role.name() == entry.name);
    let role = found.ok_or_else(|| format!("unknown role {}{}", quoted(&entry.name), hint(&entry.name, names())))?;
    let styles: Vec<Style> = text.splitn(4, '|').map(Style::parse).collect::<Result<_, _>>()?;
    match styles.len() {
        1..=3 => Ok(Some((*role, styles))),
        _ => Err(format!("{} gives more than three styles: any colours | sixteen | none", quoted(&entry.name))),
    }
}

fn three(styles: &[Style], plain: Option<&Style>) -> ThemeLayers {
    let full = styles.first().copied().unwrap_or_default();
    let sixteen = styles.get(1).copied().unwrap_or(full).reduced(Depth::Sixteen);
    let none = styles.get(2).or(plain).copied().unwrap_or(full).reduced(Depth::None);
    ThemeLayers { full, sixteen, none }
}

#[cfg(test)]
mod tests {
    use super::super::paint::Paint;
    use super::*;
    use proptest::prelude::*;

    const DEPTHS: [Depth; 4] = [Depth::None, Depth::Sixteen, Depth::Indexed, Depth::True];

    fn told(files: &[(&str, &str)], wanted: &str) -> (Theme, Vec<String>) {
        let (theme, faults) = resolve(files, wanted);
        (theme, faults.iter().map(ToString::to_string).collect())
    }

    fn shown(theme: &Theme, role: Role, depth: Depth) -> String {
        theme.reduced(depth).style(role).to_string()
    }

    /// What contrast a role needs after WCAG 2.1: level AA; of high contrast on plain black and white AAA. Frames are no text.
    fn enough(theme: &str, ground: &str, role: Role) -> f32 {
        let is_high = theme.starts_with("high-contrast") && matches!(ground, "#000000" | "#ffffff");
        let least = if is_high { [4.5, 7.0] } else { [3.0, 4.5] };
        least[usize::from(!matches!(role, Role::Frame | Role::FrameActive))]
    }

    #[test]
    fn the_built_in_themes_name_every_role_in_order_or_a_base_and_hold_no_fault() {
        for (name, text) in BUILT_IN {
            let written = written::read(text, &mut Faults::of(name));
            let named = || written.entries.iter().map(|entry| entry.name.as_str()).filter(|name| *name != "base");
            let mut all = Role::ALL.iter().map(|role| role.name());
            let is_whole = written_base("", text).is_none();
            assert!(if is_whole { named().eq(all) } else { named().all(|role| all.any(|it| it == role)) }, "{name}");
            let (theme, faults) = told(&[], name);
            assert!(faults.is_empty(), "{faults:?}");
            assert_eq!((theme.name(), theme.depth()), (name, Depth::True));
        }
    }

    #[test]
    fn every_role_is_legible_on_the_backgrounds_its_theme_is_for() {
        let dark = (["#000000", "#282a36"], "#d0d0d0");
        let light = (["#ffffff", "#fdf6e3"], "#202020");
        let grounds = BUILT_IN.iter().filter(|(name, _)| *name != "plain").map(|(name, _)| {
            let (grounds, letters) = if name.ends_with("dark") { dark } else { light };
            (*name, grounds, letters)
        });
        let grounds: Vec<_> = grounds.collect();
        for ((name, grounds, letters), depth) in grounds.iter().flat_map(|g| [(g, Depth::True), (g, Depth::Indexed)]) {
            let theme = told(&[], name).0.reduced(depth);
            for role in Role::ALL {
                let style = theme.style(*role);
                let fg = style.fg.or(Paint::parse(letters)).unwrap();
                for ground in grounds {
                    let bg = style.bg.or(Paint::parse(ground)).unwrap();
                    let contrast = fg.contrast(bg);
                    assert!(
                        contrast >= enough(name, ground, *role),
                        "{name} {depth:?} {role:?}: {style} on {ground}: {contrast:.1}"
                    );
                }
            }
        }
    }

    /// What a colour is to an eye without one kind of cones (Machado, Oliveira and Fernandes 2009, severity 1), in Oklab (Ottosson 2020).
    fn seen(paint: Paint, by: &[[f32; 3]; 3]) -> [f32; 3] {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let times =
            |by: &[[f32; 3]; 3], of: [f32; 3]| by.map(|row| row.iter().zip(of).map(|(a, b)| a * b).sum::<f32>());
        let (r, g, b) = paint.rgb();
        let shown = times(by, [r, g, b].map(linear)).map(|c| c.clamp(0.0, 1.0));
        let cones = [
            [0.412_221_47, 0.536_332_54, 0.051_445_993],
            [0.211_903_5, 0.680_699_5, 0.107_396_96],
            [0.088_302_46, 0.281_718_84, 0.629_978_7],
        ];
        let lab = [
            [0.210_454_26, 0.793_617_8, -0.004_072_047],
            [1.977_998_5, -2.428_592_2, 0.450_593_7],
            [0.025_904_037, 0.782_771_77, -0.808_675_77],
        ];
        times(&lab, times(&cones, shown).map(f32::cbrt))
    }

    #[test]
    fn colour_safe_themes_are_told_apart_by_eyes_without_one_kind_of_cones() {
        let eyes = [
            ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
            (
                "no red",
                [
                    [0.152_286, 1.052_583, -0.204_868],
                    [0.114_503, 0.786_281, 0.099_216],
                    [-0.003_882, -0.048_116, 1.051_998],
                ],
            ),
            (
                "no green",
                [
                    [0.367_322, 0.860_646, -0.227_968],
                    [0.280_085, 0.672_501, 0.047_413],
                    [-0.011_82, 0.042_94, 0.968_881],
                ],
            ),
            (
                "no blue",
                [
                    [1.255_528, -0.076_749, -0.178_779],
                    [-0.078_411, 0.930_809, 0.147_602],
                    [0.004_733, 0.691_367, 0.303_9],
                ],
            ),
        ];
        let six = ["yellow", "green", "blue", "pink", "orange", "purple"].map(Role::mark);
        let sides = [Role::OnlyMine, Role::OnlyTheirs, Role::OfBoth];
        let readers = [&[Role::ReaderMe][..], &READERS].concat();
        // A step of 0.02 can just be seen side by side.
        for (name, (eye, by)) in
            ["color-safe-dark", "color-safe-light"].iter().flat_map(|name| eyes.iter().map(move |eye| (name, eye)))
        {
            let theme = told(&[], name).0;
            for (roles, least) in [(&six[..], 0.15), (&sides, 0.15), (&readers, 0.1)] {
                let colour = |role: &Role| theme.style(*role).bg.or(theme.style(*role).fg).expect("a colour");
                for (a, b) in roles.iter().enumerate().flat_map(|(n, a)| roles[..n].iter().map(move |b| (a, b))) {
                    let apart = seen(colour(a), by).into_iter().zip(seen(colour(b), by)).map(|(a, b)| (a - b).powi(2));
                    let apart = apart.sum::<f32>().sqrt();
                    assert!(apart >= least, "{name}, {eye}: {a:?} and {b:?} are {apart:.3} apart");
                }
            }
        }
    }

    #[test]
    fn with_sixteen_colours_what_stands_on_a_colour_has_letters_that_show() {
        for (name, _) in BUILT_IN {
            let theme = told(&[], name).0.reduced(Depth::Sixteen);
            for style in Role::ALL.iter().map(|role| theme.style(*role)).filter(|style| style.bg.is_some()) {
                let contrast = style.fg.expect("a colour behind asks for one in front").contrast(style.bg.unwrap());
                assert!(contrast >= 3.0, "{name}: {style}: {contrast:.1}");
                assert!(!(style.bold && style.fg == Some(Paint::Ansi(0))), "{name}: {style}: bold black shows as grey");
            }
        }
    }

    #[test]
    fn a_mark_a_selection_and_a_hit_differ_at_every_depth() {
        use Role::{
            CursorRow, MarkSeveral, MarkYellow, PickLabel, SearchCurrent, SearchHit, Selection, StatusError, Text,
        };
        let apart = [Text, Selection, SearchHit, SearchCurrent, PickLabel, MarkYellow, MarkSeveral, CursorRow];
        let marks = Role::ALL.iter().filter(|role| role.name().starts_with("mark_") && **role != MarkYellow);
        let colored: Vec<Role> = apart.iter().chain(marks.filter(|role| **role != MarkSeveral)).copied().collect();
        for (name, depth) in BUILT_IN.iter().flat_map(|(name, _)| DEPTHS.map(|depth| (*name, depth))) {
            let theme = told(&[], name).0.reduced(depth);
            let roles = if depth == Depth::None || name == "plain" { &apart[..] } else { &colored };
            for (a, b) in roles.iter().enumerate().flat_map(|(n, a)| roles[..n].iter().map(move |b| (a, b))) {
                assert_ne!(theme.style(*a), theme.style(*b), "{name} {depth:?}: {a:?} and {b:?}");
            }
            let sides = [Text, Selection, Role::OnlyMine, Role::OnlyTheirs, Role::OfBoth].map(|role| theme.style(role));
            assert!((1..5).all(|n| !sides[..n].contains(&sides[n])), "{name} {depth:?}: the sides of a comparison");
            assert_ne!(theme.style(Role::Status), theme.style(StatusError), "{name} {depth:?}");
            assert_ne!(theme.style(Role::Frame), theme.style(Role::FrameActive), "{name} {depth:?}");
        }
    }

    #[test]
    fn a_user_theme_names_only_what_differs() {
        let mine = "base = 'light'\n[roles]\nheading = 'italic #ff0000'\ntag = '#123456 | green | dim'\n";
        let (theme, faults) = told(&[("themes/other.toml", "=("), ("themes/mine.toml", mine)], "mine");
        assert!(faults.is_empty(), "files that are not needed are not read: {faults:?}");
        assert_eq!(theme.name(), "mine");
        let heading = DEPTHS.map(|depth| shown(&theme, Role::Heading, depth));
        assert_eq!(heading, ["bold", "italic bright-red", "italic 196", "italic #ff0000"]);
        let tag = DEPTHS.map(|depth| shown(&theme, Role::Tag, depth));
        assert_eq!(tag, ["dim", "green", "23", "#123456"]);
        let light = told(&[], "light").0;
        let others = Role::ALL.iter().filter(|role| !matches!(role, Role::Heading | Role::Tag));
        for (role, depth) in others.flat_map(|role| DEPTHS.map(|depth| (*role, depth))) {
            assert_eq!(shown(&theme, role, depth), shown(&light, role, depth));
        }
    }

    #[test]
    fn every_fault_of_a_theme_is_told_and_the_base_stands() {
        let mine = "base = 'drak'\nheading = 'bold'\n[roles]\nheadnig = 'bold'\nlink = 'undreline'\ntext = 1\n\
                    tag = 'a|b|c|d'\ncode = '|||'\n[palette]\nx = 'red'\n";
        let (theme, faults) = told(&[("mine.toml", mine)], "mine");
        let expected = [
            "mine.toml:1: unknown theme `drak`; did you mean `dark`?",
            "mine.toml:2: `heading` does not stand here; roles stand in [roles]",
            "mine.toml:4: unknown role `headnig`; did you mean `heading`?",
            "mine.toml:5: `undreline` is no colour and no attribute; did you mean `underline`?",
            "mine.toml:6: `text` takes a text, not a whole number",
            "mine.toml:7: `a` is no colour and no attribute; a colour is a name, #rrggbb or 0 to 255",
            "mine.toml:8: `code` gives more than three styles: any colours | sixteen | none",
            "mine.toml:9: unknown table `palette`; roles stand in [roles]",
        ];
        assert_eq!(faults, expected);
        assert_eq!(theme.shown, told(&[], "dark").0.shown);
    }

    #[test]
    fn unknown_themes_and_bases_in_a_circle_end_in_the_dark_theme() {
        let (theme, faults) = told(&[("solar.toml", "")], "solra");
        assert_eq!(faults, ["settings.toml: unknown theme `solra`; did you mean `solar`?"]);
        assert_eq!(theme, Theme::default());
        let (theme, faults) = told(&[("a.toml", "base='b'"), ("b.toml", "base='a'")], "a");
        assert_eq!(faults, ["b.toml:1: the theme `a` stands on itself"]);
        assert_eq!(theme.shown, Theme::default().shown);
        let files: Vec<_> = (0..20).map(|n| (format!("t{n}.toml"), format!("base='t{}'", n + 1))).collect();
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(told(&files, "t0").1, ["t7.toml:1: more than 8 themes stand on one another"]);
        let (own, faults) = told(&[("dark.toml", "base='dark'\n[roles]\ntag='red'")], "dark");
        let (built_in, all) = (names(&[]), names(&[("dark.toml", ""), ("themes/a.toml", "")]));
        assert_eq!((&all[..built_in.len()], &all[built_in.len()..]), (&built_in[..], &["a"][..]));
        assert_eq!((shown(&own, Role::Tag, Depth::True), faults.len()), ("red".to_owned(), 0));
    }

    #[test]
    fn automatic_follows_the_background() {
        assert_eq!(automatic(Some((255, 250, 240)), Some("15;0")), "light");
        assert_eq!(automatic(Some((30, 30, 46)), None), "dark");
        assert_eq!(
            ["0;15", "0;default;15", "15;0", "12;8", "x", ""].map(|told| automatic(None, Some(told))),
            ["light", "light", "dark", "dark", "dark", "dark"]
        );
        assert_eq!(automatic(None, None), "dark");
    }

    #[test]
    fn marks_are_found_by_the_names_of_their_colours() {
        assert_eq!(Role::mark("pink"), Role::MarkPink);
        assert_eq!([Role::mark("several"), Role::mark("grey"), Role::mark("")], [Role::MarkOther; 3]);
        for color in super::super::settings::COLORS {
            assert_ne!(Role::mark(color), Role::MarkOther, "{color}");
        }
    }

    proptest! {
        #[test]
        fn any_file_gives_a_theme_that_keeps_to_its_depth(
            text in "(base='(mine|dark|plain)'\n|\\[roles\\]\n|(tag|text|mark_pink)='(bold|on|red|#[0-9a-f]{3}| |\\|){0,9}'\n|\\PC){0,9}"
        ) {
            let theme = resolve(&[("mine.toml", &text)], "mine").0;
            prop_assert_eq!(theme.name(), "mine");
            for role in Role::ALL {
                let [none, sixteen, ..] = DEPTHS.map(|depth| theme.reduced(depth).style(*role));
                prop_assert!(none.fg.is_none() && none.bg.is_none());
                prop_assert!(sixteen.fg.into_iter().chain(sixteen.bg).all(|paint| matches!(paint, Paint::Ansi(_))));
            }
            prop_assert_eq!(theme.reduced(Depth::None).reduced(Depth::True), theme);
        }
    }
}
