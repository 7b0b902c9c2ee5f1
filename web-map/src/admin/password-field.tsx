/** A field for a password: the present one, or a fresh one with its rule. */

import { text } from './words.ts';

/** The server decides; this only spares a round trip. */
const LENGTH_MIN = 12;

export function PasswordField({
  name,
  label,
  fresh = false,
}: {
  readonly name: string;
  readonly label: string;
  readonly fresh?: boolean;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        name={name}
        type="password"
        required
        autoComplete={fresh ? 'new-password' : 'current-password'}
        minLength={fresh ? LENGTH_MIN : 1}
        maxLength={256}
      />
      {fresh ? <small class="dim">{text.value.passwordHint}</small> : null}
    </label>
  );
}
