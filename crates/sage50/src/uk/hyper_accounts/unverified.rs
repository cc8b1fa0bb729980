//! What no source that could be read settles, in one place.
//!
//! The vendor's documents name the calls and their properties, not these words and numbers. They are the usual ones
//! of Sage's own interface and tables. No posting depends on them alone: what they book is read back, and a posting
//! that does not stand in the books as it was asked for is never answered with success.

/// The column of sales orders that holds the customer's order number, which is our reference.
pub(super) const ORDER_REFERENCE: &str = "CUST_ORDER_NUMBER";
/// The column of sales orders that holds the day.
pub(super) const ORDER_DAY: &str = "ORDER_DATE";
/// The despatch status of an order that is delivered.
pub(super) const ORDER_COMPLETE: &str = "complete";
/// The despatch status of an order that somebody cancelled.
pub(super) const ORDER_CANCELLED: &str = "cancelled";

/// The columns of stock movements.
pub(super) const STOCK_CODE: &str = "STOCK_CODE";
pub(super) const STOCK_REFERENCE: &str = "REFERENCE";
/// The numbers by which a movement is posted: adjustment in, adjustment out.
pub(super) const ADJUSTMENT_IN: u8 = 1;
pub(super) const ADJUSTMENT_OUT: u8 = 2;
/// The words by which the same movements are shown.
pub(super) const MOVED_IN: &str = "AI";
pub(super) const MOVED_OUT: &str = "AO";

/// The product codes of lines that sell no product: `S1` with VAT, `S2` without.
pub(super) const fn free_item(taxed: bool) -> &'static str {
    if taxed { "S1" } else { "S2" }
}

/// The types that `/api/allocatePaymentOnAccount` allocates. Documented for payments on account (SA); that it takes
/// credits (SC) as Sage itself does is not.
pub(super) const CREDITS: &[&str] = &["SC", "SA"];
