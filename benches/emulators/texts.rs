//! Texts in scripts that terminals measure differently: a name, a heading, sentences of which paragraphs are made.

/// Name, heading, sentences.
pub const TEXTS: &[(&str, &str, &[&str])] = &[
    (
        "english",
        "The Ferry",
        &[
            "“The ferry leaves at noon,” says the board — nobody believes it… not even the man who wrote it.",
            "Three of us waited · two of us slept; the naïve café behind the quay sold coffee for 1½ crowns.",
            "By four o’clock the fog had gone and the far bank was where it had always been.",
        ],
    ),
    (
        "korean",
        "나루터에서",
        &[
            "배는 정오에 떠난다고 판에 적혀 있지만 아무도 그 말을 믿지 않는다.",
            "우리 셋은 기다렸고, 둘은 졸았으며, 강 건너 마을에서는 종이 울렸다(두 번).",
            "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}을 풀어 쓴 글자도 한 줄에 섞여 있다.",
        ],
    ),
    (
        "japanese",
        "渡し場にて",
        &[
            "舟は正午に出ると札に書いてあるが、それを信じる者は一人もいない。",
            "三人で待ち、二人は眠り、川向こうの村では鐘が「二度」鳴った。",
            "札の裏にはﾊﾝｶｸｶﾞﾅで「ﾌﾈﾊﾃﾞﾏｾﾝ」とあり、か\u{3099}という字もあった。",
        ],
    ),
    (
        "thai",
        "ที่ท่าเรือ",
        &[
            "ป้ายบอกว่าเรือจะออกตอนเที่ยง แต่ไม่มีใครเชื่อคำนั้นเลย",
            "เราสามคนนั่งรอ น้ำขึ้นช้าๆ และหมู่บ้านฝั่งโน้นตีระฆังสองครั้ง",
            "พอถึงบ่ายสี่โมง หมอกก็จางไป ฝั่งน้ำยังอยู่ที่เดิม ทำให้ทุกคนเงียบ",
        ],
    ),
    (
        "hindi",
        "घाट पर",
        &[
            "तख़्ती पर लिखा है कि नाव दोपहर को चलेगी, पर इस बात को कोई नहीं मानता।",
            "हम तीनों बैठे रहे, दो सो गए, और नदी के पार के गाँव में दो बार घंटी बजी।",
            "चार बजे तक कोहरा हट गया और दूसरा किनारा वहीं था जहाँ हमेशा से था।",
        ],
    ),
    (
        "arabic",
        "عند المعبر",
        &[
            "تقول اللوحة إن القارب يغادر عند الظهر، ولا أحد يصدّق ما كُتب عليها.",
            "انتظرنا ثلاثتنا ونام اثنان، ودقّ جرس القرية على الضفّة الأخرى مرّتين.",
            "وعند الرابعة انقشع الضباب فإذا الضفّة حيث كانت دائمًا.",
        ],
    ),
    (
        "signs",
        "Signs on the board",
        &[
            "A heart \u{2764}\u{FE0F} and a watch \u{231A}\u{FE0E} stand beside \u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467} and the flag \u{1F1F0}\u{1F1F7} of a ferry.",
            "Somebody has drawn \u{1F44D}\u{1F3FD} under the hour, 1\u{FE0F}\u{20E3}2\u{FE0F}\u{20E3}, and nobody has wiped it off.",
            "Words go on behind them, and each word stands where it was put.",
        ],
    ),
];

/// A Markdown document of so many paragraphs. Every paragraph is another, so that a row in a wrong place shows.
pub fn document(heading: &str, sentences: &[&str], paragraphs: usize) -> String {
    let paragraph = |n: usize| {
        let words = (0..=n % 3).map(|at| sentences[(n + at) % sentences.len()]).collect::<Vec<_>>().join(" ");
        format!("{n}. *{heading}* {words}\n\n").replacen(". ", ") ", 1)
    };
    format!("# {heading}\n\n{}", (0..paragraphs).map(paragraph).collect::<String>())
}
