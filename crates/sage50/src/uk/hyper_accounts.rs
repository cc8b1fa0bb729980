//! The `HyperAccounts` door: the REST API that runs on a Sage 50 UK machine and books through Sage's own interface.
//!
//! Every answer is an envelope `{success, code, response | results, message}`. Of a customer or product that is
//! changed, a property that is left away stays as it is and an empty text clears it. (`HyperAccounts` v1,
//! sage-50-accounts-api-v1-docs.hyperext.com, collection of release 1.25; the names of properties as in the client
//! chneau/hyperaccounts-js, March 2026.)
//!
//! # What becomes of each kind, and how it is found again
//!
//! | Kind | What it becomes | Found by | Its key |
//! |---|---|---|---|
//! | customer | `POST /api/customer/`, changed by `PATCH` | account reference | account reference |
//! | product | `POST /api/product`, changed by `PATCH` | stock code | stock code |
//! | sales order | `POST /api/salesOrder/`, our reference as the customer's order number | that number | Sage's order number |
//! | invoice | `POST /api/batchtransactionPost`, type 1 (SI) | reference in the audit trail | header number |
//! | credit memo | the same, type 2 (SC); allocated to the invoice it names as far as that owes | reference | header number |
//! | receipt | `POST /api/transactionPost`, type 4 (SA); a discount as SC on the discount account, details `Discount: …`; both, and credits used, allocated by `/api/allocatePaymentOnAccount` | reference, types SA and SR | header number |
//! | refund | an SI on the bank account, outside VAT, details `Refund: …`, to which the credits are allocated | reference and customer, of whatever details; its account by `/api/searchSplit` | header number |
//! | chargeback | an SI on the bank account, outside VAT, details `Chargeback: …`; it stands open in the invoice's place | as a refund | header number |
//! | journal entry | `POST /api/journal`, each line with its place (`2/3`) as extra reference | reference of the lines, `/api/searchSplit` | number of its first line |
//! | stock adjustment | `POST /api/stock`; it moves the stock and no account | stock code and reference, `/api/searchStock` | movement number |
//!
//! Invoices are booked straight into the ledger and not as documents of Sage's invoicing module, whose numbers Sage
//! gives out itself, so that no look-up by our reference would find them. An SI on a bank account debits the customer
//! and credits the bank in one booking, so that no half of it can be missing; it is how a refund or a returned cheque
//! is entered by hand. The original invoice of a chargeback stays settled: the API takes no allocation back.
//!
//! # What it cannot do
//!
//! [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) with the reason, and nothing sent:
//! - lines with items in invoices and credit memos: in the ledger no item leaves the stock;
//! - sales without invoice in a receipt: they would need a VAT code; post an invoice and settle it;
//! - credits beyond what the receipt settles: the API allocates credits to invoices and to nothing else;
//! - receipts that use credits while their cash pays no invoice, those of zero that net an invoice with a credit among
//!   them: the books show how much of an invoice or credit is settled and not by what, so only the receipt's own cash,
//!   which is allocated last, tells whether the credits were allocated; allocate them in Sage 50 by hand;
//! - a sales order with the customer's own order number, whose place our reference takes;
//! - changes of anything but customers and products, and lists of what changed since a moment;
//! - items but stock, non-stock and service, and of items other accounts than that of sales, and a second description;
//! - customers' account number, type, sales tax id, first day and own fields, their contact's title and company, a
//!   delivery country of its own, and terms but days after the invoice.
//!
//! Not sent, because Sage's audit trail has no place for it: printed terms, discount terms, ship via, order number,
//! sales tax id, ship-by day, deposit ticket and card; and of a stock adjustment its source account, because Sage 50
//! UK values the stock at a period's end. A customer's purchase order goes into the extra reference of the lines.
//!
//! # What this door adds because the API has it not
//!
//! - The limits of Sage 50 UK and of the API are checked first: account references and nominal codes of 8
//!   characters, details of 60 (30 in journal entries), VAT codes, the debtors and VAT control accounts, years; what
//!   does not fit is refused with field, limit and remedy. References with an apostrophe are refused: the API passes
//!   them to the database as they are.
//! - Before a transaction is posted, the company's lock date is read: a day up to it is
//!   [`ErrorKind::ClosedPeriod`](crate::ErrorKind::ClosedPeriod), because Sage gives no warning. A lock date that is
//!   there and cannot be read, day before month or as ISO has it, is
//!   [`ErrorKind::Unreadable`](crate::ErrorKind::Unreadable), and nothing is sent.
//! - Before a receipt or refund is posted, what its invoices and credits hold open is checked, because the API books
//!   another payment on account when it finds no invoice to allocate to. Several with one reference, or one that does
//!   not say what is outstanding, are [`ErrorKind::Invalid`](crate::ErrorKind::Invalid): it allocates by reference.
//! - What takes more than one booking, and a chargeback, is read back, and is a success only when it stands there whole,
//!   a refund or chargeback on its bank account. A receipt or refund that is booked and not wholly allocated ends with
//!   [`Outcome::Happened`](crate::Outcome::Happened); [`find`](crate::Books::find) then gives it as
//!   [incomplete](crate::Found::incomplete), so that it is equal to no document, and [`HyperAccountsDoor::allocate`]
//!   completes a receipt. A list shows bookings and does not tell. What a person allocates of a receipt counts as its
//!   own: no call says to which invoice it went.
//! - A refund or chargeback under a reference of which the customer's ledger holds an SI already is refused, as
//!   [`ErrorKind::Duplicate`](crate::ErrorKind::Duplicate): the first may be its own, its details worded otherwise since.
//!   A look-up shows whatever stands there. Chargebacks that together are more than their receipt brought are refused.
//! - The API refuses a second call of a sort while one runs, so a door and its clones make one call at a time, and a
//!   document takes its turn once for all of its calls: see [`Capabilities::longest_post`](crate::Capabilities::longest_post).
//!
//! # What no source settles
//!
//! The numbers and words of stock movements, the column of a customer's order number, the product codes of lines
//! without product (`S1`, `S2`), the words of an order's status, and that credits (SC) are allocated as payments on
//! account are: they stand in one file, `unverified.rs`, and are those of Sage's own tables. Nothing is booked on
//! their word alone: what they book is read back, and what does not stand there as asked is no success. A discount
//! taken here is outside VAT; where VAT has to be corrected with it, post a credit memo instead.

mod allocation;
mod answer;
mod builder;
mod call;
mod check;
mod customer;
mod door;
mod header;
mod journal;
mod look_up;
mod money_back;
mod number;
mod order;
mod outgoing;
mod product;
mod search;
mod settle;
mod stock;
mod unverified;

pub use self::builder::{AuthToken, HyperAccountsDoorBuilder};
pub use self::door::HyperAccountsDoor;
