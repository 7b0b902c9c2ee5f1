//! What a step would give, before it is made: for the figures beside a line that is still being drawn.

use super::desk::Design;
use super::step::{Change, Refusal, Step};

impl Design {
    /// Makes a step, asks about the design as it is then, and takes the step back: the design is as it
    /// was, with all that can be taken back and made again. Costs what the step costs, twice.
    ///
    /// # Errors
    ///
    /// [`Refusal`] as of [`Design::apply`].
    pub fn weigh<T>(
        &mut self,
        step: Step,
        ask: impl FnOnce(&Self, &Change) -> T,
    ) -> Result<T, Refusal> {
        // A new step forgets what could be made again; this one does not count.
        let undone = std::mem::take(&mut self.undone);
        let told = self.apply(step).map(|(_, change)| ask(self, &change));
        let back = if told.is_ok() { self.undo().map(|_change| ()) } else { Ok(()) };
        self.undone = undone;
        back.and(told)
    }
}
