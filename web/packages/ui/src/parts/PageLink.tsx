import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link inside the application from a package or feature that does not know the route tree; `to` may carry a query. */
export function PageLink({ to, className, children }: { to: string; className?: string; children: ReactNode }) {
  const [path, query] = to.split('?');
  return (
    <Link to={path as '/'} {...(query && { search: Object.fromEntries(new URLSearchParams(query)) as never })} className={className}>
      {children}
    </Link>
  );
}
