import { keys, workspaceCheckIdentity, customersListCheckItems, type CheckItemSetting, type CustomerCard, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Pill, ProblemAlert, Section, type Tone } from '@madoguchi/ui';
import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNamed } from '../caller';
import styles from './Call.module.css';

const tones: Record<string, Tone> = { passed: 'ok', partial: 'warn', failed: 'bad' };

/** 本人確認: the tenant's questions, what we hold to compare with, and what came of it; kept with this call. */
export function IdentityCheck({ interaction, customer }: { interaction: Id; customer: CustomerCard }) {
  const { t } = useTranslation('desk');
  const cache = useQueryClient();
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const items = useQuery({ queryKey: ['identity-check-items'], queryFn: ({ signal }) => customersListCheckItems({ signal }), staleTime: Infinity });
  const check = useMutation({
    mutationFn: () => workspaceCheckIdentity({ path: { interaction }, body: { items: (items.data ?? []).map(({ code }) => ({ code, passed: passed.has(code) })) } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.customer(customer.id) }),
  });
  if (!items.data?.length) return null;
  const toggle = (code: string) => {
    setPassed(current => new Set(current.has(code) ? [...current].filter(each => each !== code) : [...current, code]));
  };
  return (
    <Section title={t('identity.title')} aside={check.data && <Pill tone={tones[check.data.result] ?? 'plain'} testId="identity-result">{t(`identity.${check.data.result}`)}</Pill>}>
      <ul className={styles.checks}>
        {items.data.map(item => (
          <li key={item.code}>
            <CheckItem item={item} customer={customer} on={passed.has(item.code)} onToggle={() => { toggle(item.code); }} />
          </li>
        ))}
      </ul>
      <ProblemAlert error={check.error} />
      <Button variant="default" mt="xs" loading={check.isPending} disabled={passed.size === 0} onClick={() => { check.mutate(); }} data-testid="identity-keep">
        {t('identity.keep')}
      </Button>
    </Section>
  );
}

function CheckItem({ item, customer, on, onToggle }: { item: CheckItemSetting; customer: CustomerCard; on: boolean; onToggle: () => void }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const held = valueOf(customer, item.field);
  return (
    <Checkbox
      checked={on}
      onChange={onToggle}
      label={
        <>
          {named(item)}
          {item.required && <span className="ink3"> {t('identity.required')}</span>} <span className={`ink2 b5 ${item.field === 'phone' ? 'nowrap' : ''}`}>{held}</span>
        </>
      }
      data-testid={`identity-${item.code}`}
    />
  );
}

/** What we hold of a field that a question names; masked values come masked from the server. */
function valueOf(customer: CustomerCard, field: string | undefined): string {
  if (field === 'phone') return customer.identities.filter(each => each.kind === 'phone').map(each => each.shown).join('、');
  const value = field ? (customer as unknown as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : '';
}
