import { useTranslation } from '@madoguchi/i18n';
import { Alert, Button, Drawer } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
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

/** A choice of a list counts as something entered, though no field says so. */
const isChoice = ({ target }: SyntheticEvent) => target instanceof Element && target.closest('[role=option]') !== null;

/**
 * A form beside the list it belongs to: the list stays in sight, Escape closes, a refusal is shown above the buttons.
 * A slip (Escape, a click beside it) does not throw away what was entered: it asks.
 */
export function FormDrawer({ opened, title, onClose, onSubmit, submit, saving, error, children, aside, size = 480, testId }: Props) {
  const { t } = useTranslation('ui');
  const [entered, setEntered] = useState(false);
  const [asking, setAsking] = useState(false);
  const close = () => {
    if (entered && !asking) setAsking(true);
    else onClose();
  };
  return (
    <Drawer opened={opened} onClose={close} title={title} size={size} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        className={styles.drawer}
        noValidate
        data-testid={testId}
        onInput={() => { setEntered(true); }}
        onPointerUp={event => { if (isChoice(event)) setEntered(true); }}
        onSubmit={event => {
          event.preventDefault();
          setAsking(false);
          onSubmit();
        }}
      >
        {children}
        <ProblemAlert error={error} />
        {asking && (
          <Alert color="yamabuki" variant="light" title={t('entered.title')} role="alert" data-testid="unsaved">
            <div className="row">
              <Button variant="default" onClick={onClose} data-testid="unsaved-discard">
                {t('entered.discard')}
              </Button>
              <Button variant="default" onClick={() => { setAsking(false); }} data-testid="unsaved-stay">
                {t('entered.stay')}
              </Button>
            </div>
          </Alert>
        )}
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
