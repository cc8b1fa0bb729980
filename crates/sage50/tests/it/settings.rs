//! Settings that are refused before anything is sent.

use std::time::Duration;

use sage50::rest::{ApiKey, RestDoor, RestDoorBuilder};
use sage50::{ErrorKind, Outcome};

fn builder(address: &str) -> RestDoorBuilder {
    RestDoor::builder(address.parse().unwrap(), ApiKey::new("key"))
}

#[test]
fn an_address_without_encryption_is_taken_for_this_machine_only() {
    for good in ["https://sage.example.com", "http://localhost:1", "http://127.9.9.9", "http://[::1]/gate"] {
        assert!(builder(good).build().is_ok(), "{good}");
    }
    for bad in [
        "http://sage.example.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "ftp://localhost",
        "file:///tmp",
        "https://user@sage.example.com",
        "https://:word@sage.example.com",
        "https://sage.example.com?key=1",
        "https://sage.example.com#x",
    ] {
        let error = builder(bad).build().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing), "{bad}");
    }
}

#[test]
fn keys_businesses_and_timeouts_are_checked() {
    let address = "https://sage.example.com";
    for key in ["", " ", "a b", "a\r\nx-evil: 1", "ключ"] {
        assert!(RestDoor::builder(address.parse().unwrap(), ApiKey::new(key)).build().is_err(), "{key:?}");
    }
    assert!(builder(address).with_business("a\nb").build().is_err());
    assert!(builder(address).with_timeout(Duration::ZERO).build().is_err());
}
