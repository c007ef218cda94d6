import { customersRevealCustomer, keys, useMay, type CustomerCard, type Desk, type TimelinePage } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { ProblemAlert } from '@madoguchi/ui';
import { Button, Popover, Select } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import styles from '../Customers.module.css';

type Field = 'birth_date' | 'address' | 'phone' | 'email' | 'handle';

/** A masked value, and the way to open it: for which contact, recorded with who and when. Shown until the page is left. */
export function Masked({ customer, field, children }: { customer: CustomerCard; field: Field; children: ReactNode }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.reveal');
  const [asking, setAsking] = useState(false);
  const contacts = useContacts(customer.id);
  const [chosen, setChosen] = useState<string | null>();
  const interaction = chosen === undefined ? (contacts[0]?.value ?? null) : chosen; // the contacts come after the page
  const reveal = useMutation({
    mutationFn: () => customersRevealCustomer({ path: { customer_id: customer.id }, body: { fields: [field], interaction } }),
    onSuccess: () => { setAsking(false); },
  });
  if (!customer.masked.includes(field)) return children;
  if (reveal.data) return <span data-testid={`revealed-${field}`}>{reveal.data[field]?.join(' ')}</span>;
  return (
    <span className={styles.masked}>
      <span className="ink3">{children}</span>
      {may && (
        <Popover opened={asking} onChange={setAsking} width={300} position="bottom-start" shadow="md" trapFocus returnFocus>
          <Popover.Target>
            <Button variant="subtle" size="compact-xs" leftSection={<IconEye size={14} aria-hidden />} onClick={() => { setAsking(true); }} data-testid={`reveal-${field}`}>
              {t('reveal.show')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <div className="col">
              <p>{t('reveal.recorded')}</p>
              <Select label={t('reveal.reason')} placeholder={t('reveal.noReason')} clearable data={contacts} value={interaction} onChange={setChosen} comboboxProps={{ withinPortal: false }} />
              <ProblemAlert error={reveal.error} />
              <div className="row">
                <Button loading={reveal.isPending} onClick={() => { reveal.mutate(); }} data-testid={`reveal-${field}-confirm`}>
                  {t('reveal.show')}
                </Button>
                <Button variant="default" onClick={() => { setAsking(false); }}>
                  {t('ui:cancel')}
                </Button>
              </div>
            </div>
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  );
}

/** For which contact it may be: the one I am in with this customer, then the latest ones. */
function useContacts(customer: string): { value: string; label: string }[] {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const cache = useQueryClient();
  const calls = cache.getQueryData<Desk>(keys.desk)?.calls.filter(call => call.pop.customer?.id === customer) ?? [];
  const past = cache.getQueryData<{ pages: TimelinePage[] }>(keys.timelineOf(customer, null))?.pages[0]?.items ?? [];
  const now = calls.map(call => ({ value: call.interaction, label: t('reveal.now') }));
  const earlier = past.filter(entry => entry.kind === 'interaction' && !now.some(each => each.value === entry.id));
  return [...now, ...earlier.slice(0, 5).map(entry => ({ value: entry.id, label: t('reveal.contact', { when: format.stamp(entry.at) }) }))];
}
