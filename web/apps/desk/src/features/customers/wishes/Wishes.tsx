import { useMay, type CustomerCard } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Section } from '@madoguchi/ui';
import { IconCheck, IconClock, IconLanguage, IconMessageCircle, IconMinus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import styles from '../Customers.module.css';
import { EditButton } from '../profile/EditButton';
import { WishesDrawer } from './WishesDrawer';
import { mediumKey, OPT_OUTS, useDays } from './words';

/** What the customer wishes, each in a word and a sign. */
export function Wishes({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const may = useMay('customers.write');
  const [editing, setEditing] = useState(false);
  const days = useDays();
  const { preferences: wishes } = card;
  const outs = wishes.opt_outs ?? [];
  return (
    <Section level={2} title={t('wishes.title')} aside={may && <EditButton label={t('wishes.edit')} onEdit={() => { setEditing(true); }} testId="wishes-edit" />}>
      <ul className={styles.signs}>
        <Sign ok={!wishes.do_not_call}>{t(wishes.do_not_call ? 'wishes.doNotCall' : 'wishes.mayCall')}</Sign>
        {OPT_OUTS.map(medium => (
          <Sign key={medium} ok={!outs.includes(medium)}>
            {t(`medium.${mediumKey(medium)}`)}
          </Sign>
        ))}
      </ul>
      {wishes.hours && (
        <p className="row ink2">
          <IconClock size={15} aria-hidden />
          {t('wishes.between', { start: wishes.hours.start, end: wishes.hours.end, days: days(wishes.hours.days) })}
        </p>
      )}
      {wishes.channel && (
        <p className="row ink2">
          <IconMessageCircle size={15} aria-hidden />
          {t('wishes.prefers', { channel: t(`medium.${wishes.channel}`, wishes.channel) })}
        </p>
      )}
      {wishes.language && (
        <p className="row ink2">
          <IconLanguage size={15} aria-hidden />
          {t('wishes.speaks', { language: t(`languages.${wishes.language}`, wishes.language) })}
        </p>
      )}
      {editing && <WishesDrawer card={card} onClose={() => { setEditing(false); }} />}
    </Section>
  );
}

/** Yes, no, or not known: a sign before the word. */
export function Sign({ ok, children }: { ok: boolean | undefined; children: React.ReactNode }) {
  const Icon = ok === undefined ? IconMinus : ok ? IconCheck : IconX;
  return (
    <li className="row">
      <Icon size={15} className={ok ? 'ok' : 'ink3'} aria-hidden />
      <span className={ok ? undefined : 'ink3'}>{children}</span>
    </li>
  );
}
