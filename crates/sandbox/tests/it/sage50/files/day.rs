//! Strategies: a business day of documents that fit each other, some of them with a flaw that has to stop them.

use std::fmt;

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;
use sage50::files::{DateFormat, RefundStyle};
use sage50::model::*;

use super::{LABELS, ReceiptsColumns, SalesColumns, Setup, account, cents};

/// What stops a document, and a word of the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A text begins with this letter.
    Formula(char),
    /// A character that Windows-1252 lacks.
    Foreign,
    /// A text that reads like a number a spreadsheet spoilt.
    Exponent,
    /// Its reference is that of another document.
    Twice,
    /// Something this kind of document cannot say in a file.
    Unsayable,
}

impl Flaw {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Formula(_) => "would run as a formula",
            Self::Foreign => "Windows-1252",
            Self::Exponent => "reads like a number",
            Self::Twice => "has the same reference",
            Self::Unsayable => "",
        }
    }

    /// A text with the flaw, of at most so many characters.
    fn spoil(self, text: &str, limit: usize) -> String {
        let spoilt = match self {
            Self::Formula(first) => format!("{first}{text}"),
            Self::Foreign => format!("Ł{text}"),
            Self::Exponent => "1.05969E+11".to_owned(),
            Self::Twice | Self::Unsayable => text.to_owned(),
        };
        let cut: String = spoilt.chars().take(limit).collect();
        cut.trim_end().to_owned()
    }
}

/// A document and what is wrong with it.
#[derive(Clone)]
pub(super) struct Planned {
    pub(super) document: Document,
    pub(super) flaw: Option<Flaw>,
}

/// Short: a failing day is read by a person.
impl fmt::Debug for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stored = serde_json::to_string(&self.document).unwrap();
        write!(f, "{stored}")?;
        self.flaw.map_or(Ok(()), |flaw| write!(f, " ({flaw:?})"))
    }
}

pub(super) fn setup() -> impl Strategy<Value = Setup> {
    let sales = [SalesColumns::Import59, SalesColumns::Full74, SalesColumns::Pro69];
    let receipts = [ReceiptsColumns::Import42, ReceiptsColumns::Export59, ReceiptsColumns::Peachtree43];
    (0..3_usize, 0..3_usize, any::<[bool; 4]>()).prop_map(
        move |(sales_place, receipts_place, [headless, short, negative, orders_by_line])| Setup {
            sales: sales[sales_place],
            receipts: receipts[receipts_place],
            headings: !headless,
            dates: if short { DateFormat::TwoDigitYear } else { DateFormat::FourDigitYear },
            refunds: if negative { RefundStyle::NegativeReceipts } else { RefundStyle::Payments },
            orders_by_line,
        },
    )
}

/// A text of up to `limit` characters, often of just so many, with everything a file must not trip over.
fn words(limit: usize) -> BoxedStrategy<String> {
    let first = prop_oneof![
        4 => prop::char::ranges(vec!['a'..='z', 'A'..='Z', '0'..='9'].into()),
        1 => prop::sample::select(vec!['"', '\'', ',', ';', '(', '#', '%', 'Ä', 'ÿ', '€', '“']),
    ];
    let rest = prop_oneof![
        6 => prop::char::ranges(vec!['a'..='z', 'A'..='D', '0'..='9'].into()),
        2 => prop::sample::select(vec!['"', ',', '\'', ' ', ';', '=', '+', '-', '@', '/', '\\', '|']),
        1 => prop::sample::select(vec!['é', 'ß', 'Ñ', 'ÿ', '€', '™', '“', '”', '…', '½', '\u{a0}', '\u{ad}']),
    ];
    let length = prop_oneof![3 => 0..limit.min(12), 1 => Just(limit - 1)];
    let rest = length.prop_flat_map(move |length| vec(rest.clone(), length));
    (first, rest).prop_map(|(first, rest)| std::iter::once(first).chain(rest).collect()).boxed()
}

/// A text without blanks at its edges, by which Sage looks something up.
fn key(limit: usize) -> impl Strategy<Value = String> {
    words(limit).prop_map(|text| text.trim_end().to_owned())
}

#[derive(Debug, Clone)]
struct LinePart {
    account: u8,
    minor: i64,
    text: String,
    item: Option<u8>,
    price: Option<(i64, i64)>,
    tax_type: Option<u8>,
    /// Whether the line is tax on the first or second account, and names its agency.
    tax: Option<(bool, bool)>,
}

fn line_part() -> BoxedStrategy<LinePart> {
    let price = option::of((1_i64..=1_000_000, 0_i64..=10_000_000));
    let tax = option::weighted(0.25, any::<(bool, bool)>());
    let minor = prop_oneof![1 => Just(0), 5 => 1_i64..=9_999_999];
    (0..3_u8, minor, words(160), option::of(0..3_u8), price, option::of(1..=25_u8), tax)
        .prop_map(|(account, minor, text, item, price, tax_type, tax)| LinePart {
            account,
            minor,
            text,
            item,
            price,
            tax_type,
            tax,
        })
        .boxed()
}

/// What a sale says besides its lines; each document takes what it has a field for.
#[derive(Debug, Clone)]
struct SalePart {
    lines: Vec<LinePart>,
    terms: Option<String>,
    ship_via: Option<String>,
    purchase_order: Option<String>,
    order: Option<u8>,
    later: Option<u64>,
    discount: Option<(i64, u64)>,
    names_tax: bool,
}

fn sale_part() -> BoxedStrategy<SalePart> {
    let texts = (option::of(words(20)), option::of(words(20)), option::of(words(20)));
    let rest =
        (option::of(0..8_u8), option::of(0..90_u64), option::of((1_i64..=100, 0..30_u64)), any::<bool>());
    (vec(line_part(), 1..4), texts, rest)
        .prop_map(|(lines, (terms, ship_via, purchase_order), (order, later, discount, names_tax))| {
            SalePart { lines, terms, ship_via, purchase_order, order, later, discount, names_tax }
        })
        .boxed()
}

#[derive(Debug, Clone)]
enum PayPart {
    /// Which invoice, what share of what it owes, and the share of that kept back.
    Invoice(u8, i64, Option<i64>),
    Credit(u8, i64),
    Sale {
        account: u8,
        minor: i64,
        text: String,
        item: Option<u8>,
    },
}

fn pay_part() -> BoxedStrategy<PayPart> {
    let sale = (0..3_u8, 1_i64..=999_999, words(160), option::of(0..3_u8));
    prop_oneof![
        3 => (0..8_u8, 1_i64..=100, option::of(1_i64..=100)).prop_map(|(pick, share, off)| PayPart::Invoice(pick, share, off)),
        1 => (0..8_u8, 1_i64..=100).prop_map(|(pick, share)| PayPart::Credit(pick, share)),
        1 => sale.prop_map(|(account, minor, text, item)| PayPart::Sale { account, minor, text, item }),
    ]
    .boxed()
}

#[derive(Debug, Clone)]
enum What {
    Customer(Box<CustomerPart>),
    Order(SalePart),
    Invoice(SalePart),
    Memo(SalePart, Option<u8>),
    Receipt(Vec<PayPart>),
    Prepayment(i64, String),
    /// Which credit memos, what share of each, and whether the receipt is named.
    Refund(Vec<(u8, i64)>, bool),
    /// Which payment of an invoice, and what share of it.
    Chargeback(u8, i64),
    Journal(Vec<(u8, i64, Option<String>)>, Option<String>),
    Adjustment(AdjustmentPart),
}

#[derive(Debug, Clone)]
struct AdjustmentPart {
    widget: bool,
    change: i64,
    cost: Option<i64>,
    reason: Option<String>,
}

type AddressPart = (String, Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);

#[derive(Debug, Clone)]
struct CustomerPart {
    name: String,
    contact: Option<(Option<String>, String)>,
    addresses: [Option<AddressPart>; 2],
    email: Option<String>,
    phone: Option<String>,
    short: Option<String>,
    terms: Option<Terms>,
    fields: [Option<String>; 3],
    site: Option<String>,
    since: Option<NaiveDate>,
    tax: bool,
    inactive: bool,
}

fn customer_part() -> BoxedStrategy<CustomerPart> {
    let optional = |limit| option::of(words(limit));
    let address =
        || option::of((words(30), optional(30), optional(20), optional(2), optional(12), optional(15)));
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
    // Exports have two digits of the year.
    let since =
        (0..36_000_u64).prop_map(|days| date("1950-01-01").checked_add_days(Days::new(days)).unwrap());
    let texts = (words(39), option::of((optional(15), words(20))), optional(64), optional(20), optional(8));
    let fields = [optional(30), optional(30), optional(30)];
    let rest = (option::of(terms), fields, optional(100), option::of(since), any::<[bool; 2]>());
    (texts, [address(), address()], rest)
        .prop_map(
            |(
                (name, contact, email, phone, short),
                addresses,
                (terms, fields, site, since, [tax, inactive]),
            )| {
                CustomerPart {
                    name,
                    contact,
                    addresses,
                    email,
                    phone,
                    short,
                    terms,
                    fields,
                    site,
                    since,
                    tax,
                    inactive,
                }
            },
        )
        .boxed()
}

fn what() -> BoxedStrategy<What> {
    let journal = vec((0..5_u8, 0_i64..=9_999_999, option::of(words(160))), 1..5);
    let adjustment =
        (any::<bool>(), -99_999_i64..=99_999, option::of(0_i64..=9_999_999), option::of(words(30)));
    prop_oneof![
        1 => customer_part().prop_map(|part| What::Customer(Box::new(part))),
        1 => sale_part().prop_map(What::Order),
        4 => sale_part().prop_map(What::Invoice),
        2 => (sale_part(), option::of(0..8_u8)).prop_map(|(part, applied)| What::Memo(part, applied)),
        4 => vec(pay_part(), 1..4).prop_map(What::Receipt),
        1 => (1_i64..=9_999_999, words(160)).prop_map(|(minor, text)| What::Prepayment(minor, text)),
        1 => (vec((0..8_u8, 1_i64..=100), 1..3), any::<bool>())
            .prop_map(|(applies, names_original)| What::Refund(applies, names_original)),
        1 => (0..8_u8, 1_i64..=100).prop_map(|(pick, share)| What::Chargeback(pick, share)),
        1 => (journal, option::of(words(160))).prop_map(|(lines, text)| What::Journal(lines, text)),
        1 => adjustment.prop_map(|(widget, change, cost, reason)| What::Adjustment(AdjustmentPart { widget, change, cost, reason })),
    ]
    .boxed()
}

/// Authorization code and last digits.
type CardPart = (Option<String>, Option<u16>);

#[derive(Debug, Clone)]
struct Step {
    what: What,
    key: String,
    customer: u8,
    day: u64,
    /// Method, ticket, and what is kept of the card.
    tender: (bool, Option<String>, Option<CardPart>),
    flaw: Option<Flaw>,
    /// Where in the run it stands.
    place: u8,
}

fn step() -> BoxedStrategy<Step> {
    let flaw = prop_oneof![
        prop::sample::select(vec!['=', '+', '-', '@']).prop_map(Flaw::Formula),
        Just(Flaw::Foreign),
        Just(Flaw::Exponent),
        Just(Flaw::Twice),
        Just(Flaw::Unsayable),
    ];
    let card = option::of((option::of(words(20)), option::of(0_u16..10_000)));
    let tender = (any::<bool>(), option::of(key(13)), card);
    (what(), key(16), 0..6_u8, 0..720_u64, tender, option::weighted(0.15, flaw), any::<u8>())
        .prop_map(|(what, key, customer, day, tender, flaw, place)| Step {
            what,
            key,
            customer,
            day,
            tender,
            flaw,
            place,
        })
        .boxed()
}

/// Documents in any order that a run may come in; none needs one that has a flaw.
pub(super) fn day(setup: Setup) -> impl Strategy<Value = Vec<Planned>> {
    vec(step(), 1..14).prop_map(move |steps| {
        let mut maker = Maker::new(setup);
        for step in &steps {
            maker.make(step);
        }
        let mut made = maker.made;
        made.sort_by_key(|(place, _)| *place);
        // The second of two with one reference is the one that is stopped.
        made.into_iter().map(|(_, planned)| planned).collect()
    })
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn text<T: std::str::FromStr<Err: fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// What a customer owes or is owed.
struct Open {
    customer: CustomerId,
    reference: Reference,
    left: i64,
}

/// Makes documents that fit what was made before.
struct Maker {
    setup: Setup,
    made: Vec<(u8, Planned)>,
    customers: Vec<CustomerId>,
    orders: Vec<OrderNumber>,
    invoices: Vec<Open>,
    credits: Vec<Open>,
    /// Receipt and invoice, and what one brought the other.
    paid: Vec<(Reference, Open)>,
}

const ITEMS: [&str; 3] = ["WIDGET", "HOUR", "GADGET"];
const INCOME: [&str; 3] = ["40000", "40100", "40500"];

impl Maker {
    fn new(setup: Setup) -> Self {
        // Sage does not tell capitals from small letters.
        let customers = ["ACME-001", "BAYSIDE", "acme-001"].map(text).to_vec();
        let (made, orders) = (Vec::new(), Vec::new());
        Self { setup, made, customers, orders, invoices: Vec::new(), credits: Vec::new(), paid: Vec::new() }
    }

    fn make(&mut self, step: &Step) {
        let mut flaw = step.flaw;
        let Some(document) = self.document(step, &mut flaw) else {
            return;
        };
        if flaw == Some(Flaw::Twice) {
            // The one without flaw has to come first.
            self.push(step.place, document.clone(), None);
            self.push(u8::MAX, document, flaw);
        } else {
            self.push(step.place, document, flaw);
        }
    }

    fn push(&mut self, place: u8, document: Document, flaw: Option<Flaw>) {
        self.made
            .push((place.min(u8::MAX - u8::from(flaw != Some(Flaw::Twice))), Planned { document, flaw }));
    }

    /// A number of its own, in the words of the step.
    fn reference(&self, step: &Step) -> Reference {
        let number = self.made.len();
        let reference: String = format!("{number}/{}", step.key).chars().take(20).collect();
        text(reference.trim_end())
    }

    fn customer(&self, step: &Step) -> CustomerId {
        self.customers[usize::from(step.customer) % self.customers.len()].clone()
    }

    fn day(step: &Step) -> NaiveDate {
        date("2025-01-01").checked_add_days(Days::new(step.day)).unwrap()
    }

    fn document(&mut self, step: &Step, flaw: &mut Option<Flaw>) -> Option<Document> {
        match &step.what {
            What::Customer(part) => Some(self.a_customer(part, step, *flaw)),
            What::Order(part) => Some(self.order(part, step, flaw)),
            What::Invoice(part) => Some(self.invoice(part, step, flaw)),
            What::Memo(part, applied) => Some(self.memo(part, *applied, step, flaw)),
            What::Receipt(parts) => Some(self.receipt(parts, step, flaw)),
            What::Prepayment(minor, text) => Some(self.prepayment(*minor, text, step, flaw)),
            What::Refund(parts, names) => self.refund(parts, *names, step, flaw),
            What::Chargeback(pick, share) => self.chargeback(*pick, *share, step, flaw),
            What::Journal(lines, text) => Some(self.journal(lines, text.as_deref(), step, flaw)),
            What::Adjustment(part) => self.adjustment(part, step, flaw),
        }
    }

    /// Nobody deals with a customer whose record is stopped.
    fn a_customer(&mut self, part: &CustomerPart, step: &Step, flaw: Option<Flaw>) -> Document {
        let number = self.made.len();
        let id: String = format!("C{number}/{}", step.key).chars().take(20).collect();
        let id: CustomerId = text(id.replace(['*', '?', '+'], "x").trim_end());
        let name = flaw.map_or(part.name.clone(), |flaw| flaw.spoil(&part.name, 39));
        // The list has no column for a title, and takes no longer name.
        let unsayable = flaw == Some(Flaw::Unsayable);
        let name = if unsayable && number.is_multiple_of(2) { format!("{name:x<40}") } else { name };
        let title = (unsayable && !number.is_multiple_of(2)).then(|| text("Dr"));
        let mut customer = Customer::new(id.clone(), text(&name));
        customer.contact = part.contact.as_ref().map(|(first, last)| Contact {
            first: first.as_deref().map(text),
            last: Some(text(last)),
            ..Contact::default()
        });
        if title.is_some() {
            customer.contact = Some(Contact { title, ..customer.contact.unwrap_or_default() });
        }
        let address = |part: &AddressPart| {
            let (line1, line2, city, state, zip, country) = part;
            Address {
                line2: line2.as_deref().map(text),
                city: city.as_deref().map(text),
                state: state.as_deref().map(text),
                zip: zip.as_deref().map(text),
                country: country.as_deref().map(text),
                ..Address::new(text(line1))
            }
        };
        let [billing, shipping] = part.addresses.each_ref().map(|part| part.as_ref().map(address));
        (customer.billing, customer.shipping) = (billing, shipping);
        customer.email = part.email.as_deref().map(text);
        customer.phone = part.phone.as_deref().map(text);
        let fields = LABELS.into_iter().zip(&part.fields);
        let fields = fields.filter_map(|(label, own)| Some((text(label), text(own.as_deref()?))));
        let fields = fields.collect::<std::collections::BTreeMap<_, _>>();
        if flaw.is_none() {
            self.customers.push(id);
        }
        customer
            .with_details(CustomerDetails {
                account_number: part.short.as_deref().map(text),
                terms: part.terms,
                customer_type: part.short.as_deref().map(text),
                sales_tax_id: part.tax.then(|| text("ONE")),
                custom_fields: CustomFields::try_from(fields).unwrap(),
                web_site: part.site.as_deref().map(text),
                since: part.since,
                inactive: part.inactive,
            })
            .into()
    }

    fn sale_head(&self, step: &Step) -> SaleHead {
        SaleHead::new(self.reference(step), self.customer(step), Self::day(step), account("11000"))
    }

    /// The lines, above zero together; with the flaw in the text of the first.
    fn lines(parts: &SalePart, flaw: Option<Flaw>) -> Vec<InvoiceLine> {
        let mut lines: Vec<_> = parts.lines.iter().map(line).collect();
        let first = &parts.lines[0];
        let words = flaw.map_or(first.text.clone(), |flaw| flaw.spoil(&first.text, 160));
        lines[0] = line(&LinePart { text: words, ..first.clone() });
        if lines.iter().all(|line| line.amount().is_zero()) {
            lines.push(InvoiceLine::new(account("40000"), cents(1), text("a cent")).unwrap());
        }
        lines
    }

    /// The first tax needs its name: its account is one of the other's, too.
    fn sales_tax_id(part: &SalePart, lines: &[InvoiceLine]) -> Option<SalesTaxId> {
        let tax: Vec<_> = lines.iter().filter(|line| line.sales_tax()).collect();
        let second = tax.iter().any(|line| {
            line.account().as_str() == "23200"
                || matches!(line.content(), LineContent::SalesTax { agency: Some(_) })
        });
        (part.names_tax || !tax.is_empty() && !second).then(|| text("TWO"))
    }

    /// Takes a flaw away that this kind of document cannot have.
    fn only_texts(flaw: &mut Option<Flaw>) -> Option<Flaw> {
        if *flaw == Some(Flaw::Unsayable) {
            *flaw = None;
        }
        *flaw
    }

    fn order(&mut self, part: &SalePart, step: &Step, flaw: &mut Option<Flaw>) -> Document {
        let lines = Self::lines(part, Self::only_texts(flaw));
        let head = self.sale_head(step);
        if flaw.is_none() {
            self.orders.push(text(head.reference.as_str()));
        }
        let details = SalesOrderDetails {
            ship_by: part.later.map(|days| head.date + Days::new(days)),
            terms: part.terms.as_deref().map(text),
            ship_via: part.ship_via.as_deref().map(text),
            customer_purchase_order: part.purchase_order.as_deref().map(text),
            sales_tax_id: Self::sales_tax_id(part, &lines),
        };
        SalesOrder::new(head, lines).unwrap().with_details(details).unwrap().into()
    }

    /// The order it bills: one of the run, or one that only stands on it as a text.
    fn order_number(&self, part: &SalePart, lines: &[InvoiceLine]) -> Option<OrderNumber> {
        let pick = usize::from(part.order.filter(|_| lines.iter().any(|line| !line.sales_tax()))?);
        Some(self.orders.get(pick).cloned().unwrap_or_else(|| text("an old order")))
    }

    fn invoice(&mut self, part: &SalePart, step: &Step, flaw: &mut Option<Flaw>) -> Document {
        let mut lines = Self::lines(part, *flaw);
        if *flaw == Some(Flaw::Unsayable) {
            // Tax on an account that no agency has.
            lines.push(InvoiceLine::new(account("40000"), cents(5), text("Tax")).unwrap().with_sales_tax());
        }
        let invoice = Invoice::new(self.sale_head(step), lines).unwrap();
        let (head, total) = (invoice.head().clone(), invoice.total().minor());
        let off = |(share, days): (i64, u64)| DiscountTerms {
            amount: cents((total * share / 100).max(1)),
            date: head.date + Days::new(days),
        };
        let details = InvoiceDetails {
            due: part.later.map(|days| head.date + Days::new(days)),
            terms: part.terms.as_deref().map(text),
            discount: part.discount.map(off),
            ship_via: part.ship_via.as_deref().map(text),
            customer_purchase_order: part.purchase_order.as_deref().map(text),
            order_number: self.order_number(part, invoice.lines()),
            sales_tax_id: Self::sales_tax_id(part, invoice.lines()),
        };
        if flaw.is_none_or(|flaw| flaw == Flaw::Twice) {
            self.invoices.push(Open { customer: head.customer, reference: head.reference, left: total });
        }
        invoice.with_details(details).unwrap().into()
    }

    fn memo(&mut self, part: &SalePart, pick: Option<u8>, step: &Step, flaw: &mut Option<Flaw>) -> Document {
        let lines = Self::lines(part, Self::only_texts(flaw));
        let memo = CreditMemo::new(self.sale_head(step), lines).unwrap();
        let (mut head, total) = (memo.head().clone(), memo.total().minor());
        let stands = flaw.is_none_or(|flaw| flaw == Flaw::Twice);
        // All credit memos are imported before any receipt: one on an invoice that was paid would take what the
        // receipt settles.
        let paid: Vec<_> = self.paid.iter().map(|(_, paid)| paid.reference.clone()).collect();
        let mut unpaid: Vec<_> =
            self.invoices.iter_mut().filter(|invoice| !paid.contains(&invoice.reference)).collect();
        let applied = pick.and_then(|pick| {
            let place = usize::from(pick).checked_rem(unpaid.len())?;
            let invoice = &mut *unpaid[place];
            head.customer = invoice.customer.clone();
            if stands {
                invoice.left = (invoice.left - total).max(0);
            }
            Some(invoice.reference.clone())
        });
        let memo = CreditMemo::new(head.clone(), memo.lines().to_vec()).unwrap();
        let details = CreditMemoDetails {
            applies_to: applied.clone(),
            customer_purchase_order: part.purchase_order.as_deref().map(text),
            order_number: self.order_number(part, memo.lines()),
            sales_tax_id: Self::sales_tax_id(part, memo.lines()),
        };
        // How much of an applied memo is left depends on what was applied before.
        if stands && applied.is_none() {
            self.credits.push(Open { customer: head.customer, reference: head.reference, left: total });
        }
        memo.with_details(details).into()
    }

    fn payment_head(&self, step: &Step, customer: CustomerId, flaw: Option<Flaw>) -> PaymentHead {
        let (card, ticket, _) = &step.tender;
        let (cash, method) = if *card { ("10300", "Card") } else { ("10200", "Chèque, bank") };
        let mut tender = Tender::new(account(cash), text(method));
        tender.deposit_ticket = ticket.as_deref().map(text);
        if let Some(flaw) =
            flaw.filter(|flaw| matches!(flaw, Flaw::Formula(_) | Flaw::Foreign | Flaw::Exponent))
        {
            let spoilt = flaw.spoil(ticket.as_deref().unwrap_or("ticket"), 13);
            tender.deposit_ticket = Some(text(&spoilt));
        }
        if flaw == Some(Flaw::Unsayable) {
            tender.payment_method = text("unknown");
        }
        PaymentHead::new(self.reference(step), customer, Self::day(step), tender)
    }

    fn receipt(&mut self, parts: &[PayPart], step: &Step, flaw: &mut Option<Flaw>) -> Document {
        let stands = flaw.is_none_or(|flaw| flaw == Flaw::Twice);
        let customer = self.customer(step);
        let head = self.payment_head(step, customer.clone(), *flaw);
        let (mut lines, mut cash, mut discounted) = (Vec::new(), 0, false);
        for part in parts {
            let made = match part {
                PayPart::Invoice(pick, share, off) => {
                    take(&mut self.invoices, &customer, *pick, *share, stands).map(|(reference, minor)| {
                        let off = off.map(|off| (minor * off / 100).max(1));
                        discounted |= off.is_some();
                        cash += minor - off.unwrap_or_default();
                        if stands {
                            let paid = Open {
                                customer: customer.clone(),
                                reference: reference.clone(),
                                left: minor,
                            };
                            self.paid.push((head.reference.clone(), paid));
                        }
                        ReceiptLine::Invoice { reference, amount: cents(minor), discount: off.map(cents) }
                    })
                }
                PayPart::Credit(pick, share) => take(&mut self.credits, &customer, *pick, *share, stands)
                    .map(|(reference, minor)| {
                        cash -= minor;
                        ReceiptLine::CreditUsed { reference, amount: cents(minor) }
                    }),
                PayPart::Sale { account: place, minor, text: words, item } => {
                    cash += minor;
                    Some(ReceiptLine::DirectSale {
                        account: account(INCOME[usize::from(*place)]),
                        amount: cents(*minor),
                        description: text(words),
                        item: item.map(|item| text(ITEMS[usize::from(item)])),
                    })
                }
            };
            lines.extend(made);
        }
        if cash <= 0 {
            let (account, description) = (account("40000"), text("Counter sale"));
            lines.push(ReceiptLine::DirectSale { account, amount: cents(1 - cash), description, item: None });
        }
        let receipt = Receipt::new(head, lines, discounted.then(|| account("49000"))).unwrap();
        self.with_card(receipt, step).into()
    }

    fn with_card(&self, receipt: Receipt, step: &Step) -> Receipt {
        let Some((code, digits)) = &step.tender.2 else {
            return receipt;
        };
        // The old layout has no column for what is left of a card number.
        let digits = digits.filter(|_| self.setup.receipts != ReceiptsColumns::Peachtree43);
        receipt.with_card(CardDetails {
            authorization_code: code.as_deref().map(text),
            last4: digits.map(|digits| text(&format!("{digits:04}"))),
        })
    }

    fn prepayment(&mut self, minor: i64, words: &str, step: &Step, flaw: &mut Option<Flaw>) -> Document {
        let words = flaw.map_or(words.to_owned(), |flaw| flaw.spoil(words, 160));
        let mut lines = vec![ReceiptLine::Prepayment { amount: cents(minor), description: text(&words) }];
        if *flaw == Some(Flaw::Unsayable) {
            let (account, description) = (account("40000"), text("Counter sale"));
            lines.push(ReceiptLine::DirectSale { account, amount: cents(1), description, item: None });
        }
        let customer = self.customer(step);
        let head = self.payment_head(step, customer.clone(), None);
        if flaw.is_none_or(|flaw| flaw == Flaw::Twice) {
            self.credits.push(Open { customer, reference: head.reference.clone(), left: minor });
        }
        Receipt::new(head, lines, None).unwrap().into()
    }

    fn refund(
        &mut self,
        parts: &[(u8, i64)],
        names: bool,
        step: &Step,
        flaw: &mut Option<Flaw>,
    ) -> Option<Document> {
        let stands = flaw.is_none_or(|flaw| flaw == Flaw::Twice);
        let customer = self.customer(step);
        let mut head = self.payment_head(step, customer.clone(), *flaw);
        let by_check = self.setup.refunds == RefundStyle::Payments;
        if by_check && head.tender.deposit_ticket.is_some() {
            // The payments journal has no tickets; a ticket with a flaw is one more reason.
            if stands {
                head.tender.deposit_ticket = None;
            } else if *flaw != Some(Flaw::Unsayable) {
                *flaw = Some(Flaw::Unsayable);
            }
        }
        let mut applies = Vec::new();
        for (pick, share) in parts {
            let taken = take(&mut self.credits, &customer, *pick, *share, stands);
            applies.extend(taken.map(|(memo, minor)| Applied::new(memo, cents(minor)).unwrap()));
        }
        let refund = Refund::new(head, applies).ok()?;
        let original = self.paid.first().filter(|_| names).map(|(receipt, _)| receipt.clone());
        Some(match original {
            Some(original) => refund.with_original(original).into(),
            None => refund.into(),
        })
    }

    fn chargeback(&mut self, pick: u8, share: i64, step: &Step, flaw: &mut Option<Flaw>) -> Option<Document> {
        let stands = flaw.is_none_or(|flaw| flaw == Flaw::Twice);
        let place = usize::from(pick).checked_rem(self.paid.len())?;
        let (receipt, paid) = &mut self.paid[place];
        let minor = (paid.left * share / 100).max(1);
        if paid.left < minor {
            return None;
        }
        if stands {
            paid.left -= minor;
        }
        // Sage takes the same reference twice; the files of one run do not, so it goes once.
        if *flaw == Some(Flaw::Twice) {
            *flaw = None;
        }
        let (receipt, invoice, customer) = (receipt.clone(), paid.reference.clone(), paid.customer.clone());
        let head = self.payment_head(step, customer, *flaw);
        Some(Chargeback::new(head, receipt, invoice, cents(minor)).unwrap().into())
    }

    fn journal(
        &mut self,
        parts: &[(u8, i64, Option<String>)],
        words: Option<&str>,
        step: &Step,
        flaw: &mut Option<Flaw>,
    ) -> Document {
        const ACCOUNTS: [&str; 5] = ["10200", "10300", "57500", "58000", "39003"];
        let flaw = Self::only_texts(flaw);
        let mut lines = Vec::new();
        let mut sum = 0;
        for (place, minor, words) in parts {
            let side = if minor % 2 == 0 { Side::Debit } else { Side::Credit };
            sum += if side == Side::Debit { *minor } else { -minor };
            let line = JournalLine::new(account(ACCOUNTS[usize::from(*place)]), side, cents(*minor)).unwrap();
            lines.push(match words {
                Some(words) => line.with_description(text(words)),
                None => line,
            });
        }
        // One line of the day's bank, and one that makes the entry balance.
        lines.push(JournalLine::debit(account("10200"), cents(1)).unwrap());
        let side = if sum + 1 > 0 { Side::Credit } else { Side::Debit };
        let rest = JournalLine::new(account("57500"), side, cents((sum + 1).abs())).unwrap();
        lines.push(match flaw.filter(|flaw| *flaw != Flaw::Twice) {
            Some(flaw) => rest.with_description(text(&flaw.spoil("rest", 160))),
            None => rest,
        });
        let entry = JournalEntry::new(self.reference(step), Self::day(step), lines).unwrap();
        match words {
            Some(words) => entry.with_description(text(words)).into(),
            None => entry.into(),
        }
    }

    fn adjustment(
        &mut self,
        part: &AdjustmentPart,
        step: &Step,
        flaw: &mut Option<Flaw>,
    ) -> Option<Document> {
        let AdjustmentPart { widget, change, cost, reason } = part;
        let flaw = Self::only_texts(flaw);
        let change = StockLevel::new(Decimal::new(*change, 3)).unwrap();
        let (direction, quantity) = StockAdjustment::split(change).ok()?;
        let reason = match flaw.filter(|flaw| *flaw != Flaw::Twice) {
            Some(flaw) => Some(flaw.spoil(reason.as_deref().unwrap_or("count"), 30)),
            None => reason.clone(),
        };
        Some(
            StockAdjustment {
                reference: self.reference(step),
                date: Self::day(step),
                item: text(if *widget { "WIDGET" } else { "GADGET" }),
                direction,
                quantity,
                source_account: account("50500"),
                unit_cost: cost.map(|cost| UnitPrice::new(Decimal::new(cost, 4)).unwrap()),
                reason: reason.as_deref().map(text),
            }
            .into(),
        )
    }
}

fn line(part: &LinePart) -> InvoiceLine {
    if let Some((second, named)) = part.tax {
        let (payable, agency) = if second { ("23200", "CITY") } else { ("23100", "COUNTY") };
        let line = InvoiceLine::new(account(payable), cents(part.minor), text(&part.text)).unwrap();
        return if named { line.with_sales_tax_of(text(agency)) } else { line.with_sales_tax() };
    }
    let price = part.price.map(|(quantity, price)| Price {
        quantity: Quantity::new(Decimal::new(quantity, 3)).unwrap(),
        unit_price: UnitPrice::new(Decimal::new(price, 5)).unwrap(),
    });
    let amount = price.map_or(cents(part.minor), |price| price.amount(cents(0).currency()).unwrap());
    let goods = Goods {
        item: part.item.map(|item| text(ITEMS[usize::from(item)])),
        price,
        tax_type: part.tax_type.map(|number| TaxType::new(number).unwrap()),
    };
    let income = account(INCOME[usize::from(part.account)]);
    InvoiceLine::new(income, amount, text(&part.text)).unwrap().with_goods(goods).unwrap()
}

/// A share of what one of a customer's open things has left, if it has any; `keep`: it is gone then.
fn take(
    open: &mut [Open],
    customer: &CustomerId,
    pick: u8,
    share: i64,
    keep: bool,
) -> Option<(Reference, i64)> {
    let mut his: Vec<&mut Open> =
        open.iter_mut().filter(|open| open.customer == *customer && open.left > 0).collect();
    let place = usize::from(pick).checked_rem(his.len())?;
    let minor = (his[place].left * share / 100).max(1);
    if keep {
        his[place].left -= minor;
    }
    Some((his[place].reference.clone(), minor))
}
