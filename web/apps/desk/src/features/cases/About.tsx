import { customersShowCustomer, keys, type CaseDetail } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, PageLink, PersonName, Phone, SkeletonLines, TierPill } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';

/** Whom the case is about, and the contact it came from. */
export function About({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const id = detail.case.customer_id;
  const customer = useQuery({ queryKey: keys.customer(id ?? ''), queryFn: ({ signal }) => customersShowCustomer({ path: { customer_id: id! }, signal }), enabled: id !== null });
  const card = customer.data;
  const phone = card?.identities.find(each => each.kind === 'phone' && !each.masked);
  return (
    <Card title={t('customer')}>
      {id === null && <p className="ink3">{t('noCustomer')}</p>}
      {id !== null && customer.isPending && <SkeletonLines lines={2} />}
      {card && (
        <div className="col">
          <div className="row">
            <PageLink to={`/customers/${card.id}`}>
              <PersonName {...card} />
            </PageLink>
            <TierPill tier={card.tier} />
          </div>
          {card.company && <p className="ink2">{card.company}</p>}
          {phone && (
            <p>
              <Phone number={phone.value} customer={card.id} testId="case-dial" />
            </p>
          )}
        </div>
      )}
      {detail.interaction_id && (
        <p>
          <PageLink to={`/history/${detail.interaction_id}`}>{t('fromContact')}</PageLink>
        </p>
      )}
    </Card>
  );
}
