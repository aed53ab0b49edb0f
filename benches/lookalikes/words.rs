//! The words of which like-worded neighbours are made: for each language sentences that differ in one or two places.
//!
//! All of it was written for this. `{}` is where sentences of one kind differ; each has as many fillings as a list of them
//! may be long.

/// A language: its kinds of like-worded sentences, what else stands in the text, how items are labelled.
pub struct Language {
    /// Its name, for the table.
    pub name: &'static str,
    /// What stands between two sentences of a paragraph.
    pub gap: &'static str,
    /// Sentences that are like each other.
    pub kinds: &'static [Kind],
    /// Sentences that are not.
    pub filler: &'static [&'static str],
    /// A label before an item; `{}` is its number.
    pub labels: &'static [&'static str],
    /// A word that an edit puts in.
    pub put_in: &'static str,
}

/// Sentences of one kind.
pub struct Kind {
    /// What differs: a noun, a name, a number, a negation.
    pub what: &'static str,
    /// The sentence.
    pub frame: &'static str,
    /// What stands at its gaps: as many parts as there are gaps.
    pub fillings: &'static [&'static [&'static str]],
}

/// The three languages.
pub const LANGUAGES: [Language; 3] = [
    Language {
        name: "English",
        gap: " ",
        labels: &["Article {}. ", "{}. ", "({}) ", "", ""],
        put_in: "always ",
        kinds: &[
            Kind {
                what: "noun",
                frame: "The {} shall pay the {} within thirty days of the bill.",
                fillings: &[
                    &["tenant", "water rates"],
                    &["landlord", "land tax"],
                    &["agent", "registry fee"],
                    &["lodger", "lamp money"],
                    &["guarantor", "arrears"],
                ],
            },
            Kind {
                what: "noun",
                frame: "How often is the {} inspected before the winter, and who pays for it?",
                fillings: &[&["ferry"], &["bridge"], &["crane"], &["sluice"], &["lighthouse"]],
            },
            Kind {
                what: "name",
                frame: "Captain {} brought the {} into harbour and was thanked by the board.",
                fillings: &[
                    &["Lind", "Aurora"],
                    &["Moss", "Ceres"],
                    &["Aker", "Juno"],
                    &["Birk", "Vesta"],
                    &["Holm", "Pallas"],
                ],
            },
            Kind {
                what: "number",
                frame: "Berth {} holds vessels of up to {} tons and is closed on holidays.",
                fillings: &[
                    &["one", "400"],
                    &["two", "650"],
                    &["three", "900"],
                    &["four", "1,200"],
                    &["five", "1,500"],
                ],
            },
            Kind {
                what: "number",
                frame: "In {} the council met in the old hall and voted on the price of coal.",
                fillings: &[&["1901"], &["1902"], &["1903"], &["1904"], &["1905"]],
            },
            Kind {
                what: "negation",
                frame: "In the {} year the council did {}support the building of the new quay.",
                fillings: &[
                    &["first", "not "],
                    &["second", ""],
                    &["third", "not "],
                    &["fourth", ""],
                    &["fifth", "not "],
                ],
            },
        ],
        filler: &[
            "The harbour was built before anybody wrote down why.",
            "Nets dried along the wall, and gulls walked between them.",
            "Every spring somebody painted the railings green again.",
            "What the pilots earned was known to the whole street.",
            "Rain came in from the west and stayed for most of a week.",
            "A clerk kept the keys in a drawer that did not lock.",
            "Visitors asked for the tower and were sent to the bakery.",
            "Of the older houses only the customs shed has kept its roof.",
            "Letters took nine days, or a month when the ice was bad.",
            "Nobody minded the noise, since it meant that there was work.",
            "Two cousins shared the boat and never agreed about its name.",
            "The map in the office shows a street that was never laid.",
        ],
    },
    Language {
        name: "Korean",
        gap: " ",
        labels: &["제{}조 ", "{}. ", "({}) ", "", ""],
        put_in: "반드시 ",
        kinds: &[
            Kind {
                what: "noun",
                frame: "{} 고지서를 받은 날부터 삼십 일 안에 {} 관청에 납부하여야 한다.",
                fillings: &[
                    &["임차인은", "수도 요금을"],
                    &["임대인은", "토지세를"],
                    &["중개인은", "등록 수수료를"],
                    &["하숙인은", "등불값을"],
                    &["보증인은", "밀린 돈을"],
                ],
            },
            Kind {
                what: "noun",
                frame: "겨울이 오기 전에 {} 몇 번 점검하며 그 비용은 누가 내는가?",
                fillings: &[&["나룻배는"], &["다리는"], &["기중기는"], &["수문은"], &["등대는"]],
            },
            Kind {
                what: "name",
                frame: "{} 선장은 {} 이끌고 항구에 들어와 위원회의 감사를 받았다.",
                fillings: &[
                    &["박민수", "한강호를"],
                    &["이정호", "금강호를"],
                    &["최은영", "섬진호를"],
                    &["윤도현", "낙동호를"],
                    &["서지우", "영산호를"],
                ],
            },
            Kind {
                what: "number",
                frame: "{} 선석은 {}톤까지의 배를 받으며 공휴일에는 문을 닫는다.",
                fillings: &[&["제1", "400"], &["제2", "650"], &["제3", "900"], &["제4", "1,200"], &["제5", "1,500"]],
            },
            Kind {
                what: "number",
                frame: "{}년에 의회는 옛 회관에 모여 석탄 값을 두고 표결하였다.",
                fillings: &[&["1901"], &["1902"], &["1903"], &["1904"], &["1905"]],
            },
            Kind {
                what: "negation",
                frame: "{} 해에 의회는 새 부두를 짓는 계획을 지지하{}.",
                fillings: &[
                    &["첫째", "지 않았다"],
                    &["둘째", "였다"],
                    &["셋째", "지 않았다"],
                    &["넷째", "였다"],
                    &["다섯째", "지 않았다"],
                ],
            },
        ],
        filler: &[
            "항구는 누가 왜 지었는지 적어 두기 전에 이미 있었다.",
            "담장을 따라 그물이 마르고 갈매기가 그 사이를 걸어 다녔다.",
            "봄마다 누군가 난간을 다시 초록색으로 칠했다.",
            "도선사가 얼마를 버는지는 온 거리가 알고 있었다.",
            "서쪽에서 비가 몰려와 거의 한 주를 머물렀다.",
            "서기는 잠기지 않는 서랍에 열쇠를 넣어 두었다.",
            "손님들은 탑을 물었고 빵집으로 가라는 말을 들었다.",
            "오래된 집 가운데 세관 창고만이 지붕을 지켰다.",
            "편지는 아흐레가 걸렸고 얼음이 두꺼우면 한 달이 걸렸다.",
            "일이 있다는 뜻이었으므로 아무도 소음을 탓하지 않았다.",
        ],
    },
    Language {
        name: "Japanese",
        gap: "",
        labels: &["第{}条　", "{}　", "（{}）", "", ""],
        put_in: "必ず",
        kinds: &[
            Kind {
                what: "noun",
                frame: "{}は、請求書を受け取った日から三十日以内に{}を役所へ納めなければならない。",
                fillings: &[
                    &["借主", "水道料金"],
                    &["貸主", "土地税"],
                    &["仲介人", "登録料"],
                    &["下宿人", "灯火代"],
                    &["保証人", "滞納金"],
                ],
            },
            Kind {
                what: "noun",
                frame: "冬が来る前に{}は何度点検され、その費用は誰が払うのか。",
                fillings: &[&["渡し船"], &["橋"], &["起重機"], &["水門"], &["灯台"]],
            },
            Kind {
                what: "name",
                frame: "{}船長は{}を港に入れ、委員会から感謝された。",
                fillings: &[
                    &["佐藤", "黎明丸"],
                    &["鈴木", "豊穣丸"],
                    &["高橋", "朝日丸"],
                    &["田中", "竈門丸"],
                    &["渡辺", "知恵丸"],
                ],
            },
            Kind {
                what: "number",
                frame: "第{}埠頭は{}トンまでの船を受け入れ、祝日には閉まる。",
                fillings: &[&["一", "400"], &["二", "650"], &["三", "900"], &["四", "1200"], &["五", "1500"]],
            },
            Kind {
                what: "number",
                frame: "{}年、評議会は古い会館に集まり、石炭の値段について採決した。",
                fillings: &[&["1901"], &["1902"], &["1903"], &["1904"], &["1905"]],
            },
            Kind {
                what: "negation",
                frame: "{}年目に評議会は新しい岸壁の建設を支持し{}。",
                fillings: &[
                    &["一", "なかった"],
                    &["二", "た"],
                    &["三", "なかった"],
                    &["四", "た"],
                    &["五", "なかった"],
                ],
            },
        ],
        filler: &[
            "港は、なぜ造られたのかを誰かが書き留める前からそこにあった。",
            "塀に沿って網が干され、その間をかもめが歩いていた。",
            "春になると誰かが手すりをまた緑に塗った。",
            "水先人がいくら稼ぐのかは通りじゅうが知っていた。",
            "西から雨が来て、ほとんど一週間とどまった。",
            "書記は鍵のかからない引き出しに鍵束をしまっていた。",
            "客は塔はどこかと尋ね、パン屋へ行くように言われた。",
            "古い家のうち屋根を保っているのは税関の倉だけである。",
            "手紙は九日かかり、氷がひどければひと月かかった。",
            "仕事があるという意味だったので、誰も騒音を気にしなかった。",
        ],
    },
];
