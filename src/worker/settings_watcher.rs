//! The thread that notices that settings, keys or themes were changed outside while the program runs, and has them read again. It
//! sleeps until the file system says something or it is asked to look; what the files mean it is handed in.

use super::Incoming;
use super::guard::guarded;
use crate::app::{Config, Msg};
use crate::store::{Dirs, SettingsFiles, Watch, settings_files};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

/// Reads the files again: what they mean now, and what is wrong with them.
pub type Reread = Arc<dyn Fn() -> (Config, Vec<String>) + Send + Sync>;

/// What the thread works with.
pub struct SettingsWatcher {
    /// Where the files are.
    pub dirs: Dirs,
    /// What they mean.
    pub reread: Reread,
    /// The app.
    pub send: Sender<Incoming>,
}

impl SettingsWatcher {
    /// Watches until the program ends. Whoever sends a word to `asking` has the files looked at.
    pub fn work(self, asking: (Sender<()>, Receiver<()>)) {
        let mut known = settings_files(&self.dirs);
        let mut watch = Watch::over(&self.dirs.config, folders(&self.dirs), asking);
        while watch.wait() {
            watch.watch_more(folders(&self.dirs));
            let now = settings_files(&self.dirs);
            if says_the_same(&known, &now) {
                continue;
            }
            known = now;
            let Ok((config, faults)) = guarded(|| (self.reread)()) else { return };
            let msg = Msg::Configured { config: Box::new(config), faults };
            if self.send.send(Incoming::Msg(msg)).is_err() {
                return;
            }
        }
    }
}

fn says_the_same(one: &SettingsFiles, other: &SettingsFiles) -> bool {
    let unread = |files: &SettingsFiles| files.faults.iter().map(ToString::to_string).collect::<Vec<_>>();
    (&one.settings, &one.keys, &one.themes) == (&other.settings, &other.keys, &other.themes)
        && unread(one) == unread(other)
}

/// The folders in which the files lie or would appear; where a file is a link, the one it leads to as well.
fn folders(dirs: &Dirs) -> Vec<PathBuf> {
    let config = &dirs.config;
    let behind =
        |name: &str| config.join(name).canonicalize().ok().and_then(|path| path.parent().map(Path::to_path_buf));
    let above = config.parent().filter(|_| !config.is_dir()).map(Path::to_path_buf);
    let linked = ["settings.toml", "keys.toml"].into_iter().filter_map(behind);
    let all = [config.clone(), config.join("themes")].into_iter().chain(above).chain(linked);
    all.filter(|folder| folder.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::test_stage::config;
    use std::fs;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    #[test]
    fn files_that_say_something_else_are_read_again_wherever_a_link_leads_and_nothing_is_told_of_a_mere_look() {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(temp.path());
        let elsewhere = temp.path().join("dotfiles");
        fs::create_dir_all(&elsewhere).unwrap();
        fs::create_dir_all(&dirs.config).unwrap();
        fs::write(elsewhere.join("mine.toml"), "measure = 60\n").unwrap();
        std::os::unix::fs::symlink(elsewhere.join("mine.toml"), dirs.config.join("settings.toml")).unwrap();
        assert!(folders(&dirs).contains(&elsewhere.canonicalize().unwrap()));
        let (send, receive) = channel();
        let (ask, asked) = channel();
        let file = elsewhere.join("mine.toml");
        let reread: Reread = Arc::new(move || (config(), vec![fs::read_to_string(&file).unwrap()]));
        let watcher = SettingsWatcher { dirs, reread, send };
        let asking = (ask.clone(), asked);
        let thread = std::thread::spawn(move || watcher.work(asking));
        let told = |receive: &Receiver<Incoming>| match receive.recv() {
            Ok(Incoming::Msg(Msg::Configured { faults, .. })) => faults.concat(),
            other => panic!("{other:?}"),
        };
        // What was changed before it begins to watch is not told: so it is changed until something is.
        let begun = (1..60).any(|measure| {
            fs::write(elsewhere.join("mine.toml"), format!("measure = {measure}\n")).unwrap();
            receive.recv_timeout(Duration::from_millis(500)).is_ok()
        });
        assert!(begun);
        // What is told last is what stands there last.
        for measure in 61..64 {
            fs::write(elsewhere.join("mine.toml"), format!("measure = {measure}\n")).unwrap();
        }
        ask.send(()).unwrap();
        ask.send(()).unwrap();
        fs::write(elsewhere.join("mine.toml"), "measure = 70\n").unwrap();
        while told(&receive) != "measure = 70\n" {}
        drop(receive);
        fs::write(elsewhere.join("mine.toml"), "measure = 71\n").unwrap();
        thread.join().unwrap();
    }
}
