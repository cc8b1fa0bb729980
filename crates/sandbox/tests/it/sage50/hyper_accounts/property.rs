//! Whatever is posted is found and equal, and the books balance.

use proptest::prelude::*;
use sage50::{
    Applied, Chargeback, CreditMemo, CreditMemoDetails, Direction, Goods, ItemAccounts, ItemClass,
    ItemDescription, JournalEntry, JournalLine, Price, Product, Quantity, ReceiptLine, Refund, SalesOrder,
    StockAdjustment, TaxAgencyId,
};

use super::*;

/// Amounts and shapes of one day's documents.
#[derive(Debug, Clone)]
struct Day {
    /// Net of the invoices' lines.
    nets: Vec<i64>,
    taxed: bool,
    /// How much of each part the later documents take, in percent.
    share: i64,
    discount: i64,
    credit: i64,
    prepaid: i64,
    journal: Vec<i64>,
    quantity: i64,
    out: bool,
}

fn days() -> impl Strategy<Value = Day> {
    let amounts = || prop::collection::vec(1_i64..2_000_000, 1..4);
    (
        (amounts(), any::<bool>(), 1_i64..=100, 0_i64..50, 0_i64..100, 0_i64..10_000),
        (amounts(), 1_i64..100_000_000, any::<bool>()),
    )
        .prop_map(|((nets, taxed, share, discount, credit, prepaid), (journal, quantity, out))| Day {
            nets,
            taxed,
            share,
            discount,
            credit,
            prepaid,
            journal,
            quantity,
            out,
        })
}

fn text(words: &str) -> Description {
    Description::new(words).unwrap()
}

/// Lines, of which a taxed one carries VAT of 20 % rounded as Sage does, and their total.
fn lines(nets: &[i64], taxed: bool) -> (Vec<InvoiceLine>, i64) {
    let line = |net: &i64| InvoiceLine::new(account("40000"), gbp(*net), text("Goods")).unwrap();
    if !taxed {
        return (nets.iter().map(line).collect(), nets.iter().sum());
    }
    // One line: the VAT of an order is reckoned line by line.
    let vat = (nets[0] * 20 + 50) / 100;
    let mut all = vec![line(&nets[0])];
    if vat > 0 {
        let line = InvoiceLine::new(account("23100"), gbp(vat), text("VAT")).unwrap();
        all.push(line.with_sales_tax_of(TaxAgencyId::new("T1").unwrap()));
    }
    (all, nets[0] + vat)
}

fn sale(number: &str) -> SaleHead {
    SaleHead::new(reference(number), acme(), day(), account("11000"))
}

/// The documents of the customer's ledger, each after what it names.
fn ledger_documents(one: &Day) -> Vec<Document> {
    let (goods, total) = lines(&one.nets, one.taxed);
    let part = |whole: i64, percent: i64| whole * percent / 100;
    let settled = part(total, one.share).max(1);
    let discount = part(settled, one.discount);
    let credit = part(settled - discount, one.credit);
    let mut receipt = vec![ReceiptLine::Invoice {
        reference: reference("INV-1"),
        amount: gbp(settled),
        discount: (discount > 0).then(|| gbp(discount)),
    }];
    let mut documents: Vec<Document> = vec![
        SalesOrder::new(sale("SO-1"), goods.clone()).unwrap().into(),
        Invoice::new(sale("INV-1"), goods.clone()).unwrap().into(),
        Invoice::new(sale("INV-2"), goods.clone()).unwrap().into(),
        CreditMemo::new(sale("CN-1"), goods).unwrap().into(),
    ];
    if credit > 0 {
        receipt.push(ReceiptLine::CreditUsed { reference: reference("CN-1"), amount: gbp(credit) });
    }
    if one.prepaid > 0 {
        receipt.push(ReceiptLine::Prepayment { amount: gbp(one.prepaid), description: text("Deposit") });
    }
    let cash = settled - discount - credit + one.prepaid;
    documents.push(Receipt::new(payment("RC-1"), receipt, Some(account("49000"))).unwrap().into());
    let back = Chargeback::new(payment("CB-1"), reference("RC-1"), reference("INV-1"), gbp(cash));
    documents.push(back.unwrap().into());
    let applies = CreditMemoDetails { applies_to: Some(reference("INV-2")), ..CreditMemoDetails::default() };
    let half = InvoiceLine::new(account("48000"), gbp(part(total, 50).max(1)), text("Returned")).unwrap();
    documents.push(CreditMemo::new(sale("CN-2"), vec![half]).unwrap().with_details(applies).into());
    let paid_out = Applied::new(reference("CN-1"), gbp(total - credit)).unwrap();
    documents.push(Refund::new(payment("RF-1"), vec![paid_out]).unwrap().into());
    documents
}

fn other_documents(one: &Day) -> Vec<Document> {
    let debit = |amount: &i64| JournalLine::debit(account("57500"), gbp(*amount)).unwrap();
    let mut entry: Vec<_> = one.journal.iter().map(debit).collect();
    entry.push(JournalLine::credit(account("10200"), gbp(one.journal.iter().sum())).unwrap());
    let adjustment = StockAdjustment {
        reference: reference("ADJ-1"),
        date: day(),
        item: ItemId::new("WIDGET").unwrap(),
        direction: if one.out { Direction::Decrease } else { Direction::Increase },
        quantity: Quantity::new(rust_decimal::Decimal::new(one.quantity, 3)).unwrap(),
        source_account: account("50000"),
        unit_cost: Some("1.25".parse().unwrap()),
        reason: None,
    };
    let sales = ItemAccounts { sales: Some(account("40000")), ..ItemAccounts::default() };
    let (id, name) = (ItemId::new("GADGET").unwrap(), ItemDescription::new("Gadget").unwrap());
    vec![
        JournalEntry::new(reference("JE-1"), day(), entry).unwrap().into(),
        adjustment.into(),
        Product::new(id, name, ItemClass::Service, sales).unwrap().into(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn what_is_posted_is_found_equal_and_the_books_balance(one in days()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let desk = Desk::open(Currency::Gbp).await;
            let documents = [ledger_documents(&one), other_documents(&one)].concat();
            for document in &documents {
                desk.door.post(document).await.unwrap_or_else(|error| panic!("{error:?}\n{document:?}"));
                assert_eq!(desk.out_of_balance(), 0, "{document:?}");
            }
            // Later documents change nothing about what earlier ones are.
            for document in &documents {
                let found = desk.door.find(document).await.unwrap();
                assert_eq!(found.len(), 1, "{document:?}");
                assert_eq!(document.compare(&found[0]), [], "{document:?}");
            }
        });
    }
}

#[tokio::test]
async fn an_order_with_items_and_prices_is_found_equal() {
    let desk = Desk::open(Currency::Gbp).await;
    let price = Price { quantity: "3".parse().unwrap(), unit_price: "19.99".parse().unwrap() };
    let goods = Goods { item: Some(ItemId::new("WIDGET").unwrap()), price: Some(price), tax_type: None };
    let line = InvoiceLine::new(account("40000"), gbp(5997), text("Widget")).unwrap();
    let order = SalesOrder::new(sale("SO-9"), vec![line.with_goods(goods).unwrap()]).unwrap();
    desk.door.post(&order.clone().into()).await.unwrap();
    assert!(desk.is_equal(&order.into()).await);
}
