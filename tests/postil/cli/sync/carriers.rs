//! What carries annotations between homes, besides git: a drive that rclone reaches (served over WebDAV on this machine, or another
//! folder), and a synchroniser that knows nothing of files. Each can be away, be interrupted, and have its own idea of names and times.

use super::*;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};
use unicode_normalization::UnicodeNormalization as _;

/// Something that carries annotations between homes.
pub trait Carrier: Sync {
    fn homes(&self) -> &[Home];
    /// A sync; what it said.
    fn try_sync(&self, home: usize) -> Ran;
    /// A sync that is interrupted somewhere.
    fn interrupted(&self, home: usize, when: u64);
    /// A sync while there is no way to the remote.
    fn offline(&self, home: usize);
    /// What else must be the same, or clean, in the end.
    fn settled(&self) {}

    fn note(&self, home: usize, reader: &str, note: &str) -> String {
        // Names in which capitals and the composing of letters tell two apart, or do not.
        let names = ["moss.txt", "Moss.txt", "\u{dc}bung.txt", "B\u{fc}cher/stones.txt"];
        let document = format!("week-1/{}", names[note.len() % names.len()]);
        self.homes()[home].annotate(&[&document, "--quote", "the north wall", "--note", note, "--reader", reader])
    }
}

/// A home whose texts have names that drives write differently.
pub fn home() -> Home {
    const WALL: &str = "Moss grows on the north wall, slowly.\n";
    let names =
        ["moss.txt", "Moss.txt", "\u{dc}bung.txt", "B\u{fc}cher/stones.txt"].map(|name| format!("week-1/{name}"));
    Home::with(&names.each_ref().map(|name| (name.as_str(), WALL)))
}

pub fn has_rclone() -> bool {
    Command::new("rclone").arg("version").output().is_ok_and(|ran| ran.status.success())
}

/// A drive that rclone reaches.
pub struct Drive {
    pub temp: tempfile::TempDir,
    pub homes: Vec<Home>,
    /// Where it is served, where it is.
    served: Option<u16>,
    server: Mutex<Option<Child>>,
    /// Whether it takes names apart and does not tell capitals, as some do, and has times of its own.
    pub odd: bool,
}

impl Drive {
    /// A drive that is another folder on this machine.
    pub fn local(homes: usize) -> Self {
        let drive = Self {
            temp: tempfile::tempdir().unwrap(),
            homes: (0..homes).map(|_| home()).collect(),
            served: None,
            server: Mutex::new(None),
            odd: false,
        };
        fs::create_dir_all(drive.files()).unwrap();
        std::os::unix::fs::symlink("kept", drive.temp.path().join("drive")).unwrap();
        fs::write(
            drive.settings(),
            format!("[cloud]\ntype = alias\nremote = {}\n", drive.temp.path().join("drive").display()),
        )
        .unwrap();
        drive
    }

    /// A drive that is served over WebDAV, which knows neither digests nor any time but that of arrival.
    pub fn served(homes: usize, odd: bool) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut drive = Self::local(homes);
        (drive.served, drive.odd) = (Some(port), odd);
        let settings = format!("[cloud]\ntype = webdav\nurl = http://127.0.0.1:{port}\nvendor = other\n");
        fs::write(drive.settings(), settings).unwrap();
        drive.serve();
        drive
    }

    fn settings(&self) -> PathBuf {
        self.temp.path().join("rclone.conf")
    }

    /// The files of the drive, as they lie on this machine.
    pub fn files(&self) -> PathBuf {
        self.temp.path().join("kept")
    }

    fn serve(&self) {
        let Some(port) = self.served else { return };
        let address = format!("127.0.0.1:{port}");
        let mut command = Command::new("rclone");
        command.args(["serve", "webdav", "--addr", &address, "--dir-cache-time", "1ms", "--poll-interval", "0"]);
        command.args(["--config", "/dev/null", "--vfs-case-insensitive"].iter().take(if self.odd { 3 } else { 2 }));
        command.arg(self.files()).stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
        *self.server.lock().unwrap() = Some(command.spawn().unwrap());
        while TcpStream::connect(&address).is_err() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn stop(&self) {
        if let Some(mut server) = self.server.lock().unwrap().take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    pub fn command(&self, home: usize, args: &[&str]) -> Command {
        let mut command = self.homes[home].command(args);
        command.env("RCLONE_CONFIG", self.settings());
        command
    }

    pub fn run(&self, home: usize, args: &[&str]) -> Ran {
        Ran::of(self.command(home, args).output().unwrap())
    }

    pub fn sync(&self, home: usize) -> Value {
        let ran = self.try_sync(home);
        assert_eq!(ran.code, 0, "{ran:?}");
        serde_json::from_str(&ran.out).unwrap()
    }

    pub fn seen(&self, home: usize) -> Vec<String> {
        let notes: Value =
            serde_json::from_str(&self.homes[home].run(&["notes", "texts", "--json"]).out).unwrap_or_default();
        let one = |note: &Value| format!("{} {} {}", note["reader"], note["note"], note["id"]);
        let mut seen: Vec<String> = notes.as_array().into_iter().flatten().map(one).collect();
        seen.sort();
        seen
    }

    /// Every file of the drive, by its path.
    pub fn listed(&self) -> BTreeMap<String, Vec<u8>> {
        let (mut found, mut pending) = (BTreeMap::new(), vec![self.files()]);
        while let Some(folder) = pending.pop() {
            for entry in folder.read_dir().unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    pending.push(path);
                } else {
                    let mut bytes = Vec::new();
                    fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
                    found.insert(path.strip_prefix(self.files()).unwrap().to_str().unwrap().to_owned(), bytes);
                }
            }
        }
        found
    }

    /// The drive writes names its own way, and its clock is another's.
    fn be_odd(&self, by: u64) {
        for path in self.listed().into_keys().filter(|_| self.odd) {
            let (here, apart) = (self.files().join(&path), path.nfd().collect::<String>());
            let there = self.files().join(&apart);
            fs::create_dir_all(there.parent().unwrap()).unwrap();
            fs::rename(&here, &there).unwrap();
            if apart.len() as u64 % 3 == by % 3 {
                let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_100_000_000 + 86_400 * by);
                fs::File::options().write(true).open(there).unwrap().set_modified(time).unwrap();
            }
        }
    }
}

impl Drop for Drive {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Carrier for Drive {
    fn homes(&self) -> &[Home] {
        &self.homes
    }

    fn try_sync(&self, home: usize) -> Ran {
        let ran = self.run(home, &["sync", "texts", "--json", "--remote", "rclone:cloud:seminar"]);
        self.be_odd(home as u64);
        ran
    }

    /// It is killed when it starts rclone for that time, which goes on; and one of the files that it was sending is cut off where
    /// a line would have been lost, under the name that it has when it is whole.
    fn interrupted(&self, home: usize, when: u64) {
        let others = std::env::var("PATH").unwrap();
        let rclone =
            std::env::split_paths(&others).map(|folder| folder.join("rclone")).find(|it| it.is_file()).unwrap();
        let at = &self.homes[home];
        let killer = format!(
            "#!/bin/sh\nread calls < \"$0.calls\"\necho $((calls + 1)) > \"$0.calls\"\n\
             [ $calls -eq {} ] && kill -9 $PPID\nexec {} \"$@\"\n",
            1 + when % 5,
            rclone.display()
        );
        at.write("killer/rclone", killer);
        at.write("killer/rclone.calls", "1\n");
        fs::set_permissions(at.path("killer/rclone"), fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = self.command(home, &["sync", "texts", "--remote", "rclone:cloud:seminar"]);
        command.env("PATH", format!("{}:{others}", at.path("killer").display()));
        command.output().unwrap();
        let device: String = serde_json::from_str(&at.read("state/postil/device.json")).unwrap();
        let mut own = self.listed().into_iter().filter(|(path, _)| path.contains(&format!("@{device}.json")));
        if let Some((path, bytes)) = own.next_back().filter(|_| when.is_multiple_of(2)) {
            fs::write(self.files().join(path), &bytes[..bytes.len() / 2]).unwrap();
        }
    }

    fn offline(&self, home: usize) {
        self.stop();
        let way = self.temp.path().join("drive");
        fs::remove_file(&way).unwrap();
        let ran = self.try_sync(home);
        std::os::unix::fs::symlink("kept", way).unwrap();
        self.serve();
        assert_eq!(ran.code, 1, "it is kept here and said: {ran:?}");
    }

    fn settled(&self) {
        let odd = |path: &String| {
            path.contains(".postil-") || path.ends_with(".partial") || !path.starts_with("seminar/annotations/")
        };
        assert_eq!(self.listed().into_keys().filter(odd).collect::<Vec<_>>(), [""; 0]);
    }
}

/// Homes whose annotations a synchroniser carries by itself, whenever it comes to it; no sync is run.
pub struct SharedFolder {
    homes: Vec<Home>,
    /// What each home had, and the others sent, when it was looked at last.
    known: Mutex<Vec<BTreeMap<String, Vec<u8>>>>,
    shared: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl SharedFolder {
    pub fn of(homes: usize) -> Self {
        let known = Mutex::new(vec![BTreeMap::new(); homes]);
        Self { homes: (0..homes).map(|_| home()).collect(), known, shared: Mutex::new(BTreeMap::new()) }
    }

    fn files_in(folder: &Path, top: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for path in folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()) {
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                Self::files_in(&path, top, found);
            } else if !name.contains(".postil-") {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }

    /// Carries at most so many files each way, and never half of one.
    fn carry(&self, home: usize, most: usize) {
        let (mut known, mut shared) = (self.known.lock().unwrap(), self.shared.lock().unwrap());
        let (top, mut here) = (annotations(&self.homes[home]), BTreeMap::new());
        Self::files_in(&top, &top, &mut here);
        let known = &mut known[home];
        let changed = here.iter().filter(|(path, bytes)| known.get(*path) != Some(bytes)).take(most);
        let changed: Vec<(String, Vec<u8>)> = changed.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        for (path, bytes) in changed {
            shared.insert(path.clone(), bytes.clone());
            known.insert(path, bytes);
        }
        let coming = shared.iter().filter(|(path, bytes)| known.get(*path) != Some(bytes)).take(most);
        for (path, bytes) in coming.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Vec<_>>() {
            let place = top.join(&path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, &bytes).unwrap();
            known.insert(path, bytes);
        }
    }
}

impl Carrier for SharedFolder {
    fn homes(&self) -> &[Home] {
        &self.homes
    }

    fn try_sync(&self, home: usize) -> Ran {
        self.carry(home, usize::MAX);
        Ran { code: 0, out: "{}".to_owned(), err: String::new() }
    }

    fn interrupted(&self, home: usize, when: u64) {
        self.carry(home, 1 + when as usize % 3);
    }

    fn offline(&self, _: usize) {}
}

impl Carrier for Seminar {
    fn homes(&self) -> &[Home] {
        &self.homes
    }

    fn try_sync(&self, home: usize) -> Ran {
        Self::try_sync(self, home)
    }

    fn interrupted(&self, home: usize, when: u64) {
        self.killed_sync(home, when);
    }

    /// Only the way to it is taken: a push that outlives a killed sync may be at work there, and would leave its lock behind for
    /// good if the folder itself were moved under it.
    fn offline(&self, home: usize) {
        fs::remove_file(self.remote()).unwrap();
        let ran = self.try_sync(home);
        std::os::unix::fs::symlink("kept.git", self.remote()).unwrap();
        assert_eq!(ran.code, 1, "it is kept here and said: {ran:?}");
    }

    fn settled(&self) {
        let head = |home: usize| git(&annotations(&self.homes[home]), &["rev-parse", "HEAD"]);
        for home in 1..self.homes.len() {
            assert_eq!(git(&annotations(&self.homes[home]), &["status", "--porcelain"]), "", "home {home} is clean");
            assert_eq!(head(home), head(0), "home {home} has the same history");
        }
    }

    fn note(&self, home: usize, reader: &str, note: &str) -> String {
        Self::note(self, home, reader, note)
    }
}
