//! What a cell of a column holds, and how it is read.

use chrono::NaiveDate;
use paysage_money::Money;
use rust_decimal::Decimal;

use super::super::fields::CURRENCY;
use super::FileKind;

/// What stands in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// A text of so many characters at most.
    Text(usize),
    /// `6/1/26` or `6/1/2026`.
    Date,
    /// `TRUE` or `FALSE`.
    Flag,
    /// Two decimals.
    Money,
    /// A quantity, price, weight or percentage.
    Number,
    Count,
}

const FLAGS: &str = "Credit Memo|Progress Billing Invoice|Quote|Drop Ship|Note Prints After Line Items|\
    Stmt Note Prints Before Ref|Beginning Balance Transaction|Apply To Sales Order|Apply to Proposal|Proposal|\
    Proposal Accepted|Closed|Prepayment|Vendor Receipt|Prospect|Inactive|Use Standard Terms|C.O.D. Terms|\
    Prepaid Terms|Terms Type|Charge Finance Charges|Due Month End Terms|Use Receipt Settings|\
    Used for Reimbursable Expense|Consolidated Transaction|Electronic Payment|Customer Payment|Detailed Payments";
const DATES: &str = "Date|Ship By|Quote Good Thru Date|Ship Date|Date Due|Discount Date|Date Sent|\
    Customer Since Date|Last Statement Date|Date Cleared in Bank Rec|AR Date Cleared in Bank Rec|\
    AP Date Cleared in Bank Rec|GL Date Cleared in Bank Rec|Disc Date Cleared In Bank Rec|\
    Inv Acnt Date Cleared In Bank Rec|Inv Acnt Date Cleared in Bank Rec|COS Acnt Date Cleared In Bank Rec";
const MONEY: &str = "Amount|Discount Amount|Cash Amount|Total Paid on Invoice(s)|Accounts Receivable Amount|\
    Cost of Sales Amount|Amount Adjusted|Authorized Amount|Credit Limit";
const NUMBERS: &str = "Quantity|Stocking Quantity|Unit Price|Stocking Unit Price|Unit Cost|\
    U/M No. of Stocking Units|Weight|Discount Percent|Retainage Percent";
const COUNTS: &str = "Number of Distributions|Invoice/CM Distribution|Apply to Invoice Distribution|\
    SO/Proposal Distribution|Tax Type|Transaction Period|Transaction Number|Recur Number|Recur Frequency|\
    Due Days|Discount Days|Credit Status|Pricing Level|Account Type|Card/Check Authorized Status|ID Replacement|\
    Voided by Transaction";
/// The limits of Sage 50 US, from the field pages of its import and export help; a text not named here has 255.
const LIMITS: [(usize, &str); 9] = [
    (2, "Bill to State|Ship to State|Ship to State 1|Check State|Card/Check State|Credit Card State"),
    (
        8,
        "Customer Type|Sales Tax ID|Bill to Sales Tax ID|Ship to Sales Tax ID 1|Sales Tax Agency ID|\
        Sales Tax Code|Sales Tax Authority",
    ),
    (
        12,
        "Bill to Zip|Ship to Zipcode|Ship to Zipcode 1|Check Zipcode|Card/Check Zip Code|Credit Card Zip Code",
    ),
    (13, "Deposit Ticket ID|Quote #"),
    (
        15,
        "G/L Account|Cash Account|Discount Account|Accounts Receivable Account|G/L Source Account|Account ID|\
        Inventory Account|Cost of Sales Account|G/L Sales Account|Customer Cash Account|\
        Bill to Contact First Name|Bill to Country|Ship to Country|Ship to Country 1|Check Country|\
        Card/Check Country|Credit Card Country",
    ),
    (
        20,
        "Customer ID|Vendor ID|Item ID|Sales Representative ID|Invoice/CM #|Sales Order/Proposal #|Reference|\
        Apply to Invoice Number|Invoice Paid|Check Number|Payment Method|Customer Payment Method|Customer PO|\
        Ship Via|SO/Proposal Number|Bill to Contact Last Name|Bill to City|Ship to City|Ship to City 1|\
        Check City|Card/Check City|Credit Card City|Telephone 1|Telephone 2|Fax Number|\
        Open Purchase Order Number|Return Authorization|Displayed Terms|Receipt Number",
    ),
    (
        30,
        "Bill to Address-Line One|Bill to Address-Line Two|Ship to Address 1-Line One|\
        Ship to Address 1-Line Two|Ship to Address-Line One|Ship to Address-Line Two|Check Address-Line One|\
        Check Address-Line Two|Account Description|Reason to Adjust",
    ),
    (39, "Customer Name|Vendor Name|Ship to Name|Check Name"),
    (160, "Description"),
];

fn names(list: &str, column: &str) -> bool {
    list.split('|').any(|name| name == column)
}

/// What stands in a column of a file.
pub(super) fn cell_of(kind: FileKind, column: &str) -> Cell {
    // A company may well have a field of its own that is called as a column of another file.
    if kind == FileKind::Customers && !kind.columns().contains(&column) {
        return Cell::Text(255);
    }
    let kinds = [
        (FLAGS, Cell::Flag),
        (DATES, Cell::Date),
        (MONEY, Cell::Money),
        (NUMBERS, Cell::Number),
        (COUNTS, Cell::Count),
    ];
    if let Some((_, cell)) = kinds.into_iter().find(|(list, _)| names(list, column)) {
        return cell;
    }
    let limit = LIMITS.into_iter().find(|(_, list)| names(list, column));
    Cell::Text(limit.map_or(255, |(limit, _)| limit))
}

/// Cents; nothing is zero.
pub(super) fn money(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    Money::parse(text, CURRENCY).ok().map(Money::minor)
}

/// A number without exponent; nothing is zero.
pub(super) fn number(text: &str) -> Option<Decimal> {
    if text.is_empty() {
        return Some(Decimal::ZERO);
    }
    Decimal::from_str_exact(text).ok()
}

/// A whole number, zero or above; nothing is zero.
pub(super) fn count(text: &str) -> Option<usize> {
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

/// Month, day and year; a year of two digits is one of 1950 to 2049, as far as is known.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(month) || !digits(day) || !digits(year) {
        return None;
    }
    let year = match year.len() {
        2 => {
            let year: i32 = year.parse().ok()?;
            year.checked_add(if year < 50 { 2000 } else { 1900 })?
        }
        4 => year.parse().ok()?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// `None`: neither true nor false; nothing is false.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "TRUE" => Some(true),
        "FALSE" | "" => Some(false),
        _ => None,
    }
}
