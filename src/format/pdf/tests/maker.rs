//! A maker of small PDFs for tests: objects, a table of them, pages of lines in a font of fixed width.

/// The width of a letter at ten points: every test sets its lines in Courier.
pub const LETTER: usize = 6;

/// A PDF in the making. Object 1 is the catalogue, 2 the root of the pages, 3 and 4 the fonts.
pub struct Maker {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    /// What the catalogue says besides.
    pub catalogue: String,
    /// What the trailer says besides.
    pub trailer: String,
}

impl Maker {
    /// With letters of fixed width.
    pub fn new() -> Self {
        Self::set_in("Courier")
    }

    /// With `F1` of this family, one of those that every reader has, and `F2` its bold letters.
    pub fn set_in(family: &str) -> Self {
        let font = |name: &str| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} >>").into_bytes();
        Self {
            objects: vec![vec![], vec![], font(family), font(&format!("{family}-Bold"))],
            pages: Vec::new(),
            catalogue: String::new(),
            trailer: String::new(),
        }
    }

    /// Adds an object and gives its number.
    pub fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// Adds a stream and gives its number.
    pub fn stream(&mut self, dictionary: &str, data: &str) -> usize {
        self.object(format!("<< /Length {} {dictionary} >>\nstream\n{data}\nendstream", data.len()))
    }

    /// Adds a page with this description and gives its number.
    pub fn page(&mut self, content: &str, besides: &str) -> usize {
        let content = self.stream("", content);
        let page = self.object(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R {besides} \
             /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /X0 5 0 R >> >> >>"
        ));
        self.pages.push(page);
        page
    }

    /// The whole file.
    pub fn bytes(mut self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        self.objects[0] = format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalogue).into_bytes();
        if self.objects[1].is_empty() {
            self.objects[1] =
                format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" ")).into_bytes();
        }
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (index, object) in self.objects.iter().enumerate() {
            table.extend([format!("{:010} 00000 n \n", out.len())]);
            out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let at = out.len();
        out.extend_from_slice(table.as_bytes());
        let size = self.objects.len() + 1;
        let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R {} >>\nstartxref\n{at}\n%%EOF\n", self.trailer);
        out.extend_from_slice(trailer.as_bytes());
        out
    }

    /// Says itself what the second font is.
    pub fn font(&mut self, body: &str) {
        self.objects[3] = body.as_bytes().to_vec();
    }

    /// Says itself what object 2, the root of the pages, is.
    pub fn root(&mut self, body: &str) {
        self.objects[1] = body.as_bytes().to_vec();
    }
}

/// One line at a place (in points from the lower left), in a font and size.
pub fn line(x: usize, y: usize, font: &str, size: usize, text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
}

/// A text in lines of at most `width` letters at ten points, from `y` down by twelve; the first of each paragraph
/// stands in by two letters. Gives the description and where the next line would be.
pub fn column(x: usize, mut y: usize, width: usize, paragraphs: &[&str]) -> (String, usize) {
    let mut out = String::new();
    for paragraph in paragraphs {
        let (mut row, mut indent) = (String::new(), 2);
        for word in paragraph.split(' ') {
            if !row.is_empty() && indent + row.len() + 1 + word.len() > width {
                out.push_str(&line(x + indent * LETTER, y, "F1", 10, &row));
                y -= 12;
                indent = 0;
                row.clear();
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        out.push_str(&line(x + indent * LETTER, y, "F1", 10, &row));
        y -= 12;
    }
    (out, y)
}

/// Running text of so many sentences, each different.
pub fn prose(from: usize, sentences: usize) -> String {
    const WORDS: [&str; 12] = [
        "mill", "river", "valley", "harvest", "bridge", "orchard", "quarry", "harbour", "meadow", "forge", "garden",
        "inn",
    ];
    let sentence = |n: usize| {
        format!(
            "In year {n} the {} beside the old {} stood still, and nobody could say why the {} had not been told of it.",
            WORDS[n % 12],
            WORDS[(n / 5 + 3) % 12],
            WORDS[(n / 7 + 6) % 12]
        )
    };
    (from..from + sentences).map(sentence).collect::<Vec<_>>().join(" ")
}
