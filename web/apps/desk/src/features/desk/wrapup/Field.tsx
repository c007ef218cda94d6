import type { Fault } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Pill } from '@madoguchi/ui';
import { useId, type ReactNode } from 'react';
import type { Form } from './form';
import styles from './Wrapup.module.css';

/** What the line of business requires, and what the server found wrong with the last attempt. */
export interface FieldRules {
  required: readonly string[];
  faults: readonly Fault[];
}

/** One field of the form: its name, whether it is required, and what is wrong with it in the server's words. */
export function Field({ name, required, faults, children }: FieldRules & { name: keyof Form; children: (id: string) => ReactNode }) {
  const { t } = useTranslation('desk');
  const id = useId();
  const wrong = faults.find(fault => fault.at === name || fault.at.startsWith(`${name}.`));
  return (
    <div>
      <label className={styles.label} htmlFor={id}>
        {t(`wrap.field.${name}`)}
        {required.includes(name) && (
          <Pill tone={wrong ? 'bad' : 'accent'} square>
            {t('wrap.required')}
          </Pill>
        )}
      </label>
      {children(id)}
      {wrong && (
        <p className="meta bad" role="alert" data-testid={`wrapup-fault-${name}`}>
          {wrong.detail}
        </p>
      )}
    </div>
  );
}
