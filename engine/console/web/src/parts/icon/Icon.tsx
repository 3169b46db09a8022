/** The icons: 16×16 outlines that take the colour of the text around them. They are always beside a word or a label. */
import styles from "./Icon.module.css";

/** The outlines. A new icon is one line. */
const PATHS = {
  home: "M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5",
  workflows: "M3 3h4v4H3zM9 9h4v4H9zM7 5h2.5A1.5 1.5 0 0 1 11 6.5V9",
  runs: "M4.5 3v10L13 8z",
  inbox: "M2.5 9h3l1 2h3l1-2h3M4 3h8l1.5 6v4h-11V9z",
  policies: "M8 2.5l5 2V8c0 3-2.200 4.700-5 5.5C5.200 12.700 3 11 3 8V4.5zM5.800 8l1.600 1.600 2.900-3",
  integrations: "M6 2.5v3M10 2.5v3M4 5.5h8V8a4 4 0 0 1-8 0zM8 12v2",
  estate: "M2.5 3h4v4h-4zM9.5 3h4v4h-4zM2.5 10h4v3.5h-4zM9.5 10h4v3.5h-4z",
  server: "M3 3h10v4H3zM3 9h10v4H3zM5.5 5h.1M5.5 11h.1",
  retention: "M2.5 3h11v3h-11zM3.5 6v7.500h9V6M6.5 8.500h3",
  audit: "M4 2.5h6l2.5 2.5v8.5H4zM6 7h4.5M6 9.5h4.5M6 12h2.5",
  access: "M5.5 9a3 3 0 1 1 2.700-1.700L13.5 12v1.5H11V12H9.5v-1.5L7.600 8.600A3 3 0 0 1 5.5 9zM5 5.700h.1",
  developers: "M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5M9 3 7 13",
  account: "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.5-2.5 2.5-3.5 5-3.5s4.5 1 5 3.5",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5 14 14",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  left: "M10 4 6 8l4 4",
  up: "M4 10l4-4 4 4",
  check: "M3.5 8.5l3 3 6-7",
  alert: "M8 2.5 14 13H2zM8 6.5V9M8 11h.1",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5V11M8 5.200h.1",
  wait: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2.200 1.5",
  hand: "M5 8V4.5a1 1 0 0 1 2 0V7m0-3.5a1 1 0 0 1 2 0V7m0-2.5a1 1 0 0 1 2 0V9.5c0 2.5-1.5 4-3.5 4S4.700 12.5 3.5 10l-.8-1.5a1 1 0 0 1 1.700-.9L5 8.5",
  stop: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  edit: "M10.5 3.5l2 2L6 12l-3 1 1-3z",
  copy: "M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3",
  more: "M3.5 8h.1M8 8h.1M12.5 8h.1",
  outside: "M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9v4.5h-9v-9H7",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  undo: "M5.5 3.5 3 6l2.5 2.5M3 6h6.5a3.5 3.5 0 0 1 0 7H7",
  filter: "M2.5 3.5h11L9.5 8.5V13l-3-1.5v-3z",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1",
  moon: "M13 9.5A5.5 5.5 0 1 1 6.5 3a4.5 4.5 0 0 0 6.5 6.5z",
  out: "M9.5 2.5h-6v11h6M7 8h7M11.5 5.5 14 8l-2.5 2.5",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** One icon. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
