//! The columns that this crate fills or reads, and what stands in all others.

macro_rules! columns {
    ($($name:ident $heading:literal;)*) => {
        /// A column whose meaning this crate knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Column {
            $($name,)*
        }

        impl Column {
            /// Every column, in the order of the enum.
            pub(super) const ALL: &[Self] = &[$(Self::$name,)*];

            /// Sage's heading.
            pub(super) const fn heading(self) -> &'static str {
                match self {
                    $(Self::$name => $heading,)*
                }
            }
        }
    };
}

columns! {
    AccountDescription "Account Description";
    AccountId "Account ID";
    AccountNumber "Account #";
    AccountType "Account Type";
    Amount "Amount";
    AmountAdjusted "Amount Adjusted";
    ApplyToInvoice "Apply to Invoice Number";
    ApplyToOrder "Apply To Sales Order";
    AuthorizationCode "Card/Check Auth. Code";
    BeginningBalance "Beginning Balance Transaction";
    BillCity "Bill to City";
    BillCountry "Bill to Country";
    BillFirst "Bill to Contact First Name";
    BillLast "Bill to Contact Last Name";
    BillLine1 "Bill to Address-Line One";
    BillLine2 "Bill to Address-Line Two";
    BillState "Bill to State";
    BillTax "Bill to Sales Tax ID";
    BillZip "Bill to Zip";
    CashAccount "Cash Account";
    CashAmount "Cash Amount";
    CashOnDelivery "C.O.D. Terms";
    CheckNumber "Check Number";
    Closed "Closed";
    CreditMemo "Credit Memo";
    CustomerId "Customer ID";
    CustomerName "Customer Name";
    CustomerPayment "Customer Payment";
    CustomerSince "Customer Since Date";
    CustomerType "Customer Type";
    Date "Date";
    DateDue "Date Due";
    DepositTicket "Deposit Ticket ID";
    Description "Description";
    DiscountAccount "Discount Account";
    DiscountAmount "Discount Amount";
    DiscountDate "Discount Date";
    DiscountDays "Discount Days";
    DiscountPercent "Discount Percent";
    Distribution "Invoice/CM Distribution";
    Distributions "Number of Distributions";
    DueDays "Due Days";
    DueMonthEnd "Due Month End Terms";
    Email "Customer E-mail";
    GlAccount "G/L Account";
    Inactive "Inactive";
    InvoiceNumber "Invoice/CM #";
    InvoicePaid "Invoice Paid";
    ItemId "Item ID";
    LastFour "Last Known CC Number";
    Memo "Memo";
    OrderDistribution "SO/Proposal Distribution";
    OrderNumber "Sales Order/Proposal #";
    PaymentMethod "Payment Method";
    Prepaid "Prepaid Terms";
    Prepayment "Prepayment";
    Proposal "Proposal";
    PurchaseOrder "Customer PO";
    Quantity "Quantity";
    Quote "Quote";
    Reason "Reason to Adjust";
    ReceiptNumber "Receipt Number";
    Receivable "Accounts Receivable Account";
    ReceivableAmount "Accounts Receivable Amount";
    Reference "Reference";
    SalesOrderBilled "SO/Proposal Number";
    SalesTaxId "Sales Tax ID";
    ShipBy "Ship By";
    ShipCity "Ship to City 1";
    ShipCountry "Ship to Country 1";
    ShipLine1 "Ship to Address 1-Line One";
    ShipLine2 "Ship to Address 1-Line Two";
    ShipState "Ship to State 1";
    ShipVia "Ship Via";
    ShipZip "Ship to Zipcode 1";
    SourceAccount "G/L Source Account";
    StandardTerms "Use Standard Terms";
    StockingPrice "Stocking Unit Price";
    StockingQuantity "Stocking Quantity";
    StockingUnits "U/M No. of Stocking Units";
    TaxAgency "Sales Tax Agency ID";
    TaxType "Tax Type";
    Telephone "Telephone 1";
    Terms "Displayed Terms";
    TotalPaid "Total Paid on Invoice(s)";
    TransactionNumber "Transaction Number";
    TransactionPeriod "Transaction Period";
    UnitCost "Unit Cost";
    UnitPrice "Unit Price";
    VendorId "Vendor ID";
    VendorReceipt "Vendor Receipt";
    VoidedBy "Voided by Transaction";
    WebSite "Customer Web Site";
}

impl Column {
    /// The column under a heading, those of Peachtree 2008 included.
    pub(super) fn of_heading(heading: &str) -> Option<Self> {
        match heading {
            "Sales Tax Code" => Some(Self::SalesTaxId),
            "Sales Tax Authority" => Some(Self::TaxAgency),
            _ => Self::ALL.iter().copied().find(|column| column.heading() == heading),
        }
    }

    /// Its place in [`ALL`](Self::ALL).
    #[expect(clippy::as_conversions, reason = "the number of a variant, below two hundred")]
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// What stands under a heading of which a document says nothing: FALSE, zero, no date, no text.
pub(super) fn neutral(heading: &str) -> &'static str {
    match heading {
        "Prospect"
        | "Inactive"
        | "Use Standard Terms"
        | "C.O.D. Terms"
        | "Prepaid Terms"
        | "Terms Type"
        | "Charge Finance Charges"
        | "Due Month End Terms"
        | "Credit Memo"
        | "Progress Billing Invoice"
        | "Quote"
        | "Drop Ship"
        | "Note Prints After Line Items"
        | "Stmt Note Prints Before Ref"
        | "Beginning Balance Transaction"
        | "Apply To Sales Order"
        | "Apply to Proposal"
        | "Proposal"
        | "Proposal Accepted"
        | "Closed"
        | "Prepayment"
        | "Vendor Receipt"
        | "Used for Reimbursable Expense"
        | "Consolidated Transaction"
        | "Electronic Payment"
        | "Customer Payment"
        | "Detailed Payments" => "FALSE",
        "Use Receipt Settings" => "TRUE",
        "Discount Amount"
        | "Quantity"
        | "Unit Price"
        | "Weight"
        | "Amount"
        | "U/M No. of Stocking Units"
        | "Stocking Quantity"
        | "Stocking Unit Price"
        | "Cost of Sales Amount"
        | "Retainage Percent"
        | "Accounts Receivable Amount"
        | "Cash Amount"
        | "Total Paid on Invoice(s)"
        | "Authorized Amount"
        | "Credit Limit"
        | "Amount Adjusted"
        | "Unit Cost" => "0.00",
        "Discount Percent" => "0.00000",
        "Number of Distributions"
        | "Invoice/CM Distribution"
        | "Apply to Invoice Distribution"
        | "SO/Proposal Distribution"
        | "Tax Type"
        | "Transaction Number"
        | "Recur Number"
        | "Recur Frequency"
        | "Pricing Level"
        | "Due Days"
        | "Discount Days"
        | "ID Replacement"
        | "Card/Check Authorized Status" => "0",
        // The only value seen in exports; the codes are published nowhere.
        "Credit Status" => "1",
        "Credit Card Stored Reference" => "{00000000-0000-0000-0000-000000000000}",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_its_heading_and_stands_at_its_index() {
        for (index, column) in Column::ALL.iter().enumerate() {
            assert_eq!(Column::of_heading(column.heading()), Some(*column));
            assert_eq!(column.index(), index);
        }
        assert_eq!(Column::of_heading("Sales Tax Code"), Some(Column::SalesTaxId));
        assert_eq!(Column::of_heading("Weight"), None);
    }
}
