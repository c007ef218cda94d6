import { customersListCautions, keys, useMay, type Caution, type Cautions as Told, type CustomerCard } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Pill, ProblemAlert, Section } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlus, IconShieldExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../Customers.module.css';
import { CautionDrawer } from './CautionDrawer';
import { EditButton } from './EditButton';

const holds = (one: Caution) => one.lifted === null && (one.expires === null || Date.parse(one.expires) > Date.now());

/** What everybody who talks with this customer is warned of: why, by whom, until when. For those who may see it. */
export function Cautions({ card }: { card: CustomerCard }) {
  return useMay('cautions.read') ? <Known card={card} /> : null;
}

function Known({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const may = useMay('cautions.write');
  const [editing, setEditing] = useState<Caution | 'new'>();
  const [past, setPast] = useState(false);
  const found = useQuery({ queryKey: [...keys.customer(card.id), 'cautions'], queryFn: ({ signal }) => customersListCautions({ path: { customer_id: card.id }, signal }) });
  const items = found.data?.items ?? [];
  const [now, over] = [items.filter(holds), items.filter(one => !holds(one))];
  if (found.data && items.length === 0 && !may) return null;
  const add = may && (
    <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => { setEditing('new'); }} data-testid="caution-add">
      {t('caution.add')}
    </Button>
  );
  return (
    <Section level={2} title={t('caution.title')} aside={add}>
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.data && now.length === 0 && <p className="ink3">{t('caution.none')}</p>}
      <ul className="list" data-testid="cautions">
        {found.data && now.map(one => <Row key={one.id} one={one} told={found.data} onEdit={may ? () => { setEditing(one); } : undefined} />)}
        {found.data && past && over.map(one => <Row key={one.id} one={one} told={found.data} over onEdit={undefined} />)}
      </ul>
      {over.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => { setPast(!past); }} data-testid="cautions-past">
          {t(past ? 'caution.hidePast' : 'caution.showPast', { count: over.length })}
        </Button>
      )}
      {editing && <CautionDrawer customer={card.id} caution={editing === 'new' ? undefined : editing} onClose={() => { setEditing(undefined); }} />}
    </Section>
  );
}

function Row({ one, told, over, onEdit }: { one: Caution; told: Told; over?: boolean; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const author = told.users.find(user => user.id === one.created_by)?.name ?? t('caution.somebody');
  const end = one.lifted ? t('caution.lifted', { when: format.date(one.lifted) }) : one.expires ? t(over ? 'caution.expired' : 'caution.until', { when: format.date(one.expires) }) : t('caution.open');
  return (
    <li className={styles.taskRow} data-testid="caution">
      <div className="row">
        <IconShieldExclamation size={16} className={over ? 'ink3' : 'bad'} aria-hidden />
        <Pill tone={over ? 'plain' : 'bad'}>{t(`ui:cautionKind.${one.kind}`)}</Pill>
        {onEdit && <span className="end"><EditButton label={t('caution.edit')} onEdit={onEdit} testId="caution-edit" /></span>}
      </div>
      {one.note && <p>{one.note}</p>}
      <p className="meta ink3">{t('caution.by', { name: author, when: format.date(one.created) })} · {end}</p>
    </li>
  );
}
