//! A fault of this program in one job must not take the program, the terminal or what is typed with it.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does a job; where it panics, gives the words of the panic. What the job has changed half is the caller's to drop or to
/// read anew: nothing here relies on it.
pub fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|cause| {
        let words =
            cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
        format!("a fault in postil itself ({}); please report it", words.unwrap_or("no words"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_message_with_its_words() {
        assert_eq!(guarded(|| 7), Ok(7));
        let told = guarded(|| [1, 2].get(5).copied().expect("five of two")).unwrap_err();
        assert!(told.contains("five of two") && told.contains("fault in postil"), "{told}");
    }
}
