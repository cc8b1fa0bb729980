//! The texts of one row, packed into a single allocation.

/// Stands between two texts; request bodies with control characters are refused, so none holds it.
const SEPARATOR: char = '\u{1f}';

/// A row's texts in a fixed order; a text that is absent is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Texts(Box<str>);

impl Texts {
    pub(super) fn pack<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut packed = String::with_capacity(96);
        for (position, text) in texts.into_iter().enumerate() {
            if position > 0 {
                packed.push(SEPARATOR);
            }
            packed.push_str(text);
        }
        Self(packed.into_boxed_str())
    }

    /// Puts another text in the place of the one at `position`.
    pub(super) fn set(&mut self, position: usize, text: &str) {
        let texts = self.0.split(SEPARATOR).enumerate();
        *self = Self::pack(texts.map(|(at, old)| if at == position { text } else { old }));
    }

    /// The text at `position`, empty if absent.
    pub(super) fn at(&self, position: usize) -> &str {
        self.0.split(SEPARATOR).nth(position).unwrap_or_default()
    }

    /// The text at `position`, if present.
    pub(super) fn some(&self, position: usize) -> Option<&str> {
        Some(self.at(position)).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_in_their_order() {
        let texts = Texts::pack(["INV-1", "", "Größe 7 \"x\""]);
        assert_eq!((texts.at(0), texts.some(1), texts.some(2)), ("INV-1", None, Some("Größe 7 \"x\"")));
        assert_eq!(texts.some(3), None);
    }
}
