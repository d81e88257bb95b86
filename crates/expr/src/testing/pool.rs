//! What random expressions and rows are made of.

/// Words, numbers and days to pick from.
#[derive(Debug)]
pub struct Pool {
    /// Literals.
    pub(super) numbers: &'static [&'static str],
    /// What number columns hold, whatever their scale.
    pub(super) units: &'static [i64],
    pub(super) texts: &'static [&'static str],
    pub(super) dates: &'static [&'static str],
    pub(super) moments: &'static [&'static str],
    pub(super) times: &'static [&'static str],
    pub(super) spans: &'static [&'static str],
    /// Whether an expression keeps to what binary floating point and the letter of DMN agree on:
    /// see the pool [`PLAIN`].
    pub(super) plain: bool,
}

/// Edges of every kind: the largest numbers, the first and the last day, letters beyond ASCII.
pub static EDGES: Pool = Pool {
    numbers: &[
        "0",
        "1",
        "-1",
        "2",
        "3",
        "0.5",
        "-0.05",
        "10.005",
        "12.34",
        "0.0001",
        "100",
        "-7",
        "3.3333",
        "1000.505",
        "0.333333",
        "99999999999999",
        "1000000000000000000",
        "-0.00000000000001",
    ],
    units: &[
        0,
        1,
        -1,
        5,
        50,
        100,
        -100,
        1000,
        1234,
        33333,
        100050,
        10_000_000_050,
        999_999_999_999_999_999,
        -999_999_999_999_999_999,
    ],
    texts: &["", "a", "ab", "b", "vip", "won", "lost", "%", "a_", "客户", "客", "Ab", "é", "A%b客"],
    dates: &[
        "2026-11-21",
        "2026-11-20",
        "2026-11-22",
        "2026-10-31",
        "2026-12-21",
        "2025-11-21",
        "2024-02-29",
        "2026-01-31",
        "0001-01-01",
        "9999-12-31",
        "2027-02-28",
        "1969-12-31",
    ],
    moments: &[
        "2026-11-21T04:30:00.250Z",
        "2026-11-20T15:59:59.999Z",
        "2026-11-20T16:00:00.000Z",
        "2026-11-21T16:00:00.000Z",
        "2026-11-14T04:30:00.250Z",
        "1969-12-31T23:59:59.999Z",
        "0001-01-02T00:00:00.000Z",
        "9999-12-30T00:00:00.000Z",
        "2026-10-21T04:30:00.000Z",
    ],
    times: &["00:00:00", "08:30:00", "08:30:01", "23:59:59"],
    spans: &["PT0S", "P1D", "PT1H30M", "-PT1H"],
    plain: false,
};

/// For an evaluator that counts in binary floating point: halves and wholes far below 2^53, never
/// divided by anything but powers of two, so that its results are exact. And nothing that lies
/// outside what every FEEL must do: docs/decisions/008-feel-oracle.md lists it.
pub static PLAIN: Pool = Pool {
    numbers: &["0", "1", "-1", "2", "3", "0.5", "-0.5", "2.5", "-7", "12.25", "50", "100", "2026", "10000", "250000"],
    // Exact as hundredths, as ten-thousandths and as they are.
    units: &[0, 5000, -5000, 10_000, -10_000, 20_000, 25_000, 30_000, 122_500, 500_000, 1_000_000],
    texts: &["", "a", "ab", "b", "vip", "won", "lost", "%", "a_", "客户", "客", "Ab", "A%b客"],
    dates: &[
        "2026-11-21",
        "2026-11-20",
        "2026-11-22",
        "2026-10-31",
        "2026-12-21",
        "2025-11-21",
        "2024-02-29",
        "2026-01-31",
        "2027-02-28",
        "1969-12-31",
    ],
    moments: &[
        "2026-11-21T12:30:00.250+08:00",
        "2026-11-20T23:59:59.999+08:00",
        "2026-11-21T00:00:00.000+08:00",
        "2026-11-22T00:00:00.000+08:00",
        "2026-11-14T12:30:00.250+08:00",
        "1970-01-01T07:59:59.999+08:00",
        "2026-10-21T12:30:00.000+08:00",
    ],
    plain: true,
    ..EDGES
};

/// Picks in turn from random numbers; when they run out, zeros.
pub(crate) struct Dice {
    throws: Vec<u16>,
    at: usize,
}

impl Dice {
    pub fn new(throws: Vec<u16>) -> Dice {
        Dice { throws, at: 0 }
    }

    pub fn below(&mut self, limit: usize) -> usize {
        let throw = self.throws.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(throw) % limit
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn spent(&self) -> bool {
        self.at >= self.throws.len()
    }
}
