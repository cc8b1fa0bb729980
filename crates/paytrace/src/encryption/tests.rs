use std::sync::OnceLock;

use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::{Oaep, Pkcs1v15Encrypt, PrivateKey};

use super::*;

/// One key pair for all tests, since making one takes its time.
fn pair() -> &'static PrivateKey {
    static PAIR: OnceLock<PrivateKey> = OnceLock::new();
    PAIR.get_or_init(|| PrivateKey::new(&mut getrandom::SysRng, 2048).expect("randomness"))
}

fn pem() -> String {
    pair().as_public_key().to_public_key_pem(LineEnding::LF).expect("PEM")
}

fn decrypted(padding: Padding, value: &EncryptedValue) -> Option<String> {
    let block = STANDARD.decode(value.expose()).expect("base64");
    let plain = match padding {
        Padding::Pkcs1v15 => pair().decrypt(Pkcs1v15Encrypt, &block),
        Padding::OaepSha1 => pair().decrypt(Oaep::<sha1::Sha1>::new(), &block),
        Padding::OaepSha256 => pair().decrypt(Oaep::<sha2::Sha256>::new(), &block),
    };
    String::from_utf8(plain.ok()?).ok()
}

const PADDINGS: [Padding; 3] = [Padding::Pkcs1v15, Padding::OaepSha1, Padding::OaepSha256];

#[test]
fn who_has_the_private_key_reads_what_was_encrypted() {
    let longest = "12345678901234567";
    for padding in PADDINGS {
        let key = PublicKey::from_pem(&pem()).expect("a key").with_padding(padding);
        let number = BankAccountNumber::new(longest).expect("an account");
        let value = key.encrypt_account_number(&number).expect("encrypted");
        assert_eq!(value.expose().len(), 344, "as long as what the browser library makes");
        for other in PADDINGS {
            let is_read = decrypted(other, &value).as_deref() == Some(longest);
            assert_eq!(is_read, other == padding, "{padding:?} read as {other:?}");
        }
        let again = key.encrypt_account_number(&number).expect("encrypted");
        assert_ne!(value.expose(), again.expose(), "{padding:?} must not tell that two numbers are equal");
    }
    assert_eq!(PublicKey::from_pem(&pem()).expect("a key").padding, Padding::Pkcs1v15);
}

#[test]
fn a_bank_account_keeps_its_routing_number_in_clear() {
    let key = PublicKey::from_pem(&pem()).expect("a key");
    let number = BankAccountNumber::new("00123").expect("an account");
    let account = BankAccount::new(number, "325070760".parse().expect("a bank"));
    let encrypted = key.encrypt_bank_account(&account, AccountType::Savings).expect("encrypted").in_v3();
    let value = EncryptedValue::new(encrypted["account_number"].as_str().expect("text")).expect("base64");
    assert_eq!(decrypted(Padding::Pkcs1v15, &value).as_deref(), Some("00123"));
    assert_eq!(
        (&encrypted["routing_number"], &encrypted["account_type"]),
        (&"325070760".into(), &"SAVINGS".into())
    );
}

#[cfg(feature = "raw-card-data")]
#[test]
fn a_card_and_its_security_code_are_read_by_paytrace_only() {
    let key = PublicKey::from_pem(&pem()).expect("a key").with_padding(Padding::OaepSha256);
    let card = Card::new(CardNumber::new("4012000098765439").expect("a number"), 12, 2030).expect("a card");
    let encrypted = key.encrypt_card(&card).expect("encrypted").in_v3();
    let value = EncryptedValue::new(encrypted["encrypted_number"].as_str().expect("text")).expect("base64");
    assert_eq!(decrypted(Padding::OaepSha256, &value).as_deref(), Some("4012000098765439"));
    assert_eq!((&encrypted["expiration_month"], &encrypted["expiration_year"]), (&12.into(), &2030.into()));
    let code = key.encrypt_security_code(&CardSecurityCode::new("9997").expect("a code")).expect("encrypted");
    assert_eq!(decrypted(Padding::OaepSha256, &code).as_deref(), Some("9997"));
    assert_eq!(code.expose().len(), 344);
}

#[test]
fn both_forms_of_pem_give_the_same_key() {
    let spki = PublicKey::from_pem(&format!("\r\n {}\n\n", pem().replace('\n', "\r\n"))).expect("SPKI");
    let pkcs1 = pair().as_public_key().to_pkcs1_pem(LineEnding::CRLF).expect("PEM");
    assert_eq!(spki, PublicKey::from_pem(&pkcs1).expect("PKCS#1"));
    assert_eq!(format!("{spki:?}"), "PublicKey { bits: 2048, padding: Pkcs1v15, .. }");
}

/// The PEM of a key that needs no primes: nobody ever decrypts with it.
fn pem_of(bits: u32, exponent: u64) -> String {
    let mut modulus = vec![0xFF_u8; usize::try_from(bits).expect("small") / 8];
    modulus[0] = 0xC5;
    let n = rsa::BoxedUint::from_be_slice(&modulus, bits).expect("as long as it says");
    let key = rsa::PublicKey::new_unchecked(n, rsa::BoxedUint::from(exponent));
    key.to_public_key_pem(LineEnding::LF).expect("PEM")
}

#[test]
fn the_size_of_a_key_is_limited() {
    for (bits, length) in [(2048, 344), (4096, 684), (6144, 1024)] {
        let key = PublicKey::from_pem(&pem_of(bits, 65_537)).expect("a key");
        let value = key.encrypt_account_number(&BankAccountNumber::new("1").expect("an account"));
        assert_eq!(value.expect("encrypted").expose().len(), length);
    }
    for bits in [1024, 2040, 6152, 8192] {
        let error = PublicKey::from_pem(&pem_of(bits, 65_537)).expect_err("too small or too large");
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(error.to_string(), format!("the public key has {bits} bits; 2048 to 6144 are allowed"));
    }
}

#[test]
fn what_is_no_public_key_is_refused_with_the_reason() {
    let private = pair().to_pkcs8_pem(LineEnding::LF).expect("PEM").to_string();
    let cut: String = pem().chars().take(200).collect();
    let elliptic = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\n\
                    q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n";
    let cases = [
        (String::new(), "PEM text"),
        (private, "private keys are not taken"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----".to_owned(), "certificates"),
        (cut, "no RSA public key"),
        (elliptic.to_owned(), "no RSA public key"),
        (pem().replace("PUBLIC", "RSA PUBLIC"), "no RSA public key"),
        (pem_of(512, 65_537), "no RSA public key"),
        (pem_of(16_384, 65_537), "no RSA public key"),
        (pem_of(2048, (1 << 40) + 1), "no RSA public key"),
        (pem_of(2048, 4), "no RSA public key"),
        (pem_of(65_536, 65_537), "longer than 4 KiB"),
    ];
    for (text, reason) in cases {
        let error = PublicKey::from_pem(&text).expect_err(reason);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::Nothing));
        assert!(error.to_string().contains(reason), "{error}");
    }
}
