//! Look-ups, lists, and what is never shown.

use sage50::uk::hyper_accounts::{AuthToken, HyperAccountsDoor};
use sage50::{
    Books, Document, ErrorKind, ItemAccounts, ItemClass, ItemDescription, ItemId, Kind, List, Outcome,
    Product,
};
use serde_json::json;

use super::fake::{Fake, Fault};
use super::{TOKEN, account, credit_memo, customer, door, invoice, invoice_of, journal, june, ledger};

#[tokio::test]
async fn capabilities_accounts_and_lists_are_read() {
    let fake = Fake::start().await;
    let door = door(&fake);
    let can = door.capabilities().await.unwrap();
    assert!(
        can.can_read && can.can_update && can.confirms_posting && can.can_tell_due && can.can_list_products
    );
    assert!(can.can_adjust_stock && !can.can_list_changes && !can.simulated);
    assert_eq!((can.company.as_deref(), can.late_apply, can.read_lag), (Some("Test Co"), None, None));
    assert!(
        can.refuses_duplicate_reference(Kind::Customer) && !can.refuses_duplicate_reference(Kind::Invoice)
    );
    let accounts = door.accounts().await.unwrap();
    assert_eq!(
        accounts.iter().map(|one| (&*one.id, one.inactive)).collect::<Vec<_>>(),
        [("1100", false), ("4000", true)]
    );
    for document in
        [invoice(), invoice_of("INV-2", "1.00", "0.20"), credit_memo(), journal(), customer().into()]
    {
        door.post(&document).await.unwrap();
    }
    for (kind, count) in [
        (Kind::Invoice, 2),
        (Kind::CreditMemo, 1),
        (Kind::JournalEntry, 1),
        (Kind::Customer, 1),
        (Kind::Receipt, 0),
    ] {
        let page = door.list(&List::new(kind)).await.unwrap();
        assert_eq!(
            (page.items.len(), page.total, page.next),
            (count, count.try_into().unwrap(), None),
            "{kind}"
        );
        let second = door.list(&List::new(kind).with_page(2)).await.unwrap();
        assert_eq!((second.items.len(), second.total), (0, page.total));
    }
    let early = List::new(Kind::Invoice).between(june(1), june(2));
    assert_eq!(door.list(&early).await.unwrap().total, 0);
    assert_eq!(
        door.list(&List::new(Kind::Invoice).with_page(0)).await.unwrap_err().kind(),
        ErrorKind::Invalid
    );
    assert_eq!(door.list(&List::new(Kind::Refund)).await.unwrap().total, 0, "invoices are no refunds");
    assert_eq!(door.update(&invoice()).await.unwrap_err().kind(), ErrorKind::Unsupported);
    let missing = door.update(&sage50::Customer { id: "NOBODY".parse().unwrap(), ..customer() }.into()).await;
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn twice_booked_deleted_and_strange_entries_are_shown_as_they_are() {
    let fake = Fake::start().await;
    let door = door(&fake);
    for _ in 0..2 {
        door.post(&invoice()).await.unwrap();
        door.post(&journal()).await.unwrap();
    }
    fake.books.lock().unwrap().trail[0]["deletedFlag"] = json!(1);
    let found = door.find(&invoice()).await.unwrap();
    assert_eq!(found.iter().map(|entry| entry.voided).collect::<Vec<_>>(), [true, false]);
    assert_eq!(invoice().compare(&found[1]), []);
    // Each line says which of how many it is, so two journal entries of one reference and day stay two.
    let found = door.find(&journal()).await.unwrap();
    assert_eq!(found.iter().map(|entry| journal().compare(entry)).collect::<Vec<_>>(), [vec![], vec![]]);
    // A person's lines do not: what is shown then is equal to neither.
    for row in &mut fake.books.lock().unwrap().trail {
        row["extraRef"] = json!("");
    }
    let found = door.find(&journal()).await.unwrap();
    assert_eq!(found.iter().map(|entry| entry.amount).collect::<Vec<_>>(), [Some(super::gbp("980.00"))]);
    fake.books.lock().unwrap().trail[4]["grossAmount"] = json!(300.1);
    let found = door.find(&invoice()).await.unwrap();
    assert_eq!(found[1].amount, None, "gross is not net and tax");
    fake.books.lock().unwrap().trail[4]["headerNumber"] = json!(null);
    let error = door.find(&invoice()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Nothing));
}

#[tokio::test]
async fn a_busy_or_failing_read_is_repeated() {
    let fake = Fake::start().await;
    let door = door(&fake);
    door.post(&invoice()).await.unwrap();
    fake.fault("/api/search/auditHeaders", Fault::Busy);
    fake.fault("/api/search/auditHeaders", Fault::Down);
    assert_eq!(door.find(&invoice()).await.unwrap().len(), 1);
    assert_eq!(fake.sent("/api/search/auditHeaders").len(), 3);
}

#[tokio::test]
async fn products_are_posted_changed_and_listed() {
    let fake = Fake::start().await;
    let door = door(&fake);
    let product = |class, price: &str| {
        let accounts = ItemAccounts { sales: Some(account("4000")), ..ItemAccounts::default() };
        let (id, text) = (ItemId::new("W1").unwrap(), ItemDescription::new("Widget").unwrap());
        Product::new(id, text, class, accounts).unwrap().with_price(price.parse().unwrap())
    };
    let document = Document::from(product(ItemClass::Stock, "12.5"));
    door.post(&document).await.unwrap();
    assert_eq!(
        fake.sent("/api/product"),
        [json!({
            "stockCode": "W1", "description": "Widget", "itemType": 0, "nominalCode": "4000", "salesPrice": 12.5,
            "inactiveFlag": false,
        })]
    );
    assert_eq!(door.post(&document).await.unwrap_err().kind(), ErrorKind::Duplicate);
    door.update(&product(ItemClass::Service, "13").into()).await.unwrap();
    let assembly = door.post(&product(ItemClass::Assembly, "1").into()).await.unwrap_err();
    assert_eq!(assembly.kind(), ErrorKind::Unsupported);
    fake.books.lock().unwrap().products.insert(
        "LONG".into(),
        json!({"stockCode": "LONG", "itemType": 0,
        "description": "Whiteboard - Drywipe (900 x 1200)"}),
    );
    let row = json!({"stockCode": "W1", "description": "Widget", "itemType": 2, "salesNominalCode": "4000",
        "salesPrice": 13, "qtyInStock": 4.5, "inactiveFlag": 0});
    fake.books.lock().unwrap().products.insert("W1".into(), row);
    let page = door.products(1).await.unwrap();
    let expected = product(ItemClass::Service, "13").with_quantity_on_hand("4.5".parse().unwrap());
    assert_eq!((page.items, page.total, page.next), (vec![expected], 2, None));
}

#[tokio::test]
async fn a_wrong_token_is_refused_and_no_token_is_ever_shown() {
    let fake = Fake::start().await;
    let wrong =
        HyperAccountsDoor::builder(fake.address(), AuthToken::new("other"), ledger()).build().unwrap();
    let error = wrong.find(&invoice()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Auth, Outcome::Nothing));
    let shown = format!("{:?} {:?} {error:?}", door(&fake), AuthToken::new(TOKEN));
    assert!(!shown.contains(TOKEN), "{shown}");
    for (address, token) in
        [("http://sage.example.co.uk", "t"), ("https://a:b@sage.example", "t"), ("https://s", "")]
    {
        let built =
            HyperAccountsDoor::builder(address.parse().unwrap(), AuthToken::new(token), ledger()).build();
        assert_eq!(built.unwrap_err().kind(), ErrorKind::Invalid, "{address}");
    }
}
