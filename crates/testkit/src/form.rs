//! multipart/form-data by hand.

const BOUNDARY: &str = "keshu-testkit-boundary";

/// The parts of a form.
#[derive(Default)]
pub struct Form(Vec<u8>);

impl Form {
    pub fn file(name: &str, content: &[u8]) -> Form {
        Form::default().part(&format!("name=\"file\"; filename=\"{name}\""), content)
    }

    pub fn text(self, name: &str, value: &str) -> Form {
        self.part(&format!("name=\"{name}\""), value.as_bytes())
    }

    fn part(mut self, place: &str, content: &[u8]) -> Form {
        self.0.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {place}\r\n\r\n").bytes());
        self.0.extend(content);
        self.0.extend(b"\r\n");
        self
    }

    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.0.clone();
        bytes.extend(format!("--{BOUNDARY}--\r\n").bytes());
        bytes
    }
}
