//! The words of a file, for the search: what there is to read at its beginning.

mod font;
mod office;
mod pdf;

use std::{
    fs::File,
    io::{Read, Seek},
    sync::{Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

/// So many characters are read of a file. PostgreSQL tells the places of no more words apart in one row.
pub const MOST: usize = 15_000;
/// A larger file is not read at all.
const FILE: u64 = 64 << 20;
/// How long one file may take.
const WAIT: Duration = Duration::from_secs(15);
/// Deep enough for everything that the readers nest.
const STACK: usize = 8 << 20;

/// The words of a file of this media type; empty for what has none, is damaged, too large or takes too long.
pub fn words(media: &str, mut file: File) -> String {
    // One at a time, so that a file that is all work holds up other such files and nothing else.
    static TURN: Mutex<()> = Mutex::new(());
    let (media, until) = (media.to_owned(), Instant::now() + WAIT);
    let (done, told) = mpsc::channel();
    let reader = thread::Builder::new().name("words".to_owned()).stack_size(STACK).spawn(move || {
        let _turn = TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut words = Words { text: String::new(), chars: 0, until };
        let readable = file.metadata().is_ok_and(|about| about.len() <= FILE) && file.rewind().is_ok();
        if readable && !words.is_full() {
            read(&media, &mut file, &mut words);
        }
        let _ = done.send(words.text.trim_end().to_owned());
    });
    // A reader that panics or is too late says nothing.
    reader.ok().and_then(|_| told.recv_timeout(WAIT + Duration::from_secs(1)).ok()).unwrap_or_default()
}

fn read(media: &str, file: &mut File, words: &mut Words) {
    match media.split(';').next().unwrap_or_default() {
        "text/plain" | "text/csv" | "text/vcard" => plain(media, file, words),
        "application/pdf" => pdf::read(file, words),
        _ => office::read(media, file, words),
    }
}

fn plain(media: &str, file: &mut File, words: &mut Words) {
    let mut bytes = Vec::new();
    // No letter takes more than four bytes.
    if file.take(4 * MOST as u64).read_to_end(&mut bytes).is_ok() {
        let encoding = if media.ends_with("gb18030") { encoding_rs::GB18030 } else { encoding_rs::UTF_8 };
        words.push(&encoding.decode(&bytes).0);
    }
}

/// What was read so far.
struct Words {
    text: String,
    chars: usize,
    until: Instant,
}

impl Words {
    /// Whether there is enough, or no time for more.
    fn is_full(&self) -> bool {
        self.chars >= MOST || Instant::now() > self.until
    }

    /// Takes a piece of text; white space is one blank.
    fn push(&mut self, piece: &str) {
        for letter in piece.chars() {
            let letter = if letter.is_whitespace() || letter.is_control() { ' ' } else { letter };
            if self.chars >= MOST {
                return;
            }
            if letter != ' ' || !(self.text.is_empty() || self.text.ends_with(' ')) {
                self.text.push(letter);
                self.chars += 1;
            }
        }
    }

    fn last(&self) -> Option<char> {
        self.text.chars().next_back()
    }
}

#[cfg(test)]
mod tests;
