/** The pin at the place that was asked about. */

const SVG = 'http://www.w3.org/2000/svg';

export function pinElement(): HTMLElement {
  const { document } = globalThis;
  const holder = document.createElement('div');
  holder.className = 'pin';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 28 38');
  svg.setAttribute('width', '28');
  svg.setAttribute('height', '38');
  svg.setAttribute('aria-hidden', 'true');
  const body = document.createElementNS(SVG, 'path');
  body.setAttribute('d', 'M14 37C10 29 2 22 2 13.5a12 12 0 0 1 24 0C26 22 18 29 14 37z');
  body.setAttribute('class', 'pin-body');
  const eye = document.createElementNS(SVG, 'circle');
  eye.setAttribute('cx', '14');
  eye.setAttribute('cy', '13.5');
  eye.setAttribute('r', '4.6');
  eye.setAttribute('class', 'pin-eye');
  svg.append(body, eye);
  holder.append(svg);
  return holder;
}
