import { useMay, type CustomerCard } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { PersonName, Pill, TierPill, useDial } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconFolderPlus, IconPhone, IconPhoneCall } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import styles from '../Customers.module.css';

/** Who it is, and what can be done for them first. */
export function Head({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const dial = useDial();
  const mayOpen = useMay('cases.write');
  const phones = card.identities.filter(each => each.kind === 'phone');
  const phone = phones.find(each => each.preferred) ?? phones[0];
  return (
    <header className={styles.head}>
      <div className="grow">
        <h1 className={styles.name}>
          <PersonName {...card} ruby testId="customer-title" />
        </h1>
        <div className={styles.pills}>
          <TierPill tier={card.tier} />
          {card.notes_flag && <Pill tone="warn">{t(`ui:flag.${card.notes_flag}`, card.notes_flag)}</Pill>}
          {card.preferences.do_not_call && <Pill tone="bad">{t('wishes.doNotCall')}</Pill>}
          {card.tags.map(tag => (
            <Pill key={tag} tone="line">
              {tag}
            </Pill>
          ))}
          <span className="meta ink3 tn">{card.number}</span>
        </div>
      </div>
      {phone && dial && (
        <Button leftSection={<IconPhone size={16} />} onClick={() => { dial(phone.masked ? { customer: card.id } : { to: phone.value, customer: card.id }); }} data-testid="customer-call">
          {t('call', { number: phone.masked ? phone.shown : nationalPhone(phone.value) })}
        </Button>
      )}
      {mayOpen && (
        <Button variant="default" leftSection={<IconPhoneCall size={16} />} renderRoot={props => <Link to="/callbacks" search={{ new: true, customer: card.id }} {...props} />} data-testid="customer-callback">
          {t('bookCallback')}
        </Button>
      )}
      {mayOpen && (
        <Button variant="default" leftSection={<IconFolderPlus size={16} />} renderRoot={props => <Link to="/cases/new" search={{ customer: card.id }} {...props} />} data-testid="customer-new-case">
          {t('newCase')}
        </Button>
      )}
    </header>
  );
}
