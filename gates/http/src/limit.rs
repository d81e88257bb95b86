//! How often an address may call what is open to everybody, always on.
//!
//! The count is that of one process: it spares the machine, and no secret rests on it.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
};

use axum::{
    extract::{Request as HttpRequest, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use keshu_kernel::{Problem, args, codes, net::neighbourhood};

use crate::{
    Gate,
    call::{Origin, Request},
};

/// So many calls at once, and one more each half a second: an office behind one address signs in of a morning.
const AT_ONCE: i64 = 120;
const REFILL_MS: i64 = 500;
/// As many addresses are remembered before those at rest are forgotten.
const REMEMBERED: usize = 10_000;

/// For each address the moment at which it has all its calls again, in milliseconds.
#[derive(Clone, Default)]
pub struct OpenCalls(Arc<Mutex<HashMap<IpAddr, i64>>>);

impl OpenCalls {
    /// Takes one call, or says how many seconds to wait.
    fn take(&self, address: IpAddr, now: i64) -> Result<(), i64> {
        let mut whole_at = self.0.lock().expect("nobody panics while counting");
        if whole_at.len() > REMEMBERED {
            whole_at.retain(|_, at| *at > now);
        }
        let at = whole_at.entry(neighbourhood(address)).or_insert(now);
        let next = (*at).max(now) + REFILL_MS;
        let over = next - now - AT_ONCE * REFILL_MS;
        if over > 0 {
            return Err((over + 999) / 1000);
        }
        *at = next;
        Ok(())
    }
}

/// Stands before each open route.
pub(crate) async fn open_calls(State(gate): State<Gate>, request: HttpRequest, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let now = gate.house.now().as_millisecond();
    let address = parts.extensions.get::<Origin>().map(|origin| origin.address);
    if let Some(Err(seconds)) = address.map(|address| gate.open_calls.take(address, now)) {
        let problem = Problem::new(&codes::RATE_LIMITED, args![seconds = seconds]).with("retry_after", seconds.into());
        return Request::of(&parts).refuse(problem).into_response();
    }
    next.run(HttpRequest::from_parts(parts, body)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_its_calls_back_one_by_one() {
        let calls = OpenCalls::default();
        let (here, there) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        assert!((0..AT_ONCE).all(|_| calls.take(here, 0).is_ok()));
        assert_eq!(calls.take(here, 0), Err(1));
        assert!(calls.take(there, 0).is_ok(), "others do not wait");
        assert!(calls.take(here, REFILL_MS).is_ok());
        assert!(calls.take(here, REFILL_MS).is_err());
    }
}
