import type { Slice } from '../kernel/routes.ts';
import { provenanceFile, provenancePage } from './pages.tsx';

export { type Derived, type Provenance, provenanceOf } from './explain.ts';

/** Where each digit of a result comes from, as page, JSON and paper. */
export const provenanceSlice: Slice = { name: 'provenance', routes: [provenancePage, provenanceFile], nav: [] };
