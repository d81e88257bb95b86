//! A place of a test's own in a bucket of a real object store, reached over a line that can be cut.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use keshu_testkit::Client;

const SERVER: &str = "KESHU_TEST_S3";
/// What is damaged on its way says so in these letters, and arrives in those.
pub const WHOLE: &[u8] = b"whole and sound";
const BROKEN: &[u8] = b"rotten to a bit";

pub struct Bucket {
    pub access_key: String,
    pub secret_key: String,
    /// Host and port of the line.
    pub line: SocketAddr,
    name: String,
    prefix: String,
    state: Arc<Line>,
}

#[derive(Default)]
struct Line {
    is_cut: AtomicBool,
    damages: AtomicUsize,
    open: Mutex<Vec<TcpStream>>,
}

impl Bucket {
    /// `None` when `KESHU_TEST_S3` says `off`; a server that is not named is a fault, so that no run leaves these
    /// tests out unseen.
    pub fn new() -> Option<Bucket> {
        let server = std::env::var(SERVER).unwrap_or_else(|_| panic!("{SERVER} names no object store (http://key:secret@host:port/bucket); scripts/test.sh starts one, or say off"));
        if server == "off" {
            println!("skipped: {SERVER} is off");
            return None;
        }
        let (keys, place) = server.trim_start_matches("http://").split_once('@').expect("keys before the host");
        let ((access_key, secret_key), (host, name)) = (keys.split_once(':').expect("two keys"), place.split_once('/').expect("a bucket behind the host"));
        let target: SocketAddr = host.parse().expect("an address with a port");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let (line, state) = (listener.local_addr().expect("an address"), Arc::<Line>::default());
        let carrier = state.clone();
        std::thread::spawn(move || listener.incoming().flatten().for_each(|near| carrier.carry(near, target)));
        Some(Bucket { access_key: access_key.to_owned(), secret_key: secret_key.to_owned(), line, name: name.to_owned(), prefix: format!("houses/{}", keshu_kernel::new_id()), state })
    }

    /// What `keshu.toml` says of it.
    pub fn settings(&self) -> String {
        let Bucket { line, name, prefix, access_key, secret_key, .. } = self;
        let secret = std::env::temp_dir().join(prefix.replace('/', "-"));
        std::fs::write(&secret, format!("{secret_key}\n")).expect("a file of the secret");
        format!("blob_store = \"s3://{name}/{prefix}\"\ns3_endpoint = \"http://{line}\"\ns3_access_key = \"{access_key}\"\ns3_secret_key_file = \"{}\"\n", secret.display())
    }

    /// What lies there, but for the mark of the database.
    pub fn names(&self) -> Vec<String> {
        let prefix = format!("{}/", self.prefix);
        let listed = Client::new(&self.line.to_string()).get(&keshu_testkit::path(&format!("//{}", self.name), &[("list-type", "2"), ("prefix", &prefix)])).status(200).text();
        let keys = listed.split("<Key>").skip(1).filter_map(|rest| Some(rest.split_once("</Key>")?.0.trim_start_matches(&prefix).to_owned()));
        keys.filter(|key| key != "blob_store").collect()
    }

    /// Nobody gets through any more, nor does what is on its way.
    pub fn cut(&self) {
        self.state.is_cut.store(true, Ordering::SeqCst);
        for stream in self.state.open.lock().expect("the line").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub fn mend(&self) {
        self.state.is_cut.store(false, Ordering::SeqCst);
    }

    /// The next times that [`WHOLE`] comes by, it changes on its way.
    pub fn damage(&self, times: usize) {
        self.state.damages.store(times, Ordering::SeqCst);
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(std::env::temp_dir().join(self.prefix.replace('/', "-")));
    }
}

impl Line {
    fn carry(self: &Arc<Line>, near: TcpStream, target: SocketAddr) {
        if self.is_cut.load(Ordering::SeqCst) {
            return;
        }
        let far = TcpStream::connect(target).expect("the object store of KESHU_TEST_S3");
        let again = |stream: &TcpStream| stream.try_clone().expect("a stream");
        self.open.lock().expect("the line").extend([again(&near), again(&far)]);
        for (from, to, line) in [(again(&near), again(&far), Some(self.clone())), (far, near, None)] {
            std::thread::spawn(move || pass(from, to, line));
        }
    }
}

/// Passes bytes on until one side closes.
fn pass(mut from: TcpStream, mut to: TcpStream, line: Option<Arc<Line>>) {
    let mut part = vec![0; 1 << 16];
    while let Ok(read @ 1..) = from.read(&mut part) {
        if let Some(line) = &line
            && let Some(at) = part[..read].windows(WHOLE.len()).position(|window| window == WHOLE)
            && line.damages.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
        {
            part[at..at + BROKEN.len()].copy_from_slice(BROKEN);
        }
        if to.write_all(&part[..read]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
