//! What stays true whatever is asked in whatever order.

use std::collections::HashMap;

use paysage_money::Money;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::row::{Facts, Standing};
use super::super::state::State;
use super::{account, call, moment};

/// What is asked, of which of the transactions so far, and with how many cents.
type Step = (u8, usize, i64);

fn step(state: &mut State, ids: &mut Vec<i64>, (what, which, cents): Step) {
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    let id = ids.get(which.checked_rem(ids.len()).unwrap_or_default()).copied().unwrap_or_default();
    let new = json!({"customer_id": "C1", "amount": amount});
    let old = json!({"transaction_id": id, "amount": amount});
    let (path, body) = match what {
        0 | 1 => ("/v1/transactions/sale/by_customer", &new),
        2 => ("/v1/transactions/authorization/by_customer", &new),
        3 => ("/v1/transactions/authorization/capture", &old),
        4 | 5 => ("/v1/transactions/refund/for_transaction", &old),
        6 => ("/v1/transactions/void", &old),
        7 => ("/v1/transactions/adjust_amount", &old),
        8 => ("/v1/transactions/sale/by_transaction", &old),
        _ => ("/v1/transactions/settle", &new),
    };
    let (_, answer) = call(state, path, body, 2);
    ids.extend(answer["transaction_id"].as_i64().filter(|id| !ids.contains(id)));
}

fn facts(state: &State, id: i64) -> Facts {
    Facts::read(state.rows.text(state.rows.of_id(id)[0]).unwrap()).unwrap()
}

/// The rows that settled, with their whole texts.
fn settled(state: &State, ids: &[i64]) -> HashMap<i64, Vec<u8>> {
    let text = |id: i64| state.rows.text(state.rows.of_id(id)[0]).unwrap().to_vec();
    let settled = |id: &i64| matches!(facts(state, *id).standing, Standing::Settled(_));
    ids.iter().copied().filter(settled).map(|id| (id, text(id))).collect()
}

fn cents(amount: &Value) -> i64 {
    paysage_money::wire::money(amount, paysage_money::Currency::Usd).unwrap().minor()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn refunds_stay_within_their_sales_and_settled_rows_add_up_and_stay(
        steps in proptest::collection::vec((0_u8..10, any::<usize>(), 1_i64..3_000), 1..60),
    ) {
        let mut state = account();
        let mut ids = Vec::new();
        for asked in steps {
            let before = settled(&state, &ids);
            step(&mut state, &mut ids, asked);
            let after = settled(&state, &ids);
            prop_assert!(before.iter().all(|(id, text)| after.get(id) == Some(text)));
        }
        let mut refunded: HashMap<i64, i64> = HashMap::new();
        for (refund, sale) in &state.refund_of {
            let refund = facts(&state, *refund);
            prop_assert!(refund.standing != Standing::Closed && refund.is_refund());
            let sum = refunded.entry(*sale).or_default();
            *sum = sum.saturating_add(refund.amount.map_or(0, Money::minor));
        }
        for (sale, sum) in refunded {
            prop_assert!(sum <= facts(&state, sale).amount.unwrap().minor());
            prop_assert_eq!(sum, state.refunded[&sale].minor());
        }
        state.pass_time(moment(2, 11), moment(3, 11));
        let signed = |id: i64| {
            let facts = facts(&state, id);
            let cents = facts.amount.unwrap().minor();
            if facts.is_refund() { cents.saturating_neg() } else { cents }
        };
        let of_rows: i64 = settled(&state, &ids).keys().map(|id| signed(*id)).sum();
        let window = json!({"start_date": "03/01/2026", "end_date": "03/31/2026"});
        let (_, answer) = call(&mut state, "/v1/batches/export", &window, 4);
        let batches = answer["batches"].as_array().unwrap();
        let of_batches: i64 = batches.iter().map(|batch| cents(&batch["net_amount"])).sum();
        prop_assert_eq!(of_rows, of_batches);
    }
}
