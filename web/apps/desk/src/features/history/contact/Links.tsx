import { casesShowCase, casesShowTask, keys, type ContactView, type Link } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, CaseStatus, Due, PageLink } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';

/** What the contact touched: cases, tasks, orders. */
export function Links({ view: { contact } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  if (contact.links.length === 0) return null;
  return (
    <Card title={t('links')} testId="contact-links">
      <ul className="list">
        {contact.links.map(link => (
          <li key={link.id}>{link.kind === 'case' ? <LinkedCase link={link} /> : link.kind === 'task' ? <LinkedTask link={link} /> : <span>{t(`linkKind.${link.kind}`, link.kind)}</span>}</li>
        ))}
      </ul>
    </Card>
  );
}

/** What was promised: its kind, its words, and when it is due. */
function LinkedTask({ link }: { link: Link }) {
  const { t } = useTranslation('history');
  const task = useQuery({ queryKey: [...keys.tasks, link.ref], queryFn: ({ signal }) => casesShowTask({ path: { task: link.ref }, signal }) }).data;
  if (!task) return <span>{t('linkKind.task')}</span>;
  return (
    <span className="row wrap">
      <PageLink to={task.case_id ? `/cases/${task.case_id}` : '/tasks'}>{t(`linkKind.${task.kind}`)}</PageLink>
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
