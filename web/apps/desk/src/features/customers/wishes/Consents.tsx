import { customersListConsents, customersRecordConsent, keys, useMay, type Consent, type CustomerCard } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { ProblemAlert, Section, SkeletonLines, useVocabulary } from '@madoguchi/ui';
import { Button, Drawer } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../Customers.module.css';
import { EditButton } from '../profile/EditButton';
import { Sign } from './Wishes';

/** What the customer agreed to, purpose by purpose; where nothing was said, that is said. */
export function Consents({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const [open, setOpen] = useState(false);
  const purposes = usePurposes(card);
  return (
    <Section level={2} title={t('consent.title')} aside={<EditButton label={t(may ? 'consent.edit' : 'consent.history')} onEdit={() => { setOpen(true); }} testId="consent-edit" />}>
      <ul className={styles.signs}>
        {purposes.map(({ purpose, state }) => (
          <Sign key={purpose} ok={state && state === 'given'}>
            {t(`consent.for.${purpose}`, purpose)}
            {state === undefined && <span className="meta ink3"> {t('consent.unasked')}</span>}
          </Sign>
        ))}
      </ul>
      {open && <ConsentDrawer card={card} onClose={() => { setOpen(false); }} />}
    </Section>
  );
}

function usePurposes(card: CustomerCard): { purpose: string; state: Consent['state'] | undefined }[] {
  const known = useVocabulary()?.consent_purposes ?? [];
  const all = [...new Set([...known, ...card.consents.map(each => each.purpose)])];
  return all.map(purpose => ({ purpose, state: card.consents.find(each => each.purpose === purpose)?.state }));
}

function ConsentDrawer({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const cache = useQueryClient();
  const may = useMay('customers.write');
  const purposes = usePurposes(card);
  const queryKey = [...keys.customer(card.id), 'consents'];
  const history = useQuery({ queryKey, queryFn: ({ signal }) => customersListConsents({ path: { customer_id: card.id }, signal }) });
  const record = useMutation({
    mutationFn: (body: { purpose: string; state: Consent['state'] }) => customersRecordConsent({ path: { customer_id: card.id }, body }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.customer(card.id) }),
  });
  return (
    <Drawer opened size={480} onClose={onClose} title={t('consent.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className="col">
        <ProblemAlert error={record.error} />
        {may && (
          <ul className="list">
            {purposes.map(({ purpose, state }) => (
              <li key={purpose} className={styles.consentRow}>
                <span className="grow b5">{t(`consent.for.${purpose}`, purpose)}</span>
                <Button variant={state === 'given' ? 'light' : 'default'} aria-pressed={state === 'given'} disabled={record.isPending} onClick={() => { record.mutate({ purpose, state: 'given' }); }} data-testid={`consent-${purpose}-given`}>
                  {t('consent.given')}
                </Button>
                <Button variant={state === 'withdrawn' ? 'light' : 'default'} aria-pressed={state === 'withdrawn'} disabled={record.isPending} onClick={() => { record.mutate({ purpose, state: 'withdrawn' }); }}>
                  {t('consent.withdrawn')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Section title={t('consent.history')}>
          {history.isPending && <SkeletonLines lines={3} />}
          <ProblemAlert error={history.error} onRetry={() => void history.refetch()} />
          <ol className="list">
            {history.data?.map(each => (
              <li key={`${each.purpose} ${each.at}`} className={styles.consentRow}>
                <span className="grow">{t(`consent.for.${each.purpose}`, each.purpose)}</span>
                <span className="b5">{t(`consent.${each.state}`)}</span>
                <span className="meta ink3 tn">{`${format.date(each.at)} ${format.time(each.at)}`}</span>
              </li>
            ))}
          </ol>
          {history.data?.length === 0 && <p className="ink3">{t('consent.none')}</p>}
        </Section>
      </div>
    </Drawer>
  );
}
