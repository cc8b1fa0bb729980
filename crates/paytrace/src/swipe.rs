//! A card that was swiped: its tracks, encrypted by the reader, or in clear with the feature `raw-card-data`.

use std::fmt;

#[cfg(feature = "raw-card-data")]
use secrecy::{ExposeSecret, SecretString};

use crate::Outgoing;
use crate::encrypted::EncryptedSwipe;

/// The tracks of a swiped card: an [`EncryptedSwipe`], or with the feature `raw-card-data` tracks in clear.
///
/// Calls take whatever becomes one by `into()`. Never printed. No program may keep tracks after the call.
#[derive(Clone)]
pub struct Swipe(Tracks);

#[derive(Clone)]
enum Tracks {
    Encrypted(EncryptedSwipe),
    #[cfg(feature = "raw-card-data")]
    Raw(CardSwipe),
}

/// The tracks of a card as the reader gave them, in clear: at most 512 characters.
#[cfg(feature = "raw-card-data")]
#[derive(Clone)]
pub struct CardSwipe(SecretString);

/// The most characters of all tracks: 79 + 40 + 107, with room for the marks of readers.
#[cfg(feature = "raw-card-data")]
const LONGEST: usize = 512;

#[cfg(feature = "raw-card-data")]
impl CardSwipe {
    /// Takes track 1 (`%B…?`), track 2 (`;…?`) or both in one text.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), without the text: it holds neither track, is longer than
    /// 512 characters, or holds something else than printable ASCII.
    pub fn new(tracks: impl Into<SecretString>) -> Result<Self, crate::Error> {
        let tracks = tracks.into();
        let text = tracks.expose_secret();
        let has_track = text.contains("%B") || text.contains(';');
        let printable = text.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
        if !has_track || !printable || text.len() > LONGEST {
            let message =
                "the swipe must hold track 1 (%B…?) or track 2 (;…?), at most 512 printable characters";
            return Err(crate::Error::invalid(message));
        }
        Ok(Self(tracks))
    }
}

impl Swipe {
    /// Adds the tracks as v1 takes them.
    pub(crate) fn add_to(&self, outgoing: Outgoing) -> Outgoing {
        match &self.0 {
            Tracks::Encrypted(tracks) => outgoing.with("encrypted_swipe", tracks.expose()),
            #[cfg(feature = "raw-card-data")]
            Tracks::Raw(tracks) => outgoing.with("swipe", tracks.0.expose_secret()),
        }
    }
}

impl From<EncryptedSwipe> for Swipe {
    fn from(tracks: EncryptedSwipe) -> Self {
        Self(Tracks::Encrypted(tracks))
    }
}

#[cfg(feature = "raw-card-data")]
impl From<CardSwipe> for Swipe {
    fn from(tracks: CardSwipe) -> Self {
        Self(Tracks::Raw(tracks))
    }
}

#[cfg(feature = "raw-card-data")]
impl fmt::Debug for CardSwipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardSwipe([redacted])")
    }
}

impl fmt::Debug for Swipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Swipe([redacted])")
    }
}

#[cfg(all(test, feature = "raw-card-data"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_swipe_is_refused_without_its_text() {
        for text in ["", "4012000098765439", ";4012\n", &";".repeat(513)] {
            let error = CardSwipe::new(text.to_owned()).expect_err("no swipe").to_string();
            assert!(text.is_empty() || !error.contains("4012"), "{error}");
        }
        let swipe = Swipe::from(CardSwipe::new(";4012000098765439=3012?").expect("track 2"));
        assert_eq!(format!("{swipe:?}"), "Swipe([redacted])");
    }
}
