//! Encrypting what is for some readers, and opening what is for oneself: age files for the ssh keys that readers make known in their
//! `reader.json`. Private keys are read where they lie, are never asked for a passphrase, and what they open is kept in memory alone.
//! Who may read what, and where it is written, is said elsewhere.

use crate::config::settings;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::dirs::{Dirs, settings_file};
use crate::store::fs::folder::read_whole;
use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::ssh::{Identity, ParseRecipientKeyError, Recipient, UnsupportedKey};
use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

/// The largest key file that is read, in bytes; and the most that one encrypted annotation may say.
const MAX_KEY: u64 = 64 * 1024;
const MAX_WORDS: u64 = 4 << 20;

/// What is said of what nobody can open any more.
const DAMAGED: &str = "damaged, so that no key opens it: whoever wrote it can write it anew";

/// How much of what was opened is remembered, in bytes.
const REMEMBERED: usize = 16 << 20;

/// The usual keys below the home folder, tried behind the one of the settings.
const USUAL: [&str; 3] = [".ssh/id_ed25519", ".ssh/id_rsa", ".ssh/postil"];

/// One's own keys.
pub(in crate::store) struct Keyring {
    dirs: Dirs,
    home: PathBuf,
    opened: Mutex<Opened>,
}

/// What was opened, by the digest of what it was opened from.
#[derive(Default)]
struct Opened {
    keys: Option<Arc<Keys>>,
    known: HashMap<Digest, Arc<str>>,
    size: usize,
}

/// The keys that could be read.
#[derive(Default)]
struct Keys {
    identities: Vec<Identity>,
    /// What cannot be used, and why.
    faults: Vec<String>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    /// The keys that the settings below `dirs` name, and the usual ones of `home`. Nothing is read yet.
    pub fn at(dirs: &Dirs, home: &Path) -> Self {
        Self { dirs: dirs.clone(), home: home.to_path_buf(), opened: Mutex::default() }
    }

    /// The private key of the settings; `None` where they name none.
    fn named(&self) -> Option<PathBuf> {
        let text = settings_file(&self.dirs).ok().flatten().map(|file| file.text).unwrap_or_default();
        let written = settings::resolve(&[("settings.toml", &text)]).0.tools.reading_key;
        Some(at_home(&written, &self.home)).filter(|_| !written.is_empty())
    }

    /// The public half of the key of the settings, as others are to have it; `None` where there is none that can encrypt.
    pub fn published(&self) -> Option<String> {
        public_half(&self.named()?).ok()
    }

    /// Whether this public key, a line of `TYPE BASE64`, is the half of one that opens something here.
    pub fn holds(&self, key: &str) -> bool {
        let same = |half: &String| half.split_whitespace().take(2).eq(key.split_whitespace().take(2));
        self.paths().iter().filter_map(|path| public_half(path).ok()).any(|half| same(&half))
    }

    /// Whether the settings name a key that cannot be used.
    pub fn is_gone(&self) -> bool {
        self.named().is_some_and(|path| public_half(&path).is_err())
    }

    /// What an encrypted text says.
    ///
    /// # Errors
    /// Why it cannot be read here, in words.
    pub fn open(&self, armored: &str) -> Result<Arc<str>, String> {
        let of = digest(armored.as_bytes());
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = opened.known.get(&of) {
            return Ok(Arc::clone(known));
        }
        let keys = opened.keys.get_or_insert_with(|| Arc::new(self.keys()));
        let words = decrypted(armored, &keys.identities).map_err(|why| match why {
            NotOpened::NoKey => keys.why_not(),
            NotOpened::Damaged => DAMAGED.to_owned(),
        });
        if words.is_err() {
            // A key that is put there meanwhile opens it the next time.
            opened.keys = None;
        }
        let words: Arc<str> = words?.into();
        opened.remember(of, &words);
        Ok(words)
    }

    /// Encrypts a text for these keys, an armored age file. What was encrypted here is known here.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub fn seal(&self, words: &str, keys: &[Recipient]) -> Result<String, String> {
        let armored = encrypted(words, keys)?;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.remember(digest(armored.as_bytes()), &words.into());
        Ok(armored)
    }

    /// Where private keys are: the one of the settings, and the usual ones.
    fn paths(&self) -> Vec<PathBuf> {
        let usual = USUAL.iter().map(|name| self.home.join(name)).filter(|path| path.is_file());
        let mut paths: Vec<PathBuf> = self.named().into_iter().chain(usual).collect();
        paths.dedup();
        paths
    }

    fn keys(&self) -> Keys {
        let mut keys = Keys::default();
        for path in self.paths() {
            match private_key(&path) {
                Ok(identity) => keys.identities.push(identity),
                Err(why) => keys.faults.push(why),
            }
        }
        keys
    }
}

impl Opened {
    fn remember(&mut self, of: Digest, words: &Arc<str>) {
        if self.size > REMEMBERED {
            self.known.clear();
            self.size = 0;
        }
        self.size += words.len();
        self.known.insert(of, Arc::clone(words));
    }
}

impl Keys {
    fn why_not(&self) -> String {
        match self.faults.first() {
            Some(fault) => fault.clone(),
            None if self.identities.is_empty() => {
                "there is no ssh key here: `postil reader --key FILE` names yours".to_owned()
            }
            None => "for a key that is not on this device".to_owned(),
        }
    }
}

/// The key that opens what is for whoever has that home folder, where none is named: the first of the usual ones that is there.
pub fn reading_key(home: &Path) -> Option<PathBuf> {
    USUAL.iter().map(|name| home.join(name)).find(|path| path.is_file())
}

/// A path as it is written, `~/` for the home folder.
fn at_home(written: &str, home: &Path) -> PathBuf {
    written.strip_prefix("~/").map_or_else(|| PathBuf::from(written), |rest| home.join(rest))
}

/// The public half of a private key, as a line of `TYPE BASE64`.
///
/// # Errors
/// Why it cannot be used, in words, with a remedy.
pub fn public_half(path: &Path) -> Result<String, String> {
    let public = Recipient::try_from(private_key(path)?);
    let shown = crate::text::shown(path);
    let public = public.map_err(|_| format!("{shown} is an rsa key of more than 4096 bits: too large"))?.to_string();
    // What is too weak is refused when somebody else wants to encrypt for it: here is the place to say so.
    public_key(&public).map(|_| public).map_err(|why| format!("{shown} {why}"))
}

/// A public key as a line of `TYPE BASE64`.
///
/// # Errors
/// Why nothing can be encrypted for it, in words that go on from its name.
pub(in crate::store) fn public_key(line: &str) -> Result<Recipient, String> {
    let kind: String = crate::text::visible::line(line.split_whitespace().next().unwrap_or_default()).into_owned();
    Recipient::from_str(line.trim()).map_err(|error| match error {
        ParseRecipientKeyError::RsaModulusTooSmall => "is an rsa key of less than 2048 bits: too weak".to_owned(),
        ParseRecipientKeyError::RsaModulusTooLarge => "is an rsa key of more than 4096 bits: too large".to_owned(),
        ParseRecipientKeyError::Invalid(_) if kind.starts_with("ssh-") => {
            "is no key: half of it may be missing".to_owned()
        }
        _ => format!("is a key of the kind {kind}, for which nothing can be encrypted: ed25519 and rsa can"),
    })
}

/// A private key that needs nobody to be asked.
fn private_key(path: &Path) -> Result<Identity, String> {
    let (text, shown) = (text_of(path)?, crate::text::shown(path));
    let without = "make one without for this: `ssh-keygen -t ed25519 -N '' -f ~/.ssh/postil`, then `postil reader --key ~/.ssh/postil`";
    let passphrase = || format!("{shown} has a passphrase, and nobody is asked for it here; {without}");
    match Identity::from_buffer(text.as_bytes(), None) {
        Ok(Identity::Unencrypted(key)) => Ok(Identity::Unencrypted(key)),
        Ok(
            Identity::Encrypted(_)
            | Identity::Unsupported(UnsupportedKey::EncryptedPem | UnsupportedKey::EncryptedSsh(_)),
        ) => Err(passphrase()),
        Ok(Identity::Unsupported(UnsupportedKey::Hardware(kind) | UnsupportedKey::Type(kind))) => {
            let kind = crate::text::visible::line(&kind).into_owned();
            Err(format!("{shown} is a key of the kind {kind}, which opens nothing: ed25519 and rsa do"))
        }
        Err(_) => Err(format!("{shown} is no private key of ssh")),
    }
}

fn text_of(path: &Path) -> Result<String, String> {
    let shown = crate::text::shown(path);
    let file = File::open(path).map_err(|error| format!("{shown} cannot be opened: {error}"))?;
    if !file.metadata().is_ok_and(|file| file.is_file()) {
        return Err(format!("{shown} is no file"));
    }
    let bytes = read_whole(file, path, MAX_KEY).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|_| format!("{shown} is no key of ssh"))
}

fn encrypted(words: &str, keys: &[Recipient]) -> Result<String, String> {
    let fault = |error: &dyn fmt::Display| format!("it could not be encrypted: {error}");
    let to = keys.iter().map(|key| -> &dyn age::Recipient { key });
    let encryptor = age::Encryptor::with_recipients(to).map_err(|error| fault(&error))?;
    let mut armored = Vec::new();
    let write = || -> std::io::Result<()> {
        let armor = ArmoredWriter::wrap_output(&mut armored, Format::AsciiArmor)?;
        let mut writer = encryptor.wrap_output(armor)?;
        writer.write_all(words.as_bytes())?;
        writer.finish()?.finish().map(drop)
    };
    write().map_err(|error| fault(&error))?;
    String::from_utf8(armored).map_err(|error| fault(&error))
}

/// Why something was not opened.
enum NotOpened {
    /// It is for no key that is here.
    NoKey,
    /// It is not as it was encrypted: cut off, or altered.
    Damaged,
}

fn decrypted(armored: &str, keys: &[Identity]) -> Result<String, NotOpened> {
    let damaged = |_| NotOpened::Damaged;
    let decryptor = age::Decryptor::new(ArmoredReader::new(armored.as_bytes())).map_err(|_| NotOpened::Damaged)?;
    let opened = decryptor.decrypt(keys.iter().map(|key| -> &dyn age::Identity { key }));
    let reader = opened.map_err(|why| match why {
        age::DecryptError::NoMatchingKeys => NotOpened::NoKey,
        _ => NotOpened::Damaged,
    })?;
    let mut words = String::new();
    reader.take(MAX_WORDS).read_to_string(&mut words).map_err(damaged)?;
    Ok(words)
}

/// Whether an encrypted text is damaged, as far as that can be told without a key: its armor is whole, and it begins as it must.
pub fn is_damaged(armored: &str) -> bool {
    let mut bytes = Vec::new();
    let read = ArmoredReader::new(armored.as_bytes()).take(2 * MAX_WORDS).read_to_end(&mut bytes);
    read.is_err() || age::Decryptor::new(bytes.as_slice()).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    fn made(home: &Path, name: &str, more: &[&str]) -> PathBuf {
        let path = home.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let made =
            Command::new("ssh-keygen").args(["-q", "-N", "", "-C", "c", "-f"]).arg(&path).args(more).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        path
    }

    fn keyring(home: &Path) -> Keyring {
        Keyring::at(&Dirs::under(home), home)
    }

    #[test]
    fn what_is_encrypted_for_several_keys_is_opened_by_each_of_them_and_by_no_other() {
        let homes = [(); 3].map(|()| tempfile::tempdir().unwrap());
        let kinds: [&[&str]; 3] = [&["-t", "ed25519"], &["-t", "rsa", "-b", "2048", "-m", "PEM"], &["-t", "ed25519"]];
        let names = [".ssh/id_ed25519", ".ssh/id_rsa", ".ssh/id_ed25519"];
        let keys: Vec<Recipient> = homes
            .iter()
            .zip(names)
            .zip(kinds)
            .map(|((home, name), kind)| public_key(&public_half(&made(home.path(), name, kind)).unwrap()).unwrap())
            .collect();
        let armored = keyring(homes[0].path()).seal("só für euch 秘密", &keys[..2]).unwrap();
        assert!(armored.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n") && !armored.contains("euch"));
        for home in &homes[..2] {
            assert_eq!(keyring(home.path()).open(&armored).as_deref(), Ok("só für euch 秘密"));
        }
        let told = keyring(homes[2].path()).open(&armored).unwrap_err();
        assert_eq!(told, "for a key that is not on this device");
        let nobody = tempfile::tempdir().unwrap();
        assert!(keyring(nobody.path()).open(&armored).unwrap_err().starts_with("there is no ssh key here"));
    }

    #[test]
    fn a_key_that_cannot_be_used_says_why_and_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        let ecdsa = made(home.path(), "ecdsa", &["-t", "ecdsa"]);
        let told = public_half(&ecdsa).unwrap_err();
        assert!(told.contains("of the kind ecdsa-sha2-nistp256") && told.contains("ed25519 and rsa do"), "{told}");
        let locked = home.path().join(".ssh/id_ed25519");
        made(home.path(), ".ssh/id_ed25519", &["-t", "ed25519"]);
        let set = Command::new("ssh-keygen").args(["-q", "-p", "-P", "", "-N", "secret", "-f"]).arg(&locked).output();
        assert!(set.unwrap().status.success());
        let told = public_half(&locked).unwrap_err();
        assert!(told.contains("has a passphrase") && told.contains("ssh-keygen -t ed25519 -N ''"), "{told}");
        let other = public_key(&public_half(&made(home.path(), "other", &["-t", "ed25519"])).unwrap()).unwrap();
        let armored = keyring(home.path()).seal("for another", &[other]).unwrap();
        assert_eq!(keyring(home.path()).open(&armored).unwrap_err(), told, "the same where something is to be opened");
        assert_eq!(
            keyring(home.path()).open("x").unwrap_err(),
            DAMAGED,
            "what no key would open is not laid to the key"
        );
        let weak = made(home.path(), "weak", &["-t", "rsa", "-b", "1024"]);
        assert!(public_half(&weak).unwrap_err().contains("too weak"));
        assert!(public_half(&home.path().join("none")).unwrap_err().contains("cannot be opened"));
    }

    #[test]
    fn public_keys_of_others_are_refused_in_words() {
        for (key, told) in [
            ("ecdsa-sha2-nistp256 AAAAE2VjZHNh", "of the kind ecdsa-sha2-nistp256"),
            ("sk-ssh-ed25519@openssh.com AAAAGnNr", "of the kind sk-ssh-ed25519@openssh.com"),
            ("ssh-ed25519 AAAA", "half of it may be missing"),
            ("ssh-rsa", "half of it may be missing"),
            ("\u{1b}[31mred", "of the kind ␛[31mred"),
            ("", "of the kind "),
        ] {
            let Err(why) = public_key(key) else { panic!("{key}") };
            assert!(why.contains(told), "{key:?}: {why}");
        }
    }

    #[test]
    fn what_is_no_encrypted_text_is_told_and_not_opened() {
        let home = tempfile::tempdir().unwrap();
        made(home.path(), ".ssh/id_ed25519", &["-t", "ed25519"]);
        let begin = "-----BEGIN AGE ENCRYPTED FILE-----\n";
        for text in
            ["", "words", begin, &format!("{begin}YWdl\n-----END AGE ENCRYPTED FILE-----\n"), &"A".repeat(100_000)]
        {
            assert!(keyring(home.path()).open(text).is_err(), "{text:.40}");
        }
    }

    #[test]
    fn the_key_of_the_settings_is_the_one_that_others_are_to_have() {
        let home = tempfile::tempdir().unwrap();
        made(home.path(), "keys/mine", &["-t", "ed25519"]);
        let keyring = keyring(home.path());
        assert_eq!(keyring.published(), None);
        let config = Dirs::under(home.path()).config;
        std::fs::create_dir_all(&config).unwrap();
        std::fs::write(config.join("settings.toml"), "reading_key = '~/keys/mine'\n").unwrap();
        let key = keyring.published().unwrap();
        let armored = keyring.seal("words", &[public_key(&key).unwrap()]).unwrap();
        assert_eq!(keyring.open(&armored).as_deref(), Ok("words"));
    }
}
