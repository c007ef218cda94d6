import { useMay, type CustomerCard, type Identity } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, furigana, Phone, Section } from '@madoguchi/ui';
import { useState, type ReactNode } from 'react';
import styles from '../Customers.module.css';
import { Consents } from '../wishes/Consents';
import { Wishes } from '../wishes/Wishes';
import { AddressesDrawer } from './Addresses';
import { Cautions } from './Cautions';
import { EditButton } from './EditButton';
import { Masked } from './Masked';
import { ProfileDrawer } from './ProfileDrawer';

/** Who the customer is, how they are reached, and what they wish. */
export function Profile({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const [editing, setEditing] = useState<'profile' | 'addresses'>();
  const close = () => { setEditing(undefined); };
  return (
    <Card className={styles.profile}>
      <Cautions card={card} />
      <Section level={2} title={t('profile')} aside={may && <EditButton label={t('edit')} onEdit={() => { setEditing('profile'); }} testId="profile-edit" />}>
        <Facts card={card} />
      </Section>
      <Section level={2} title={t('addresses')} aside={may && <EditButton label={t('editAddresses')} onEdit={() => { setEditing('addresses'); }} testId="addresses-edit" />}>
        <dl className={styles.facts}>
          {card.identities.map(identity => (
            <Fact key={identity.id} name={t(`identity.${identity.kind}`)}>
              <Address card={card} identity={identity} />
            </Fact>
          ))}
        </dl>
        {card.identities.length === 0 && <p className="ink3">{t('noAddresses')}</p>}
      </Section>
      <Wishes card={card} />
      <Consents card={card} />
      {editing === 'profile' && <ProfileDrawer card={card} onClose={close} />}
      {editing === 'addresses' && <AddressesDrawer card={card} onClose={close} />}
    </Card>
  );
}

function Facts({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const birth = /^\d{4}-\d\d-\d\d$/.test(card.birth_date) ? format.birthDate(`${card.birth_date}T00:00:00`) : card.birth_date;
  return (
    <dl className={styles.facts}>
      <Fact name={t('number')}>
        <span className="tn">{card.number}</span>
      </Fact>
      {card.kana && <Fact name={t('kana')}>{furigana(card.kana)}</Fact>}
      {card.company && (
        <Fact name={t('company')}>
          {card.company}
          {card.company_kana && <span className="meta ink3"> {card.company_kana}</span>}
        </Fact>
      )}
      {(card.address || card.postal_code) && (
        <Fact name={t('address')}>
          <Masked customer={card} field="address">
            {card.postal_code && <span className="tn">〒{card.postal_code} </span>}
            <span className={styles.lines}>{card.address}</span>
          </Masked>
        </Fact>
      )}
      {card.birth_date && (
        <Fact name={t('birthDate')}>
          <Masked customer={card} field="birth_date">
            {birth}
          </Masked>
        </Fact>
      )}
      <Fact name={t('language')}>{t(`languages.${card.language}`, card.language)}</Fact>
      {card.time_zone !== 'Asia/Tokyo' && <Fact name={t('timeZone')}>{card.time_zone}</Fact>}
    </dl>
  );
}

function Address({ card, identity }: { card: CustomerCard; identity: Identity }) {
  const { t } = useTranslation('customers');
  return (
    <>
      <Masked customer={card} field={identity.kind}>
        {identity.kind === 'phone' && !identity.masked ? (
          <Phone number={identity.value} customer={card.id} testId="customer-dial" />
        ) : identity.kind === 'email' && !identity.masked ? (
          <a href={`mailto:${identity.value}`}><Mail address={identity.shown} /></a>
        ) : (
          <span className="tn">{identity.shown}</span>
        )}
      </Masked>{' '}
      <span className="meta">
        {identity.verified && <span className="ok">{t('verified')} </span>}
        {identity.preferred && <span className="ink2">{t('preferred')} </span>}
        <span className="ink3">{t(`labels.${identity.label}`, identity.label)}</span>
      </span>
    </>
  );
}

/** A mail address that breaks, if it must, before its @. */
function Mail({ address }: { address: string }) {
  const [name, domain] = address.split('@');
  return domain === undefined ? address : <>{name}<wbr />@{domain}</>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className="ink3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
