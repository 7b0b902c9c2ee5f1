//! Probabilities of the upper tails of two distributions.

/// The probability that a standard normal value is at least `z`.
pub(super) fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// The probability that of `tries`, each of which succeeds with probability `p`, at least `least`
/// succeed. Exact to ten digits above the mean; below it 1 stands for anything above a half.
pub(super) fn binomial(tries: u64, p: f64, least: u64) -> f64 {
    if least == 0 || p >= 1.0 {
        return 1.0;
    }
    if least > tries || p <= 0.0 {
        return 0.0;
    }
    let (n, k) = (tries as f64, least as f64);
    if k <= n * p {
        return 1.0;
    }
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let mut term = libm::exp(choose + k * libm::log(p) + (n - k) * libm::log1p(-p));
    let odds = p / (1.0 - p);
    let mut sum = 0.0;
    let mut at = k;
    // Above the mean every term is smaller than the one before it.
    while term > sum * 1e-12 && at <= n {
        sum += term;
        term *= (n - at) / (at + 1.0) * odds;
        at += 1.0;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tails_are_met() {
        // Tables of the standard normal distribution.
        for (z, p) in [(0.0, 0.5), (1.644_853_627, 0.05), (2.326_347_874, 0.01)] {
            assert!((normal(z) - p).abs() < 1e-9, "{z}");
        }
        // Ten throws of a coin: 56 of 1,024 ways have eight heads or more.
        assert!((binomial(10, 0.5, 8) - 56.0 / 1_024.0).abs() < 1e-12);
        assert!((binomial(4, 0.25, 4) - 1.0 / 256.0).abs() < 1e-15);
        assert!((binomial(10, 0.5, 0) - 1.0).abs() < 1e-15);
        assert!(binomial(10, 0.5, 11).abs() < 1e-15);
        assert!(binomial(1_000_000, 1e-6, 20) < 1e-18);
    }
}
