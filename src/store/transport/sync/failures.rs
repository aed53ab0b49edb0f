//! Why a remote cannot be used, and what to do: the words of git, ssh and servers → ours. Reads words only, decides nothing.

use super::git::GitOutput;
use crate::store::fs::error::Error;

/// What the complaints hold, any of these groups, each all in one line; the cause; the remedy.
type Reason = (&'static [&'static [&'static str]], &'static str, &'static str);

/// The first that fits counts: what ssh says stands before what git makes of it.
const REASONS: &[Reason] = &[
    (
        &[&["REMOTE HOST IDENTIFICATION HAS CHANGED"], &["host key", "has changed"]],
        "its host key is not the one that is known here",
        "Ask whoever runs the server whether it was set up anew. If it was: ssh-keygen -R HOST, then sync in a shell. If not, it \
         may be another machine that answers.",
    ),
    (
        &[&["Host key verification failed"], &["host key is known for"]],
        "its host key is not known here yet: run `postil sync` in a shell",
        "There ssh shows the key and asks; compare it with what whoever runs the server says.",
    ),
    (
        &[&["Bad owner or permissions on"], &["Bad configuration option"], &["terminating,", "bad configuration"]],
        "ssh does not take your settings of it",
        "Set that right (chmod 600 ~/.ssh/config), then sync again.",
    ),
    (
        &[&["UNPROTECTED PRIVATE KEY FILE"], &["bad permissions"]],
        "ssh does not use a key that others can read",
        "Take the right from them: chmod 600 on the file of the key; then sync again.",
    ),
    (
        &[&["Too many authentication failures"]],
        "ssh has offered it too many keys",
        "Name the right one for that host in ~/.ssh/config: IdentityFile, with IdentitiesOnly yes.",
    ),
    (
        &[&["Connection closed by"], &["Connection reset"], &["kex_exchange_identification"]],
        "it has closed the line before anything was said",
        "Sync again in a while; if it stays so, ask whoever runs the server whether your account may come in.",
    ),
    (
        &[
            &["Could not resolve host"],
            &["Network is unreachable"],
            &["No route to host"],
            &["Connection refused"],
            &["timed out"],
            &["Temporary failure in name resolution"],
            &["Failed to connect to"],
        ],
        "there is no line to it",
        "Sync again when there is one.",
    ),
    (
        &[
            &["allows sftp connections only"],
            &["git-upload-pack", "not found"],
            &["git-receive-pack", "not found"],
            &["git-upload-pack", "not recognized"],
            &["account is currently not available"],
        ],
        "your account there cannot run git",
        "Ask whoever runs the server to install git, and to let your account run it.",
    ),
    (
        &[
            &["Permission denied ("],
            &["Permission denied, please try again"],
            &["Authentication failed"],
            &["could not read Username"],
            &["could not read Password"],
            &["terminal prompts disabled"],
            &["HTTP Basic: Access denied"],
            &["returned error: 401"],
        ],
        "it wants a password: run `postil sync` in a shell",
        "There it can ask; or set up a key that needs none (ssh-agent, a credential helper).",
    ),
    (
        &[&["transport '", "not allowed"]],
        "git's settings here forbid this way to it",
        "Use another address, or allow it: git config --show-origin --get-regexp '^protocol' says where that is set.",
    ),
    (
        &[&["aborted by hook"]],
        "a hook of git has refused it there",
        "Ask whoever set it up; where that is you: git config --show-origin core.hooksPath says where hooks come from.",
    ),
    (
        &[
            &["not allowed to push"],
            &["not allowed to upload"],
            &["returned error: 403"],
            &["Permission to", "denied"],
            &["rite access to repository not granted"],
            &["protected branch"],
            &["hook declined"],
            &["remote rejected", "denied"],
        ],
        "your account may not write there",
        "Ask its owner for the right to push.",
    ),
    (
        &[&["hash algorithm"], &["mismatched algorithms"], &["object format"]],
        "it keeps its history in another format than this folder (sha256 and sha1)",
        "Move the folder .git here away and sync again with --remote ADDRESS; or make a new folder of it (postil sync --remote \
         ADDRESS NEW-FOLDER). What you wrote is in the files of your own folder, not in .git.",
    ),
    (
        &[&["checkout failed"], &["smudge filter", "failed"], &["unable to checkout working tree"]],
        "everything has come, but not all of it could be written into the folder",
        "Look at it there with git status; when the cause is gone (a program such as git-lfs that is missing, a full disk): git \
         restore --source=HEAD :/",
    ),
    (
        &[
            &["does not appear to be a git repository"],
            &["epository", "not found"],
            &["repository", "does not exist"],
            &["project you were looking for could not be found"],
            &["returned error: 404"],
            &["No such file or directory", "cd "],
        ],
        "there is no repository at its address",
        "Check the address (git remote -v); the leader makes one with: git init --bare --shared=group -b main FOLDER.",
    ),
    (
        &[
            &["unable to write"],
            &["insufficient permission"],
            &["Permission denied"],
            &["unable to create", "file"],
            &["No space left"],
            &["ead-only file system"],
            &["quota exceeded"],
            &["unpacker error"],
        ],
        "it cannot be written to",
        "Ask its owner for write permission (a shared group), or for space.",
    ),
];

/// Why a remote cannot be used, and what to do.
pub(super) fn unreachable(said: &GitOutput) -> Error {
    if let Some(error) = said.distrusted() {
        return error;
    }
    let complaint = said.complaint();
    match REASONS.iter().find(|(any, ..)| said.says(any)) {
        Some((_, cause, remedy)) => Error::git(format!("{cause} ({complaint})"), *remedy),
        None => Error::git(complaint, "Look at it with git in that folder; what you wrote is on this machine."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of words of git, ssh or a server; the cause without what stands in brackets.
    fn cause(err: &str) -> String {
        let said = GitOutput { ok: false, out: String::new(), err: err.to_owned() };
        unreachable(&said).to_string().split(" (").next().unwrap_or_default().to_owned()
    }

    /// What git adds to whatever ssh said.
    const AFTER_SSH: &str = "fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access \
                             rights\nand the repository exists.\n";

    #[test]
    fn each_failure_is_told_by_what_was_said_and_not_by_a_word_in_it() {
        let ssh = [
            (
                "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.",
                "its host key is not the one",
            ),
            (
                "No ED25519 host key is known for srv and you have requested strict checking.\nHost key verification failed.",
                "its host key is not known",
            ),
            ("Bad owner or permissions on /home/mei/.ssh/config", "ssh does not take your settings"),
            (
                "@ WARNING: UNPROTECTED PRIVATE KEY FILE! @\nLoad key \"/home/mei/.ssh/id\": bad permissions\nmei@srv: Permission denied (publickey).",
                "ssh does not use a key",
            ),
            (
                "Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures",
                "ssh has offered it too many keys",
            ),
            (
                "kex_exchange_identification: Connection closed by remote host\r\nConnection closed by 192.0.2.1 port 22",
                "it has closed the line",
            ),
            ("ssh: connect to host srv port 22: Connection refused", "there is no line to it"),
            ("ssh: Could not resolve hostname srv: Name or service not known", "there is no line to it"),
            ("This service allows sftp connections only.", "your account there cannot run git"),
            ("bash: line 1: git-upload-pack: command not found", "your account there cannot run git"),
            ("mei@srv: Permission denied (publickey).", "it wants a password"),
            ("ERROR: Permission to a/b.git denied to mei.", "your account may not write there"),
            ("ERROR: Repository not found.", "there is no repository at its address"),
            (
                "fatal: '/srv/seminar.git' does not appear to be a git repository",
                "there is no repository at its address",
            ),
        ];
        for (said, expected) in ssh {
            let told = cause(&format!("{said}\n{AFTER_SSH}"));
            assert!(told.starts_with(expected), "{said} → {told}");
        }
    }

    #[test]
    fn what_git_itself_and_servers_say_is_told_too() {
        for (said, expected) in [
            ("fatal: repository '/nowhere/a.git' does not exist", "there is no repository"),
            ("fatal: repository 'https://example.org/a.git/' not found", "there is no repository"),
            (
                "fatal: unable to access 'https://example.org/a.git/': Could not resolve host: example.org",
                "there is no line",
            ),
            (
                "fatal: unable to access 'https://example.org/a.git/': The requested URL returned error: 403",
                "your account may not",
            ),
            ("remote: You are not allowed to push code to this project.", "your account may not"),
            (" ! [remote rejected] HEAD -> main (pre-receive hook declined)", "your account may not"),
            ("fatal: transport 'file' not allowed", "git's settings here forbid"),
            ("fatal: ref updates aborted by hook", "a hook of git has refused it there"),
            (
                "fatal: the receiving end does not support this repository's hash algorithm",
                "it keeps its history in another",
            ),
            ("fatal: mismatched algorithms: client sha1; server sha256", "it keeps its history in another"),
            (
                "fatal: unable to checkout working tree\nwarning: Clone succeeded, but checkout failed.",
                "everything has come, but",
            ),
            (
                "remote: error: insufficient permission for adding an object to repository database ./objects",
                "it cannot be written to",
            ),
            ("fatal: something nobody knows of this repository", "something nobody knows of this repository"),
        ] {
            let told = cause(said);
            assert!(told.starts_with(expected), "{said} → {told}");
        }
    }

    #[test]
    fn a_folder_that_git_does_not_trust_is_named_with_where_to_say_so() {
        let said = "fatal: detected dubious ownership in repository at '/srv/seminar.git'\nTo add an exception for this \
                    directory, call:\n";
        let said = GitOutput { ok: false, out: String::new(), err: format!("{said}{AFTER_SSH}") };
        let told = unreachable(&said);
        assert!(told.to_string().starts_with("git does not trust /srv/seminar.git"), "{told}");
        assert!(told.hint().contains("--system --add safe.directory '/srv/seminar.git'"), "{}", told.hint());
    }

    #[test]
    fn what_ssh_says_is_quoted_before_what_git_makes_of_it() {
        let said = |err: &str| GitOutput { ok: false, out: String::new(), err: err.to_owned() }.complaint();
        assert_eq!(
            said(&format!("mei@srv: Permission denied (publickey).\n{AFTER_SSH}")),
            "mei@srv: Permission denied (publickey)."
        );
        assert_eq!(said("hint: Disable this message\nfatal: not so"), "not so");
        assert_eq!(said(""), "it gave no reason");
    }
}
