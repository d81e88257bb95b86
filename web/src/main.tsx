import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/problem';
import { DesignProvider } from './design/DesignProvider';
import { initI18n } from './i18n';
import { isOnCopy } from './offline/state';
import { prepare } from './offline/watch';
import { makeRouter } from './shell/router';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server has refused it refuses again; only an unreachable one is asked twice more.
      retry: (failures, error) => failures < 2 && !isOnCopy() && !(error instanceof Problem && error.status < 500),
      refetchOnWindowFocus: true,
      // Without the server something else may answer.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

prepare();
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => {});

await initI18n();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <DesignProvider>
        <RouterProvider router={makeRouter(client)} />
      </DesignProvider>
    </QueryClientProvider>
  </StrictMode>,
);
