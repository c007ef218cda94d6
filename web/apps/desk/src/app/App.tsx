import { Problem } from '@madoguchi/api';
import { UiProvider } from '@madoguchi/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { createAppRouter } from './router';

/** Live events keep the cache fresh; a refusal is an answer and is not asked again. */
const createCache = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 502),
      },
    },
  });

export function App() {
  const [cache] = useState(createCache);
  const [router] = useState(() => createAppRouter(cache));
  return (
    <QueryClientProvider client={cache}>
      <UiProvider>
        <RouterProvider router={router} />
      </UiProvider>
    </QueryClientProvider>
  );
}
