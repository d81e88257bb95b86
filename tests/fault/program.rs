//! `keshu` as an operator runs it.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use keshu_testkit::Client;

pub const PASSWORD: &str = "a long pass phrase";

const SERVE: &[&str] = &["serve", "--listen", "127.0.0.1:0"];

/// A data folder of one test, with an administrator; removed at the end.
pub struct Data {
    pub folder: PathBuf,
    pub token: String,
}

impl Data {
    pub fn new() -> Data {
        Data::begun("")
    }

    /// As [`Data::new`], with these settings from the start.
    pub fn begun(settings: &str) -> Data {
        let mut data = Data { folder: std::env::temp_dir().join(format!("keshu-fault-{}", keshu_kernel::new_id())), token: String::new() };
        std::fs::create_dir_all(&data.folder).expect("a folder");
        data.settings(settings);
        let done = data.set_up("boss");
        assert!(done.status.success(), "{}", text(&done));
        data.token = String::from_utf8(data.run(&["token", "create", "--staff", "boss"]).stdout).expect("a token").trim().to_owned();
        data
    }

    /// Makes the first administrator.
    pub fn set_up(&self, username: &str) -> Output {
        let mut setup = self.command(&["setup", "--username", username, "--password-stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("keshu setup");
        setup.stdin.take().expect("a pipe").write_all(PASSWORD.as_bytes()).expect("a password");
        setup.wait_with_output().expect("keshu setup")
    }

    /// Writes `keshu.toml`.
    pub fn settings(&self, text: &str) {
        std::fs::write(self.folder.join("keshu.toml"), text).expect("settings");
    }

    /// A command on this folder, free of the settings of whoever runs the tests.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(words).arg("--data").arg(&self.folder).env_remove("KESHU_DATABASE").env_remove("KESHU_LISTEN").env_remove("KESHU_METRICS_LISTEN").env("KESHU_LANG", "en");
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).stdin(Stdio::null()).output().expect("keshu")
    }

    /// Runs to the end and wants this exit code; gives back everything that was said.
    #[track_caller]
    pub fn exits(&self, words: &[&str], code: i32) -> String {
        let done = self.run(words);
        assert_eq!(done.status.code(), Some(code), "keshu {}: {}", words.join(" "), text(&done));
        text(&done)
    }

    pub fn serve(&self) -> Server {
        self.listen(self.command(SERVE))
    }

    /// As [`Data::serve`], started as `"$@"` by a shell script that sets up its surroundings.
    pub fn serve_by(&self, script: &str) -> Server {
        let plain = self.command(SERVE);
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).arg(plain.get_program()).args(plain.get_args()).env("KESHU_LANG", "en");
        self.listen(command)
    }

    fn listen(&self, mut command: Command) -> Server {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("keshu serve");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut said = String::new();
        let address = loop {
            let Some(Ok(line)) = lines.next() else { panic!("keshu serve ended before it listened: {said}") };
            if let Some((_, address)) = line.split_once("· http://") {
                break address.trim().to_owned();
            }
            said.push_str(&line);
        };
        // What it goes on to say must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Server { client: Client::new(&address).with_token(&self.token), child }
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A server under way; killed when dropped.
pub struct Server {
    pub client: Client,
    child: Child,
}

impl Server {
    /// The most memory it ever had.
    pub fn peak_memory_mib(&self) -> i64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
        line.trim().trim_end_matches("kB").trim().parse::<i64>().expect("a number") >> 10
    }

    /// SIGKILL: nothing is finished, nothing is tidied up.
    pub fn kill(mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("the end of the process");
    }

    /// SIGTERM, and the end it comes to by itself.
    pub fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill");
        assert!(asked.success());
        let ended = self.child.wait().expect("the end of the process");
        assert!(ended.success(), "{ended}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn binary() -> PathBuf {
    let tests = std::env::current_exe().expect("the test binary");
    let keshu = tests.parent().and_then(Path::parent).expect("a target folder").join("keshu");
    assert!(keshu.exists(), "{} is not there. Run cargo build -p keshu first; scripts/test.sh does.", keshu.display());
    keshu
}

pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
