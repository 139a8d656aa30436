//! [`Address`]: what can be connected and bound to, and how names are resolved.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};

use crate::task::{JoinError, spawn_blocking};

/// An address, or a name that stands for several: `"localhost:80"`, `("localhost", 80)`, a [`SocketAddr`] and so on.
///
/// Names are resolved by the system, on a thread of the loop's pool: what the system offers for that blocks.
pub trait Address: sealed::Sealed {}

/// What an [`Address`] comes to: addresses to be tried in turn, or a name.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Addresses {
    Known(Vec<SocketAddr>),
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
            Ok(address) => Addresses::Known(vec![address]),
            Err(_) => Addresses::Name(text.to_owned(), None),
        }
    }

    fn of_host(host: &str, port: u16) -> Self {
        match host.parse::<IpAddr>() {
            Ok(ip) => Addresses::Known(vec![(ip, port).into()]),
            Err(_) => Addresses::Name(host.to_owned(), Some(port)),
        }
    }
}

/// All addresses that an address stands for.
pub(super) async fn resolve(address: impl Address) -> io::Result<Vec<SocketAddr>> {
    let resolved = match address.addresses() {
        Addresses::Known(addresses) => return Ok(addresses),
        Addresses::Name(host, Some(port)) => {
            spawn_blocking(move || (host, port).to_socket_addrs().map(Vec::from_iter)).await
        }
        Addresses::Name(text, None) => {
            spawn_blocking(move || text.to_socket_addrs().map(Vec::from_iter)).await
        }
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
    let mut last = io::Error::new(io::ErrorKind::InvalidInput, "the name stands for no address");
    for address in resolve(address).await? {
        match attempt(address).await {
            Ok(value) => return Ok(value),
            Err(error) => last = error,
        }
    }
    Err(last)
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
    SocketAddr: address => Addresses::Known(vec![address]);
    &[SocketAddr]: addresses => Addresses::Known(addresses.to_vec());
    Vec<SocketAddr>: addresses => Addresses::Known(addresses);
    (IpAddr, u16): address => Addresses::Known(vec![address.into()]);
    &str: text => Addresses::of_text(text);
    String: text => Addresses::of_text(&text);
    &String: text => Addresses::of_text(text);
    (&str, u16): (host, port) => Addresses::of_host(host, port);
    (String, u16): (host, port) => Addresses::of_host(&host, port);
}
