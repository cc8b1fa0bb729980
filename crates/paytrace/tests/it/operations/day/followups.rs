//! What follows a transaction, in both dialects: changes, voids, settlement, refunds.

use paysage_sandbox::paytrace::TestCard;
use paytrace::v1::export::ById;
use paytrace::v1::level_three::{
    ItemDescription, LevelThreeMastercard, LevelThreeVisa, MastercardLine, Quantity, UnitCost, VisaLine,
};
use paytrace::v1::refund::{RefundForTransaction, RefundKeyed, RefundSwiped, RefundToCustomer};
use paytrace::v1::sale::SaleKeyed;
use paytrace::v1::transaction::{AdjustAmount, AttachSignature, EmailReceipt, ImageType, Settle, Void};
use paytrace::v3::ItemResult;
use paytrace::v3::refund::Refunds;
use paytrace::v3::transaction::{Capturable, ReadRecord, Voidable, Voids};
use paytrace::{Email, ErrorKind, Operation, RefundAnswer, Status, TransactionId, VoidAnswer, v3};

use super::{Day, account, address, card, customer, invoice, swipe, usd};

/// A sale to do something with.
async fn sale(day: &Day, amount: &str, of: TestCard<'_>) -> TransactionId {
    let amount = usd(amount);
    let sale = SaleKeyed::new(amount, card(of)).unwrap().with_billing_address(address("Ada Lovelace"));
    day.approved(amount, &sale).await.transaction_id
}

pub async fn before_settlement(day: &Day) {
    let id = sale(day, "50.00", TestCard::VISA).await;
    assert_eq!(day.send(&AdjustAmount::new(id, usd("55.00")).unwrap()).await.transaction_id, id);
    day.made(id, usd("55.00"));
    day.send(&EmailReceipt::new(id, Email::new("ada@example.com").unwrap())).await;
    day.send(&AttachSignature::new(id, *b"picture", ImageType::Png).unwrap()).await;
    let line = VisaLine::new(
        ItemDescription::new("tea").unwrap(),
        Quantity::parse("2").unwrap(),
        UnitCost::parse("27.50").unwrap(),
        usd("55.00"),
    );
    day.send(&LevelThreeVisa::new(id).with_invoice_id(invoice("V1-LEVEL3")).with_line(line.clone())).await;
    let attached = day.simulator.attached(id.get());
    assert_eq!(attached.receipts, ["ada@example.com"]);
    assert_eq!(attached.signature.unwrap().image, b"picture");
    assert_eq!(attached.level_three["line_items"][0]["unit_cost"], "27.50");

    let id = sale(day, "51.00", TestCard::MASTERCARD).await;
    let other = MastercardLine::new(
        ItemDescription::new("tea").unwrap(),
        Quantity::parse("1.5").unwrap(),
        UnitCost::parse("34").unwrap(),
        usd("51.00"),
    );
    day.send(&LevelThreeMastercard::new(id).with_tax_amount(usd("4.00")).with_line(other)).await;
    assert_eq!(day.simulator.attached(id.get()).level_three["line_items"][0]["quantity"], "1.5");
    assert!(!day.refused(&LevelThreeVisa::new(id).with_line(line)).await.codes().is_empty());

    let id = sale(day, "52.00", TestCard::VISA).await;
    assert_eq!(day.send(&Void::new(id)).await, VoidAnswer::Voided(id));
    voids_v3(day).await;
}

async fn voids_v3(day: &Day) {
    let (first, second) =
        (sale(day, "53.00", TestCard::VISA).await, sale(day, "54.00", TestCard::AMEX).await);
    let open = day.send(&Voidable::new()).await;
    let ids: Vec<_> = open.items.iter().map(|record| record.row.content.as_ref().unwrap().id).collect();
    assert!(ids.contains(&first) && ids.contains(&second), "{ids:?}");
    let results = day.send(&Voids::new([first, second]).unwrap()).await;
    for (ItemResult { transaction_id, result, .. }, id) in results.iter().zip([first, second]) {
        assert_eq!((*transaction_id, result.as_ref().unwrap()), (id, &VoidAnswer::Voided(id)));
    }
    let row = day.send(&ReadRecord::new(first)).await.unwrap().row.content.unwrap();
    assert_eq!(row.status, Status::Voided);
    let held = day.send(&Capturable::new().with_search_term("V1-HOLD")).await;
    assert!(held.items.is_empty(), "it was captured: {held:?}");
    let held = day.send(&Capturable::new()).await;
    assert!(!held.items.is_empty());
    for record in held.items {
        assert_eq!(record.row.content.unwrap().status, Status::AuthorizedOnly);
    }
}

pub async fn settle(day: &Day) {
    day.send(&Settle::new()).await;
    let open = day.send(&Voidable::new()).await;
    for record in open.items {
        assert_eq!(record.row.content.unwrap().status, Status::AuthorizedOnly, "all else is settled");
    }
}

async fn refunded<O: Operation<Reply = RefundAnswer>>(day: &Day, amount: &str, call: &O) -> TransactionId {
    match day.send(call).await {
        RefundAnswer::Refunded(approval) => {
            day.made(approval.transaction_id, usd(amount));
            approval.transaction_id
        }
        other @ RefundAnswer::NotRefunded(_) => panic!("{}: {other:?}", O::NAME),
    }
}

pub async fn refund(day: &Day) {
    let unsettled = sale(day, "60.00", TestCard::VISA).await;
    let error = day.refused(&RefundForTransaction::new(unsettled)).await;
    assert!(error.codes().contains_key("817"), "{error}");
    day.send(&Settle::new()).await;
    let part = RefundForTransaction::new(unsettled).with_amount(usd("10.00")).unwrap();
    let back = refunded(day, "10.00", &part).await;
    let row = day.send(&ById::new(back)).await.unwrap().content.unwrap();
    assert_eq!((row.amount, row.status), (usd("10.00"), Status::PendingSettlement));
    let refused = RefundForTransaction::new(unsettled).with_amount(usd("1.07")).unwrap();
    let answer = day.send(&refused).await;
    let RefundAnswer::NotRefunded(decline) = answer else { panic!("{answer:?}") };
    day.made(decline.transaction_id.unwrap(), usd("1.07"));

    let keyed = RefundKeyed::new(usd("3.00"), card(TestCard::VISA)).unwrap();
    let error = day.refused(&keyed).await;
    assert_eq!(error.kind(), ErrorKind::Permission, "{error}");
    day.simulator.allow_unreferenced_refunds();
    refunded(day, "3.00", &keyed).await;
    refunded(day, "2.50", &RefundSwiped::new(usd("2.50"), swipe()).unwrap()).await;
    let to_customer = RefundToCustomer::new(usd("2.00"), customer("ada")).unwrap();
    let back = refunded(day, "2.00", &to_customer).await;
    let row = day.send(&ById::new(back)).await.unwrap().content.unwrap();
    assert_eq!(row.customer_id.as_deref(), Some("ada"));
}

pub async fn refund_v3(day: &Day) {
    let id = sale(day, "61.00", TestCard::VISA).await;
    let pending = sale(day, "62.00", TestCard::VISA).await;
    day.simulator.settle_now();
    let late = sale(day, "63.00", TestCard::VISA).await;
    let items = [(id, None), (late, None), (pending, Some(usd("12.00")))];
    let results = day.send(&Refunds::of_amounts(items).unwrap()).await;
    let [first, second, third] = results.as_slice() else { panic!("{results:?}") };
    for (result, amount) in [(first, "61.00"), (third, "12.00")] {
        let Ok(RefundAnswer::Refunded(approval)) = &result.result else { panic!("{result:?}") };
        assert_ne!(approval.transaction_id, result.transaction_id);
        day.made(approval.transaction_id, usd(amount));
    }
    assert!(second.result.as_ref().unwrap_err().codes().contains_key("817"), "{second:?}");
    let key = account::public_key(day).await;
    let keyed = v3::refund::RefundKeyed::new(usd("5.50"), key.encrypt_card(&card(TestCard::VISA)).unwrap());
    refunded(day, "5.50", &keyed.unwrap()).await;
}
