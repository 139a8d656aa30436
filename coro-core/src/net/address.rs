//! [`Address`]: what can be connected and bound to, and how names are resolved.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::vec;

use crate::task::{JoinError, spawn_blocking};

/// An address, or a name that stands for several: `"localhost:80"`, `("localhost", 80)`, a [`SocketAddr`] and so on.
///
/// Names are resolved by the system, on a thread of the loop's pool: what the system offers for that blocks.
pub trait Address: sealed::Sealed {}

/// What an [`Address`] comes to: addresses to be tried in turn, or a name.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Addresses {
    /// Apart from [`Many`](Addresses::Many), so that to send a datagram allocates nothing.
    One(SocketAddr),
    Many(Vec<SocketAddr>),
    /// With its port, if that is not a part of it.
    Name(String, Option<u16>),
}

mod sealed {
    pub trait Sealed {
        fn addresses(self) -> super::Addresses;
    }
}

impl Addresses {
    fn of_text(text: &str) -> Self {
        match text.parse() {
            Ok(address) => Addresses::One(address),
            Err(_) => Addresses::Name(text.to_owned(), None),
        }
    }

    fn of_host(host: &str, port: u16) -> Self {
        match host.parse::<IpAddr>() {
            Ok(ip) => Addresses::One((ip, port).into()),
            Err(_) => Addresses::Name(host.to_owned(), Some(port)),
        }
    }
}

/// The first address that an address stands for, and those after it.
async fn resolve(address: impl Address) -> io::Result<(SocketAddr, vec::IntoIter<SocketAddr>)> {
    let mut addresses = match address.addresses() {
        Addresses::One(address) => return Ok((address, Vec::new().into_iter())),
        Addresses::Many(addresses) => addresses.into_iter(),
        Addresses::Name(host, port) => look_up(host, port).await?.into_iter(),
    };
    match addresses.next() {
        Some(first) => Ok((first, addresses)),
        None => Err(io::Error::new(io::ErrorKind::InvalidInput, "the name stands for no address")),
    }
}

/// Has the system resolve a name.
async fn look_up(name: String, port: Option<u16>) -> io::Result<Vec<SocketAddr>> {
    let resolved = match port {
        Some(port) => spawn_blocking(move || (name, port).to_socket_addrs().map(Vec::from_iter)).await,
        None => spawn_blocking(move || name.to_socket_addrs().map(Vec::from_iter)).await,
    };
    resolved.unwrap_or_else(|error| match error {
        JoinError::Panicked(panic) => std::panic::resume_unwind(panic),
        JoinError::Cancelled(_) => Err(io::ErrorKind::Interrupted.into()),
    })
}

/// Tries each address in turn, until one is right. The error is that of the last.
pub(super) async fn first_of<T>(
    address: impl Address,
    mut attempt: impl AsyncFnMut(SocketAddr) -> io::Result<T>,
) -> io::Result<T> {
    let (first, others) = resolve(address).await?;
    let mut result = attempt(first).await;
    for address in others {
        if result.is_ok() {
            break;
        }
        result = attempt(address).await;
    }
    result
}

/// The first of the addresses.
pub(super) async fn first(address: impl Address) -> io::Result<SocketAddr> {
    Ok(resolve(address).await?.0)
}

macro_rules! address {
    ($($type:ty: $address:pat => $addresses:expr;)*) => {
        $(
            impl Address for $type {}

            impl sealed::Sealed for $type {
                fn addresses(self) -> Addresses {
                    let $address = self;
                    $addresses
                }
            }
        )*
    };
}

address! {
    SocketAddr: address => Addresses::One(address);
    &[SocketAddr]: addresses => Addresses::Many(addresses.to_vec());
    Vec<SocketAddr>: addresses => Addresses::Many(addresses);
    (IpAddr, u16): address => Addresses::One(address.into());
    &str: text => Addresses::of_text(text);
    String: text => Addresses::of_text(&text);
    &String: text => Addresses::of_text(text);
    (&str, u16): (host, port) => Addresses::of_host(host, port);
    (String, u16): (host, port) => Addresses::of_host(&host, port);
}
