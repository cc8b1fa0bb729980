//! `POST /v1/transactions/attach_signature`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::v1::answer::Answer;
use crate::{Effect, Endpoint, Error, Operation, Outgoing, RawReply, TransactionId};

/// The most bytes of an image that are sent. PayTrace documents no limit.
const LARGEST: usize = 512 * 1024;

/// Keeps the image of the customer's signature with a transaction.
///
/// The image is never printed.
///
/// # Refused with
/// `58`: PayTrace does not know the transaction; besides, what every call can be refused with
/// ([`v1`](crate::v1#what-is-refused)).
///
/// # If the answer is lost
/// Send it again. PayTrace does not document whether it keeps one signature or several: the same image may then be
/// there twice (not verified); no money is touched by it.
///
/// # Source
/// PayTrace's gem for its older interface (`attach_signature`), read 2026-11. PayTrace does not document the v1
/// path where we can read it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttachSignature {
    transaction_id: TransactionId,
    image: Box<[u8]>,
    image_type: ImageType,
}

/// The format of a signature's image. PayTrace does not document which it takes; its own sample sends `PNG`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImageType {
    /// `PNG`.
    Png,
    /// `JPG`.
    Jpeg,
    /// `BMP`.
    Bmp,
    /// `GIF`.
    Gif,
    /// Any other word: letters and digits, at most 10.
    Other(Box<str>),
}

/// The signature is attached (code 172).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureAttached;

impl ImageType {
    /// The format as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPG",
            Self::Bmp => "BMP",
            Self::Gif => "GIF",
            Self::Other(word) => word,
        }
    }
}

impl AttachSignature {
    /// Attaches an image of at most 512 KiB.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): the image is empty or larger than 512 KiB, or its format
    /// is no word of 1 to 10 letters and digits.
    pub fn new(
        transaction_id: TransactionId,
        image: impl Into<Box<[u8]>>,
        image_type: ImageType,
    ) -> Result<Self, Error> {
        let image = image.into();
        if image.is_empty() || image.len() > LARGEST {
            return Err(Error::invalid("the signature's image must have 1 byte to 512 KiB"));
        }
        let word = image_type.as_str();
        if !(1..=10).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Error::invalid("the image's format must be a word of 1 to 10 letters and digits"));
        }
        Ok(Self { transaction_id, image, image_type })
    }
}

impl Operation for AttachSignature {
    type Reply = SignatureAttached;
    const NAME: &'static str = "transaction.attach_signature";
    const ENDPOINT: Endpoint = Endpoint::v1("/v1/transactions/attach_signature");
    const EFFECT: Effect = Effect::Repeatable;

    fn outgoing(&self) -> Result<Outgoing, Error> {
        Ok(Outgoing::to(Self::ENDPOINT)
            .with("transaction_id", self.transaction_id.get())
            .with("image_data", STANDARD.encode(&self.image))
            .with("image_type", self.image_type.as_str()))
    }

    fn reply(&self, raw: &RawReply) -> Result<SignatureAttached, Error> {
        let answer = Answer::read(raw)?;
        match (answer.success, answer.code) {
            (true, 172) => answer.same_transaction(self.transaction_id).map(|_| SignatureAttached),
            _ => Err(answer.unexpected()),
        }
    }
}

impl fmt::Debug for AttachSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttachSignature")
            .field("transaction_id", &self.transaction_id)
            .field("bytes", &self.image.len())
            .field("image_type", &self.image_type)
            .finish_non_exhaustive()
    }
}
