/** Whether the browser can draw the map at all. The map library only fails, late and untidily. */

export function canDrawMap(): boolean {
  try {
    return globalThis.document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
}
