import { casesShowCase, keys, type ContactView, type Link } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, CaseStatus, PageLink } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';

/** What the contact touched: cases, tasks, orders. */
export function Links({ view: { contact } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  if (contact.links.length === 0) return null;
  return (
    <Card title={t('links')}>
      <ul className="list">
        {contact.links.map(link => (
          <li key={link.id}>{link.kind === 'case' ? <LinkedCase link={link} /> : <span>{t(`linkKind.${link.kind}`, link.kind)}</span>}</li>
        ))}
      </ul>
    </Card>
  );
}

function LinkedCase({ link }: { link: Link }) {
  const found = useQuery({ queryKey: keys.case(link.ref), queryFn: ({ signal }) => casesShowCase({ path: { case: link.ref }, signal }) }).data?.case;
  if (!found) return null;
  return (
    <span className="row">
      <span className="tn ink3">{found.number}</span>
      <PageLink to={`/cases/${found.id}`}>{found.title}</PageLink>
      <CaseStatus status={found.status} />
    </span>
  );
}
