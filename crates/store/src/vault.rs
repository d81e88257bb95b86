//! The key ring: seals sensitive values (AES-256-GCM), makes blind indexes for exact search
//! (HMAC-SHA-256) and signs the audit anchors (Ed25519).
//!
//! The file is made at set-up with mode 0600. Losing it loses what it sealed.

use std::{io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use keshu_kernel::{Problem, args, codes};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hmac,
    rand::{SecureRandom, SystemRandom},
    signature::{Ed25519KeyPair, KeyPair},
};
use serde::{Deserialize, Serialize};

/// What stands before a sealed value: the format and the key used.
const SEALED: &str = "k1:";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    /// 32 bytes each, hex.
    seal: String,
    index: String,
    /// Ed25519 seed.
    sign: String,
}

pub struct Vault {
    seal: LessSafeKey,
    index: hmac::Key,
    sign: Ed25519KeyPair,
    random: SystemRandom,
}

impl Vault {
    /// Reads the key file, or makes it where there is none.
    pub fn open(path: &Path) -> Result<Vault, Problem> {
        let random = SystemRandom::new();
        let keys = match std::fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|fault| wrong_file(path, fault))?,
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => create(path, &random)?,
            Err(fault) => return Err(wrong_file(path, fault)),
        };
        let key = |text: &str| unhex(text).filter(|bytes| bytes.len() == 32).ok_or_else(|| wrong_file(path, "a key is not 32 bytes of hex"));
        let seal = UnboundKey::new(&AES_256_GCM, &key(&keys.seal)?).map_err(|fault| wrong_file(path, fault))?;
        let sign = Ed25519KeyPair::from_seed_unchecked(&key(&keys.sign)?).map_err(|fault| wrong_file(path, fault))?;
        Ok(Vault { seal: LessSafeKey::new(seal), index: hmac::Key::new(hmac::HMAC_SHA256, &key(&keys.index)?), sign, random })
    }

    /// Names the key ring without giving anything of it away.
    pub fn fingerprint(&self) -> String {
        self.blind("key ring", "fingerprint")
    }

    /// Seals a value to its place (`customer.id_number` and the record id), so that it cannot be moved to another.
    pub fn seal(&self, place: &str, value: &str) -> Result<String, Problem> {
        let mut nonce = [0u8; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(Problem::internal)?;
        let mut bytes = value.as_bytes().to_vec();
        self.seal
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place.as_bytes()), &mut bytes)
            .map_err(Problem::internal)?;
        Ok(format!("{SEALED}{}{}", hex(&nonce), hex(&bytes)))
    }

    /// Opens what [`Vault::seal`] made for the same place.
    pub fn open_sealed(&self, place: &str, sealed: &str) -> Result<String, Problem> {
        let broken = || Problem::internal(format!("a sealed value of {place} does not open"));
        let bytes = sealed.strip_prefix(SEALED).and_then(unhex).ok_or_else(broken)?;
        let (nonce, body) = bytes.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut body = body.to_vec();
        let plain = self.seal.open_in_place(nonce, Aad::from(place.as_bytes()), &mut body).map_err(|_| broken())?;
        String::from_utf8(plain.to_vec()).map_err(|_| broken())
    }

    /// A keyed hash that is equal for equal values of one field.
    pub fn blind(&self, field: &str, value: &str) -> String {
        hex(&hmac::sign(&self.index, format!("{field}\u{0}{value}").as_bytes()).as_ref()[..16])
    }

    pub fn sign(&self, text: &str) -> String {
        hex(self.sign.sign(text.as_bytes()).as_ref())
    }

    /// The key that verifies [`Vault::sign`], hex.
    pub fn public_key(&self) -> String {
        hex(self.sign.public_key().as_ref())
    }

    /// Random bytes as lower-case hex, for secrets that are shown once.
    pub fn secret(&self, bytes: usize) -> Result<String, Problem> {
        let mut secret = vec![0u8; bytes];
        self.random.fill(&mut secret).map_err(Problem::internal)?;
        Ok(hex(&secret))
    }
}

fn create(path: &Path, random: &SystemRandom) -> Result<KeyFile, Problem> {
    let key = || {
        let mut bytes = [0u8; 32];
        random.fill(&mut bytes).map_err(Problem::internal)?;
        Ok::<_, Problem>(hex(&bytes))
    };
    let keys = KeyFile { seal: key()?, index: key()?, sign: key()? };
    let text = serde_json::to_string_pretty(&keys).map_err(Problem::internal)?;
    let written = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(Problem::internal)?;
    Ok(keys)
}

fn wrong_file(path: &Path, cause: impl std::fmt::Display) -> Problem {
    Problem::new(&codes::KEY_RING_WRONG, args![path = path.display()]).because(cause)
}

/// SHA-256 as lower-case hex.
/// SHA-256 of what comes in parts.
pub(crate) struct Sha256(digest::Context);

impl Sha256 {
    pub(crate) fn new() -> Sha256 {
        Sha256(digest::Context::new(&digest::SHA256))
    }

    pub(crate) fn update(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    pub(crate) fn finish(self) -> String {
        hex(self.0.finish().as_ref())
    }
}

pub fn sha256(text: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, text).as_ref())
}

/// The digest that one-time codes are cut from: HMAC-SHA-1, as every app that shows them reckons (RFC 6238).
pub fn one_time_digest(secret: &[u8], step: &[u8]) -> [u8; 20] {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let mut digest = [0; 20];
    digest.copy_from_slice(hmac::sign(&key, step).as_ref());
    digest
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)] as char, DIGITS[usize::from(byte & 15)] as char]).collect()
}

pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        let folder = std::env::temp_dir().join(format!("keshu-vault-{}", keshu_kernel::new_id()));
        std::fs::create_dir_all(&folder).unwrap();
        Vault::open(&folder.join("keyring.json")).unwrap()
    }

    #[test]
    fn a_sealed_value_opens_only_in_its_place() {
        let vault = vault();
        let sealed = vault.seal("customer.id_number/1", "11010519491231002X").unwrap();
        assert!(!sealed.contains("11010519491231002X"));
        assert_eq!(vault.open_sealed("customer.id_number/1", &sealed).unwrap(), "11010519491231002X");
        assert!(vault.open_sealed("customer.id_number/2", &sealed).is_err());
        assert_ne!(sealed, vault.seal("customer.id_number/1", "11010519491231002X").unwrap());
    }

    #[test]
    fn blind_indexes_agree_within_one_field_only() {
        let vault = vault();
        assert_eq!(vault.blind("a", "x"), vault.blind("a", "x"));
        assert_ne!(vault.blind("a", "x"), vault.blind("b", "x"));
    }
}
