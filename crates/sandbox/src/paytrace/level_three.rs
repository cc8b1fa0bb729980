//! Level 3 data: what purchasing cards want to know of a sale.

use paysage_money::wire;
use serde_json::{Map, Value};

use super::card::Brand;
use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::{Envelope, Reply};
use super::row::{Standing, quoted};
use super::state::State;

/// Members that hold amounts, rates or quantities, in the header and in the line items.
const NUMBERS: [&str; 12] = [
    "tax_amount",
    "national_tax_amount",
    "freight_amount",
    "duty_amount",
    "additional_tax_amount",
    "discount_amount",
    "additional_tax_rate",
    "amount",
    "unit_cost",
    "quantity",
    "discount_rate",
    "tax_rate",
];
/// The members a row has too, which they overwrite.
const ROW_TEXTS: [&str; 3] = ["invoice_id", "customer_reference_id", "tax_amount"];

impl State {
    /// Adds Level 3 data to an approved, unsettled sale with a card of `brand`.
    pub(super) fn add_level_three(&mut self, brand: Brand, body: Fields<'_>) -> Result<Reply, Refusal> {
        let (position, id, facts) = self.named(body)?;
        let row: Option<Value> = self.rows.text(position).and_then(|row| serde_json::from_slice(row).ok());
        let row = row.ok_or_else(Refusal::transaction_id)?;
        let card = self.card_of(id, Fields::of(&row));
        // The masked number of a loaded row hides the brand; then the caller is believed.
        let fits = card.and_then(|card| card.brand()).is_none_or(|known| known == brand);
        if facts.standing != Standing::Pending || facts.is_refund() || !fits {
            return Err(Refusal::no_level_three());
        }
        let lines = line_items(body)?;
        check_numbers(body)?;
        let mut changes: Vec<(&str, String)> = Vec::new();
        for name in ROW_TEXTS {
            if body.has(name) {
                changes.push((name, quoted(&body.text(name))));
            }
        }
        if let Some(address) = body.value("shipping_address") {
            changes.push(("shipping_address", merged(row.get("shipping_address"), address).to_string()));
        }
        self.change(position, &changes)?;
        let sent =
            body.members().filter(|(name, _)| !matches!(name.as_str(), "integrator_id" | "transaction_id"));
        let sent: Map<String, Value> = sent.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.attachments.entry(id).or_default().level_three.extend(sent);
        let message = format!(
            "Visa/MasterCard enhanced data was successfully added to Transaction ID {id}. \
             {lines} line item records were created."
        );
        Ok(Reply::json(200, &Envelope::new(true, 170, &message)))
    }
}

/// Checks the line items and counts them.
fn line_items(body: Fields<'_>) -> Result<usize, Refusal> {
    match body.member("line_items") {
        None | Some(Value::Null) => Ok(0),
        Some(Value::Array(items)) => {
            for item in items {
                let item = item.as_object().map(|_| Fields::of(item)).ok_or_else(Refusal::line_items)?;
                check_numbers(item)?;
                if item.has("debit_or_credit") && !matches!(item.text("debit_or_credit").as_str(), "D" | "C")
                {
                    return Err(Refusal::line_items());
                }
            }
            Ok(items.len())
        }
        Some(_) => Err(Refusal::line_items()),
    }
}

/// Numbers are decimals that are not negative; a tax of -1 means exempt.
fn check_numbers(fields: Fields<'_>) -> Result<(), Refusal> {
    for name in NUMBERS {
        let exempt = name == "tax_amount" && fields.text(name) == "-1";
        let Some(value) = fields.member(name).filter(|_| fields.has(name) && !exempt) else {
            continue;
        };
        if wire::decimal(value).map_or(true, |number| number.is_sign_negative()) {
            return Err(Refusal::level_three_number(name));
        }
    }
    Ok(())
}

/// The row's address with the given parts in place of its own.
fn merged(kept: Option<&Value>, given: Value) -> Value {
    match (kept, given) {
        (Some(Value::Object(kept)), Value::Object(given)) => {
            let mut kept = kept.clone();
            kept.extend(given);
            Value::Object(kept)
        }
        (_, given) => given,
    }
}
