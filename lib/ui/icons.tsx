import type { JSX } from 'preact';

/** Line drawings on a 24 × 24 grid, 1.75 stroke. */
const paths = {
  home: 'M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6',
  samplings: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  receipts: 'M4 4h16v16H4zM4 14h5l1.5 2.5h3L15 14h5M12 5v6M9.5 8.5L12 11l2.5-2.5',
  samples: 'M9 3h6M10 3v6l-5 9a2 2 0 0 0 1.8 3h10.4a2 2 0 0 0 1.8-3l-5-9V3M7.5 15h9',
  tests: 'M8 4h8M9 4v14a3 3 0 0 0 6 0V4M9 11h6',
  reviews: 'M4 5h11M4 10h8M4 15h6M12 17l3 3 6-7',
  reports: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  cases: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  storage: 'M4 4h16v5H4zM4 9v11h16V9M10 13h4',
  custody: 'M4 4h16v16H4zM4 12h16M10 8h4M10 16h4',
  disposals: 'M5 7h14M9 7V4h6v3M7 7l1 14h8l1-14M10 11v6M14 11v6',
  clocks: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  parameters: 'M4 6h8M16 6h4M14 4v4M4 12h3M11 12h9M9 10v4M4 18h10M18 18h2M16 16v4',
  instruments: 'M4 21h16M12 21v-4M6 17h12M9 13l5-9 3 2-5 9zM8 17a5 5 0 0 1 1-4',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21a7 7 0 0 1 14 0M16 4a4 4 0 0 1 0 7M18 15a7 7 0 0 1 4 6',
  competence: 'M12 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM9 13l-2 8 5-3 5 3-2-8M10 9l1.500 1.500L14.500 7.500',
  tasks: 'M9 4h6v3H9zM9 5H5v16h14V5h-4M8.5 13l2.5 2.5 4.5-5',
  approvals: 'M5 21h14M7 17h10v-3h-3.500c-.5-2 1.500-4 1.500-6.500a3 3 0 0 0-6 0c0 2.500 2 4.500 1.500 6.500H7z',
  audit: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4',
  drafts: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3M13 20h7',
  capability: 'M5 3h14v12H5zM8 7h8M8 11h5M10 15v6l2-1.500 2 1.500v-6',
  environment: 'M10 14V5a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0zM12 9v7M17 6h3M17 10h3',
  validity: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.500l3 3 5-6',
  methods: 'M4 5a2 2 0 0 1 2-2h14v18H6a2 2 0 0 1-2-2zM4 18a2 2 0 0 1 2-2h14M9 7h7',
  materials: 'M9 3h6v4l2 3v11H7V10l2-3zM7 13h10M7 18h10',
  proficiency: 'M12 3l9 5-9 5-9-5zM6 10.500V16c3 3 9 3 12 0v-5.500M21 8v6',
  comparisons: 'M7 4v16M17 4v16M3 8h8M13 8h8M3 14h8M13 14h8',
  control: 'M3 18h18M3 6h18M3 12h2l3-3 3 5 3-6 3 4h4',
  uncertainty: 'M3 19h18M4 18c4 0 4-12 8-12s4 12 8 12M12 6v13',
  internal: 'M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6zM4 4l16 16',
  quality: 'M4 20V10M10 20V4M16 20v-8M21 20H3',
  organisations: 'M4 21V7l8-4 8 4v14M9 21v-6h6v6M8 10h2M14 10h2',
  overrides: 'M12 3v10M12 17v.5M4 21h16M7 7l5-4 5 4',
  reinspections: 'M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5',
  signals: 'M3 17l5-6 4 3 8-9M15 5h5v5M3 21h18',
  uploads: 'M12 16V4M7 9l5-5 5 5M4 16v4h16v-4',
  notices: 'M4 10v4h3l9 5V5L7 10zM8 14l1.500 6h3l-1-4M19 9.500a4 4 0 0 1 0 5',
  nonconforming: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 8l8 8M16 8l-8 8',
  runs: 'M4 4h16v16H4zM4 9h16M4 14.500h16M9 9v11M14.500 9v11',
  investigations: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L20 20M8 10.500h5M10.500 8v5',
  plausibility: 'M4 8h12l-3-3M20 16H8l3 3',
  'instrument-files': 'M6 3h8l4 4v14H6zM14 3v4h4M8 15h1.500l1.500-4 2 6 1.500-3H16',
  settings: 'M4 7h10M18 7h2M14 4v6M4 17h2M10 17h10M10 14v6',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5',
  scan: 'M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 8v8M11 8v8M13.5 8v8M16 8v8',
  menu: 'M4 6h16M4 12h16M4 18h16',
  theme: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 8l7.5-2.5M12 13h9M12 18l6 1',
  language: 'M4 5h9M8.5 3v2M11 5c-.5 5-3.5 8-7 9.5M6 8c.5 2.5 3.5 5 6 6M12 21l4.5-11L21 21M13.5 17.5h6',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21a7 7 0 0 1 14 0',
  print: 'M7 9V3h10v6M7 18H4V9h16v9h-3M7 14h10v7H7z',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12l5 5L20 7',
  lock: 'M6 11h12v10H6zM8 11V7a4 4 0 0 1 8 0v4',
} as const;

export type IconName = keyof typeof paths;

export function isIconName(name: string): name is IconName {
  return Object.hasOwn(paths, name);
}

/** A decorative picture; the word beside it carries the meaning. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
