import { keys, workspaceCheckIdentity, customersListCheckItems, type CheckItemSetting, type CustomerCard, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Pill, ProblemAlert, Section, type Tone } from '@madoguchi/ui';
import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNamed } from '../caller';
import styles from './Call.module.css';

const tones: Record<string, Tone> = { passed: 'ok', partial: 'warn', failed: 'bad' };

/** 本人確認: the tenant's questions, what we hold to compare with, and what came of it; kept with this call. What was not asked is not answered. */
export function IdentityCheck({ interaction, customer }: { interaction: Id; customer: CustomerCard }) {
  const { t } = useTranslation('desk');
  const cache = useQueryClient();
  const [answers, setAnswers] = useState<ReadonlyMap<string, boolean>>(new Map());
  const items = useQuery({ queryKey: ['identity-check-items'], queryFn: ({ signal }) => customersListCheckItems({ signal }), staleTime: Infinity });
  const check = useMutation({
    mutationFn: () => workspaceCheckIdentity({ path: { interaction }, body: { items: [...answers].map(([code, passed]) => ({ code, passed })) } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.customer(customer.id) }),
  });
  if (!items.data?.length) return null;
  const answer = (code: string, fits: boolean) => {
    setAnswers(current => {
      const rest = [...current].filter(([each]) => each !== code);
      return new Map(current.get(code) === fits ? rest : [...rest, [code, fits]]);
    });
  };
  return (
    <Section title={t('identity.title')} aside={check.data && <Pill tone={tones[check.data.result] ?? 'plain'} testId="identity-result">{t(`identity.${check.data.result}`)}</Pill>}>
      <ul className={styles.checks}>
        {items.data.map(item => (
          <li key={item.code}>
            <CheckItem item={item} customer={customer} answer={answers.get(item.code)} onAnswer={fits => { answer(item.code, fits); }} />
          </li>
        ))}
      </ul>
      <ProblemAlert error={check.error} />
      <Button variant="default" mt="xs" loading={check.isPending} disabled={answers.size === 0} onClick={() => { check.mutate(); }} data-testid="identity-keep">
        {t('identity.keep')}
      </Button>
    </Section>
  );
}

function CheckItem({ item, customer, answer, onAnswer }: { item: CheckItemSetting; customer: CustomerCard; answer: boolean | undefined; onAnswer: (fits: boolean) => void }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const held = valueOf(customer, item.field);
  return (
    <>
      <Checkbox
        checked={answer === true}
        onChange={() => { onAnswer(true); }}
        label={
          <>
            {named(item)}
            {item.required && <span className="ink3"> {t('identity.required')}</span>} <span className={`ink2 b5 ${item.field === 'phone' ? 'nowrap' : ''}`}>{held}</span>
          </>
        }
        data-testid={`identity-${item.code}`}
      />
      <Button size="compact-xs" variant={answer === false ? 'filled' : 'subtle'} color={answer === false ? 'red' : 'gray'} aria-pressed={answer === false} aria-label={t('identity.noOf', { item: named(item) })} onClick={() => { onAnswer(false); }} data-testid={`identity-${item.code}-no`}>
        {t('identity.no')}
      </Button>
    </>
  );
}

/** What we hold of a field that a question names; masked values come masked from the server. */
function valueOf(customer: CustomerCard, field: string | undefined): string {
  if (field === 'phone') return customer.identities.filter(each => each.kind === 'phone').map(each => each.shown).join('、');
  const value = field ? (customer as unknown as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : '';
}
