//! Wall and processor time.

use rustix::time::{ClockId, clock_gettime};
use std::time::Instant;

/// How long something took, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Took {
    /// By the wall.
    pub wall_s: f64,
    /// On the processor, all threads of this process together.
    pub cpu_s: f64,
}

/// Runs `work` `runs` times (at least once) and gives the medians, and what the last run gave.
pub fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> (Took, T) {
    let mut once = || {
        let (wall, cpu) = (Instant::now(), cpu_s());
        let made = work();
        (Took { wall_s: wall.elapsed().as_secs_f64(), cpu_s: cpu_s() - cpu }, made)
    };
    let (first, mut made) = once();
    let mut all = vec![first];
    for _ in 1..runs {
        let (took, next) = once();
        all.push(took);
        made = next;
    }
    let middle = |time: fn(&Took) -> f64| {
        let mut times: Vec<f64> = all.iter().map(time).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    (Took { wall_s: middle(|took| took.wall_s), cpu_s: middle(|took| took.cpu_s) }, made)
}

#[expect(clippy::cast_precision_loss, reason = "seconds since this process began")]
fn cpu_s() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}
