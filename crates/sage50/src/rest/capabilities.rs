//! What the gateway says it can do.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::json;
use super::scalar;
use crate::books::Capabilities;
use crate::error::{Error, ErrorKind, Outcome};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    company: Option<Value>,
    simulated: Option<bool>,
    can_read: Option<bool>,
    can_update: Option<bool>,
    assigns_keys: Option<bool>,
    confirms_posting: Option<bool>,
    can_adjust_stock: Option<bool>,
    can_tell_due: Option<bool>,
    can_list_products: Option<bool>,
    can_list_changes: Option<bool>,
    refuses_duplicate_reference: Option<Vec<String>>,
    late_apply_ms: Option<Value>,
    read_lag_ms: Option<Value>,
}

/// What a gateway does that says nothing: it reads and posts as the contract has it, and how long its effects
/// take to show is unknown.
pub(super) fn unsaid() -> Capabilities {
    Capabilities { can_read: true, assigns_keys: true, confirms_posting: true, ..Capabilities::default() }
}

/// Reads the gateway's own words; what it leaves out, or says in a way that cannot be read, stays unknown.
pub(super) fn read(body: &[u8]) -> Result<Capabilities, Error> {
    let wire: Wire = json::read(body).map_err(|error| {
        Error::new(ErrorKind::Unreadable, Outcome::Nothing)
            .with_problem("it is not the JSON of capabilities")
            .with_source(error)
    })?;
    let unsaid = unsaid();
    let time = |value: Option<&Value>| scalar::count(value).map(Duration::from_millis);
    let refused = wire.refuses_duplicate_reference.unwrap_or_default();
    Ok(Capabilities {
        can_read: wire.can_read.unwrap_or(unsaid.can_read),
        can_update: wire.can_update.unwrap_or(unsaid.can_update),
        assigns_keys: wire.assigns_keys.unwrap_or(unsaid.assigns_keys),
        confirms_posting: wire.confirms_posting.unwrap_or(unsaid.confirms_posting),
        can_adjust_stock: wire.can_adjust_stock.unwrap_or(unsaid.can_adjust_stock),
        refuses_duplicates: refused.iter().filter_map(|word| word.parse().ok()).collect(),
        late_apply: time(wire.late_apply_ms.as_ref()),
        read_lag: time(wire.read_lag_ms.as_ref()),
        can_tell_due: wire.can_tell_due.unwrap_or(unsaid.can_tell_due),
        can_list_products: wire.can_list_products.unwrap_or(unsaid.can_list_products),
        can_list_changes: wire.can_list_changes.unwrap_or(unsaid.can_list_changes),
        simulated: wire.simulated.unwrap_or(false),
        company: scalar::text(wire.company.as_ref()).map(Box::from),
        // One call is a whole post here.
        longest_post: None,
        posts_at_once: None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Kind;

    #[test]
    fn everything_the_gateway_says_is_kept() {
        let body = br#"{"company":"Paysage Sandbox Company","simulated":true,"canRead":true,"canUpdate":true,
            "assignsKeys":true,"confirmsPosting":true,"canAdjustStock":true,"canTellDue":true,
            "canListProducts":true,"canListChanges":true,
            "refusesDuplicateReference":["invoice","credit_memo","customer","prepayment"],
            "lateApplyMs":150,"readLagMs":100,"more":1}"#;
        let expected = Capabilities {
            can_read: true,
            can_update: true,
            assigns_keys: true,
            confirms_posting: true,
            can_adjust_stock: true,
            refuses_duplicates: BTreeSet::from([Kind::Customer, Kind::Invoice, Kind::CreditMemo]),
            late_apply: Some(Duration::from_millis(150)),
            read_lag: Some(Duration::from_millis(100)),
            can_tell_due: true,
            can_list_products: true,
            can_list_changes: true,
            simulated: true,
            company: Some("Paysage Sandbox Company".into()),
            posts_at_once: None,
            longest_post: None,
        };
        assert_eq!(read(body).unwrap(), expected);
    }

    #[test]
    fn a_quiet_time_that_cannot_be_read_is_unknown_and_not_zero() {
        for json in
            [r#"{"lateApplyMs":-1,"readLagMs":null}"#, r#"{"lateApplyMs":0.5,"readLagMs":"soon"}"#, "{}"]
        {
            let found = read(json.as_bytes()).unwrap();
            assert_eq!(found, unsaid(), "{json}");
            assert!(found.refuses_duplicates.is_empty());
        }
        assert_eq!(read(b"[]").unwrap_err().kind(), ErrorKind::Unreadable);
    }
}
