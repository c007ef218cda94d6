import { useTranslation } from '@madoguchi/i18n';
import { Alert, Button } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './forms.module.css';

interface Props {
  /** The fields that both changed, or that I changed on an older version: what is there now, and what I wrote. */
  rows: readonly { name: string; theirs: ReactNode; mine: ReactNode }[];
  saving: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Somebody else saved first: both versions side by side, and one press to decide. Nothing typed is lost. */
export function ConflictNotice({ rows, saving, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useTranslation('ui');
  return (
    <Alert color="yamabuki" variant="light" icon={<IconArrowsSplit2 size={18} />} title={t('conflict.title')} role="alert" data-testid="conflict">
      <p>{t('conflict.about')}</p>
      <table className={styles.conflict}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('conflict.field')}</span>
            </th>
            <th scope="col">{t('conflict.theirs')}</th>
            <th scope="col">{t('conflict.mine')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{row.theirs || '–'}</td>
              <td>{row.mine || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row">
        <Button loading={saving} onClick={onKeepMine} data-testid="conflict-keep-mine">
          {t('conflict.keepMine')}
        </Button>
        <Button variant="default" disabled={saving} onClick={onTakeTheirs} data-testid="conflict-take-theirs">
          {t('conflict.takeTheirs')}
        </Button>
      </div>
    </Alert>
  );
}
