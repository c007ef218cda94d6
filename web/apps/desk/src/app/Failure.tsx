import { Empty, ProblemAlert } from '@madoguchi/ui';
import { useTranslation } from '@madoguchi/i18n';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { IconMapOff } from '@tabler/icons-react';
import styles from './shell/Shell.module.css';

export function Failure({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <main className={styles.notice}>
      <ProblemAlert error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation('app');
  return (
    <main className={styles.notice}>
      <Empty icon={<IconMapOff size={32} stroke={1.5} />} action={<Link to="/">{t('notFound.home')}</Link>}>
        {t('notFound.text')}
      </Empty>
    </main>
  );
}
