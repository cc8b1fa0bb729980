//! An API that books what it is sent and shows it again, with the faults a test asks for.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It works: what is to fail is a later call.
    Nothing,
    /// It works, and the answer comes too late.
    LateAnswer,
    /// It does nothing and says that a call of its sort is running.
    Busy,
    /// It does nothing and fails.
    Down,
    /// Of an allocation: it finds no invoice, books another payment and says that all went well.
    BooksAgain,
}

#[derive(Debug, Default)]
pub(crate) struct Books {
    /// The rows of the audit trail.
    pub(crate) trail: Vec<Value>,
    /// Further lines of its bookings.
    pub(crate) splits: Vec<Value>,
    /// The customers by account reference.
    pub(crate) customers: BTreeMap<String, Value>,
    /// The products by stock code.
    pub(crate) products: BTreeMap<String, Value>,
    /// Every call: method, path and body.
    pub(crate) calls: Vec<(String, String, Value)>,
    /// The faults to come, each for the next call of its path.
    faults: Vec<(&'static str, Fault)>,
    company: Value,
    headers: u64,
}

pub(crate) struct Fake {
    server: MockServer,
    pub(crate) books: Arc<Mutex<Books>>,
}

struct Answers(Arc<Mutex<Books>>);

impl Fake {
    pub(crate) async fn start() -> Self {
        let books =
            Arc::new(Mutex::new(Books { company: company(&json!("31/05/2026")), ..Books::default() }));
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Answers(Arc::clone(&books))).mount(&server).await;
        Self { server, books }
    }

    pub(crate) fn address(&self) -> url::Url {
        self.server.uri().parse().unwrap()
    }

    pub(crate) fn fault(&self, path: &'static str, fault: Fault) {
        self.books.lock().unwrap().faults.push((path, fault));
    }

    pub(crate) fn without_lock_date(&self) {
        self.set_company(json!({"name": "Test Co"}));
    }

    pub(crate) fn lock(&self, date: &Value) {
        self.set_company(company(date));
    }

    /// What `/api/company` answers.
    pub(crate) fn set_company(&self, company: Value) {
        self.books.lock().unwrap().company = company;
    }

    /// The bodies sent to a path.
    pub(crate) fn sent(&self, path: &str) -> Vec<Value> {
        let books = self.books.lock().unwrap();
        books.calls.iter().filter(|(_, called, _)| called == path).map(|(.., body)| body.clone()).collect()
    }

    pub(crate) fn writes(&self) -> usize {
        let books = self.books.lock().unwrap();
        let reads = |path: &str| path.contains("search");
        books.calls.iter().filter(|(method, path, _)| method != "GET" && !reads(path)).count()
    }
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut books = self.0.lock().unwrap();
        if request.headers.get("authtoken").is_none_or(|token| token != super::TOKEN) {
            return ResponseTemplate::new(403);
        }
        let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        let (method, path) = (request.method.to_string(), request.url.path().to_owned());
        books.calls.push((method.clone(), path.clone(), body.clone()));
        let fault = books.faults.iter().position(|(of, _)| *of == path);
        let fault = fault.map(|place| books.faults.remove(place).1);
        match fault {
            Some(Fault::Busy) => {
                let words = json!({"Message": "A Post Transaction process is already running."});
                return ResponseTemplate::new(409).set_body_json(words);
            }
            Some(Fault::Down) => return ResponseTemplate::new(500),
            Some(Fault::BooksAgain) => {
                let header = books.next_header();
                let amount = body["amount"].as_str().unwrap().to_owned();
                let date = json!("04/06/2026");
                books.book("SA", header, (&body["accountRef"], &body["invRef"], &date), (&amount, "0"));
                return answer(&json!(true));
            }
            _ => {}
        }
        let answer = books.answer(&method, &path, &body);
        match fault {
            Some(Fault::LateAnswer) => answer.set_delay(Duration::from_secs(3)),
            _ => answer,
        }
    }
}

fn company(lock_date: &Value) -> Value {
    json!({"name": "Test Co", "lockDate": lock_date})
}

fn answer(response: &Value) -> ResponseTemplate {
    let body = json!({"success": true, "code": 200, "response": response, "message": null});
    ResponseTemplate::new(200).set_body_json(body)
}

fn results(rows: &[Value]) -> ResponseTemplate {
    let body = json!({"results": rows, "success": true, "code": 200, "response": null, "message": null});
    ResponseTemplate::new(200).set_body_json(body)
}

fn refusal(code: u16, message: &str) -> ResponseTemplate {
    // With status 200, as the API does unless it is asked otherwise.
    let body = json!({"success": false, "code": code, "response": null, "message": message});
    ResponseTemplate::new(200).set_body_json(body)
}

/// Account, reference and day of a transaction.
fn names(body: &Value) -> (&Value, &Value, &Value) {
    (&body["accountRef"], &body["invRef"], &body["date"])
}

fn decimal(value: &Value) -> Decimal {
    Decimal::from_str(&value.to_string().replace('"', "")).unwrap()
}

fn number(value: Decimal) -> Value {
    serde_json::from_str(&value.to_string()).unwrap()
}

impl Books {
    fn next_header(&mut self) -> u64 {
        self.headers += 1;
        600 + self.headers
    }

    /// Adds a row to the audit trail.
    fn book(
        &mut self,
        kind: &str,
        header: u64,
        (account, reference, date): (&Value, &Value, &Value),
        (net, tax): (&str, &str),
    ) -> &mut Value {
        let (net, tax) = (Decimal::from_str(net).unwrap(), Decimal::from_str(tax).unwrap());
        let gross = net + tax;
        let date = format!("{} 00:00:00", date.as_str().unwrap());
        self.trail.push(json!({
            "type": kind, "accountRef": account, "invRef": reference, "date": date,
            "netAmount": number(net), "taxAmount": number(tax), "grossAmount": number(gross),
            "outstanding": number(gross), "tranNumber": 1000 + self.trail.len(), "headerNumber": header,
            "deletedFlag": 0,
        }));
        self.trail.last_mut().unwrap()
    }

    fn answer(&mut self, method: &str, path: &str, body: &Value) -> ResponseTemplate {
        match (method, path) {
            ("GET", "/api/status") => answer(&json!({
                "apiVersion": "1.25.0.0", "sageVersion": "31.1", "companyName": "Test Co",
                "sdoStatusOk": true, "odbcStatusOk": true,
            })),
            ("GET", "/api/company") => answer(&self.company),
            ("GET", "/api/nominal/") => results(&[
                json!({"accountRef": "1100", "name": "Debtors", "type": 4, "balance": 90040.5, "inactiveFlag": 0}),
                json!({"accountRef": "4000", "name": "Sales", "type": 1, "balance": 0, "inactiveFlag": 1}),
            ]),
            ("POST", "/api/search/auditHeaders") => results(&filtered(self.trail.iter(), body)),
            ("POST", "/api/searchSplit") => results(&filtered(self.trail.iter().chain(&self.splits), body)),
            ("POST", "/api/searchSalesLedger") => results(&filtered(self.customers.values(), body)),
            ("POST", "/api/searchProduct") => results(&filtered(self.products.values(), body)),
            ("POST" | "PATCH", "/api/customer/") => Self::keep(&mut self.customers, body, "accountRef"),
            ("POST" | "PATCH", "/api/product") => Self::keep(&mut self.products, body, "stockCode"),
            ("POST", "/api/batchtransactionPost") => self.batch(body),
            ("POST", "/api/transactionPost") => {
                let header = self.next_header();
                let (net, tax) = (body["netAmount"].to_string(), body["taxAmount"].to_string());
                self.book("SA", header, names(body), (&net, &tax));
                answer(&json!(header))
            }
            ("POST", "/api/journal") => self.journal(body),
            ("POST", "/api/allocatePaymentOnAccount") => self.allocate(body),
            _ => ResponseTemplate::new(404),
        }
    }

    fn keep(records: &mut BTreeMap<String, Value>, body: &Value, field: &str) -> ResponseTemplate {
        let key = body[field].as_str().unwrap().to_owned();
        let record = records.entry(key.clone()).or_insert_with(|| json!({}));
        for (name, value) in body.as_object().unwrap() {
            record[name] = value.clone();
        }
        answer(&json!(key))
    }

    fn batch(&mut self, body: &Value) -> ResponseTemplate {
        if body["accountRef"] == "NOBODY" {
            return refusal(400, "Customer account NOBODY does not exist");
        }
        let sum = |field: &str| {
            body["Lines"]
                .as_array()
                .unwrap()
                .iter()
                .map(|line| decimal(&line[field]))
                .sum::<Decimal>()
                .to_string()
        };
        let kind = if body["type"] == 1 { "SI" } else { "SC" };
        let header = self.next_header();
        let amounts = (sum("netAmount"), sum("taxAmount"));
        let row = self.book(kind, header, names(body), (&amounts.0, &amounts.1));
        row["details"] = body["details"].clone();
        row["nominalCode"] = body["Lines"][0]["nominalCode"].clone();
        answer(&json!(header))
    }

    fn journal(&mut self, body: &Value) -> ResponseTemplate {
        for split in body["splits"].as_array().unwrap() {
            let kind = if split["type"] == 15 { "JD" } else { "JC" };
            let header = self.next_header();
            let (net, number) = (split["netAmount"].to_string(), 1000 + self.trail.len());
            let names = (&split["nominalCode"], &body["invRef"], &body["date"]);
            let row = self.book(kind, header, names, (&net, "0"));
            row["nominalCode"] = split["nominalCode"].clone();
            row["extraRef"] = split["extraRef"].clone();
            row["transactionNumber"] = json!(number);
        }
        answer(&json!(0))
    }

    fn allocate(&mut self, body: &Value) -> ResponseTemplate {
        let amount = decimal(&body["amount"]);
        let mut parts = 0;
        for row in &mut self.trail {
            let payment = row["tranNumber"] == body["paymentTransactionNumber"] && row["type"] != "SI";
            let invoice = row["invRef"] == body["invRef"] && row["type"] == "SI";
            if (payment || invoice) && row["accountRef"] == body["accountRef"] {
                row["outstanding"] = number(decimal(&row["outstanding"]) - amount);
                parts += 1;
            }
        }
        if parts == 2 { answer(&json!(true)) } else { refusal(400, "No payment or invoice") }
    }
}

/// The rows that pass every filter, as the database would compare.
fn filtered<'a>(rows: impl Iterator<Item = &'a Value>, filters: &Value) -> Vec<Value> {
    let passes = |row: &Value| {
        filters.as_array().unwrap().iter().all(|filter| {
            let field = match filter["field"].as_str().unwrap() {
                "INV_REF" => "invRef",
                "ACCOUNT_REF" => "accountRef",
                "STOCK_CODE" => "stockCode",
                "TYPE" => "type",
                "DATE" => "date",
                _ => return false,
            };
            let (value, wanted) = (row[field].as_str().unwrap(), filter["value"].as_str().unwrap());
            let day =
                |text: &str| chrono::NaiveDate::parse_from_str(text.get(..10).unwrap(), "%d/%m/%Y").unwrap();
            match filter["type"].as_str().unwrap() {
                "eq" => value == wanted,
                "in" => wanted.contains(&format!("'{value}'")),
                "like" => value.starts_with(wanted.trim_end_matches('%')),
                "gte" => day(value) >= day(wanted),
                "lte" => day(value) <= day(wanted),
                _ => false,
            }
        })
    };
    rows.filter(|row| passes(row)).cloned().collect()
}
