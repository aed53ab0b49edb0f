//! Why a drive cannot be used, and what to do: the words of rclone and of what it reaches → ours. Reads words only.

use crate::store::fs::error::Error;

/// What the complaints hold, one of these, in lower case; the cause; the remedy.
type DriveReason = (&'static [&'static str], &'static str, &'static str);

/// What drives say of a file or folder while somebody else writes there (HTTP 423, RFC 4918): it passes.
const BUSY: &[&str] = &["423 locked", "status: 423", "error 423"];

/// The first that fits counts.
const REASONS: &[DriveReason] = &[
    (
        &["didn't find section in config file", "not found in config"],
        "rclone knows no remote of that name here",
        "`rclone listremotes` says which it knows; `rclone config` makes one.",
    ),
    (
        &["decrypt config", "password required", "decrypt configuration", "unable to decrypt"],
        "rclone's settings are locked by a password",
        "Run `postil sync` in a shell, where it can ask; or let RCLONE_PASSWORD_COMMAND name a program that says it.",
    ),
    (
        &["failed to load config", "config file: ", "can't read config"],
        "rclone's settings cannot be read",
        "Look at them with `rclone config file` and `rclone config show`.",
    ),
    (
        &[
            "insufficient storage",
            "storagequotaexceeded",
            "quotaexceeded",
            "quotalimitreached",
            "quota has been exceeded",
            "quota exceeded",
            "insufficient_space",
            "no space left",
            "over quota",
            "status: 507",
            "error 507",
        ],
        "the drive is full",
        "Free some space there, or ask whoever owns it for more; then sync again. What you wrote is on this machine.",
    ),
    (
        &[
            "no such host",
            "connection refused",
            "network is unreachable",
            "no route to host",
            "i/o timeout",
            "tls handshake timeout",
            "connection reset",
            "context deadline exceeded",
            "temporary failure in name resolution",
            "server misbehaving",
            "unexpected eof",
            "broken pipe",
        ],
        "there is no line to it",
        "Sync again when there is one.",
    ),
    (
        &["x509", "certificate"],
        "its certificate is not one that is trusted here",
        "Ask whoever runs the server; if it has one of its own, rclone takes it by --ca-cert (RCLONE_CA_CERT).",
    ),
    (
        &["invalid_grant", "token expired", "cannot fetch token", "empty token", "token has been expired", "oauth2"],
        "your account is not signed in there any more",
        "Sign in anew: rclone config reconnect NAME:",
    ),
    (
        &["ratelimitexceeded", "too many requests", "too_many_requests", "status: 429", "error 429", "slow_down"],
        "it wants to be asked less often",
        "Sync again in some minutes.",
    ),
    (
        BUSY,
        "somebody else is writing there at this moment",
        "Sync again in a minute; what you wrote is on this machine.",
    ),
    (
        &["unauthorized", "401 ", "invalid credentials", "unable to authenticate", "login incorrect", "530 "],
        "it does not take your name and password",
        "Set them right: rclone config update NAME, or rclone config.",
    ),
    (
        &["read-only", "read only", "method not allowed", "405 "],
        "it cannot be written to",
        "Ask its owner for the right to write into that folder.",
    ),
    (
        &["forbidden", "403 ", "permission denied", "access denied", "accessdenied", "insufficientfilepermissions"],
        "your account may not write there",
        "Ask its owner for the right to write into that folder.",
    ),
    (
        &["couldn't find root directory id", "directory not found", "nosuchbucket", "bucket does not exist", "404 "],
        "there is no such folder there",
        "Check the address: `rclone lsd NAME:` shows what is there.",
    ),
];

/// Why a drive cannot be used, and what to do.
pub(super) fn unreachable(said: &str) -> Error {
    let (words, complaint) = (said.to_lowercase(), complaint(said));
    match REASONS.iter().find(|(any, ..)| any.iter().any(|one| words.contains(one))) {
        // What led there is long, and its end is the reason.
        Some((_, cause, remedy)) => {
            let end = complaint.rsplit(": ").next().unwrap_or_default();
            Error::git(format!("{cause} ({end})"), *remedy)
        }
        None => Error::git(complaint, "Look at it with rclone in a shell; what you wrote is on this machine."),
    }
}

/// Whether it may be otherwise in a moment, because somebody else is writing there.
pub(super) fn is_busy(said: &str) -> bool {
    let words = said.to_lowercase();
    BUSY.iter().any(|one| words.contains(one))
}

/// The line that says most: the last, which sums up, without its time and sign.
fn complaint(err: &str) -> String {
    let lines = err.lines().map(str::trim).filter(|line| !line.is_empty());
    let telling = |line: &&str| !line.contains("NOTICE:") && !line.contains("Attempt 1/1");
    let line = lines.clone().rfind(telling).or_else(|| lines.clone().next_back());
    let line = line.unwrap_or("rclone gave no reason");
    let behind_time = line.get(20..).filter(|_| line.as_bytes().get(4) == Some(&b'/')).unwrap_or(line);
    crate::text::visible::line(behind_time.trim_start_matches("ERROR : ").trim_start_matches(": ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_is_told_by_what_was_said() {
        for (said, expected) in [
            (
                "2026/11/30 01:08:16 Failed to create file system for \"nosuch:x\": didn't find section in config file",
                "rclone knows no remote of that name here (didn't find section in config file)",
            ),
            (
                "Propfind \"http://127.0.0.1:1/sem\": dial tcp 127.0.0.1:1: connect: connection refused",
                "there is no line to it (connection refused)",
            ),
            (
                "googleapi: Error 403: The user's Drive storage quota has been exceeded., storageQuotaExceeded",
                "the drive is full",
            ),
            ("ERROR : a.json: Failed to copy: Insufficient Storage: 507 Insufficient Storage", "the drive is full"),
            (
                "couldn't fetch token: oauth2: cannot fetch token: 400\n\"error\": \"invalid_grant\"",
                "your account is not signed in",
            ),
            ("read metadata failed: 401 Unauthorized", "it does not take your name"),
            ("Failed to copy: mkdir /srv/a: permission denied", "your account may not write there"),
            ("Failed to copy: open /srv/a: read-only file system", "it cannot be written to"),
            ("googleapi: Error 429: userRateLimitExceeded", "it wants to be asked less often"),
            ("x509: certificate signed by unknown authority", "its certificate is not one"),
            ("something nobody knows", "something nobody knows"),
        ] {
            let told = unreachable(said);
            assert!(told.to_string().starts_with(expected), "{said} → {told}");
        }
    }

    #[test]
    fn what_a_drive_says_cannot_reach_the_terminal_as_it_is() {
        let said = "2026/11/30 01:08:16 \u{1b}[31mred";
        assert!(!unreachable(said).to_string().contains('\u{1b}'));
    }
}
