//! What the server answers to requests that are not for a WebSocket: the one page.

use std::fmt::Display;

use async_tungstenite::tungstenite::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderValue, ORIGIN, UPGRADE,
};
use async_tungstenite::tungstenite::http::{HeaderName, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::ansi::escaped;
use crate::files::Prefixes;
use crate::websocket::{Request, Response};

/// The page follows the log that its own path names.
const PAGE: &str = include_str!("page.html");
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:";
/// What a URL's path does not have as it is.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'%')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// The page, or nothing for the request of a viewer.
pub fn page(request: &Request, prefixes: &Prefixes) -> Option<Response> {
    if !request.headers().contains_key(UPGRADE) {
        return Some(response(StatusCode::OK, PAGE.replace("<!-- logs -->", &list(prefixes))));
    }
    // Any page that a browser shows may connect to any host, and logs are not for every page.
    if is_foreign(request) {
        return Some(response(StatusCode::FORBIDDEN, "this is for pages of this server".to_owned()));
    }
    None
}

/// Whether it comes from a page of another server. What is no browser names no origin.
fn is_foreign(request: &Request) -> bool {
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    header(ORIGIN).is_some_and(|origin| origin.split_once("://").map(|(_, host)| host) != header(HOST))
}

/// A file's path in a URL.
pub fn url(path: &str) -> impl Display {
    utf8_percent_encode(path, RESERVED)
}

fn list(prefixes: &Prefixes) -> String {
    let files = prefixes.list();
    let paths = files.iter().filter_map(|file| file.to_str());
    let link = |path| format!("<li><a href=\"{}\">{}</a>\n", url(path), escaped(path));
    paths.map(link).collect()
}

fn response(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
