import { casesShowCase, casesShowTask, keys, type ContactView, type Link, type Order } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, CaseStatus, Due, PageLink, Pill } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';

/** What the contact touched: cases, tasks, orders. */
export function Links({ view: { contact, orders } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  if (contact.links.length === 0) return null;
  return (
    <Card title={t('links')} testId="contact-links">
      <ul className="list">
        {contact.links.map(link => (
          <li key={link.id}>
            <Linked link={link} order={orders.find(each => each.id === link.ref)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Linked({ link, order }: { link: Link; order: Order | undefined }) {
  const { t } = useTranslation('history');
  if (link.kind === 'case') return <LinkedCase link={link} />;
  if (link.kind === 'task') return <LinkedTask link={link} />;
  if (!order) return <span>{t(`linkKind.${link.kind}`, link.kind)}</span>;
  return (
    <span className="row wrap">
      <PageLink to={`/customers/${order.customer}`}>{t('linkedOrder', { number: order.number })}</PageLink>
      <Pill square>{t(`ui:orderStatus.${order.status}`)}</Pill>
    </span>
  );
}

/** What was promised: its kind, its words, and when it is due. */
function LinkedTask({ link }: { link: Link }) {
  const { t } = useTranslation('history');
  const task = useQuery({ queryKey: [...keys.tasks, link.ref], queryFn: ({ signal }) => casesShowTask({ path: { task: link.ref }, signal }) }).data;
  if (!task) return <span>{t('linkKind.task')}</span>;
  return (
    <span className="row wrap">
      <PageLink to={task.case_id ? `/cases/${task.case_id}` : '/tasks'}>{t(`ui:taskKind.${task.kind}`)}</PageLink>
      {task.text && <span>{task.text}</span>}
      {task.due && <Due at={task.due} open={task.state === 'open'} />}
    </span>
  );
}

function LinkedCase({ link }: { link: Link }) {
  const found = useQuery({ queryKey: keys.case(link.ref), queryFn: ({ signal }) => casesShowCase({ path: { case: link.ref }, signal }) }).data?.case;
  if (!found) return null;
  return (
    <span className="row wrap">
      <span className="tn ink3 nowrap">{found.number}</span>
      <PageLink to={`/cases/${found.id}`}>{found.title}</PageLink>
      <CaseStatus status={found.status} />
    </span>
  );
}
