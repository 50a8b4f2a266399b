//! Making a backup.

use super::{ErasureLine, FORMAT, Manifest, TableEntry, at, erasures_in, line, table_path, write_erasures};
use crate::{
    Db, Error, Failure, FromValue, Tx, Value,
    files::{self, FileStore, make_folder, sync_folder},
    migrate::{self, Table},
};
use kernel::{
    crypto::{Digest, Hasher, NotADigest, Suite},
    id::{FileId, TenantId},
    moment::Moment,
    random::Random,
};
use std::{fs::File, io::Write, path::Path};

/// How many bytes of rows are gathered before they are written out.
const GATHERED: usize = 1 << 18;

/// What a backup holds.
#[derive(Debug, Clone)]
pub struct Report {
    /// The manifest as it was written.
    pub manifest: Manifest,
    /// The erasures that were in force at the end.
    pub erasures: Vec<ErasureLine>,
}

/// What was found in the one view.
struct View {
    migrations: Vec<String>,
    tables: Vec<TableEntry>,
    bodies: Vec<Named>,
}

struct Named {
    tenant: TenantId,
    file: FileId,
    digest: Digest,
}

/// Copies tables, bodies and erasures into the new folder `into`, while others write.
///
/// A body whose row was erased while the copying went on is left out; one that is not there although its row stands
/// is listed in [`Manifest::missing`], and the backup goes on.
///
/// # Errors
/// What the engine or the system says; [`Error::Usage`] when `into` holds something already.
pub fn backup(db: &Db, from: &FileStore, into: &Path, suite: Suite, now: Moment, random: &dyn Random) -> Result<Report, Failure> {
    if into.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::Usage(format!("{} is not empty: a backup goes into a new folder", into.display())).into());
    }
    make_folder(&into.join("tables"))?;
    let folder = into.to_owned();
    let view = db.read_here(move |tx| Ok(view(tx, &folder, suite)?))?;
    sync_folder(&into.join("tables"))?;

    let copies = FileStore::new(&into.join("files"))?;
    let (mut files, mut file_bytes, mut missing) = (0, 0, vec![]);
    for body in view.bodies {
        let path = from.path(body.tenant, &body.digest);
        match File::open(&path) {
            Ok(mut sealed) => {
                file_bytes += copies.put_sealed(&mut sealed, body.tenant, &body.digest, random)?;
                files += 1;
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let (tenant, file) = (body.tenant, body.file);
                let row = db.read_here(move |tx| Ok(files::get(tx, tenant, file)?))?;
                if row.is_some_and(|row| row.erased_at.is_none()) {
                    missing.push(format!("{}/{}", body.tenant, body.digest));
                }
            }
            Err(source) => return Err(at(&path, source).into()),
        }
    }
    copies.remove_workplace()?;

    let lines = erasures_in(db)?;
    let erasures = write_erasures(&into.join("erasures.jsonl"), &lines, suite)?;
    let manifest = Manifest {
        format: FORMAT,
        made_at: now,
        engine: db.engine().to_owned(),
        migrations: view.migrations,
        tables: view.tables,
        files,
        file_bytes,
        missing,
        erasures,
    };
    write_manifest(into, &manifest)?;
    Ok(Report { manifest, erasures: lines })
}

fn write_manifest(into: &Path, manifest: &Manifest) -> Result<(), Error> {
    let text = serde_json::to_vec_pretty(manifest).map_err(|error| Error::Usage(error.to_string()))?;
    let path = into.join("manifest.json");
    let temporary = into.join("manifest.new");
    let mut file = File::create(&temporary).map_err(|source| at(&temporary, source))?;
    file.write_all(&text).and_then(|()| file.sync_all()).map_err(|source| at(&temporary, source))?;
    std::fs::rename(&temporary, &path).map_err(|source| at(&path, source))?;
    sync_folder(into)
}

/// Writes every table in one view; also which bodies the rows of that view name.
fn view(tx: &Tx<'_>, into: &Path, suite: Suite) -> Result<View, Error> {
    let mut migrations: Vec<String> = vec![];
    tx.values("SELECT name FROM migration ORDER BY nth", &[], &mut |columns| {
        migrations.push(FromValue::from_value(columns.next().unwrap_or(Value::Null))?);
        Ok(())
    })?;
    let known = migrate::tables_of(migrations.len());
    let kept = known.iter().filter(|table| !migrate::PASSING.contains(&table.name));
    let tables = kept.map(|table| write_table(tx, into, table, suite)).collect::<Result<_, _>>()?;
    let mut bodies = vec![];
    tx.values("SELECT tenant, file, digest FROM file WHERE erased_at IS NULL ORDER BY tenant, file", &[], &mut |columns| {
        let mut next = || columns.next().unwrap_or(Value::Null);
        let (tenant, file, digest) = (FromValue::from_value(next())?, FromValue::from_value(next())?, String::from_value(next())?);
        let digest = digest.parse().map_err(|error: NotADigest| Error::Damaged(format!("file {file}: {error}")))?;
        bodies.push(Named { tenant, file, digest });
        Ok(())
    })?;
    Ok(View { migrations, tables, bodies })
}

fn write_table(tx: &Tx<'_>, into: &Path, table: &Table, suite: Suite) -> Result<TableEntry, Error> {
    let path = table_path(into, table.name);
    let mut out = Out { file: File::create(&path).map_err(|source| at(&path, source))?, hasher: Hasher::new(suite), gathered: vec![] };
    let failed = |source| at(&path, source);
    let mut rows = 0;
    line::write(&mut table.columns.iter().map(|column| Value::from(*column)), &mut out.gathered)?;
    tx.whole_table(table.name, &table.columns, &table.key, &mut |columns| {
        rows += 1;
        line::write(columns, &mut out.gathered)?;
        if out.gathered.len() >= GATHERED { out.write().map_err(failed) } else { Ok(()) }
    })?;
    out.write().and_then(|()| out.file.sync_all()).map_err(failed)?;
    Ok(TableEntry { name: table.name.to_owned(), rows, digest: out.hasher.finish() })
}

struct Out {
    file: File,
    hasher: Hasher,
    gathered: Vec<u8>,
}

impl Out {
    fn write(&mut self) -> std::io::Result<()> {
        self.hasher.bytes(&self.gathered);
        self.file.write_all(&self.gathered)?;
        self.gathered.clear();
        Ok(())
    }
}
