import { useSession } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Link, Navigate, Outlet, useMatchRoute } from '@tanstack/react-router';
import styles from './Admin.module.css';
import { sections } from './sections';

/** The administrator's rooms at the left, the room itself at the right. */
export function AdminLayout() {
  const { t } = useTranslation('admin');
  const { permissions } = useSession();
  const shown = sections
    .map(section => ({ ...section, places: section.places.filter(place => permissions.includes(place.needs)) }))
    .filter(section => section.places.length > 0);
  const first = shown[0]?.places[0];
  const bare = useMatchRoute()({ to: '/admin' });
  if (bare && first) return <Navigate to={`/admin/${first.name}`} replace />;
  return (
    <div className={styles.layout}>
      <nav className={styles.nav} aria-label={t('title')}>
        {shown.map(section => (
          <div key={section.name}>
            <p className={styles.group}>{t(`section.${section.name}`)}</p>
            {section.places.map(place => (
              <Link key={place.name} to={`/admin/${place.name}`} className={styles.place} data-testid={`admin-${place.name}`}>
                <place.icon size={18} stroke={1.6} aria-hidden />
                {t(`nav.${place.name}`)}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <main className={styles.room}>
        <Outlet />
      </main>
    </div>
  );
}
