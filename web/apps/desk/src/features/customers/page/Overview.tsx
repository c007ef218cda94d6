import { customersAskGate, keys, type CaseRow, type CustomerCard, type TaskRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Figures } from '@madoguchi/ui';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

/** The customer in four figures; the last says whether they may be called right now, and why not. */
export function Overview({ card, cases, tasks }: { card: CustomerCard; cases: readonly CaseRow[]; tasks: readonly TaskRow[] }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const next = tasks.find(task => task.due !== null);
  const last = card.orders[0];
  const gate = useQuery({ queryKey: [...keys.customer(card.id), 'gate'], queryFn: ({ signal }) => customersAskGate({ path: { customer_id: card.id }, signal }) });
  return (
    <Figures
      label={t('overview')}
      figures={[
        { name: t('spent'), value: format.money(card.spent_minor, last?.currency ?? 'JPY'), note: last ? t('orderNote', { count: card.order_count, when: format.date(last.ordered) }) : t('noOrders') },
        { name: t('openCases'), value: t('cases', { count: cases.length }), note: cases[0] ? `#${cases[0].number} ${cases[0].title}` : t('noOpenCases') },
        { name: t('openTasks'), value: t('cases', { count: tasks.length }), note: next?.due ? t('nextDue', { when: format.due(next.due) }) : t('noOpenTasks') },
        { name: t('since'), value: format.date(card.created), note: t(card.kind === 'organisation' ? 'organisation' : 'person') },
        {
          name: t('gate.name'),
          value: gate.data && (
            <span className="row">
              {gate.data.allowed ? <IconCircleCheck size={20} className="ok" aria-hidden /> : <IconCircleX size={20} className="bad" aria-hidden />}
              {t(gate.data.allowed ? 'gate.yes' : 'gate.no')}
            </span>
          ),
          note: gate.data?.reasons.map(reason => reason.text).join(' ') || t('gate.checked'),
          testId: 'customer-gate',
        },
      ]}
    />
  );
}
