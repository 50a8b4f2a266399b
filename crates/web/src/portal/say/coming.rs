//! Photos, voice and video over a bad line: the tus protocol 1.0.0, its core and its extension for creation.
//!
//! ```text
//! POST  /say/330122/uploads            Upload-Length, Upload-Metadata: filename …     201 Location
//! HEAD  /say/330122/uploads/7          how much of it is kept                          200 Upload-Offset
//! PATCH /say/330122/uploads/7          Upload-Offset, the bytes from there on          204 Upload-Offset
//! GET   /say/330122/uploads/7          the same as HEAD; of a whole file its number
//! ```
//!
//! Each request carries the form's key as a header, and reaches only what this browser is saying. A quarter of a megabyte is sealed and
//! kept for sure at a time, so that a line that is cut in the middle of a request loses no more than that. Whether the whole may be
//! kept is looked at when its last byte is here, as with a form.

use super::{Visit, begun, going_on, known};
use crate::{
    error::Oops,
    page::Page,
    state::Web,
    upload::{LARGEST_FILE, inspect, shown_as},
};
use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION},
    },
    response::{AppendHeaders, IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::petition::{
    handed::Handed,
    saying::{Coming, Saying},
};
use http_body_util::BodyExt as _;
use kernel::{FileId, TenantId, refusal::Refusal};
use serde_json::json;
use store::Failure;

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const BYTES: &str = "application/offset+octet-stream";
/// So much is sealed and kept at a time, in bytes.
const PIECE: usize = 256 * 1024;

/// `OPTIONS`: what is spoken here.
pub async fn tell() -> Response {
    let told = [
        (RESUMABLE, HeaderValue::from_static(VERSION)),
        (HeaderName::from_static("tus-version"), HeaderValue::from_static(VERSION)),
        (HeaderName::from_static("tus-extension"), HeaderValue::from_static("creation")),
        (HeaderName::from_static("tus-max-size"), HeaderValue::from(LARGEST_FILE)),
    ];
    (StatusCode::NO_CONTENT, AppendHeaders(told)).into_response()
}

/// `POST`: begins a file.
pub async fn begin(State(web): State<Web>, page: Page, visit: Visit, Path(county): Path<TenantId>, headers: HeaderMap) -> Result<Response, Oops> {
    let county = known(&web, county)?;
    let length = match (speaks(&headers), number(&headers, &LENGTH)) {
        (false, _) => return Ok(answer(StatusCode::PRECONDITION_FAILED)),
        (true, None) => return Ok(answer(StatusCode::BAD_REQUEST)),
        (true, Some(length)) if length > LARGEST_FILE as u64 => return Ok(answer(StatusCode::PAYLOAD_TOO_LARGE)),
        (true, Some(length)) => length,
    };
    let saying = begun(&web, county, &visit).await?;
    match saying.expect(web.house(), &file_name(&headers), length).await {
        Ok(file) => {
            let place = HeaderValue::from_str(&format!("/say/{county}/uploads/{file}")).map_err(|error| Oops::Bug(error.to_string()))?;
            let told = [(RESUMABLE, HeaderValue::from_static(VERSION)), (LOCATION, place), (OFFSET, HeaderValue::from_static("0"))];
            Ok((StatusCode::CREATED, AppendHeaders(told)).into_response())
        }
        Err(Failure::Refused(refusal)) => Ok(refused(&page, &refusal)),
        Err(failure) => Err(failure.into()),
    }
}

/// `HEAD` and `GET`: how much is kept, and what became of it.
pub async fn look(State(web): State<Web>, page: Page, visit: Visit, Path((county, file)): Path<(TenantId, FileId)>) -> Result<Response, Oops> {
    let (saying, coming) = find(&web, county, &visit, file).await?;
    // The last byte was kept, and then the power went: it is looked at now.
    if coming.is_whole()
        && !coming.is_kept
        && let Some(answer) = finish(&web, &page, &saying, &coming).await?
    {
        return Ok(answer);
    }
    let (saying, coming) = find(&web, county, &visit, file).await?;
    Ok((headers_of(&coming, coming.received), Json(told(&page, &saying, &coming))).into_response())
}

/// `PATCH`: the bytes from an offset on.
pub async fn append(
    State(web): State<Web>,
    page: Page,
    visit: Visit,
    Path((county, file)): Path<(TenantId, FileId)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Oops> {
    let (saying, coming) = find(&web, county, &visit, file).await?;
    if !speaks(&headers) {
        return Ok(answer(StatusCode::PRECONDITION_FAILED));
    }
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes() != BYTES.as_bytes()) {
        return Ok(answer(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let Some(at) = number(&headers, &OFFSET) else { return Ok(answer(StatusCode::BAD_REQUEST)) };
    if at != coming.received {
        return Ok((StatusCode::CONFLICT, headers_of(&coming, coming.received)).into_response());
    }
    let left = coming.length.saturating_sub(at);
    if number(&headers, &CONTENT_LENGTH).is_some_and(|announced| announced > left) {
        return Ok(answer(StatusCode::PAYLOAD_TOO_LARGE));
    }
    let (end, came) = take(&web, &saying, &coming, body).await?;
    match came {
        Came::TooMuch => return Ok(answer(StatusCode::PAYLOAD_TOO_LARGE)),
        Came::Elsewhere => {
            let (_, now) = find(&web, county, &visit, file).await?;
            return Ok((StatusCode::CONFLICT, headers_of(&now, now.received)).into_response());
        }
        Came::Cut => return Ok(answer(StatusCode::BAD_REQUEST)),
        Came::All => {}
    }
    let whole = Coming { received: end, ..coming.clone() };
    if whole.is_whole()
        && !whole.is_kept
        && let Some(answer) = finish(&web, &page, &saying, &whole).await?
    {
        return Ok(answer);
    }
    Ok((StatusCode::NO_CONTENT, headers_of(&coming, end)).into_response())
}

/// How a body ended.
enum Came {
    All,
    /// The line was cut; what came is kept.
    Cut,
    /// It goes on past the length that was named.
    TooMuch,
    /// Another request kept other bytes there meanwhile.
    Elsewhere,
}

/// Keeps what comes, piece by piece; where the file ends now.
async fn take(web: &Web, saying: &Saying, coming: &Coming, mut body: Body) -> Result<(u64, Came), Oops> {
    let (mut end, mut held) = (coming.received, Vec::with_capacity(PIECE));
    let came = loop {
        match body.frame().await {
            None => break Came::All,
            Some(Err(_)) => break Came::Cut,
            Some(Ok(frame)) => {
                let Ok(data) = frame.into_data() else { continue };
                if end + (held.len() + data.len()) as u64 > coming.length {
                    break Came::TooMuch;
                }
                held.extend_from_slice(&data);
            }
        }
        while held.len() >= PIECE {
            let rest = held.split_off(PIECE);
            if !keep(web, saying, coming, &mut end, std::mem::replace(&mut held, rest)).await? {
                return Ok((end, Came::Elsewhere));
            }
        }
    };
    if matches!(came, Came::All | Came::Cut) && !held.is_empty() && !keep(web, saying, coming, &mut end, held).await? {
        return Ok((end, Came::Elsewhere));
    }
    Ok((end, came))
}

async fn keep(web: &Web, saying: &Saying, coming: &Coming, end: &mut u64, piece: Vec<u8>) -> Result<bool, Oops> {
    let size = piece.len() as u64;
    let is_kept = saying.receive(web.house(), coming.file, *end, piece).await?;
    if is_kept {
        *end += size;
    }
    Ok(is_kept)
}

/// Looks at the whole and keeps it; the answer when it may not be kept.
async fn finish(web: &Web, page: &Page, saying: &Saying, coming: &Coming) -> Result<Option<Response>, Oops> {
    let body = saying.gather(web.house(), coming).await?;
    let name = coming.name.clone();
    let looked = tokio::task::spawn_blocking(move || inspect("file".to_owned(), &name, body))
        .await
        .map_err(|_| Oops::Bug("looking at a file panicked".to_owned()))?;
    match looked {
        Ok(sent) => {
            let handed = Handed { name: sent.name, media_type: sent.media_type.to_owned(), body: sent.body };
            saying.settle(web.house(), coming, &handed).await?;
            Ok(None)
        }
        Err(refusal) => {
            saying.give_up(web.house(), coming.file).await?;
            Ok(Some(refused(page, &refusal)))
        }
    }
}

async fn find(web: &Web, county: TenantId, visit: &Visit, file: FileId) -> Result<(Saying, Coming), Oops> {
    let county = known(web, county)?;
    let saying = going_on(web, county, visit).await?.ok_or(Oops::NotFound)?;
    let coming = saying.coming_one(file)?;
    Ok((saying, coming))
}

fn speaks(headers: &HeaderMap) -> bool {
    headers.get(RESUMABLE).is_some_and(|version| version.as_bytes() == VERSION.as_bytes())
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// `filename <base 64>,…`; a file may come without a name.
fn file_name(headers: &HeaderMap) -> String {
    let told = headers.get(METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let named = told.split(',').filter_map(|pair| pair.trim().split_once(' ')).find(|(key, _)| *key == "filename");
    let bytes = named.and_then(|(_, value)| STANDARD.decode(value.trim()).ok()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).chars().take(200).collect()
}

fn headers_of(coming: &Coming, received: u64) -> AppendHeaders<[(HeaderName, HeaderValue); 4]> {
    AppendHeaders([
        (RESUMABLE, HeaderValue::from_static(VERSION)),
        (OFFSET, HeaderValue::from(received)),
        (LENGTH, HeaderValue::from(coming.length)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ])
}

fn answer(status: StatusCode) -> Response {
    (status, AppendHeaders([(RESUMABLE, HeaderValue::from_static(VERSION))])).into_response()
}

fn told(page: &Page, saying: &Saying, coming: &Coming) -> serde_json::Value {
    let kept = saying.files.iter().find(|handed| handed.file == coming.file);
    kept.map_or_else(
        || json!({ "name": coming.name, "percent": coming.percent() }),
        |handed| json!({ "file": handed.file.to_string(), "name": handed.name, "kind": page.named("file-kind", shown_as(&handed.media_type)) }),
    )
}

fn refused(page: &Page, refusal: &Refusal) -> Response {
    let told = [page.refusal_part(refusal, "says"), page.refusal_part(refusal, "way")].join(" ");
    (StatusCode::UNPROCESSABLE_ENTITY, AppendHeaders([(RESUMABLE, HeaderValue::from_static(VERSION))]), Json(json!({ "refused": told })))
        .into_response()
}
