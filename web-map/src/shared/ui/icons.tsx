/** Line icons on a 24 × 24 field, drawn for these pages; they say nothing to a screen reader. */

const PATHS = {
  alert: 'M12 4 2.8 19.5h18.4L12 4zM12 10v4.5M12 17v.2',
  area: 'M4.5 7.5 11 4l8 3.5 1 8-7 4.5-8-3z',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  bend: 'M4 19C9 19 7 5 12 5s3 9 8 9M4 17.5v3M20 12.5v3',
  car: 'M4 16v-4l2-5h12l2 5v4M4 12h16M4 16h16M6.5 16v2.5M17.5 16v2.5',
  check: 'M5 12.5 10 17.5 19 7',
  chevron: 'M9 5l7 7-7 7',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6 6 18',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  foot: 'M12 4.2v.1M12 8v6l3.5 6M12 14l-3.5 6M8 11l4-3 4 3',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 12h17M12 3c3 3 3.6 6 3.6 9s-.6 6-3.6 9c-3-3-3.6-6-3.6-9S9 6 12 3z',
  grid: 'M4 5.5 10 4l4.5 2L20 4.5v14L14.5 20 10 18l-6 1.5zM10 4v14M14.5 6v14M4 12.5l6-1.5 4.5 2 5.5-1.5',
  leave: 'M14 4H5v16h9M10 12h10M16.5 8.5 20 12l-3.5 3.5',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5',
  list: 'M8.5 6H20M8.5 12H20M8.5 18H20M4 6v.1M4 12v.1M4 18v.1',
  locate: 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 2v5M12 17v5M2 12h5M17 12h5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  merge: 'M4 5h6v14H4zM20 5h-6v14h6zM10 12h4',
  node: 'M5 4.5 19 12 5 19.5M12 8.2v-4M12 15.8v4M19 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  phone: 'M6 3.5 9.2 5l1 4-2 1.6a11 11 0 0 0 5.2 5.2l1.6-2 4 1 1.5 3.2-2 2.5C11 20 4 13 3.5 5.5z',
  pin: 'M12 21.5C9.5 16.5 5 13 5 8.8a7 7 0 0 1 14 0c0 4.2-4.5 7.7-7 12.7zM12 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  plus: 'M12 5v14M5 12h14',
  print: 'M7 8V4h10v4M7 17H4V8h16v9h-3M7 14h10v6H7z',
  redo: 'M19.5 9.5H10a5 5 0 0 0 0 10h4M15.5 5.5l4 4-4 4',
  route:
    'M6 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM8 6h7a3.5 3.5 0 0 1 0 7H9a2.5 2.5 0 0 0 0 5h7',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5',
  split: 'M4 5h16v14H4zM12 3v3.5M12 10.2v3.6M12 17.5V21',
  stop: 'M6 6h12v12H6z',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  undo: 'M4.5 9.5H14a5 5 0 0 1 0 10h-4M8.5 5.5l-4 4 4 4',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
