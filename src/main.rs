//! The program: hands the arguments to [`postil::cli`] and exits with its code. Nothing else happens here.

fn main() -> std::process::ExitCode {
    postil::cli::main()
}
