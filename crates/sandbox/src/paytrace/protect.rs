//! Protect.js: what the browser does with a card, so that the merchant's program never sees the number.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::card::Card;
use super::fields::{self, Fields};
use super::refusal::Refusal;
use super::reply::Reply;
use super::state::State;

/// The client keys given out, and the cards that wait for their one use.
#[derive(Debug, Default)]
pub(super) struct Protect {
    client_keys: BTreeSet<String>,
    cards: HashMap<String, Waiting>,
    given: u64,
}

/// A card a browser handed in.
#[derive(Debug)]
struct Waiting {
    enc_key: String,
    /// What is wrong with the card is said when it is used.
    card: Result<Card, Refusal>,
    security_code: String,
}

#[derive(Serialize)]
struct ClientKey<'a> {
    #[serde(rename = "clientKey")]
    client_key: &'a str,
}

#[derive(Serialize)]
struct Tokens<'a> {
    hpf_token: &'a str,
    enc_key: &'a str,
}

impl Protect {
    fn number(&mut self) -> u64 {
        self.given = self.given.wrapping_add(1);
        self.given
    }

    /// A token for the card and the key that opens it, good for one use.
    pub(super) fn take(&mut self, card: Result<Card, Refusal>, security_code: String) -> (String, String) {
        let number = self.number();
        let (hpf_token, enc_key) = (format!("hpf_paysage_{number:08}"), format!("enc_paysage_{number:08}"));
        let waiting = Waiting { enc_key: enc_key.clone(), card, security_code };
        self.cards.insert(hpf_token.clone(), waiting);
        (hpf_token, enc_key)
    }
}

impl State {
    pub(super) fn create_client_key(&mut self) -> Reply {
        let client_key = format!("ck_paysage_{:08}", self.protect.number());
        let reply = Reply::json(200, &ClientKey { client_key: &client_key });
        self.protect.client_keys.insert(client_key);
        reply
    }

    /// What the browser's request is answered: tokens for a card, whatever is wrong with it.
    pub(super) fn protect(&mut self, body: &[u8]) -> Reply {
        let tokens = fields::parse(body).and_then(|body| {
            let body = Fields::of(&body);
            if !self.protect.client_keys.contains(&body.text("clientKey")) {
                return Err(Refusal::client_key());
            }
            Ok(self.protect.take(Card::read(body), body.text("csc")))
        });
        match tokens {
            Ok((hpf_token, enc_key)) => {
                Reply::json(200, &Tokens { hpf_token: &hpf_token, enc_key: &enc_key })
            }
            Err(refusal) => Reply::refused(&refusal, false),
        }
    }

    /// The card a request names by `hpf_token` and `enc_key`, and its security code. Naming it uses it up.
    pub(super) fn protected_card(&mut self, body: Fields<'_>) -> Result<(Card, String), Refusal> {
        let (token, key) = (body.text("hpf_token"), body.text("enc_key"));
        let waiting = match self.protect.cards.get(&token) {
            Some(waiting) if waiting.enc_key == key => self.protect.cards.remove(&token),
            _ => None,
        };
        let waiting = waiting.ok_or_else(Refusal::protect_token)?;
        Ok((waiting.card?, waiting.security_code))
    }
}
