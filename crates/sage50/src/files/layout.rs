//! The lists of columns of Sage's import and export files, as data.
//!
//! Sources: the import and export field pages of Sage's help (`IEFIELDS_*`, 2017 and 2019), and the headings of
//! files that Sage 50 itself exported. Headings are Sage's own spelling: they are looked for when a file is read.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::column::Column;

/// A kind of file, which is a list or journal of Sage's import and export screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileKind {
    /// Customer List.
    Customers,
    /// Sales Orders Journal.
    Orders,
    /// Sales Journal: invoices and credit memos.
    Sales,
    /// Cash Receipts Journal: receipts, and what is taken back of them.
    Receipts,
    /// Payments Journal: refunds.
    Payments,
    /// General Journal.
    Journal,
    /// Inventory Adjustments Journal.
    Adjustments,
    /// Chart of Accounts, which is only read.
    Chart,
}

impl FileKind {
    /// Every kind that is written, in the order in which the files must be imported.
    pub const WRITTEN: [Self; 7] = [
        Self::Customers,
        Self::Orders,
        Self::Sales,
        Self::Receipts,
        Self::Payments,
        Self::Journal,
        Self::Adjustments,
    ];

    /// The name Sage proposes for the file.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Customers => "CUSTOMER.CSV",
            Self::Orders => "SO.CSV",
            Self::Sales => "SALES.CSV",
            Self::Receipts => "RECEIPTS.CSV",
            Self::Payments => "PAYMENTS.CSV",
            Self::Journal => "GENERAL.CSV",
            Self::Adjustments => "ADJUST.CSV",
            Self::Chart => "CHART.CSV",
        }
    }

    /// The columns without which a document cannot be written or read.
    pub(super) const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Customers => &["Customer ID", "Customer Name"],
            Self::Orders => &[
                "Customer ID",
                "Sales Order/Proposal #",
                "Date",
                "Accounts Receivable Account",
                "Number of Distributions",
                "SO/Proposal Distribution",
                "Quantity",
                "Description",
                "G/L Account",
                "Unit Price",
                "Tax Type",
                "Amount",
            ],
            Self::Sales => &[
                "Customer ID",
                "Invoice/CM #",
                "Credit Memo",
                "Date",
                "Accounts Receivable Account",
                "Number of Distributions",
                "Invoice/CM Distribution",
                "Quantity",
                "Description",
                "G/L Account",
                "Unit Price",
                "Tax Type",
                "Amount",
            ],
            Self::Receipts => &[
                "Customer ID",
                "Reference",
                "Date",
                "Payment Method",
                "Cash Account",
                "Total Paid on Invoice(s)",
                "Prepayment",
                "Number of Distributions",
                "Invoice Paid",
                "Description",
                "G/L Account",
                "Amount",
            ],
            Self::Payments => &[
                "Vendor ID",
                "Check Number",
                "Date",
                "Cash Account",
                "Customer Payment",
                "Number of Distributions",
                "Description",
                "G/L Account",
                "Amount",
            ],
            Self::Journal => &["Date", "Reference", "Number of Distributions", "G/L Account", "Amount"],
            Self::Adjustments => {
                &["Item ID", "Reference", "Date", "Number of Distributions", "G/L Source Account", "Quantity"]
            }
            Self::Chart => &["Account ID", "Account Type"],
        }
    }

    /// The columns that tell one transaction from the next, beside period and number.
    pub(super) const fn key(self) -> &'static [Column] {
        match self {
            Self::Orders => &[Column::CustomerId, Column::OrderNumber, Column::Date],
            Self::Sales => &[Column::CustomerId, Column::InvoiceNumber, Column::CreditMemo, Column::Date],
            Self::Receipts => &[
                Column::CustomerId,
                Column::Reference,
                Column::Date,
                Column::CashAccount,
                Column::ReceiptNumber,
            ],
            Self::Payments => &[Column::VendorId, Column::CheckNumber, Column::Date, Column::CashAccount],
            Self::Journal => &[Column::Reference, Column::Date],
            Self::Adjustments => &[Column::ItemId, Column::Reference, Column::Date],
            Self::Customers | Self::Chart => &[],
        }
    }
}

/// The word of Sage's screen, e.g. `sales journal`.
impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Customers => "customer list",
            Self::Orders => "sales orders journal",
            Self::Sales => "sales journal",
            Self::Receipts => "cash receipts journal",
            Self::Payments => "payments journal",
            Self::Journal => "general journal",
            Self::Adjustments => "inventory adjustments journal",
            Self::Chart => "chart of accounts",
        })
    }
}

/// A list of columns that an edition of Sage 50 US exports, or takes on import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Layout {
    /// The customer list as it is exported, without the company's custom fields (61 columns).
    CustomersExport,
    /// The columns of the customer list that this crate fills (31).
    CustomersImport,
    /// The sales orders journal (45 columns).
    Orders,
    /// The sales journal of Premium and Quantum (74 columns).
    SalesFull,
    /// The sales journal of Pro, without units of measure and retainage (69 columns).
    SalesPro,
    /// What the sales journal takes on import, in any edition (59 columns).
    SalesImport,
    /// The cash receipts journal since 2013 (59 columns).
    ReceiptsExport,
    /// The cash receipts journal of Peachtree 2008 (43 columns).
    ReceiptsPeachtree2008,
    /// The columns of the cash receipts journal that this crate fills (42).
    ReceiptsImport,
    /// The payments journal (49 columns).
    Payments,
    /// The general journal (14 columns).
    Journal,
    /// The inventory adjustments journal (17 columns).
    Adjustments,
    /// The chart of accounts (4 columns).
    Chart,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 13] = [
        Self::CustomersExport,
        Self::CustomersImport,
        Self::Orders,
        Self::SalesFull,
        Self::SalesPro,
        Self::SalesImport,
        Self::ReceiptsExport,
        Self::ReceiptsPeachtree2008,
        Self::ReceiptsImport,
        Self::Payments,
        Self::Journal,
        Self::Adjustments,
        Self::Chart,
    ];

    /// The kind of file it is for.
    pub const fn kind(self) -> FileKind {
        match self {
            Self::CustomersExport | Self::CustomersImport => FileKind::Customers,
            Self::Orders => FileKind::Orders,
            Self::SalesFull | Self::SalesPro | Self::SalesImport => FileKind::Sales,
            Self::ReceiptsExport | Self::ReceiptsPeachtree2008 | Self::ReceiptsImport => FileKind::Receipts,
            Self::Payments => FileKind::Payments,
            Self::Journal => FileKind::Journal,
            Self::Adjustments => FileKind::Adjustments,
            Self::Chart => FileKind::Chart,
        }
    }

    /// The layout that import files of a kind are written in unless the profile says otherwise.
    pub const fn of_import(kind: FileKind) -> Self {
        match kind {
            FileKind::Customers => Self::CustomersImport,
            FileKind::Orders => Self::Orders,
            FileKind::Sales => Self::SalesImport,
            FileKind::Receipts => Self::ReceiptsImport,
            FileKind::Payments => Self::Payments,
            FileKind::Journal => Self::Journal,
            FileKind::Adjustments => Self::Adjustments,
            FileKind::Chart => Self::Chart,
        }
    }

    /// Its headings, in order.
    pub fn columns(self) -> impl Iterator<Item = &'static str> {
        let list = match self {
            Self::CustomersExport => CUSTOMERS_EXPORT,
            Self::CustomersImport => CUSTOMERS_IMPORT,
            Self::Orders => ORDERS_45,
            Self::SalesFull | Self::SalesPro => SALES_74,
            Self::SalesImport => SALES_59,
            Self::ReceiptsExport => RECEIPTS_59,
            Self::ReceiptsPeachtree2008 => RECEIPTS_2008,
            Self::ReceiptsImport => RECEIPTS_IMPORT,
            Self::Payments => PAYMENTS_49,
            Self::Journal => JOURNAL_14,
            Self::Adjustments => ADJUSTMENTS_17,
            Self::Chart => CHART_4,
        };
        let left_out: &[&str] = if self == Self::SalesPro { &NOT_IN_PRO } else { &[] };
        list.split('|').filter(|heading| !left_out.contains(heading))
    }
}

/// What the Pro edition's sales journal lacks.
const NOT_IN_PRO: [&str; 5] =
    ["U/M ID", "U/M No. of Stocking Units", "Stocking Quantity", "Stocking Unit Price", "Retainage Percent"];

/// 65 columns with four custom fields, which stand before `Customer Since Date`.
const CUSTOMERS_EXPORT: &str = "Customer ID|Customer Name|Prospect|Inactive|Bill to Contact First Name|\
     Bill to Contact Last Name|Bill to Address-Line One|Bill to Address-Line Two|Bill to City|\
     Bill to State|Bill to Zip|Bill to Country|Bill to Sales Tax ID|Ship to Address 1-Line One|\
     Ship to Address 1-Line Two|Ship to City 1|Ship to State 1|Ship to Zipcode 1|Ship to Country 1|\
     Ship to Sales Tax ID 1|Customer Type|Telephone 1|Telephone 2|Fax Number|Customer E-mail|\
     Sales Representative ID|Account #|G/L Sales Account|Open Purchase Order Number|Ship Via|\
     Resale Number|Pricing Level|Use Standard Terms|C.O.D. Terms|Prepaid Terms|Terms Type|Due Days|\
     Discount Days|Discount Percent|Credit Limit|Credit Status|Charge Finance Charges|\
     Due Month End Terms|Cardholder's Name|Credit Card Address Line 1|Credit Card Address Line 2|\
     Credit Card City|Credit Card State|Credit Card Zip Code|Credit Card Country|\
     Credit Card Stored Reference|Merchant ID|Last Known CC Number|Last Known CC Expiration Date|\
     Use Receipt Settings|Customer Payment Method|Customer Cash Account|Customer Since Date|\
     Last Statement Date|Customer Web Site|ID Replacement";
/// What a customer of the model fills.
const CUSTOMERS_IMPORT: &str = "Customer ID|Customer Name|Inactive|Bill to Contact First Name|Bill to Contact Last Name|\
     Bill to Address-Line One|Bill to Address-Line Two|Bill to City|Bill to State|Bill to Zip|\
     Bill to Country|Bill to Sales Tax ID|Ship to Address 1-Line One|Ship to Address 1-Line Two|\
     Ship to City 1|Ship to State 1|Ship to Zipcode 1|Ship to Country 1|Customer Type|Telephone 1|\
     Customer E-mail|Account #|Use Standard Terms|C.O.D. Terms|Prepaid Terms|Due Days|Discount Days|\
     Discount Percent|Due Month End Terms|Customer Since Date|Customer Web Site";
/// The import list of the sales order journal.
const ORDERS_45: &str = "Customer ID|Sales Order/Proposal #|Date|Ship By|Proposal|Proposal Accepted|Closed|Quote #|\
     Drop Ship|Ship to Name|Ship to Address-Line One|Ship to Address-Line Two|Ship to City|\
     Ship to State|Ship to Zipcode|Ship to Country|Customer PO|Ship Via|Discount Amount|\
     Displayed Terms|Sales Representative ID|Accounts Receivable Account|Sales Tax ID|Invoice Note|\
     Note Prints After Line Items|Statement Note|Stmt Note Prints Before Ref|Internal Note|\
     Number of Distributions|SO/Proposal Distribution|Quantity|Item ID|Description|G/L Account|\
     Unit Price|Tax Type|UPC / SKU|Weight|U/M ID|U/M No. of Stocking Units|Stocking Quantity|\
     Stocking Unit Price|Amount|Job ID|Sales Tax Agency ID";
/// The whole sales journal as Premium and Quantum export it.
const SALES_74: &str = "Customer ID|Customer Name|Invoice/CM #|Apply to Invoice Number|Credit Memo|\
     Progress Billing Invoice|Date|Ship By|Quote|Quote #|Quote Good Thru Date|Drop Ship|Ship to Name|\
     Ship to Address-Line One|Ship to Address-Line Two|Ship to City|Ship to State|Ship to Zipcode|\
     Ship to Country|Customer PO|Ship Via|Ship Date|Date Due|Discount Amount|Discount Date|\
     Displayed Terms|Sales Representative ID|Accounts Receivable Account|Accounts Receivable Amount|\
     Sales Tax ID|Invoice Note|Note Prints After Line Items|Statement Note|\
     Stmt Note Prints Before Ref|Internal Note|Beginning Balance Transaction|\
     AR Date Cleared in Bank Rec|Number of Distributions|Invoice/CM Distribution|\
     Apply to Invoice Distribution|Apply To Sales Order|Apply to Proposal|Quantity|\
     SO/Proposal Number|Item ID|Serial Number|SO/Proposal Distribution|Description|G/L Account|\
     GL Date Cleared in Bank Rec|Unit Price|Tax Type|UPC / SKU|Weight|Amount|Inventory Account|\
     Inv Acnt Date Cleared In Bank Rec|Cost of Sales Account|COS Acnt Date Cleared In Bank Rec|\
     U/M ID|U/M No. of Stocking Units|Stocking Quantity|Stocking Unit Price|Cost of Sales Amount|\
     Job ID|Sales Tax Agency ID|Transaction Period|Transaction Number|Receipt Number|\
     Return Authorization|Voided by Transaction|Retainage Percent|Recur Number|Recur Frequency";
/// What the sales journal takes on import.
const SALES_59: &str = "Customer ID|Invoice/CM #|Apply to Invoice Number|Credit Memo|Progress Billing Invoice|Date|\
     Ship By|Quote|Quote #|Quote Good Thru Date|Drop Ship|Ship to Name|Ship to Address-Line One|\
     Ship to Address-Line Two|Ship to City|Ship to State|Ship to Zipcode|Ship to Country|Customer PO|\
     Ship Via|Ship Date|Date Due|Discount Amount|Discount Date|Displayed Terms|\
     Sales Representative ID|Accounts Receivable Account|Sales Tax ID|Invoice Note|\
     Note Prints After Line Items|Statement Note|Stmt Note Prints Before Ref|Internal Note|\
     Beginning Balance Transaction|Number of Distributions|Invoice/CM Distribution|\
     Apply to Invoice Distribution|Apply To Sales Order|Apply to Proposal|Quantity|\
     SO/Proposal Number|Item ID|Serial Number|SO/Proposal Distribution|Description|G/L Account|\
     Unit Price|Tax Type|UPC / SKU|Weight|Amount|Job ID|Sales Tax Agency ID|Transaction Period|\
     Transaction Number|Return Authorization|Voided by Transaction|Recur Number|Recur Frequency";
/// The whole cash receipts journal since 2013.
const RECEIPTS_59: &str = "Deposit Ticket ID|Customer ID|Customer Name|Reference|Date|Payment Method|Cash Account|\
     Cash Amount|Sales Representative ID|Sales Tax ID|Total Paid on Invoice(s)|Discount Account|\
     Prepayment|Vendor Receipt|AR Date Cleared in Bank Rec|Number of Distributions|Invoice Paid|\
     Discount Amount|Disc Date Cleared In Bank Rec|Quantity|Stocking Quantity|Item ID|Serial Number|\
     U/M ID|U/M No. of Stocking Units|Description|G/L Account|GL Date Cleared in Bank Rec|Unit Price|\
     Stocking Unit Price|Tax Type|UPC / SKU|Weight|Amount|Inventory Account|\
     Inv Acnt Date Cleared In Bank Rec|Cost of Sales Account|COS Acnt Date Cleared In Bank Rec|\
     Cost of Sales Amount|Job ID|Sales Tax Agency ID|Transaction Period|Transaction Number|\
     Receipt Number|Card/Check Holder's Name|Card/Check Address Line 1|Card/Check Address Line 2|\
     Card/Check City|Card/Check State|Card/Check Zip Code|Card/Check Country|\
     Credit Card Stored Reference|Merchant ID|Last Known CC Number|Last Known CC Expiration Date|\
     Card/Check Auth. Code|Card/Check Authorized Status|Credit Card Comment|Authorized Amount";
/// The cash receipts journal of Peachtree 2008.
const RECEIPTS_2008: &str = "Deposit Ticket ID|Customer ID|Customer Name|Reference|Date|Payment Method|Cash Account|\
     Cash Amount|Sales Representative ID|Sales Tax Code|Total Paid on Invoice(s)|Discount Account|\
     Prepayment|Vendor Receipt|AR Date Cleared in Bank Rec|Number of Distributions|Invoice Paid|\
     Discount Amount|Quantity|Item ID|Description|G/L Account|Unit Price|Tax Type|Amount|Job ID|\
     Sales Tax Authority|Transaction Period|Transaction Number|Receipt Number|\
     Card/Check Holder's Name|Card/Check Address Line 1|Card/Check Address Line 2|Card/Check City|\
     Card/Check State|Card/Check Zip Code|Card/Check Country|Credit Card Number|\
     Credit Card Expiration Date|Card/Check Auth. Code|Card/Check Authorized Status|\
     Credit Card Comment|Authorized Amount";
/// What the cash receipts journal takes on import.
const RECEIPTS_IMPORT: &str = "Deposit Ticket ID|Customer ID|Reference|Date|Payment Method|Cash Account|\
     Sales Representative ID|Sales Tax ID|Total Paid on Invoice(s)|Discount Account|Prepayment|\
     Vendor Receipt|Number of Distributions|Invoice Paid|Discount Amount|Quantity|Stocking Quantity|\
     Item ID|Serial Number|U/M ID|U/M No. of Stocking Units|Description|G/L Account|Unit Price|\
     Stocking Unit Price|Tax Type|UPC / SKU|Weight|Amount|Job ID|Sales Tax Agency ID|\
     Transaction Period|Transaction Number|Card/Check Holder's Name|Card/Check Address Line 1|\
     Card/Check Address Line 2|Card/Check City|Card/Check State|Card/Check Zip Code|\
     Card/Check Country|Last Known CC Number|Card/Check Auth. Code";
/// The payments journal.
const PAYMENTS_49: &str = "Vendor ID|Vendor Name|Check Name|Check Address-Line One|Check Address-Line Two|Check City|\
     Check State|Check Zipcode|Check Country|Check Number|Date|Electronic Payment|Date Sent|\
     Electronic ID|Funding Account Name|Memo|Cash Account|Cash Amount|Total Paid on Invoice(s)|\
     Discount Account|Prepayment|Customer Payment|AP Date Cleared in Bank Rec|Detailed Payments|\
     Number of Distributions|Invoice Paid|Discount Amount|Disc Date Cleared In Bank Rec|Quantity|\
     Stocking Quantity|Item ID|Serial Number|U/M ID|U/M No. of Stocking Units|Description|\
     G/L Account|GL Date Cleared in Bank Rec|Unit Price|Stocking Unit Price|UPC / SKU|Weight|Amount|\
     Job ID|Used for Reimbursable Expense|Transaction Period|Transaction Number|\
     Voided by Transaction|Recur Number|Recur Frequency";
/// The general journal.
const JOURNAL_14: &str = "Date|Reference|Date Cleared in Bank Rec|Number of Distributions|G/L Account|Description|Amount|\
     Job ID|Used for Reimbursable Expense|Transaction Period|Transaction Number|\
     Consolidated Transaction|Recur Number|Recur Frequency";
/// The inventory adjustments journal.
const ADJUSTMENTS_17: &str = "Item ID|Reference|Date|Job ID|Reason to Adjust|Inventory Account|Amount Adjusted|\
     Inv Acnt Date Cleared in Bank Rec|Number of Distributions|G/L Source Account|\
     GL Date Cleared in Bank Rec|Unit Cost|Quantity|Amount|Transaction Period|Transaction Number|\
     Serial Number";
/// The chart of accounts.
const CHART_4: &str = "Account ID|Account Description|Account Type|Inactive";
