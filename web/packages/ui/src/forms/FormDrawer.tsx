import { useTranslation } from '@madoguchi/i18n';
import { Button, Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../parts/ProblemAlert';
import styles from './forms.module.css';

interface Props {
  opened: boolean;
  title: ReactNode;
  onClose: () => void;
  onSubmit: () => void;
  /** What pressing the button does, as a verb. */
  submit: string;
  saving: boolean;
  error: unknown;
  children: ReactNode;
  /** Actions beside save, such as deactivating. */
  aside?: ReactNode;
  size?: number;
  testId?: string;
}

/** A form beside the list it belongs to: the list stays in sight, Escape closes, a refusal is shown above the buttons. */
export function FormDrawer({ opened, title, onClose, onSubmit, submit, saving, error, children, aside, size = 480, testId }: Props) {
  const { t } = useTranslation('ui');
  return (
    <Drawer opened={opened} onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        className={styles.drawer}
        noValidate
        data-testid={testId}
        onSubmit={event => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        <ProblemAlert error={error} />
        <div className={styles.foot}>
          {aside && <span className="grow row">{aside}</span>}
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={saving} data-testid={testId && `${testId}-save`}>
            {submit}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}
