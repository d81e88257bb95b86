//! The folder and the bucket keep the same promises.

use std::io::{Read, Seek, SeekFrom};

use super::*;

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("keshu-blobs-{}", keshu_kernel::new_id()))
}

/// `http://key:secret@host:port/bucket`
fn bucket(server: &str) -> Bucket {
    let (keys, place) = server.trim_start_matches("http://").split_once('@').unwrap();
    let ((access_key, secret_key), (host, name)) = (keys.split_once(':').unwrap(), place.split_once('/').unwrap());
    Bucket {
        endpoint: format!("http://{host}"),
        region: "us-east-1".to_owned(),
        name: name.to_owned(),
        prefix: format!("ports/{}/", keshu_kernel::new_id()),
        access_key: access_key.to_owned(),
        secret_key: secret_key.to_owned(),
        is_in_path: true,
        authorities: Vec::new(),
    }
}

fn keeps_its_promises(store: &BlobStore) {
    let bytes: Vec<u8> = (0..700_000u32).flat_map(u32::to_be_bytes).collect();
    let hash = store.put(&bytes).unwrap();
    assert_eq!(hash, crate::vault::sha256(&bytes));
    let mut content = store.open_blob(&hash, 5).unwrap();
    let mut part = vec![0; 2_000_000];
    content.read_exact(&mut part).unwrap();
    assert!(part == bytes[5..2_000_005]);
    for (to, at) in [(SeekFrom::End(-4), 2_799_996), (SeekFrom::Start(1_048_574), 1_048_574), (SeekFrom::Current(10), 1_048_588)] {
        assert_eq!(content.seek(to).unwrap(), at, "{to:?}");
        let mut part = [0; 4];
        content.read_exact(&mut part).unwrap();
        assert_eq!(part, bytes[at as usize..at as usize + 4], "{to:?}");
    }
    content.seek(SeekFrom::End(9)).unwrap();
    assert_eq!(content.read(&mut part).unwrap(), 0, "nothing stands behind the end");
    assert!(content.seek(SeekFrom::Start(0)).is_ok() && content.seek(SeekFrom::Current(-1)).is_err());

    let mut whole = Vec::new();
    store.at_hand(&hash).unwrap().read_to_end(&mut whole).unwrap();
    assert!(whole == bytes);

    let empty = store.put(b"").unwrap();
    let mut content = store.open_blob(&empty, 0).unwrap();
    assert_eq!((content.read(&mut part).unwrap(), content.seek(SeekFrom::End(0)).unwrap()), (0, 0));

    let other = store.put(b"another").unwrap();
    for (what, made) in [("small", &b"small"[..]), ("large", b"")] {
        assert_eq!(store.beside(&hash, what).unwrap(), None);
        store.put_beside(&hash, what, made).unwrap();
        assert_eq!(store.beside(&hash, what).unwrap().as_deref(), Some(made));
    }
    assert!(store.port.age(&key(&hash)).unwrap().unwrap() < Duration::from_secs(60));
    store.remove(&hash).unwrap();
    assert!(store.open_blob(&hash, 0).is_ok(), "what was written a moment ago stays");
    store.port.remove(&key(&hash)).unwrap();
    assert!(store.open_blob(&hash, 0).is_err());
    assert_eq!((store.beside(&hash, "small").unwrap(), store.port.age(&key(&hash)).unwrap()), (None, None));
    store.remove(&hash).unwrap();
    assert!(store.open_blob(&other, 0).is_ok());

    store.port.put(MARK, b"mark").unwrap();
    store.check().unwrap();
    let copy = folder();
    assert_eq!(store.copy_to(&copy, vec![other.clone(), hash.clone()]).unwrap(), [hash]);
    let copied = BlobStore::in_folder(&copy).unwrap();
    assert_eq!(copied.port.get(MARK).unwrap().as_deref(), Some(&b"mark"[..]));
    assert!(copied.open_blob(&other, 0).is_ok());
    std::fs::remove_dir_all(copy).unwrap();
    assert_eq!(std::fs::read_dir(&store.spool).unwrap().flatten().filter(|entry| entry.file_name().as_encoded_bytes().starts_with(b".")).count(), 0);
}

#[test]
fn a_folder_keeps_its_promises() {
    let folder = folder();
    keeps_its_promises(&BlobStore::in_folder(&folder).unwrap());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_bucket_keeps_its_promises() {
    let server = std::env::var("KESHU_TEST_S3").expect("KESHU_TEST_S3 names no object store (http://key:secret@host:port/bucket); scripts/test.sh starts one, or say off");
    if server == "off" {
        println!("skipped: KESHU_TEST_S3 is off");
        return;
    }
    let spool = folder();
    keeps_its_promises(&BlobStore::in_bucket(bucket(&server), &spool).unwrap());
    std::fs::remove_dir_all(spool).unwrap();
}
