//! Lists what is embedded: the bundled assets and the message catalogues. Bundles nothing itself: without `assets/dist`
//! the build stops and says which command makes it.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let dist = root.join("assets/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    if !dist.join("manifest.json").is_file() {
        println!("cargo::error=the bundled assets are missing: run `make assets` (or `npm ci && npm run build` in assets/) and build again");
        return Ok(());
    }
    fs::write(out.join("assets.rs"), list("ASSETS", "&[u8]", "include_bytes!", &dist)?)?;
    let mut catalogues = String::new();
    for (language, name) in [("zh-CN", "CHINESE"), ("en", "ENGLISH")] {
        let folder = root.join("locales").join(language);
        println!("cargo::rerun-if-changed={}", folder.display());
        catalogues.push_str(&list(name, "&str", "include_str!", &folder)?);
    }
    fs::write(out.join("catalogues.rs"), catalogues)?;
    Ok(())
}

/// `static NAME: &[(file name, content)]` of the files of a folder.
fn list(name: &str, kind: &str, include: &str, folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    files.sort();
    let mut text = format!("static {name}: &[(&str, {kind})] = &[\n");
    for file in files.iter().filter(|file| file.is_file()) {
        println!("cargo::rerun-if-changed={}", file.display());
        let file_name = file.file_name().ok_or("a file without a name")?.to_string_lossy();
        writeln!(text, "    ({file_name:?}, {include}({:?})),", file.display().to_string())?;
    }
    text.push_str("];\n");
    Ok(text)
}
