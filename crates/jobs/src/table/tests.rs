use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::*;

fn rows(table: &Table) -> Vec<(u64, Vec<String>)> {
    let mut rows = table.rows().unwrap();
    rows.take_rows(usize::MAX).unwrap().into_iter().map(|row| (row.number, row.cells)).collect()
}

fn read_all(name: &str, bytes: &[u8]) -> Result<Vec<Table>, Problem> {
    let folder = std::env::temp_dir().join("keshu-table-tests");
    let file = Scratch::within(&folder)?;
    std::fs::write(file.path(), bytes).unwrap();
    Table::read(name, file.path(), &folder)
}

fn read(bytes: &[u8]) -> Table {
    read_all("a.csv", bytes).unwrap().remove(0)
}

const PLAIN: &str = "客户名称,电话\n海川泵业有限公司,021-12345678\n远山科技,13812345678\n";

#[test]
fn every_encoding_reads_alike() {
    let utf16: Vec<u16> = PLAIN.encode_utf16().collect();
    let little: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let files: [Vec<u8>; 7] = [
        PLAIN.into(),
        [b"\xef\xbb\xbf", PLAIN.as_bytes()].concat(),
        GB18030.encode(PLAIN).0.into_owned(),
        [b"\xff\xfe".as_slice(), &little].concat(),
        [b"\xfe\xff".as_slice(), &big].concat(),
        little,
        big,
    ];
    for bytes in files {
        let table = read(&bytes);
        assert_eq!(table.header, ["客户名称", "电话"]);
        assert_eq!(rows(&table), [(2, vec!["海川泵业有限公司".to_owned(), "021-12345678".to_owned()]), (3, vec!["远山科技".to_owned(), "13812345678".to_owned()])]);
    }
}

#[test]
fn delimiters_are_found() {
    for mark in [",", ";", "\t", "|"] {
        let text = PLAIN.replace(',', mark);
        assert_eq!(read(text.as_bytes()).header, ["客户名称", "电话"], "{mark:?}");
    }
    // Commas inside cells do not win over the real delimiter.
    let table = read("名称;地址\n甲;上海市,浦东\n乙;北京市,朝阳,大街\n".as_bytes());
    assert_eq!(table.header, ["名称", "地址"]);
    assert_eq!(read("sep=;\r\na;b\r\n1;2\r\n".as_bytes()).header, ["a", "b"]);
    assert_eq!(read("客户名称\n甲\n乙\n".as_bytes()).total, 2);
}

#[test]
fn quoted_breaks_blank_lines_and_ragged_rows_keep_their_numbers() {
    let table = read("名称,备注,电话\n甲,\"一\n二\"\n\n,,\n乙,\"三,\"\"四\"\"\",1,多出\n".as_bytes());
    let rows = rows(&table);
    assert_eq!(rows[0], (2, vec!["甲".to_owned(), "一\n二".to_owned(), String::new()]));
    assert_eq!(rows[1], (5, vec!["乙".to_owned(), "三,\"四\"".to_owned(), "1".to_owned(), "多出".to_owned()]));
    assert_eq!(table.total, 2);
}

#[test]
fn a_title_above_the_header_is_passed_over_and_names_are_made_unique() {
    let table = read("客户名单,,\n导出时间 2026-11-21,,\n名称,电话,电话,\n甲,1,2,x\n".as_bytes());
    assert_eq!(table.header, ["名称", "电话", "电话 (2)"]);
    assert_eq!(rows(&table)[0].0, 4);
}

#[test]
fn what_is_no_table_is_refused_with_a_reason() {
    let code = |name: &str, bytes: &[u8]| read_all(name, bytes).unwrap_err().code.name;
    assert_eq!(code("a.csv", b""), "import_file_empty");
    assert_eq!(code("a.csv", b"\xef\xbb\xbf\r\n,,\r\n"), "import_file_empty");
    assert_eq!(code("a.csv", "名称,电话\n".as_bytes()), "import_file_empty");
    assert_eq!(code("a.xlsx", b"PK\x03\x04 broken"), "import_file_unreadable");
    assert_eq!(code("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "file_type_refused");
    assert_eq!(code("a.xls", b"<html><table><tr><td>1</td></tr></table>"), "file_type_refused");
    assert_eq!(code("a.csv", b"\x00\x00\x01\x00\x00\x02\x00\x03"), "file_type_refused");
    assert_eq!(code("a.csv", ",x".repeat(2001).as_bytes()), "import_columns_too_many");
}

#[test]
fn a_bomb_is_seen_before_it_goes_off() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..2000 {
        sheet.write(row, 0, format!("{:0>900}", row)).unwrap();
    }
    let file = Scratch::within(&std::env::temp_dir().join("keshu-table-tests")).unwrap();
    std::fs::write(file.path(), book.save_to_buffer().unwrap()).unwrap();
    let checked = |whole: u64, held: u64| sheet::check_unpacked(file.path(), whole, held).map_err(|problem| problem.code.name);
    assert_eq!(checked(4 << 20, 2 << 20), Ok(()));
    assert_eq!(checked(4 << 20, 1 << 20), Err("file_too_large"), "of what is held in memory");
    assert_eq!(checked(1 << 20, 4 << 20), Err("file_too_large"), "in all");
}

#[test]
fn a_row_without_end_and_mixed_encodings_are_told() {
    let endless = ["名称,备注\n甲,\"".as_bytes(), &vec![b'x'; 20 << 20]].concat();
    assert_eq!(read_all("a.csv", &endless).unwrap_err().code.name, "import_file_unreadable");
    let mixed = ["名称,电话\n海川泵业,1\n".as_bytes(), &GB18030.encode("远山科技,2\n").0, "长风重工,3\n".as_bytes()].concat();
    let table = read(&mixed);
    let names: Vec<String> = rows(&table).into_iter().map(|(_, cells)| cells[0].clone()).collect();
    assert_eq!(names, ["海川泵业", "远山科技", "长风重工"], "lists are put together from several programs");
    let cut = ["名称,电话\n海川泵业,1\n远山".as_bytes(), b"\xe7\xa7,2\n"].concat();
    let names: Vec<String> = rows(&read(&cut)).into_iter().map(|(_, cells)| cells[0].clone()).collect();
    assert!(names[1].contains(char::REPLACEMENT_CHARACTER), "what cannot be read is seen: {names:?}");
}

#[test]
fn cells_of_a_sheet_are_text_as_people_see_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["名称", "手机", "生日", "时间", "金额", "是否", "账号"].into_iter().enumerate() {
        sheet.write(0, column as u16, name).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    sheet.write(2, 0, "海川").unwrap();
    sheet.write(2, 1, 13_812_345_678.0).unwrap();
    sheet.write_with_format(2, 2, ExcelDateTime::from_ymd(2026, 11, 21).unwrap(), &day).unwrap();
    sheet.write_with_format(2, 3, ExcelDateTime::from_ymd(2026, 11, 21).unwrap().and_hms(8, 30, 0).unwrap(), &moment).unwrap();
    sheet.write(2, 4, 0.1 + 0.2).unwrap();
    sheet.write(2, 5, true).unwrap();
    sheet.write(2, 6, "622202120001234567890").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    // The name lies; the content counts.
    let table = read(&bytes);
    assert_eq!(rows(&table), [(3, ["海川", "13812345678", "2026-11-21", "2026-11-21 08:30:00", "0.3", "true", "622202120001234567890"].map(str::to_owned).to_vec())]);
}
