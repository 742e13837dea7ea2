import type { ReactNode } from 'react';

/** Line icons of 16 × 16 in the colour of the text. They only accompany words, so they are hidden from screen readers. */
const PATHS = {
  check: <path d="m3 8.5 3.2 3.2L13 4.8" />,
  reset: <path d="M3.2 6.2A5.2 5.2 0 1 1 2.8 9M3 2.8v3.6h3.6" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  swap: <path d="M2.5 5.5h10m-2.7-2.8 2.8 2.8-2.8 2.8M13.5 10.5h-10m2.7-2.8-2.8 2.8 2.8 2.8" />,
  arrow: <path d="M2.5 8h11M9.3 3.8 13.5 8l-4.2 4.2" />,
  copy: <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  pencil: <path d="m3 13 .6-2.9L10.8 2.9l2.3 2.3L5.9 12.4zM9.3 4.4l2.3 2.3" />,
  trash: <path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9" />,
  file: <path d="M4 2h5l3 3v9H4zM9 2v3h3" />,
  folder: <path d="M2 4h4.5l1.5 1.8h6V13H2z" />,
  book: <path d="M8 4.2C6.6 3.2 4.7 2.8 2 3v9.6c2.7-.2 4.6.2 6 1.2 1.4-1 3.3-1.4 6-1.2V3c-2.7-.2-4.6.2-6 1.2v9.6" />,
  share: <path d="M8 10V2.5M5 5.2l3-3 3 3M3 8.5v5h10v-5" />,
  sun: <path d="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.5v1.3m0 10.4v1.3M1.5 8h1.3m10.4 0h1.3M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9" />,
  moon: <path d="M13.3 9.6A5.6 5.6 0 0 1 6.4 2.7a5.6 5.6 0 1 0 6.9 6.9" />,
  warning: <path d="M8 2.2 14.5 13.5h-13zM8 6.5v3.3m0 1.7v.3" />,
  error: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2m0 3v4m0 1.9v.3" />,
  information: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2m0 5.3v3.9m0-6.4v.3" />,
  stop: <path d="M4 4h8v8H4z" />,
  hourglass: <path d="M4 2h8M4 14h8M5 2v2.5L8 8l3-3.5V2M5 14v-2.5L8 8l3 3.5V14" />,
  anchor: <path d="M8 5.5V14M8 2.3a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2M5.5 7.5h5M2.8 9.5A5.3 5.3 0 0 0 8 14a5.3 5.3 0 0 0 5.2-4.5" />,
  code: <path d="m5.5 4.5-3.5 3.5 3.5 3.5m5-7L14 8l-3.5 3.5" />,
  canister: <path d="M3 4.3C3 3 5.2 2 8 2s5 1 5 2.3v7.4C13 13 10.8 14 8 14s-5-1-5-2.3zm0 0c0 1.3 2.2 2.3 5 2.3s5-1 5-2.3" />,
  up: <path d="M8 13V3.5M4 7.2l4-4 4 4" />,
  down: <path d="M8 3v9.5M4 8.8l4 4 4-4" />,
  play: <path d="M5 3.2v9.6L12.8 8z" />,
  pause: <path d="M5.5 3.5v9m5-9v9" />,
  back: <path d="M13.5 8h-11m4.2-4.2L2.5 8l4.2 4.2" />,
  chevron: <path d="m6 3.5 4.5 4.5L6 12.5" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  );
}
