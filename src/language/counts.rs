//! A number with what it counts, in English. It knows no irregular plural: what has one is written out where it is said.

/// A number with what it counts, in the plural where that is due: `1 mark`, `2 marks`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_alone_is_in_the_singular() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "mark")), ["0 marks", "1 mark", "2 marks"]);
    }
}
