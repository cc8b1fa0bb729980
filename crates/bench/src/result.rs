//! The line a bench prints.

use std::error::Error;
use std::time::Duration;

use serde_json::{Value, json};

/// Why a bench could not measure.
pub type Failure = Box<dyn Error + Send + Sync>;

/// One comparison: the same work done by Paysage and by plain code, several times.
pub struct Comparison {
    pub bench: &'static str,
    pub goal: &'static str,
    /// The most that passes, in thousandths.
    pub most_thousandths: u128,
    /// Each run: ours, floor.
    pub runs: Vec<(Duration, Duration)>,
}

impl Comparison {
    /// The median of the runs' ratios, in thousandths: each run compares two times taken side by side.
    fn ratio(&self) -> u128 {
        median(self.runs.iter().map(|(ours, floor)| {
            let ours = ours.as_nanos().saturating_mul(1_000);
            ours.checked_div(floor.as_nanos()).unwrap_or(u128::MAX)
        }))
    }

    pub fn to_json(&self) -> Value {
        let ratio = self.ratio();
        let millis = |side: fn(&(Duration, Duration)) -> Duration| {
            median(self.runs.iter().map(|run| side(run).as_millis()))
        };
        json!({
            "bench": self.bench,
            "value": decimal(ratio),
            "unit": "ratio",
            "goal": self.goal,
            "pass": ratio <= self.most_thousandths,
            "ours": decimal(millis(|run| run.0)),
            "floor": decimal(millis(|run| run.1)),
            "runs": self.runs.len(),
        })
    }
}

fn median(values: impl Iterator<Item = u128>) -> u128 {
    let mut values: Vec<u128> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

/// Thousandths as a JSON number, e.g. 2310 as 2.31.
fn decimal(thousandths: u128) -> Value {
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_the_median_of_the_ratios_and_passes_up_to_the_goal() {
        let ms = Duration::from_millis;
        let runs = vec![(ms(300), ms(100)), (ms(220), ms(100)), (ms(250), ms(100))];
        let line = Comparison { bench: "b", goal: "<= 2.5", most_thousandths: 2_500, runs }.to_json();
        assert_eq!(line["value"].to_string(), "2.5");
        assert_eq!((line["pass"].clone(), line["ours"].to_string()), (Value::Bool(true), "0.25".to_owned()));
    }
}
