//! The columns of Sage 50's import and export files, in the order of its own templates, between bars.
//!
//! Exports of Sage 50 2013 and later have them; the narrower lists are those of an import template without the
//! columns that are only exported, and of Peachtree 2008.

pub(super) const CHART: &str = "\
    Account ID|Account Description|Account Type|Inactive";

pub(super) const CUSTOMERS: &str = "\
    Customer ID|Customer Name|Prospect|Inactive|Bill to Contact First Name|Bill to Contact Last Name|\
    Bill to Address-Line One|Bill to Address-Line Two|Bill to City|Bill to State|Bill to Zip|\
    Bill to Country|Bill to Sales Tax ID|Ship to Address 1-Line One|Ship to Address 1-Line Two|\
    Ship to City 1|Ship to State 1|Ship to Zipcode 1|Ship to Country 1|Ship to Sales Tax ID 1|\
    Customer Type|Telephone 1|Telephone 2|Fax Number|Customer E-mail|Sales Representative ID|Account #|\
    G/L Sales Account|Open Purchase Order Number|Ship Via|Resale Number|Pricing Level|\
    Use Standard Terms|C.O.D. Terms|Prepaid Terms|Terms Type|Due Days|Discount Days|Discount Percent|\
    Credit Limit|Credit Status|Charge Finance Charges|Due Month End Terms|Cardholder's Name|\
    Credit Card Address Line 1|Credit Card Address Line 2|Credit Card City|Credit Card State|\
    Credit Card Zip Code|Credit Card Country|Credit Card Stored Reference|Merchant ID|\
    Last Known CC Number|Last Known CC Expiration Date|Use Receipt Settings|Customer Payment Method|\
    Customer Cash Account|Customer Since Date|Last Statement Date|Customer Web Site|ID Replacement";

pub(super) const ORDERS: &str = "\
    Customer ID|Sales Order/Proposal #|Date|Ship By|Proposal|Proposal Accepted|Closed|Quote #|Drop Ship|\
    Ship to Name|Ship to Address-Line One|Ship to Address-Line Two|Ship to City|Ship to State|\
    Ship to Zipcode|Ship to Country|Customer PO|Ship Via|Discount Amount|Displayed Terms|\
    Sales Representative ID|Accounts Receivable Account|Sales Tax ID|Invoice Note|\
    Note Prints After Line Items|Statement Note|Stmt Note Prints Before Ref|Internal Note|\
    Number of Distributions|SO/Proposal Distribution|Quantity|Item ID|Description|G/L Account|\
    Unit Price|Tax Type|UPC / SKU|Weight|U/M ID|U/M No. of Stocking Units|Stocking Quantity|\
    Stocking Unit Price|Amount|Job ID|Sales Tax Agency ID";

pub(super) const SALES: &str = "\
    Customer ID|Customer Name|Invoice/CM #|Apply to Invoice Number|Credit Memo|Progress Billing Invoice|\
    Date|Ship By|Quote|Quote #|Quote Good Thru Date|Drop Ship|Ship to Name|Ship to Address-Line One|\
    Ship to Address-Line Two|Ship to City|Ship to State|Ship to Zipcode|Ship to Country|Customer PO|\
    Ship Via|Ship Date|Date Due|Discount Amount|Discount Date|Displayed Terms|Sales Representative ID|\
    Accounts Receivable Account|Accounts Receivable Amount|Sales Tax ID|Invoice Note|\
    Note Prints After Line Items|Statement Note|Stmt Note Prints Before Ref|Internal Note|\
    Beginning Balance Transaction|AR Date Cleared in Bank Rec|Number of Distributions|\
    Invoice/CM Distribution|Apply to Invoice Distribution|Apply To Sales Order|Apply to Proposal|\
    Quantity|SO/Proposal Number|Item ID|Serial Number|SO/Proposal Distribution|Description|G/L Account|\
    GL Date Cleared in Bank Rec|Unit Price|Tax Type|UPC / SKU|Weight|Amount|Inventory Account|\
    Inv Acnt Date Cleared In Bank Rec|Cost of Sales Account|COS Acnt Date Cleared In Bank Rec|U/M ID|\
    U/M No. of Stocking Units|Stocking Quantity|Stocking Unit Price|Cost of Sales Amount|Job ID|\
    Sales Tax Agency ID|Transaction Period|Transaction Number|Receipt Number|Return Authorization|\
    Voided by Transaction|Retainage Percent|Recur Number|Recur Frequency";

pub(super) const SALES_59: &str = "\
    Customer ID|Invoice/CM #|Apply to Invoice Number|Credit Memo|Progress Billing Invoice|Date|Ship By|\
    Quote|Quote #|Quote Good Thru Date|Drop Ship|Ship to Name|Ship to Address-Line One|\
    Ship to Address-Line Two|Ship to City|Ship to State|Ship to Zipcode|Ship to Country|Customer PO|\
    Ship Via|Ship Date|Date Due|Discount Amount|Discount Date|Displayed Terms|Sales Representative ID|\
    Accounts Receivable Account|Sales Tax ID|Invoice Note|Note Prints After Line Items|Statement Note|\
    Stmt Note Prints Before Ref|Internal Note|Beginning Balance Transaction|Number of Distributions|\
    Invoice/CM Distribution|Apply to Invoice Distribution|Apply To Sales Order|Apply to Proposal|\
    Quantity|SO/Proposal Number|Item ID|Serial Number|SO/Proposal Distribution|Description|G/L Account|\
    Unit Price|Tax Type|UPC / SKU|Weight|Amount|Job ID|Sales Tax Agency ID|Transaction Period|\
    Transaction Number|Return Authorization|Voided by Transaction|Recur Number|Recur Frequency";

pub(super) const RECEIPTS: &str = "\
    Deposit Ticket ID|Customer ID|Customer Name|Reference|Date|Payment Method|Cash Account|Cash Amount|\
    Sales Representative ID|Sales Tax ID|Total Paid on Invoice(s)|Discount Account|Prepayment|\
    Vendor Receipt|AR Date Cleared in Bank Rec|Number of Distributions|Invoice Paid|Discount Amount|\
    Disc Date Cleared In Bank Rec|Quantity|Stocking Quantity|Item ID|Serial Number|U/M ID|\
    U/M No. of Stocking Units|Description|G/L Account|GL Date Cleared in Bank Rec|Unit Price|\
    Stocking Unit Price|Tax Type|UPC / SKU|Weight|Amount|Inventory Account|\
    Inv Acnt Date Cleared In Bank Rec|Cost of Sales Account|COS Acnt Date Cleared In Bank Rec|\
    Cost of Sales Amount|Job ID|Sales Tax Agency ID|Transaction Period|Transaction Number|\
    Receipt Number|Card/Check Holder's Name|Card/Check Address Line 1|Card/Check Address Line 2|\
    Card/Check City|Card/Check State|Card/Check Zip Code|Card/Check Country|\
    Credit Card Stored Reference|Merchant ID|Last Known CC Number|Last Known CC Expiration Date|\
    Card/Check Auth. Code|Card/Check Authorized Status|Credit Card Comment|Authorized Amount";

pub(super) const RECEIPTS_43: &str = "\
    Deposit Ticket ID|Customer ID|Customer Name|Reference|Date|Payment Method|Cash Account|Cash Amount|\
    Sales Representative ID|Sales Tax Code|Total Paid on Invoice(s)|Discount Account|Prepayment|\
    Vendor Receipt|AR Date Cleared in Bank Rec|Number of Distributions|Invoice Paid|Discount Amount|\
    Quantity|Item ID|Description|G/L Account|Unit Price|Tax Type|Amount|Job ID|Sales Tax Authority|\
    Transaction Period|Transaction Number|Receipt Number|Card/Check Holder's Name|\
    Card/Check Address Line 1|Card/Check Address Line 2|Card/Check City|Card/Check State|\
    Card/Check Zip Code|Card/Check Country|Credit Card Number|Credit Card Expiration Date|\
    Card/Check Auth. Code|Card/Check Authorized Status|Credit Card Comment|Authorized Amount";

pub(super) const PAYMENTS: &str = "\
    Vendor ID|Vendor Name|Check Name|Check Address-Line One|Check Address-Line Two|Check City|\
    Check State|Check Zipcode|Check Country|Check Number|Date|Electronic Payment|Date Sent|\
    Electronic ID|Funding Account Name|Memo|Cash Account|Cash Amount|Total Paid on Invoice(s)|\
    Discount Account|Prepayment|Customer Payment|AP Date Cleared in Bank Rec|Detailed Payments|\
    Number of Distributions|Invoice Paid|Discount Amount|Disc Date Cleared In Bank Rec|Quantity|\
    Stocking Quantity|Item ID|Serial Number|U/M ID|U/M No. of Stocking Units|Description|G/L Account|\
    GL Date Cleared in Bank Rec|Unit Price|Stocking Unit Price|UPC / SKU|Weight|Amount|Job ID|\
    Used for Reimbursable Expense|Transaction Period|Transaction Number|Voided by Transaction|\
    Recur Number|Recur Frequency";

pub(super) const JOURNAL: &str = "\
    Date|Reference|Date Cleared in Bank Rec|Number of Distributions|G/L Account|Description|Amount|\
    Job ID|Used for Reimbursable Expense|Transaction Period|Transaction Number|Consolidated Transaction|\
    Recur Number|Recur Frequency";

pub(super) const ADJUSTMENTS: &str = "\
    Item ID|Reference|Date|Job ID|Reason to Adjust|Inventory Account|Amount Adjusted|\
    Inv Acnt Date Cleared in Bank Rec|Number of Distributions|G/L Source Account|\
    GL Date Cleared in Bank Rec|Unit Cost|Quantity|Amount|Transaction Period|Transaction Number|\
    Serial Number";
