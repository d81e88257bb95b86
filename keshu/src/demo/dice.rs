//! Chance that falls the same way every time: SplitMix64 from a fixed seed.

pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn range(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).max(1) as u64) as i64
    }

    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.range(0, 99) < percent
    }

    /// One of `items`, which is never empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.range(0, items.len() as i64 - 1) as usize]
    }

    /// One of `items`, each as often as its weight says.
    pub(super) fn weighted<'a, T>(&mut self, items: &'a [T], weight: impl Fn(&T) -> u32) -> &'a T {
        let total: u32 = items.iter().map(&weight).sum();
        let mut at = self.range(0, i64::from(total) - 1);
        for item in items {
            at -= i64::from(weight(item));
            if at < 0 {
                return item;
            }
        }
        &items[items.len() - 1]
    }

    /// Up to `most` different ones of `items`.
    pub(super) fn some(&mut self, items: &[String], most: i64) -> Vec<String> {
        let mut chosen: Vec<String> = Vec::new();
        for _ in 0..self.range(0, most) {
            let one = self.pick(items);
            if !chosen.contains(one) {
                chosen.push(one.clone());
            }
        }
        chosen
    }

    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.range(0, 9) as u8)).collect()
    }
}
