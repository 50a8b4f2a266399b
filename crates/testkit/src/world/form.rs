//! Forms as a browser reads them out of a page: their fields with what stands in them, and what may be chosen.

/// A form of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Where it is sent to, without the place on the page.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// Whether it is sent as `multipart/form-data`.
    pub multipart: bool,
    /// Its fields in order, with what a browser would send if nothing were touched.
    pub fields: Vec<(String, String)>,
    /// What lists, rounds and boxes offer, by field.
    pub offers: Vec<(String, String)>,
    /// The names of all its fields, files and untouched rounds too.
    pub names: Vec<String>,
}

/// One tag: its name, its attributes, and where the text after it begins.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(String, String)>,
    after: usize,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A list as it is read: its name, whether several may be chosen, its options and which of them are.
struct List {
    name: String,
    several: bool,
    options: Vec<(String, bool)>,
}

/// The forms of a page.
#[must_use]
pub fn forms(page: &str) -> Vec<Form> {
    let mut found = vec![];
    let mut form: Option<Form> = None;
    let mut list: Option<List> = None;
    let mut at = 0;
    while let Some(tag) = next_tag(page, at) {
        at = tag.after;
        match (tag.name, &mut form) {
            ("form", _) => {
                form = Some(Form {
                    action: tag.get("action").unwrap_or_default().split('#').next().unwrap_or_default().to_owned(),
                    method: tag.get("method").unwrap_or("get").to_lowercase(),
                    multipart: tag.get("enctype") == Some("multipart/form-data"),
                    ..Form::default()
                });
            }
            ("/form", Some(_)) => found.extend(form.take()),
            ("input", Some(form)) => input(form, &tag),
            ("button", Some(form)) => {
                if let Some(name) = tag.get("name") {
                    form.names.push(name.to_owned());
                    form.offers.push((name.to_owned(), tag.get("value").unwrap_or_default().to_owned()));
                }
            }
            ("textarea", Some(form)) => {
                let end = page[at..].find("</textarea").map_or(page.len(), |end| at + end);
                let text = unescape(&page[at..end]);
                let name = tag.get("name").unwrap_or_default().to_owned();
                form.names.push(name.clone());
                form.fields.push((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()));
                at = end;
            }
            ("select", Some(_)) => {
                list = Some(List { name: tag.get("name").unwrap_or_default().to_owned(), several: tag.get("multiple").is_some(), options: vec![] })
            }
            ("option", Some(_)) => {
                if let Some(list) = &mut list {
                    list.options.push((tag.get("value").unwrap_or_default().to_owned(), tag.get("selected").is_some()));
                }
            }
            ("/select", Some(form)) => {
                if let Some(List { name, several, options }) = list.take() {
                    form.names.push(name.clone());
                    let chosen = options.iter().find(|(_, selected)| *selected).or_else(|| options.first().filter(|_| !several));
                    form.fields.extend(chosen.map(|(value, _)| (name.clone(), value.clone())));
                    form.offers.extend(options.into_iter().map(|(value, _)| (name.clone(), value)));
                }
            }
            _ => {}
        }
    }
    found
}

fn input(form: &mut Form, tag: &Tag<'_>) {
    let (Some(name), kind) = (tag.get("name"), tag.get("type").unwrap_or("text")) else { return };
    let value = tag.get("value").unwrap_or(if kind == "checkbox" { "on" } else { "" });
    form.names.push(name.to_owned());
    match kind {
        "file" | "submit" | "button" | "image" => {}
        "radio" | "checkbox" => {
            form.offers.push((name.to_owned(), value.to_owned()));
            if tag.get("checked").is_some() {
                form.fields.push((name.to_owned(), value.to_owned()));
            }
        }
        _ => form.fields.push((name.to_owned(), value.to_owned())),
    }
}

fn next_tag(page: &str, from: usize) -> Option<Tag<'_>> {
    let start = from + page.get(from..)?.find('<')? + 1;
    let rest = page.get(start..)?;
    let name_end = rest.find(|letter: char| letter.is_whitespace() || letter == '>')?;
    let (name, mut at) = (&rest[..name_end], name_end);
    let mut attributes = vec![];
    loop {
        let spaces = rest[at..].len() - rest[at..].trim_start().len();
        at += spaces;
        let here = &rest[at..];
        if here.is_empty() || here.starts_with('>') {
            return Some(Tag { name, attributes, after: start + at + usize::from(!here.is_empty()) });
        }
        let key_end = here.find(|letter: char| letter.is_whitespace() || "=>".contains(letter)).unwrap_or(here.len());
        let key = here[..key_end].to_lowercase();
        at += key_end.max(1);
        let Some(value) = here.get(key_end..).and_then(|rest| rest.strip_prefix('=')) else {
            if key_end > 0 {
                attributes.push((key, String::new()));
                at = at - key_end.max(1) + key_end;
            }
            continue;
        };
        at += 1;
        let (value, used) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = value[1..].find(quote).map_or(value.len() - 1, |end| end);
                (&value[1..=end], end + 2)
            }
            _ => {
                let end = value.find(|letter: char| letter.is_whitespace() || letter == '>').unwrap_or(value.len());
                (&value[..end], end)
            }
        };
        at = (at + used).min(rest.len());
        attributes.push((key, unescape(value)));
    }
}

/// Text as it is read: `&#38;` and `&amp;` are `&`.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 12);
        let letter = end.and_then(|end| match &rest[1..end] {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            number => {
                let number = number.strip_prefix('#')?;
                let code = number.strip_prefix('x').map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
                char::from_u32(code)
            }
        });
        match (letter, end) {
            (Some(letter), Some(end)) => {
                plain.push(letter);
                rest = &rest[end + 1..];
            }
            _ => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::{forms, unescape};

    #[test]
    fn a_form_is_read_as_a_browser_reads_it() {
        let page = r#"<p>x</p><form method="post" action="/desk/case/7/note" enctype="multipart/form-data">
            <input type="hidden" name="form_key" value="k.p" data-goes-along>
            <label><input type="radio" name="kind" value="talk" checked required><span>谈话</span></label><label><input type="radio" name="kind" value="other"></label>
            <textarea id="w" name="words" rows="3">
she said &#34;no&#34; &amp; left</textarea>
            <select name="to"><option value="1">one</option><option value="2" selected>two</option></select>
            <select name="accused" multiple size="4"><option value="1">one</option></select>
            <input type="checkbox" name="shown" value="on"><input type="file" name="file"><button class="btn" type="submit">go</button></form>"#;
        let found = forms(page);
        let form = &found[0];
        assert_eq!((form.action.as_str(), form.method.as_str(), form.multipart), ("/desk/case/7/note", "post", true));
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("form_key", "k.p"), ("kind", "talk"), ("words", "she said \"no\" & left"), ("to", "2")]);
        assert!(form.offers.contains(&("accused".to_owned(), "1".to_owned())));
        assert!(form.names.contains(&"file".to_owned()));
        assert_eq!(unescape("&#60;&lt;&x;&"), "<<&x;&");
    }
}
