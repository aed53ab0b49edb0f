//! What the users of this system are called. It reads the list of accounts and nothing else.

use std::fs;

/// What a user of this system is called: the login name, else the number.
pub(in crate::store) fn account(uid: u32) -> String {
    let accounts = fs::read("/etc/passwd").unwrap_or_default();
    let account = account_name(&String::from_utf8_lossy(&accounts), uid);
    account.map_or_else(|| format!("user {uid}"), |(login, _)| login)
}

/// (login name, full name) of a user in a passwd file (passwd(5): name:password:uid:gid:gecos:home:shell).
pub(in crate::store) fn account_name(accounts: &str, uid: u32) -> Option<(String, String)> {
    accounts.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let matches = fields.get(2).and_then(|field| field.parse().ok()) == Some(uid);
        // The comment field is the full name, then office and telephones after commas.
        let full = fields.get(4)?.split(',').next().unwrap_or_default().trim();
        matches.then(|| (fields[0].to_owned(), full.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_s_full_name_is_the_first_part_of_its_comment() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000:Ada Lovelace,Room 1,,:/home/ada:/bin/sh\nbad\n";
        assert_eq!(account_name(accounts, 1000), Some(("ada".into(), "Ada Lovelace".into())));
        assert_eq!(account_name(accounts, 7), None);
    }
}
