//! One case, opened.

use crate::oops::{Oops, at};
use casework::{CaseKeys, House};
use kernel::{Opened, Sealed, StreamId, TenantId};
use serde_json::{Value, json};
use std::path::Path;
use store::{
    Tx,
    files::{self, StoredFile},
    keys, ledger,
};

/// The case with every text opened, and how many of its files were written into `folder`.
///
/// What was erased stands as `{"erased": true}`, what a party of a mediation told alone as `{"kept_apart": true}`: not even its seal leaves.
///
/// # Errors
/// What the engine or the system says; a body that is not whole is told in `missing`.
pub fn open(tx: &Tx<'_>, house: &House, tenant: TenantId, stream: StreamId, folder: &Path, missing: &mut Vec<String>) -> Result<(Value, u64), Oops> {
    let case_keys = house.vault().unwrap(tenant, stream, &keys::of_case(tx, tenant, stream)?);
    let mut events = vec![];
    for event in ledger::load(tx, tenant, stream)? {
        let mut payload: Value =
            serde_json::from_str(&event.payload).map_err(|error| Oops::wrong(format!("event {stream} version {}: {error}", event.version)))?;
        keep_apart(&mut payload);
        open_texts(&case_keys, &mut payload);
        events.push(json!({
            "version": event.version,
            "kind": event.kind,
            "acted_on": event.acted_on,
            "recorded_at": event.recorded_at,
            "actor": event.actor.to_string(),
            "organ": event.organ.to_string(),
            "payload": payload,
        }));
    }
    let (mut told, mut kept) = (vec![], 0);
    for file in files::of_case(tx, tenant, stream)?.into_iter().filter(|file| file.named_in.is_some()) {
        let name = case_keys.open(file.subject, "file-name", &Sealed::new(&file.name)).open();
        let written = if file.erased_at.is_none() { write_body(house, tenant, &case_keys, &file, folder) } else { Ok(None) };
        match &written {
            Ok(Some(_)) => kept += 1,
            Ok(None) => {}
            Err(sentence) => missing.push(sentence.clone()),
        }
        told.push(json!({
            "file": file.file.to_string(),
            "name": name,
            "media_type": file.media_type,
            "size": file.size,
            "named_in": file.named_in,
            "path": written.ok().flatten(),
        }));
    }
    Ok((json!({ "stream": stream.to_string(), "events": events, "files": told }), kept))
}

/// Writes a body out; its path below the export, or nothing when its person was erased.
fn write_body(house: &House, tenant: TenantId, case_keys: &CaseKeys, file: &StoredFile, folder: &Path) -> Result<Option<String>, String> {
    let Some(key) = case_keys.data_key(file.subject) else { return Ok(None) };
    let digest = file.digest().map_err(|error| error.to_string())?;
    let plain = house.files().read(&digest, tenant, file.file, key).map_err(|error| format!("file {}: {error}", file.file))?;
    let ending = match file.media_type.as_str() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        _ => "bin",
    };
    let path = folder.join(format!("{}.{ending}", file.file));
    std::fs::write(&path, plain).map_err(|error| at(&path)(error).text().to_owned())?;
    Ok(Some(format!("files/{tenant}/{}.{ending}", file.file)))
}

/// What was told alone stays with who mediates (C-47).
fn keep_apart(payload: &mut Value) {
    if let Some(note) = payload.pointer_mut("/did/told_apart/note") {
        *note = json!({ "kept_apart": true });
    }
}

/// Replaces sealed texts and cards within a payload by what they say.
fn open_texts(case_keys: &CaseKeys, value: &mut Value) {
    if let Some(opened) = opened(case_keys, value) {
        *value = opened;
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| open_texts(case_keys, item)),
        Value::Object(fields) => {
            let subject = fields.get("subject").and_then(Value::as_i64);
            if let (Some(subject), Some(card)) = (subject, fields.get_mut("card").filter(|card| !card.is_null())) {
                *card = sealed(card).map_or(Value::Null, |sealed| told(&case_keys.open(subject, "card", &sealed)));
            }
            fields.values_mut().for_each(|field| open_texts(case_keys, field));
        }
        _ => {}
    }
}

/// A sealed text of the narrative: `{"sealed": …, "chars": …}`.
fn opened(case_keys: &CaseKeys, value: &Value) -> Option<Value> {
    let fields = value.as_object().filter(|fields| fields.len() == 2 && fields.contains_key("chars"))?;
    let sealed = sealed(fields.get("sealed")?)?;
    Some(match case_keys.open(keys::NARRATIVE, "words", &sealed) {
        Opened::Open(text) => json!(text),
        Opened::Erased => json!({ "erased": true }),
    })
}

fn sealed(value: &Value) -> Option<Sealed> {
    serde_json::from_value(value.clone()).ok()
}

/// A card is JSON itself.
fn told(card: &Opened<String>) -> Value {
    match card {
        Opened::Open(text) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        Opened::Erased => json!({ "erased": true }),
    }
}
