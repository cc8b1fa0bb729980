//! Whether two invoice ids can be one that was written differently on its way.

/// Whether two ids have the same letters and digits, in either case; `&amp;` and its like may stand for a sign.
///
/// Signs and blanks are passed over, since a gateway can escape, merge or drop them. So are letters outside ASCII.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let core = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let cores = |text: &str| [core(text), core(&without_entities(text))];
    let others = cores(other);
    cores(one).iter().any(|core| others.contains(core))
}

/// The longest name of an entity that is looked for, as in `&quot;` or `&#x2019;`.
const LONGEST: usize = 8;

/// A text without the entities of HTML, also where it was escaped twice.
fn without_entities(text: &str) -> String {
    let text = text.replace("&amp;", "&").replace("&amp;", "&");
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let entity = behind.split_once(';').filter(|(name, _)| is_name(name));
        rest = entity.map_or(behind, |(_, left)| left);
    }
    out.push_str(rest);
    out
}

fn is_name(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_alike_by_letters_and_digits() {
        for (one, other) in [
            ("INV  1", "INV 1"),
            ("INV-1", "inv1"),
            ("A & B 7", "A &amp; B 7"),
            ("A & B 7", "A &amp;amp; B 7"),
            ("O'Hara 7", "O&#39;Hara 7"),
            ("A&B;C", "A&amp;B;C"),
            ("caf\u{e9} 7", "caf&eacute; 7"),
            ("R&D", "r&d"),
        ] {
            assert!(are_alike(one, other) && are_alike(other, one), "{one} {other}");
        }
        for (one, other) in [("INV-1", "INV-10"), ("INV-1", "INV"), ("A&B", "A&C"), ("7", "")] {
            assert!(!are_alike(one, other) && !are_alike(other, one), "{one} {other}");
        }
    }
}
