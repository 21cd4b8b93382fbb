import type { Slice } from '../kernel/routes.ts';
import { homePage } from './home.tsx';

export const dashboardsSlice: Slice = {
  name: 'dashboards',
  routes: [homePage],
  nav: [{ href: '/', label: 'nav.home', needs: 'signed-in' }],
};
