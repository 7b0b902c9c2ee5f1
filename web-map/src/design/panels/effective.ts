/** The day from which a drawing is in force: it begins at midnight in China. */

/** The instant at which a day begins, as RFC 3339. */
export const instantOf = (day: string): string => `${day}T00:00:00+08:00`;

/** The day after a day, `YYYY-MM-DD`. */
export function tomorrow(day: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}
