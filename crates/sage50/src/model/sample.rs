//! Strategies: documents of every kind with any of their options.

#![expect(clippy::arithmetic_side_effects, reason = "test code")]

use chrono::NaiveDate;
use paysage_money::{Currency, Money};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

pub(crate) fn text(most: usize) -> impl Strategy<Value = String> {
    vec(prop::char::ranges(vec!['a'..='z', 'A'..='Z', '0'..='9', 'À'..='ÿ', '!'..='/'].into()), 1..=most)
        .prop_map(String::from_iter)
}

/// A checked text of a type, from texts that fit.
macro_rules! checked {
    ($($function:ident: $type:ident;)*) => {$(
        pub(crate) fn $function() -> impl Strategy<Value = $type> {
            text($type::LIMIT).prop_map(|text| $type::new(text).unwrap())
        }
    )*};
}

checked! {
    account: GlAccount;
    item: ItemId;
    description: Description;
    sales_tax_id: SalesTaxId;
    agency: TaxAgencyId;
    terms_text: TermsText;
    ship_via: ShipVia;
    purchase_order: PurchaseOrderNumber;
    order_number: OrderNumber;
}

/// One that every edition takes.
pub(crate) fn reference() -> impl Strategy<Value = Reference> {
    text(20).prop_map(|text| Reference::new(text).unwrap())
}

pub(crate) fn customer_id() -> impl Strategy<Value = CustomerId> {
    text(20).prop_map(|text| CustomerId::new(text.replace(['*', '?', '+'], "x")).unwrap())
}

pub(crate) fn day() -> impl Strategy<Value = NaiveDate> {
    (725_000_i32..765_000).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
}

pub(crate) fn money(minor: i64) -> Money {
    Money::from_minor(minor, Currency::Usd)
}

pub(crate) fn amount() -> impl Strategy<Value = Money> {
    (1_i64..1_000_000_000).prop_map(money)
}

fn price() -> impl Strategy<Value = Price> {
    (1_000_i64..1_000_000_000, 1_000_i64..1_000_000_000).prop_map(|(quantity, unit_price)| Price {
        quantity: Quantity::new(Decimal::new(quantity, 3)).unwrap(),
        unit_price: UnitPrice::new(Decimal::new(unit_price, 5)).unwrap(),
    })
}

fn line() -> impl Strategy<Value = InvoiceLine> {
    let goods = (option::of(item()), option::of(price()), option::of(1_u8..=25));
    let tax = option::weighted(0.3, option::of(agency()));
    (account(), amount(), description(), goods, tax).prop_map(
        |(account, amount, description, (item, price, tax_type), tax)| {
            let amount =
                price.filter(|_| tax.is_none()).map_or(amount, |price| price.amount(Currency::Usd).unwrap());
            let line = InvoiceLine::new(account, amount, description).unwrap();
            let tax_type = tax_type.map(|number| TaxType::new(number).unwrap());
            match tax {
                Some(None) => line.with_sales_tax(),
                Some(Some(agency)) => line.with_sales_tax_of(agency),
                None => line.with_goods(Goods { item, price, tax_type }).unwrap(),
            }
        },
    )
}

fn sale_head() -> impl Strategy<Value = SaleHead> {
    (reference(), customer_id(), day(), account()).prop_map(|(reference, customer, date, receivable)| {
        SaleHead::new(reference, customer, date, receivable)
    })
}

pub(crate) fn payment_head() -> impl Strategy<Value = PaymentHead> {
    let tender = (account(), text(20), option::of(text(13))).prop_map(|(account, method, ticket)| {
        let mut tender = Tender::new(account, PaymentMethod::new(method).unwrap());
        tender.deposit_ticket = ticket.map(|ticket| DepositTicketId::new(ticket).unwrap());
        tender
    });
    (reference(), customer_id(), day(), tender)
        .prop_map(|(reference, customer, date, tender)| PaymentHead::new(reference, customer, date, tender))
}

fn address() -> impl Strategy<Value = Option<Address>> {
    option::of((text(30), option::of(text(30)), option::of(text(2)), option::of(text(12)))).prop_map(
        |parts| {
            parts.map(|(line1, line2, state, zip)| {
                let mut address = Address::new(AddressLine::new(line1).unwrap());
                address.line2 = line2.map(|line| AddressLine::new(line).unwrap());
                address.state = state.map(|state| State::new(state).unwrap());
                address.zip = zip.map(|zip| Zip::new(zip).unwrap());
                address
            })
        },
    )
}

fn customer_details() -> impl Strategy<Value = CustomerDetails> {
    let early = (any::<u16>(), 0_i64..=10_000_000).prop_map(|(days, share)| EarlyPayment {
        days,
        percent: Percent::new(Decimal::new(share, 5)).unwrap(),
    });
    let terms = prop_oneof![
        Just(Terms::CashOnDelivery),
        Just(Terms::Prepaid),
        (any::<u16>(), option::of(early.clone())).prop_map(|(due, discount)| Terms::Days { due, discount }),
        option::of(early).prop_map(|discount| Terms::MonthEnd { discount }),
    ];
    let fields = prop::collection::btree_map(
        text(30).prop_map(|label| CustomFieldLabel::new(label).unwrap()),
        text(30).prop_map(|text| CustomFieldText::new(text).unwrap()),
        0..=5,
    );
    (option::of(text(8)), option::of(terms), fields, option::of(day()), any::<bool>()).prop_map(
        |(short, terms, fields, since, inactive)| CustomerDetails {
            account_number: short.clone().map(|text| AccountNumber::new(text).unwrap()),
            terms,
            customer_type: short.clone().map(|text| CustomerType::new(text).unwrap()),
            sales_tax_id: short.clone().map(|text| SalesTaxId::new(text).unwrap()),
            custom_fields: CustomFields::try_from(fields).unwrap(),
            web_site: short.map(|text| WebSite::new(text).unwrap()),
            since,
            inactive,
        },
    )
}

fn customer() -> impl Strategy<Value = Document> {
    let contact = option::of((text(15), text(20), option::of(text(25)), option::of(text(39))));
    let rest = (option::of(text(20)), customer_details());
    (customer_id(), text(39), contact, address(), address(), rest).prop_map(
        |(id, name, contact, billing, shipping, (phone, details))| {
            let mut customer = Customer::new(id, CustomerName::new(name).unwrap()).with_details(details);
            customer.contact = contact.map(|(first, last, title, company)| Contact {
                first: Some(FirstName::new(first).unwrap()),
                last: Some(LastName::new(last).unwrap()),
                title: title.map(|title| ContactTitle::new(title).unwrap()),
                company: company.map(|company| CompanyName::new(company).unwrap()),
            });
            (customer.billing, customer.shipping) = (billing, shipping);
            customer.email = phone.as_ref().map(|text| Email::new(text.clone()).unwrap());
            customer.phone = phone.map(|phone| Phone::new(phone).unwrap());
            Document::from(customer)
        },
    )
}

fn sale() -> impl Strategy<Value = Document> {
    let words = (option::of(terms_text()), option::of(ship_via()), option::of(purchase_order()));
    let links = (option::of(order_number()), option::of(reference()), option::of(sales_tax_id()));
    let dates = (option::of(day()), option::of((1_i64..=100, day())));
    (sale_head(), vec(line(), 1..5), words, links, dates, 0..3_u8).prop_map(
        |(head, lines, (terms, ship_via, order), (number, applies_to, tax), (due, discount), kind)| {
            let (customer_purchase_order, sales_tax_id) = (order, tax);
            let date = head.date;
            if kind == 0 {
                let order_number = number;
                let details =
                    CreditMemoDetails { applies_to, customer_purchase_order, order_number, sales_tax_id };
                return CreditMemo::new(head, lines).unwrap().with_details(details).into();
            }
            if kind == 1 {
                let ship_by = due.map(|due| due.max(date));
                let details =
                    SalesOrderDetails { ship_by, terms, ship_via, customer_purchase_order, sales_tax_id };
                return SalesOrder::new(head, lines).unwrap().with_details(details).unwrap().into();
            }
            let invoice = Invoice::new(head, lines).unwrap();
            let part = |percent: i64| money((invoice.total().minor() / 100 * percent).max(1));
            let discount = discount.map(|(share, date)| DiscountTerms { amount: part(share), date });
            let order_number = number;
            let details = InvoiceDetails {
                due,
                terms,
                discount,
                ship_via,
                customer_purchase_order,
                order_number,
                sales_tax_id,
            };
            invoice.with_details(details).unwrap().into()
        },
    )
}

/// Lines of a receipt whose cash is above zero, with a direct sale that pays for every credit used.
pub(crate) fn receipt_lines() -> impl Strategy<Value = Vec<ReceiptLine>> {
    let settled =
        (reference(), 1_i64..1_000_000_000, option::of(1_i64..=100)).prop_map(|(reference, minor, share)| {
            let discount = share.map(|share| money((minor / 100 * share).clamp(1, minor)));
            ReceiptLine::Invoice { reference, amount: money(minor), discount }
        });
    let credit =
        (reference(), amount()).prop_map(|(reference, amount)| ReceiptLine::CreditUsed { reference, amount });
    let prepayment = (amount(), description())
        .prop_map(|(amount, description)| ReceiptLine::Prepayment { amount, description });
    let any_line = prop_oneof![4 => settled, 1 => credit, 1 => prepayment];
    (vec(any_line, 0..6), account(), amount(), description(), option::of(item())).prop_map(
        |(mut lines, account, least, description, item)| {
            let credits = lines.iter().filter(|line| matches!(line, ReceiptLine::CreditUsed { .. }));
            let credits = credits.map(|line| line.amount().minor()).sum::<i64>();
            let amount = money(credits + least.minor());
            lines.push(ReceiptLine::DirectSale { account, amount, description, item });
            lines
        },
    )
}

fn receipt() -> impl Strategy<Value = Document> {
    let settled = (reference(), 1_i64..1_000_000_000, option::of(1_i64..100));
    let plain = vec(settled, 1..5).prop_map(|lines| {
        let line = |(reference, minor, share): (_, i64, Option<i64>)| ReceiptLine::Invoice {
            reference,
            amount: money(minor),
            discount: share.map(|share| money(minor / 100 * share)).filter(|discount| discount.is_positive()),
        };
        lines.into_iter().map(line).collect::<Vec<_>>()
    });
    let lines = prop_oneof![plain, receipt_lines()];
    (payment_head(), lines, account(), option::of((text(20), 0_u16..10_000))).prop_map(
        |(head, lines, account, card)| {
            let discounted = lines.iter().any(|line| line.discount().is_some());
            let receipt = Receipt::new(head, lines, discounted.then_some(account)).unwrap();
            match card {
                None => receipt.into(),
                Some((code, digits)) => receipt
                    .with_card(CardDetails {
                        authorization_code: Some(AuthorizationCode::new(code).unwrap()),
                        last4: Some(LastFour::new(format!("{digits:04}")).unwrap()),
                    })
                    .into(),
            }
        },
    )
}

fn back() -> impl Strategy<Value = Document> {
    let applied = (reference(), amount()).prop_map(|(memo, amount)| Applied::new(memo, amount).unwrap());
    (payment_head(), vec(applied, 1..5), option::of(reference()), any::<bool>()).prop_map(
        |(head, applies, original, refund)| match (refund, original) {
            (true, None) => Refund::new(head, applies).unwrap().into(),
            (true, Some(original)) => Refund::new(head, applies).unwrap().with_original(original).into(),
            (false, original) => {
                let invoice = applies[0].reference().clone();
                let original = original.unwrap_or_else(|| invoice.clone());
                Chargeback::new(head, original, invoice, applies[0].amount()).unwrap().into()
            }
        },
    )
}

fn journal() -> impl Strategy<Value = Document> {
    let debits = vec((account(), 0_i64..1_000_000_000, option::of(text(160))), 1..5);
    (reference(), day(), option::of(text(160)), debits, account()).prop_map(
        |(reference, date, description, debits, account)| {
            let total = debits.iter().map(|(_, minor, _)| minor).chain([&1]).sum::<i64>();
            let mut lines = vec![
                JournalLine::debit(account.clone(), money(1)).unwrap(),
                JournalLine::credit(account, money(total)).unwrap(),
            ];
            lines.extend(debits.into_iter().map(|(account, minor, text)| {
                let line = JournalLine::new(account, Side::Debit, money(minor)).unwrap();
                match text {
                    Some(text) => line.with_description(Description::new(text).unwrap()),
                    None => line,
                }
            }));
            let entry = JournalEntry::new(reference, date, lines).unwrap();
            match description {
                Some(text) => entry.with_description(Description::new(text).unwrap()).into(),
                None => entry.into(),
            }
        },
    )
}

fn product() -> impl Strategy<Value = Document> {
    let accounts = (option::of(account()), option::of(account()), option::of(account()));
    let numbers = (option::of(0_i64..1_000_000), option::of(-1_000_000_i64..1_000_000));
    (item(), text(30), 0_usize..12, accounts, option::of(description()), numbers).prop_map(
        |(id, text, class, (sales, inventory, cost_of_sales), sales_description, (price, level))| {
            let class = ItemClass::ALL[class];
            let accounts = match class {
                ItemClass::DescriptionOnly => ItemAccounts::default(),
                _ => ItemAccounts { sales, inventory, cost_of_sales },
            };
            let text = ItemDescription::new(text).unwrap();
            let mut product = Product::new(id, text, class, accounts).unwrap().with_inactive(price.is_none());
            if let Some(text) = sales_description {
                product = product.with_sales_description(text);
            }
            if let Some(price) = price {
                product = product.with_price(UnitPrice::new(Decimal::new(price, 4)).unwrap());
            }
            if let Some(level) = level {
                product = product.with_quantity_on_hand(StockLevel::new(Decimal::new(level, 2)).unwrap());
            }
            product.into()
        },
    )
}

fn adjustment() -> impl Strategy<Value = Document> {
    let change = (-1_000_000_i64..1_000_000).prop_filter("not zero", |change| *change != 0);
    let options = (option::of(0_i64..1_000_000), option::of(text(30)));
    (reference(), day(), item(), change, account(), options).prop_map(
        |(reference, date, item, change, source_account, (cost, reason))| {
            let change = StockLevel::new(Decimal::new(change, 3)).unwrap();
            let (direction, quantity) = StockAdjustment::split(change).unwrap();
            let adjustment = StockAdjustment {
                reference,
                date,
                item,
                direction,
                quantity,
                source_account,
                unit_cost: cost.map(|cost| UnitPrice::new(Decimal::new(cost, 2)).unwrap()),
                reason: reason.map(|reason| AdjustmentReason::new(reason).unwrap()),
            };
            assert_eq!(adjustment.change(), change);
            adjustment.into()
        },
    )
}

/// Any document, with any of its options.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    prop_oneof![
        1 => customer(),
        3 => sale(),
        2 => receipt(),
        2 => back(),
        1 => journal(),
        1 => product(),
        1 => adjustment(),
    ]
}
