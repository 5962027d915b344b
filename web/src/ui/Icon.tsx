/** Our own small set of line icons, 20 × 20, drawn with the text colour. Decoration: the name stands beside or on the button. */
const PATHS = {
  play: 'M6 4l10 6-10 6z',
  pause: 'M6 4h3v12H6zM11 4h3v12h-3z',
  stepForward: 'M4 4l8 6-8 6zM14 4h2.4v12H14z',
  stepBack: 'M16 4l-8 6 8 6zM3.6 4H6v12H3.6z',
  nextBlock: 'M3 4l6 6-6 6zM11 7h6v6h-6z',
  nextError: 'M3 4l6 6-6 6zM13 5h2.4v6H13zM13 13h2.4v2.4H13z',
  left: 'M12.5 4.5L7 10l5.5 5.5',
  right: 'M7.5 4.5L13 10l-5.5 5.5',
  up: 'M4.5 12.5L10 7l5.5 5.5',
  down: 'M4.5 7.5L10 13l5.5-5.5',
  close: 'M5 5l10 10M15 5L5 15',
  menu: 'M3.5 6h13M3.5 10h13M3.5 14h13',
  share:
    'M8 11.5a3 3 0 0 0 4.3.3l2.8-2.8a3 3 0 0 0-4.2-4.2l-1 1M12 8.500a3 3 0 0 0-4.300-.3L4.900 11a3 3 0 0 0 4.200 4.200l1-1',
  present: 'M3 4h14v9H3zM10 13v3M6.500 17h7',
  sun: 'M10 6.500a3.500 3.500 0 1 0 .01 0M10 2v1.800M10 16.200V18M2 10h1.800M16.200 10H18M4.300 4.300l1.300 1.300M14.400 14.400l1.300 1.300M15.700 4.300l-1.300 1.300M5.600 14.400l-1.300 1.300',
  moon: 'M16 11.600A6.500 6.500 0 1 1 8.400 4a5.200 5.200 0 0 0 7.600 7.600z',
  check: 'M4.500 10.500l3.600 3.600 7.400-8',
  cross: 'M6 6l8 8M14 6l-8 8',
  search: 'M9 4a5 5 0 1 0 .01 0M12.700 12.700L16.500 16.500',
  info: 'M10 3a7 7 0 1 0 .01 0M10 9v5M10 6.200v.6',
  warning: 'M10 3l7.500 13.500h-15zM10 8v4.200M10 14v.6',
  list: 'M7 5.500h10M7 10h10M7 14.500h10M3.500 5.500h.6M3.500 10h.6M3.500 14.500h.6',
  panel: 'M3 4h14v12H3zM12 4v12',
  columns: 'M3 4h14v12H3zM10 4v12',
  branch: 'M6 4v12M6 8c0 3 8 1 8-3M6 3.900h.01M14 4.900h.01',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  download: 'M10 3v9M6 8.500L10 12.500l4-4M4 16h12',
  open: 'M3 16V5h5l1.500 2H17v9z',
  command: 'M4 6l4 4-4 4M10 14h6',
  hint: 'M10 3a5 5 0 0 1 3 9v2H7v-2a5 5 0 0 1 3-9zM8 17h4',
  fullscreen: 'M4 8V4h4M16 8V4h-4M4 12v4h4M16 12v4h-4',
  minus: 'M4.500 10h11',
  plus: 'M10 4.500v11M4.500 10h11',
  spotlight: 'M10 6.500a3.500 3.500 0 1 0 .01 0M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18',
  closeUp: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M7.500 8h5v4h-5z',
  blank: 'M3 4h14v10H3zM3 14L17 4M7 17h6',
  speaker: 'M10 4a2.500 2.500 0 1 0 .01 0M4.500 15c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500M3 15h14',
  keyboard: 'M2.500 5.500h15v9h-15zM5.500 8.500h.6M9 8.500h.6M12.500 8.500h.6M6.500 11.700h7',
  language: 'M10 3a7 7 0 1 0 .01 0M3 10h14M10 3c5 5 5 9 0 14M10 3c-5 5-5 9 0 14',
} as const;

const FILLED = new Set<string>(['play', 'pause', 'stepForward', 'stepBack', 'nextBlock', 'nextError']);

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  const filled = FILLED.has(name);
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill={filled ? 'currentColor' : 'none'}
        stroke={filled ? 'none' : 'currentColor'}
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
