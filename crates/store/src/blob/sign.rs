//! AWS Signature Version 4, as every S3-compatible store reads it.
//!
//! The hash of the body is signed with the request, so that a body that changed on its way is refused.

use jiff::Timestamp;
use ring::hmac;

use crate::vault::{hex, sha256};

/// A request before it goes out.
pub(super) struct Request<'a> {
    pub method: &'a str,
    /// The parts after the host; all characters stand for themselves.
    pub path: &'a str,
    /// `name=value&…`, sorted and encoded.
    pub query: &'a str,
    /// SHA-256 of the body.
    pub body: &'a str,
}

/// Who signs.
#[derive(Clone)]
pub(super) struct Signer {
    pub access_key: String,
    pub secret_key: String,
    pub region: String,
}

impl Signer {
    /// Adds to the headers what says who asks, when, and for which body. Names are in lower case.
    pub fn sign(&self, request: &Request, headers: &mut Vec<(&'static str, String)>, now: Timestamp) {
        let at = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let day = &at[..8];
        headers.extend([("x-amz-content-sha256", request.body.to_owned()), ("x-amz-date", at.clone())]);
        headers.sort();
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let canonical = format!("{}\n{}\n{}\n{lines}\n{names}\n{}", request.method, request.path, request.query, request.body);
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let text = format!("AWS4-HMAC-SHA256\n{at}\n{scope}\n{}", sha256(canonical.as_bytes()));
        let day_key = mac(format!("AWS4{}", self.secret_key).as_bytes(), day);
        let key = [self.region.as_str(), "s3", "aws4_request"].iter().fold(day_key, |key, part| mac(key.as_ref(), part));
        let signature = hex(mac(key.as_ref(), &text).as_ref());
        headers.push(("authorization", format!("AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={signature}", self.access_key)));
    }
}

fn mac(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From "Signature Calculations for the Authorization Header" of the Amazon S3 API Reference.
    fn example(method: &str, path: &str, query: &str, body: &str, more: &[(&'static str, &str)]) -> String {
        let signer = Signer { access_key: "AKIAIOSFODNN7EXAMPLE".into(), secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(), region: "us-east-1".into() };
        let mut headers = vec![("host", "examplebucket.s3.amazonaws.com".to_owned())];
        headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        signer.sign(&Request { method, path, query, body: &sha256(body.as_bytes()) }, &mut headers, "2013-05-24T00:00:00Z".parse().unwrap());
        let (_, said) = headers.pop().unwrap();
        said.rsplit_once("Signature=").unwrap().1.to_owned()
    }

    #[test]
    fn signatures_are_those_of_the_reference() {
        assert_eq!(example("GET", "/test.txt", "", "", &[("range", "bytes=0-9")]), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
        assert_eq!(
            example("PUT", "/test%24file.text", "", "Welcome to Amazon S3.", &[("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")]),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        );
        assert_eq!(example("GET", "/", "max-keys=2&prefix=J", "", &[]), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }
}
