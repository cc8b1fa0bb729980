use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paysage-sandbox"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Ends the program when the test ends, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(arguments: &[&str]) -> (Running, [String; 2]) {
    let mut child = program(arguments).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines = [lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap()];
    (Running(child), lines)
}

/// What the program says when it refuses to start: one sentence.
fn refusal(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = program(arguments).output().unwrap();
    assert_eq!((status.code(), stdout.len()), (Some(1), 0));
    let text = String::from_utf8(stderr).unwrap();
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    text
}

fn url(line: &str) -> String {
    line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned()
}

#[tokio::test]
async fn the_program_prints_both_addresses_and_serves_there() {
    let (_program, [paytrace, sage50]) = start(&["--paytrace", "127.0.0.1:0", "--sage50", "127.0.0.1:0"]);
    let (paytrace_url, sage50_url) = (url(&paytrace), url(&sage50));
    let expected = format!(
        "PayTrace simulator on {paytrace_url} (user demo@paysage, password paysage-demo, integrator id paysagedemo1)"
    );
    assert_eq!(paytrace, expected);
    assert_eq!(sage50, format!("Sage 50 simulator on {sage50_url} (API key paysage-demo-key)"));
    let http = crate::http();
    assert_eq!(http.post(format!("{paytrace_url}/v1/ping")).send().await.unwrap().status(), 401);
    let accounts = http.get(format!("{sage50_url}/v1/accounts")).bearer_auth("paysage-demo-key");
    assert_eq!(accounts.send().await.unwrap().status(), 200);
}

#[test]
fn the_program_stops_when_it_is_told_to() {
    let (mut running, _) = start(&["--paytrace", "127.0.0.1:0", "--sage50", "127.0.0.1:0"]);
    let told = Command::new("kill").arg(running.0.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(running.0.wait().unwrap().success());
}

#[test]
fn an_address_that_others_can_reach_needs_a_word_of_consent() {
    let text = refusal(&["--paytrace", "0.0.0.0:0"]);
    assert!(text.contains("0.0.0.0:0") && text.contains("--allow-remote"), "{text}");
    let (_program, [line, _]) = start(&["--paytrace", "0.0.0.0:0", "--sage50", "[::1]:0", "--allow-remote"]);
    assert!(url(&line).starts_with("http://0.0.0.0:"), "{line}");
}

#[test]
fn a_port_in_use_and_a_file_that_is_no_export_are_said_in_one_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let text = refusal(&["--paytrace", &address, "--sage50", "127.0.0.1:0"]);
    assert!(text.contains(&address), "{text}");

    let missing = refusal(&["--transactions", "no-such-file.json"]);
    assert!(missing.contains("no-such-file.json"), "{missing}");

    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_export.csv");
    std::fs::File::create(&path).unwrap().write_all(b"date,amount\n1/2/2026,3.00\n").unwrap();
    let text = refusal(&["--transactions", path.to_str().unwrap()]);
    assert!(text.contains("no_export.csv: the file is no export of PayTrace transactions"), "{text}");
}
