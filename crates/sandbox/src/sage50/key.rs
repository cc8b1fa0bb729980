//! Sage's own keys: a GUID for every row, made from its kind and place.

use super::register::Place;

/// The key of the row at `place` of the register `register`.
pub(super) fn key(register: u32, place: Place) -> String {
    let seed = (u64::from(register) << 32) | u64::from(place.ordinal());
    let (high, low) = (mix(seed), mix(!seed));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        (low >> 48) & 0xfff,
        low & 0xffff_ffff_ffff
    )
}

/// The finisher of `SplitMix64`: different seeds give different, scattered values.
const fn mix(seed: u64) -> u64 {
    let first = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let second = (first ^ (first >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let third = (second ^ (second >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    third ^ (third >> 31)
}
