//! Addresses of the network, and which of them belong together.

use std::{fmt, net::IpAddr, str::FromStr};

/// Addresses that begin alike: `10.1.0.0/16`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, plain(address)) {
            (IpAddr::V4(_), address @ IpAddr::V4(_)) | (IpAddr::V6(_), address @ IpAddr::V6(_)) => masked(address, self.bits) == self.first,
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Network, ()> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(drop)?)),
            None => (text, None),
        };
        let address = plain(address.trim().parse().map_err(drop)?);
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(all);
        if bits > all { Err(()) } else { Ok(Network { first: masked(address, bits), bits }) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = if self.first.is_ipv4() { 32 } else { 128 };
        if self.bits == all { write!(out, "{}", self.first) } else { write!(out, "{}/{}", self.first, self.bits) }
    }
}

/// The address under which tries are counted: one of IPv4; of IPv6 the 64 bits that a household or an office shares.
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    let address = plain(address);
    if address.is_ipv4() { address } else { masked(address, 64) }
}

/// An IPv4 address that comes in the dress of IPv6 is itself.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

fn masked(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(four) => IpAddr::V4((u32::from(four) & u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0)).into()),
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) & u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_what_begins_like_it() {
        let network = |text: &str| text.parse::<Network>().expect("a network");
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert!(network("10.1.0.0/16").contains(address("10.1.255.3")));
        assert!(!network("10.1.0.0/16").contains(address("10.2.0.1")));
        assert!(network("10.1.2.3").contains(address("::ffff:10.1.2.3")));
        assert!(!network("10.1.2.3").contains(address("10.1.2.4")));
        assert!(network("0.0.0.0/0").contains(address("8.8.8.8")) && !network("0.0.0.0/0").contains(address("::1")));
        assert!(network("2001:db8::/32").contains(address("2001:db8:1::9")));
        assert_eq!(network("10.1.2.3/16").to_string(), "10.1.0.0/16");
        assert_eq!(network("::1").to_string(), "::1");
        for wrong in ["", "10.1.0.0/33", "host", "10.1.0.0/", "1.2.3", "::/129"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
        assert_eq!(neighbourhood(address("2001:db8:1:2:3:4:5:6")), address("2001:db8:1:2::"));
        assert_eq!(neighbourhood(address("192.0.2.7")), address("192.0.2.7"));
    }
}
