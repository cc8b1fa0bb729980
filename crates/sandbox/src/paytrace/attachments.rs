//! What is attached to transactions: e-mailed receipts, signatures, Level 3 data.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::quoted;
use super::state::State;

/// The most characters of an e-mail address.
const EMAIL_LIMIT: usize = 254;

/// The attachments of all transactions, by transaction id.
pub(super) type Attachments = HashMap<i64, Attached>;

/// What is attached to one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attached {
    /// The addresses receipts were mailed to, the latest last. Nothing is really mailed.
    pub receipts: Vec<String>,
    /// The image of the customer's signature.
    pub signature: Option<Signature>,
    /// The Level 3 members as they were sent; later ones replace earlier ones of the same name.
    pub level_three: Map<String, Value>,
}

/// The image of a customer's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// The bytes of the image.
    pub image: Vec<u8>,
    /// Its format in the words of the request, such as `png`.
    pub image_type: String,
}

impl State {
    /// Takes note of a receipt; the row says where the latest went.
    pub(super) fn email_receipt(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (position, id, _) = self.named(body)?;
        let email = body.text("email");
        let is_address =
            email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if !is_address || email.chars().count() > EMAIL_LIMIT || email.contains(char::is_whitespace) {
            return Err(Refusal::email());
        }
        self.change(position, &[("receipt_emailed_to", quoted(&email))])?;
        self.attachments.entry(id).or_default().receipts.push(email);
        Ok(done(id, 149, "Your receipt was successfully emailed."))
    }

    pub(super) fn attach_signature(&mut self, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (_, id, _) = self.named(body)?;
        let image = STANDARD.decode(body.text("image_data")).ok().filter(|image| !image.is_empty());
        let image_type = body.text("image_type");
        let image = image.filter(|_| !image_type.is_empty()).ok_or_else(Refusal::signature)?;
        self.attachments.entry(id).or_default().signature = Some(Signature { image, image_type });
        Ok(done(id, 172, "The signature was successfully attached."))
    }
}

fn done(id: i64, code: u32, message: &str) -> Reply {
    Reply::json(200, &Envelope { transaction_id: Some(id), ..Envelope::new(true, code, message) })
}
