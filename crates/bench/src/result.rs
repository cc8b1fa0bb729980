//! The line a bench prints.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

/// Why a bench could not measure.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What passes. Values are in thousandths.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    AtMost(u128),
    AtLeast(u128),
}

impl Goal {
    fn is_met(self, value: u128) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }
}

/// As the list shows it: `<= 2.5`.
impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "<= {}", plain(*most)),
            Self::AtLeast(least) => write!(f, ">= {}", plain(*least)),
        }
    }
}

/// A bench: its name, the unit of its value, and what passes.
#[derive(Debug, Clone, Copy)]
pub struct Bench {
    pub name: &'static str,
    pub unit: &'static str,
    pub goal: Goal,
}

/// One run: the value, and what it was made of on either side. All in thousandths.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    pub value: u128,
    pub ours: u128,
    pub floor: u128,
}

impl Run {
    /// How much longer Paysage took than the floor; both sides in seconds.
    pub fn of_times(ours: Duration, floor: Duration) -> Self {
        Self {
            value: ratio(ours.as_nanos(), floor.as_nanos()),
            ours: ours.as_millis(),
            floor: floor.as_millis(),
        }
    }
}

/// All runs of a bench.
#[derive(Debug, Clone)]
pub struct Measured {
    pub bench: Bench,
    pub runs: Vec<Run>,
}

impl Measured {
    /// The medians of the runs: each run compares two sides taken next to each other.
    pub fn to_json(&self) -> Value {
        let middle = |part: fn(&Run) -> u128| median(self.runs.iter().map(part));
        let value = middle(|run| run.value);
        json!({
            "bench": self.bench.name,
            "value": decimal(value),
            "unit": self.bench.unit,
            "goal": self.bench.goal.to_string(),
            "pass": self.bench.goal.is_met(value),
            "ours": decimal(middle(|run| run.ours)),
            "floor": decimal(middle(|run| run.floor)),
            "runs": self.runs.len(),
        })
    }
}

/// One number over another, in thousandths.
pub fn ratio(above: u128, below: u128) -> u128 {
    above.saturating_mul(1_000).checked_div(below).unwrap_or(u128::MAX)
}

fn median(values: impl Iterator<Item = u128>) -> u128 {
    let mut values: Vec<u128> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

/// Thousandths as a JSON number, e.g. 2310 as 2.31.
fn decimal(thousandths: u128) -> Value {
    serde_json::from_str(&plain(thousandths)).unwrap_or(Value::Null)
}

fn plain(thousandths: u128) -> String {
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(goal: Goal, values: [u128; 3]) -> Value {
        let bench = Bench { name: "b", unit: "ratio", goal };
        let runs = values.map(|value| Run { value, ours: value, floor: 1_000 });
        Measured { bench, runs: runs.into() }.to_json()
    }

    #[test]
    fn the_value_is_the_median_of_the_ratios_and_passes_up_to_the_goal() {
        let ms = Duration::from_millis;
        let runs =
            [(300, 100), (220, 100), (250, 100)].map(|(ours, floor)| Run::of_times(ms(ours), ms(floor)));
        let bench = Bench { name: "b", unit: "ratio", goal: Goal::AtMost(2_500) };
        let line = Measured { bench, runs: runs.into() }.to_json();
        assert_eq!(line["value"].to_string(), "2.5");
        assert_eq!((line["pass"].clone(), line["ours"].to_string()), (Value::Bool(true), "0.25".to_owned()));
        assert_eq!(line["goal"], "<= 2.5");
    }

    #[test]
    fn a_goal_has_a_right_and_a_wrong_side() {
        let cases = [
            (Goal::AtMost(48_000), [1, 48_000, 99_000], true, "<= 48"),
            (Goal::AtMost(48_000), [1, 48_001, 99_000], false, "<= 48"),
            (Goal::AtLeast(700), [1, 700, 900], true, ">= 0.7"),
            (Goal::AtLeast(700), [1, 699, 900], false, ">= 0.7"),
        ];
        for (goal, values, pass, text) in cases {
            let line = measured(goal, values);
            assert_eq!(
                (line["pass"].clone(), line["goal"].clone()),
                (pass.into(), text.into()),
                "{values:?}"
            );
        }
    }
}
