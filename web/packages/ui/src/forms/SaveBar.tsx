import { useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';
import { Kbd } from '../parts/Kbd';
import { useShortcut } from '../keys/shortcuts';
import styles from './forms.module.css';

interface Props {
  changed: boolean;
  saving: boolean;
  onSave: () => void;
  onReset: () => void;
  testId?: string;
}

/** The foot of a settings page: says whether something is unsaved, saves with Ctrl S. */
export function SaveBar({ changed, saving, onSave, onReset, testId }: Props) {
  const { t } = useTranslation('ui');
  useShortcut({ keys: 'Mod+S', label: t('save'), group: t('form') }, onSave, changed && !saving);
  return (
    <div className={styles.bar}>
      {changed && <span className={styles.unsaved} aria-hidden />}
      <span className="grow ink2" role="status">
        {changed ? t('unsaved') : t('saved')}
      </span>
      <Button variant="subtle" color="gray" disabled={!changed} onClick={onReset}>
        {t('reset')}
      </Button>
      <Button disabled={!changed} loading={saving} onClick={onSave} rightSection={<Kbd keys="Mod+S" on="accent" />} data-testid={testId}>
        {t('save')}
      </Button>
    </div>
  );
}
