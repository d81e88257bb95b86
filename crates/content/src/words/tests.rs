use std::{io::Write, iter};

use flate2::{Compression, write::DeflateEncoder, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::*;

/// What is read of these bytes.
fn read_of(media: &str, bytes: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("keshu-words-{}", keshu_kernel::new_id()));
    std::fs::write(&path, bytes).unwrap();
    let words = words(media, File::open(&path).unwrap());
    std::fs::remove_file(&path).unwrap();
    words
}

/// A PDF file of one page with one font `F`.
fn pdf(font: Dictionary, map: Option<&str>, content: Vec<u8>) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let mut font = font;
    font.set("Type", "Font");
    if let Some(map) = map {
        let map = document.add_object(Stream::new(Dictionary::new(), map.as_bytes().to_vec()));
        font.set("ToUnicode", map);
    }
    let font = document.add_object(font);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&content).unwrap();
    let content = document.add_object(Stream::new(dictionary! {"Filter" => "FlateDecode"}, packed.finish().unwrap()));
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {"Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => dictionary! {"Font" => dictionary! {"F" => font}}});
    document.set_object(pages, dictionary! {"Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1});
    let root = document.add_object(dictionary! {"Type" => "Catalog", "Pages" => pages});
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn composite(encoding: &str) -> Dictionary {
    dictionary! {"Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => Object::from(encoding)}
}

const PDF: &str = "application/pdf";

#[test]
fn chinese_fonts_are_read_by_their_map() {
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <8FDD> <0002> <7EA6> endbfchar\n\
        2 beginbfrange <0003> <0004> <91D1> <0010> <0011> [<6761> <2F45>] endbfrange";
    let content = b"BT /F 12 Tf 1 0 0 1 50 700 Tm <00010002> Tj 0 -20 Td [<0003> -500 <0010>] TJ ET BT 1 0 0 1 50 600 Tm <0011> Tj ET";
    assert_eq!(read_of(PDF, &pdf(composite("Identity-H"), Some(map), content.to_vec())), "违约金条方");
}

#[test]
fn fonts_that_are_not_in_the_file_are_read_by_their_encoding() {
    for (name, encoding) in [("GBK-EUC-H", encoding_rs::GB18030), ("ETen-B5-V", encoding_rs::BIG5)] {
        let text: String = encoding.encode("付款").0.iter().map(|byte| format!("{byte:02x}")).collect();
        let content = format!("BT /F 12 Tf <{text}> Tj ET");
        assert_eq!(read_of(PDF, &pdf(composite(name), None, content.into_bytes())), "付款");
    }
    assert_eq!(read_of(PDF, &pdf(composite("UniGB-UCS2-H"), None, b"BT /F 12 Tf <4ED86B3E> Tj ET".to_vec())), "付款");
    assert_eq!(read_of(PDF, &pdf(composite("Identity-H"), None, b"BT /F 12 Tf <4ED86B3E> Tj ET".to_vec())), "", "no word is better than a wrong one");
}

#[test]
fn latin_words_stand_apart() {
    let font = dictionary! {"Subtype" => "Type1", "BaseFont" => "Helvetica"};
    let content = b"BT /F 12 Tf (Contract) Tj 60 0 Td (HT) Tj 20 0 Td (-2026) Tj 0 -14 Td [(pay) -300 (ment) 20 (s)] TJ ET";
    assert_eq!(read_of(PDF, &pdf(font, None, content.to_vec())), "Contract HT-2026 pay ments");
}

#[test]
fn bombs_and_broken_files_have_no_words() {
    let font = dictionary! {"Subtype" => "Type1"};
    let begun = Instant::now();
    assert_eq!(read_of(PDF, &pdf(font.clone(), None, vec![b' '; 64 << 20])), "");
    let deep = [b"%PDF-1.7\n1 0 obj\n".to_vec(), vec![b'['; 1 << 20], b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF".to_vec()].concat();
    assert_eq!(read_of(PDF, &deep), "");
    let nested = [b"BT /F 12 Tf ".to_vec(), vec![b'['; 1 << 20], vec![b'<'; 1 << 20], vec![b'('; 1 << 20]].concat();
    assert_eq!(read_of(PDF, &pdf(font.clone(), None, nested)), "");
    let whole = pdf(font, None, b"BT /F 12 Tf (words) Tj ET".to_vec());
    for cut in (0..whole.len()).step_by(7) {
        let _ = read_of(PDF, &whole[..cut]);
        let mut wrong = whole.clone();
        wrong[cut] ^= 0x15;
        let _ = read_of(PDF, &wrong);
    }
    assert!(begun.elapsed() < WAIT, "{:?}", begun.elapsed());
}

/// An archive of one part that says it unpacks to nothing.
fn archive(name: &str, content: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    content.for_each(|piece| packed.write_all(&piece).unwrap());
    let packed = packed.finish().unwrap();
    let (size, length) = (u32::try_from(packed.len()).unwrap().to_le_bytes(), (name.len() as u16).to_le_bytes());
    let fixed = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &size, &[0; 4], &length, &[0; 2]].concat();
    let local = [b"PK\x03\x04", &fixed[..], name.as_bytes(), &packed].concat();
    let entry = [b"PK\x01\x02\x14\0", &fixed[..], &[0; 14], name.as_bytes()].concat();
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &(entry.len() as u32).to_le_bytes()[..], &(local.len() as u32).to_le_bytes(), &[0; 2]].concat();
    [local, entry, end].concat()
}

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SLIDES: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

#[test]
fn office_files_are_read_by_their_text() {
    let part = |xml: &str| iter::once(xml.as_bytes().to_vec());
    assert_eq!(read_of(SHEET, &archive("xl/sharedStrings.xml", part("<sst><si><t>客户</t></si><si><t>A&amp;B &#x6D77;</t></si></sst>"))), "客户 A&B 海");
    assert_eq!(read_of(SHEET, &archive("xl/worksheets/sheet1.xml", part("<row><c t='inlineStr'><is><t>应收</t></is></c><c><v>12</v></c></row>"))), "应收");
    assert_eq!(read_of(SLIDES, &archive("ppt/slides/slide1.xml", part("<a:p><a:r><a:t>目</a:t></a:r><a:r><a:t>标</a:t></a:r></a:p>"))), "目标");
    assert_eq!(read_of(SLIDES, &archive("ppt/slides/slide1.xml", part("<a:t>目</a:p><"))), "目");
}

#[test]
fn an_archive_that_lies_about_its_size_is_read_to_a_bound() {
    let begun = Instant::now();
    let letters = iter::once(b"<w:document><w:t>".to_vec()).chain(iter::repeat_n(vec![b' '; 1 << 20], 300));
    assert_eq!(read_of("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &archive("word/document.xml", letters)), "");
    assert!(begun.elapsed() < WAIT, "{:?}", begun.elapsed());
    let long: String = "海".repeat(MOST + 9);
    assert_eq!(read_of("text/plain; charset=utf-8", long.as_bytes()).chars().count(), MOST);
}
