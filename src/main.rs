//! The program: hands the arguments to [`postil::cli`] and exits with its code. Nothing else happens here, but that the system's
//! allocator is told to give back what it does not need.

fn main() -> std::process::ExitCode {
    give_back_memory();
    postil::cli::main()
}

/// Has large pieces of memory given back to the system as soon as they are free. The allocator of glibc would learn from each that is
/// freed to keep pieces of that size, so that a page of 10 MB, which takes 80 MB to read, held them for as long as it was open
/// (mallopt(3): setting the threshold ends its growing).
fn give_back_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        /// In bytes.
        const LARGE: libc::c_int = 1 << 20;
        // SAFETY: it sets a number of the allocator, before there is another thread; a value that it does not take changes nothing.
        #[allow(unsafe_code)]
        unsafe {
            libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
        }
    }
}
