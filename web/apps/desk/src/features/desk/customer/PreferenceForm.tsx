import { customersChangePreferences, keys, useMay, type CustomerCard, type PreferenceChange } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ProblemAlert } from '@madoguchi/ui';
import { Select, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import styles from './Customer.module.css';

const channels = ['voice', 'email', 'sms', 'line'] as const;

/** What the customer wishes, changed while they say it. */
export function PreferenceForm({ customer }: { customer: CustomerCard }) {
  const { t } = useTranslation('desk');
  const cache = useQueryClient();
  const may = useMay('customers.write');
  const { preferences } = customer;
  const keep = useMutation({
    mutationFn: (change: PreferenceChange) => customersChangePreferences({ path: { customer_id: customer.id }, body: change }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.desk }),
  });
  const shown = { ...preferences, ...(keep.isError ? {} : keep.variables) };
  return (
      <div className={styles.box}>
        <div className={styles.preferences}>
          <span id="prefer-channel">{t('prefer.channel')}</span>
          <Select
            aria-labelledby="prefer-channel"
            w={132}
            size="xs"
            disabled={!may}
            placeholder={t('prefer.any')}
            clearable
            clearButtonProps={{ 'aria-label': t('prefer.any') }}
            value={shown.channel}
            data={channels.map(value => ({ value, label: t(`channel.${value}`) }))}
            onChange={channel => { keep.mutate({ channel }); }}
            data-testid="preference-channel"
          />
          <span id="prefer-call">{t('prefer.do_not_call')}</span>
          <Switch aria-labelledby="prefer-call" disabled={!may} checked={shown.do_not_call} onChange={event => { keep.mutate({ do_not_call: event.currentTarget.checked }); }} data-testid="preference-do-not-call" />
        </div>
        {preferences.hours && <p className="meta ink2">{t('prefer.hours', preferences.hours)}</p>}
        <ProblemAlert error={keep.error} />
      </div>
  );
}
