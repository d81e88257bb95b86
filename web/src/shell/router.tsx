import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  isRedirect,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { SecondFactor } from '@/api/account';
import { catalogQuery, sessionQuery } from '@/api/catalog';
import { toProblem } from '@/api/problem';
import { setZone } from '@/design/dates';
import { Loading } from '@/design/Loading';
import { setPerson } from '@/design/mine';
import { adoptLocale } from '@/i18n';
import { NotFound } from '@/pages/NotFound';
import { RouteProblem } from './RouteProblem';

/** The address holds plain words only: `?q=…&f.state=active`. */
type Search = Record<string, string>;

const readSearch = (raw: Record<string, unknown>): Search =>
  Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, String(value)]));

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet, validateSearch: readSearch });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign_in',
  component: lazyRouteComponent(() => import('@/pages/sign_in/SignInPage'), 'SignInPage'),
});

const link = createRoute({
  getParentRoute: () => root,
  path: '/link/$token',
  component: lazyRouteComponent(() => import('@/pages/sign_in/LinkPage'), 'LinkPage'),
});

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second_factor',
  component: lazyRouteComponent(() => import('./SecondFactorNeeded'), 'SecondFactorNeeded'),
});

/** Everything behind sign-in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
  beforeLoad: async ({ context, location }) => {
    // The scripts of the page come while the server says who is there.
    void import('./Shell');
    if (location.pathname === '/') void import('@/pages/home/HomePage');
    try {
      const session = await context.client.ensureQueryData(sessionQuery);
      // A copy that an earlier program kept on this machine does not say.
      const needs = session.second_factor as SecondFactor | undefined;
      if (needs?.is_needed && !needs.is_on) throw redirect({ to: '/second_factor', replace: true });
      setPerson(session.staff.id);
      await adoptLocale(session.staff.locale);
    } catch (error) {
      if (isRedirect(error) || toProblem(error).status !== 401) throw error;
      throw redirect({ to: '/sign_in', search: location.href === '/' ? {} : { from: location.href }, replace: true });
    }
  },
  loader: async ({ context }) => {
    const { zone } = await context.client.ensureQueryData(catalogQuery);
    setZone(zone);
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('@/pages/home/HomePage'), 'HomePage'),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('@/pages/people/PeoplePage'), 'PeoplePage'),
});
const dictionaries = createRoute({
  getParentRoute: () => inside,
  path: '/dictionaries',
  component: lazyRouteComponent(() => import('@/pages/dictionaries/DictionariesPage'), 'DictionariesPage'),
});
const duplicates = createRoute({
  getParentRoute: () => inside,
  path: '/duplicates',
  component: lazyRouteComponent(() => import('@/pages/duplicates/DuplicatesPage'), 'DuplicatesPage'),
});
const quality = createRoute({
  getParentRoute: () => inside,
  path: '/quality',
  component: lazyRouteComponent(() => import('@/pages/quality/QualityPage'), 'QualityPage'),
});
const jobs = createRoute({
  getParentRoute: () => inside,
  path: '/jobs',
  component: lazyRouteComponent(() => import('@/pages/jobs/JobsPage'), 'JobsPage'),
});
const trash = createRoute({
  getParentRoute: () => inside,
  path: '/trash',
  component: lazyRouteComponent(() => import('@/pages/TrashPage'), 'TrashPage'),
});
const profile = createRoute({
  getParentRoute: () => inside,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/pages/profile/ProfilePage'), 'ProfilePage'),
});
const importing = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  component: lazyRouteComponent(() => import('@/pages/importing/ImportPage'), 'ImportPage'),
});
const help = createRoute({
  getParentRoute: () => inside,
  path: '/help',
  component: lazyRouteComponent(() => import('@/pages/help/HelpPage'), 'HelpPage'),
});
const helpChapter = createRoute({
  getParentRoute: () => inside,
  path: '/help/$chapter',
  component: lazyRouteComponent(() => import('@/pages/help/HelpPage'), 'HelpPage'),
});
const printList = createRoute({
  getParentRoute: () => inside,
  path: '/print/$entity',
  component: lazyRouteComponent(() => import('@/pages/record/PrintListPage'), 'PrintListPage'),
});
const printOne = createRoute({
  getParentRoute: () => inside,
  path: '/print/$entity/$id',
  component: lazyRouteComponent(() => import('@/pages/record/PrintOnePage'), 'PrintOnePage'),
});
const list = createRoute({
  getParentRoute: () => inside,
  path: '/$entity',
  component: lazyRouteComponent(() => import('@/pages/record/ListPage'), 'ListPage'),
});
const create = createRoute({
  getParentRoute: () => inside,
  path: '/$entity/new',
  component: lazyRouteComponent(() => import('@/pages/record/NewPage'), 'NewPage'),
});
const one = createRoute({
  getParentRoute: () => inside,
  path: '/$entity/$id',
  component: lazyRouteComponent(() => import('@/pages/record/OnePage'), 'OnePage'),
});
const edit = createRoute({
  getParentRoute: () => inside,
  path: '/$entity/$id/edit',
  component: lazyRouteComponent(() => import('@/pages/record/EditPage'), 'EditPage'),
});

const tree = root.addChildren([
  signIn,
  link,
  secondFactor,
  inside.addChildren([
    home,
    people,
    dictionaries,
    duplicates,
    quality,
    jobs,
    trash,
    profile,
    importing,
    help,
    helpChapter,
    printList,
    printOne,
    list,
    create,
    one,
    edit,
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Search).toString();
      return text ? `?${text}` : '';
    },
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: RouteProblem,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
