//! Both simulators and the program, over HTTP.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test code")]

mod paytrace;
mod sage50;

/// A plain HTTP client.
///
/// In a build where another package switches on TLS without a provider, `reqwest` wants one for plain HTTP too; the
/// PayTrace client's transport installs it.
fn http() -> reqwest::Client {
    let base = "http://127.0.0.1:1".parse().unwrap();
    drop(::paytrace::transport::ReqwestTransport::new(base).unwrap());
    reqwest::Client::builder().no_proxy().build().unwrap()
}
