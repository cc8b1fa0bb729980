//! The program as a user runs it, rows and files for it to read, and the two systems it talks to.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use paysage_money::{Currency, Money};
use paysage_sandbox::paytrace::PayTraceSimulator;
use paysage_sandbox::sage50::Sage50Simulator;
use paysage_sandbox::server::{self, Server};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// What the environment could say to the program; the tests' own environment must not.
const ENVIRONMENT: [&str; 7] = [
    "PAYTRACE_BASE_URL",
    "PAYTRACE_USERNAME",
    "PAYTRACE_PASSWORD",
    "PAYTRACE_INTEGRATOR_ID",
    "SAGE50_BASE_URL",
    "SAGE50_API_KEY",
    "RUST_LOG",
];

/// One run of the program.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program to its end.
pub fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_order-to-cash"));
    for name in ENVIRONMENT {
        command.env_remove(name);
    }
    let output = command.args(arguments).envs(environment.iter().copied()).output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    pub fn last_line(&self) -> &str {
        self.stdout.lines().last().unwrap_or_default()
    }

    /// The object that `--json` prints, which is all there is on stdout.
    pub fn result(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{self:?}");
        serde_json::from_str(self.last_line()).unwrap()
    }

    /// The one sentence of a run that could not do its work; progress may stand before it.
    pub fn sentence(&self) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (Some(1), ""), "{self:?}");
        let sentences = self.stderr.lines().filter(|line| line.starts_with("order-to-cash: "));
        assert_eq!(sentences.count(), 1, "{self:?}");
        let last = self.stderr.lines().last().unwrap();
        last.strip_prefix("order-to-cash: ").unwrap()
    }

    /// The lines of the table under a title, without their indentation.
    pub fn table(&self, title: &str) -> Vec<&str> {
        let lines = self.stdout.lines().skip_while(|line| *line != title).skip(1);
        lines.take_while(|line| !line.is_empty()).map(str::trim).collect()
    }
}

/// An amount of the result, which must be a decimal text.
pub fn total(result: &Value, name: &str) -> Money {
    money(result["totals"][name].as_str().unwrap())
}

pub fn money(text: &str) -> Money {
    Money::parse(text, Currency::Usd).unwrap()
}

/// A folder of the test's own, gone with it.
#[derive(Debug)]
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Every byte of every file in it.
    pub fn contents(&self) -> Vec<Vec<u8>> {
        fs::read_dir(self.0.path()).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

/// A settled sale of May 2024 as PayTrace exports it.
pub fn sale(id: i64, customer: &str, amount: &str) -> Value {
    let amount: Value = serde_json::from_str(amount).unwrap();
    json!({
        "transaction_id": id,
        "credit_card": {
            "masked_number": "************5439", "expiration_month": 12, "expiration_year": 30,
        },
        "transaction_type": "SALE",
        "description": "Widgets",
        "amount": amount,
        "invoice_id": format!("INV-{id}"),
        "shipping_address": {
            "name": "", "street_address": "", "street_address2": "", "city": "", "county": "", "state": "",
            "zip": "", "country": "",
        },
        "billing_address": {
            "name": "Acme Widgets Inc", "street_address": "12 Foundry Road", "street_address2": "",
            "city": "Spokane", "state": "WA", "zip": "99201", "country": "US",
        },
        "receipt_emailed_to": "",
        "tax_amount": "",
        "customer_reference_id": "",
        "approval_code": "TAS123",
        "approval_message": "  NO  MATCH - Approved and completed",
        "avs_response": "No Match",
        "csc_response": "",
        "status_code": "GB571",
        "status_message": "GB571",
        "created": {"through": "API", "at": "5/14/2024 10:06:30 AM", "by": "demo@paysage", "from_ip": "127.0.0.1"},
        "settled": "5/14/2024 8:13:00 PM",
        "customer_id": customer,
        "discretionary_data": {},
    })
}

/// The row with one member, named by its path (`created.at`), changed.
pub fn with(mut row: Value, path: &str, value: Value) -> Value {
    *row.pointer_mut(&format!("/{}", path.replace('.', "/"))).unwrap() = value;
    row
}

/// The row with one member written in exactly these characters, which no JSON library has seen.
pub fn with_text(row: Value, path: &str, text: &str) -> String {
    with(row, path, json!("@@@")).to_string().replace("\"@@@\"", text)
}

/// A saved export of these rows, each a JSON text.
pub fn export(rows: &[String]) -> String {
    format!(
        r#"{{"success":true,"response_code":1,"status_message":"Your export was successfully completed.","transactions":[{}],"external_transaction_id":""}}"#,
        rows.join(",")
    )
}

/// A port of this machine that nobody listens on.
pub fn closed_port() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn gateway(rows: &[Value]) -> PayTraceSimulator {
    let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
    let paytrace = PayTraceSimulator::new();
    paytrace.load(export(&rows).as_bytes()).unwrap();
    paytrace
}

fn serve(runtime: &Runtime, router: axum::Router) -> Server {
    runtime.block_on(server::serve(router, (Ipv4Addr::LOCALHOST, 0).into())).unwrap()
}

/// Both systems, apart from the program, so that they outlive a run; and a ledger for them.
pub struct Systems {
    pub paytrace: PayTraceSimulator,
    pub sage50: Sage50Simulator,
    pub folder: Folder,
    paytrace_server: Server,
    sage50_server: Server,
    runtime: Runtime,
}

impl Systems {
    pub fn serve(paytrace: PayTraceSimulator) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sage50 = Sage50Simulator::new();
        let serve =
            |router| runtime.block_on(server::serve(router, (Ipv4Addr::LOCALHOST, 0).into())).unwrap();
        let (paytrace_server, sage50_server) = (serve(paytrace.router()), serve(sage50.router()));
        Self { paytrace, sage50, folder: Folder::new(), paytrace_server, sage50_server, runtime }
    }

    /// A gateway with these rows.
    pub fn with_rows(rows: &[Value]) -> Self {
        Self::serve(gateway(rows))
    }

    /// From now on the gateway has these rows and no others.
    pub fn serve_rows(&mut self, rows: &[Value]) {
        self.paytrace = gateway(rows);
        self.paytrace_server = serve(&self.runtime, self.paytrace.router());
    }

    /// Runs the program against both, on the ledger of that name.
    pub fn run_on(&self, ledger: &str, arguments: &[&str]) -> Run {
        let path = self.folder.path(ledger);
        let (paytrace, sage50) = (self.paytrace_server.url(), self.sage50_server.url());
        let environment = [("PAYTRACE_BASE_URL", paytrace.as_str()), ("SAGE50_BASE_URL", sage50.as_str())];
        run(&[&["--ledger", path.as_str()], arguments].concat(), &environment)
    }

    /// Runs the program against both, always on the same ledger.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_on("books.ledger", arguments)
    }

    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}
