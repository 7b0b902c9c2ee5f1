/** Whether the device says that it has a network. */

import { signal } from '@preact/signals';

export const online = signal(globalThis.navigator?.onLine ?? true);

globalThis.addEventListener?.('online', () => {
  online.value = true;
});
globalThis.addEventListener?.('offline', () => {
  online.value = false;
});
