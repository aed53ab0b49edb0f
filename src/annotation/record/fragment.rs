//! Text fragments in addresses (`#:~:text=prefix-,start,end,-suffix`), as browsers and web annotators write them: the quote they
//! name. Source: the WICG draft "URL Fragment Text Directives". Of a range only the words at its start are known.

use crate::annotation::Quote;

/// What stands between an address and its directives, and the one that is understood.
const DIRECTIVES: &str = ":~:";
const TEXT: &str = "text=";

/// The quotes that an address, or the value of a fragment selector, names, in its order; none where it has no text fragment.
pub(super) fn quotes(address: &str) -> impl Iterator<Item = Quote> {
    let directives = address.split_once(DIRECTIVES).map_or("", |(_, directives)| directives).split('&');
    directives.filter_map(|directive| directive.strip_prefix(TEXT)).filter_map(quote)
}

/// The quote of one directive.
fn quote(text: &str) -> Option<Quote> {
    let mut terms: Vec<&str> = text.split(',').collect();
    let prefix = terms.first().and_then(|term| term.strip_suffix('-')).map(decoded);
    let suffix = terms.last().and_then(|term| term.strip_prefix('-')).map(decoded);
    terms.retain(|term| !term.ends_with('-') && !term.starts_with('-'));
    let exact = terms.first().map(|term| decoded(term)).filter(|exact| !exact.is_empty())?;
    // The suffix follows the end of a range, not the words at its start.
    let suffix = suffix.filter(|_| terms.len() == 1).unwrap_or_default();
    Some(Quote { exact, prefix: spaced(prefix, true), suffix: spaced(Some(suffix), false) })
}

/// A context with the blank that parts it from the words, which a directive leaves out.
fn spaced(context: Option<String>, before: bool) -> String {
    match context.unwrap_or_default() {
        context if context.is_empty() => context,
        context if before => context + " ",
        context => format!(" {context}"),
    }
}

/// Percent-encoded bytes as the text they are; what is no UTF-8 becomes U+FFFD.
fn decoded(term: &str) -> String {
    let mut bytes = Vec::with_capacity(term.len());
    let mut rest = term.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fragment_names_its_words_and_what_stands_beside_them() {
        let parts = |address: &str| quotes(address).next().map(|quote| (quote.prefix, quote.exact, quote.suffix));
        let of =
            |prefix: &str, exact: &str, suffix: &str| Some((prefix.to_owned(), exact.to_owned(), suffix.to_owned()));
        assert_eq!(parts("https://example.org/a#:~:text=the%20last%20ferry"), of("", "the last ferry", ""));
        assert_eq!(parts("#top:~:text=at-,noon%2C%20sharp,-and&text=b"), of("at ", "noon, sharp", " and"));
        assert_eq!(parts(":~:text=from%20here,to%20there,-end"), of("", "from here", ""));
        assert_eq!(parts(":~:text=%E6%B8%AF%zz%"), of("", "港%zz%", ""));
        for none in ["https://example.org/a#top", "#:~:text=", "#:~:text=a-,-b", "#:~:other=x", "text=a"] {
            assert_eq!(parts(none), None, "{none}");
        }
        let several: Vec<String> =
            quotes("#:~:text=at%20noon&other=x&text=the,sea&text=").map(|quote| quote.exact).collect();
        assert_eq!(several, ["at noon", "the"]);
    }
}
