import { interactionsShowTimeline, keys, useMay, usePages, useSession, type CustomerCard, type ScreenPop, type TimelineEntry } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { CareLines, CaseLines, Chip, Chips, Count, Empty, NamedOrder, PersonName, Phone, Pill, RepeatLine, Section, TierPill, Timeline } from '@madoguchi/ui';
import { Button, Tabs } from '@mantine/core';
import { IconAt, IconFlag, IconMail, IconPhone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useChoose, Whereabouts } from '../ringing/Whereabouts';
import { Crm } from './Crm';
import { Own } from './Own';
import styles from './Customer.module.css';
import { ContractLines, OrderLines } from './Holdings';
import { PreferenceForm } from './PreferenceForm';

/** Right: the whole customer, beside the conversation. On a call the cases stand in the middle, where they are worked on. */
export function CustomerColumn({ pop, onCall }: { pop: ScreenPop; onCall: boolean }) {
  const { t } = useTranslation('desk');
  if (!pop.customer)
    return (
      <aside className={`${styles.column ?? ''} fades`} aria-label={t('customer.title')}>
        <Whereabouts pop={pop} />
      </aside>
    );
  return (
    <aside className={`${styles.column ?? ''} fades`} aria-label={t('customer.title')}>
      <Head customer={pop.customer} pop={pop} />
      {pop.customer.notes_flag && (
        <div className={styles.flag}>
          <IconFlag size={17} stroke={1.7} aria-hidden />
          {t(`ui:flag.${pop.customer.notes_flag}`, pop.customer.notes_flag)}
        </div>
      )}
      {pop.order && <div className={styles.care}><NamedOrder order={pop.order} customer={pop.customer.id} /></div>}
      {pop.repeat && <div className={styles.care}><RepeatLine repeat={pop.repeat} /></div>}
      {pop.care.length > 0 && (
        <div className={styles.care} data-testid="pop-care">
          <CareLines care={pop.care} />
        </div>
      )}
      <Crm customer={pop.customer.id} />
      {!onCall && (
        <Section title={t('cases.title')} aside={<Count of={pop.cases.length} />}>
          {pop.cases.length === 0 ? <Empty compact>{t('cases.none')}</Empty> : <div className={styles.box} data-testid="pop-case"><CaseLines cases={pop.cases.slice(0, 3)} /></div>}
        </Section>
      )}
      <Tabs defaultValue="timeline" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="timeline">{t('timeline.title')}</Tabs.Tab>
          <Tabs.Tab value="holdings">{t('holdings.title')}</Tabs.Tab>
          <Tabs.Tab value="wishes">{t('prefer.title')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline" pt="xs">
          <History customer={pop.customer.id} but={pop.interaction.id} first={pop.timeline} />
        </Tabs.Panel>
        <Tabs.Panel value="holdings" pt="xs">
          <div data-testid="pop-order">
            <Section title={t('holdings.orders')}><OrderLines orders={pop.orders} most={5} /></Section>
          </div>
          <Section title={t('holdings.contracts')}><ContractLines contracts={pop.contracts} most={5} /></Section>
        </Tabs.Panel>
        <Tabs.Panel value="wishes" pt="xs">
          <PreferenceForm key={pop.customer.version} customer={pop.customer} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}

function Head({ customer, pop }: { customer: CustomerCard; pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  const choose = useChoose(pop.interaction.id);
  const me = useSession().user.id;
  return (
    <div>
      <h2 className={styles.name}>
        <PersonName {...customer} ruby testId="pop-name" />
      </h2>
      <div className="row wrap">
        <TierPill tier={customer.tier} testId="pop-tier" />
        {customer.company && <Pill tone="line">{customer.company}</Pill>}
        {customer.language && customer.language !== 'ja' && <Pill tone="line">{t(`language.${customer.language}`, { defaultValue: customer.language })}</Pill>}
        {customer.tags.map(tag => <Pill key={tag} tone="line">{tag}</Pill>)}
        <Own pop={pop} />
        <Link to="/customers/$customer" params={{ customer: customer.id }} className="meta" data-testid="customer-open">
          {t('customer.open')}
        </Link>
        <Button variant="subtle" color="gray" size="compact-xs" px={4} loading={choose.isPending} onClick={() => { choose.mutate(null); }} data-testid="customer-wrong">
          {t('customer.wrong')}
        </Button>
      </div>
      <div className={styles.identities}>
        {customer.identities.slice(0, 3).map(identity => {
          const Icon = identity.kind === 'phone' ? IconPhone : identity.kind === 'email' ? IconMail : IconAt;
          return (
            <span key={identity.id} className={styles.identity}>
              <Icon size={15} stroke={1.7} aria-hidden />
              {identity.kind === 'phone' && !identity.masked ? <Phone number={identity.value} customer={customer.id} /> : <span className="tn">{identity.shown}</span>}
            </span>
          );
        })}
      </div>
      {pop.from_agent && pop.from_agent.user !== me && <p className={styles.flag}>{t('customer.fromAgent', { name: pop.from_agent.name, note: pop.from_agent.note ?? '' })}</p>}
    </div>
  );
}

const kinds = ['interaction', 'case', 'task', 'order'] as const;

/** All but the contact at hand. The first page comes with the pop; older entries and other kinds are read when asked for. */
function History({ customer, but, first }: { customer: string; but: string; first: readonly TimelineEntry[] }) {
  const { t } = useTranslation('desk');
  const [kind, setKind] = useState<(typeof kinds)[number] | null>(null);
  const may = useMay('interactions.read');
  const pages = usePages(keys.timelineOf(customer, kind), (after, signal) => interactionsShowTimeline({ query: { customer, kinds: kind, after, limit: 20 }, signal }));
  const entries = pages.rows.length > 0 || kind ? pages.rows.filter(entry => entry.id !== but) : first;
  if (!may) return null;
  return (
    <>
      <Chips label={t('timeline.filter')}>
        <Chip on={kind === null} onPick={() => { setKind(null); }}>{t('timeline.all')}</Chip>
        {kinds.map(each => (
          <Chip key={each} on={kind === each} onPick={() => { setKind(each); }}>
            {t(each === 'order' ? 'timeline.orderKind' : `timeline.${each}`)}
          </Chip>
        ))}
      </Chips>
      <div data-testid="pop-timeline">
        <Timeline entries={entries} />
      </div>
      {pages.more && (
        <Button variant="default" fullWidth loading={pages.loadingMore} onClick={pages.more}>
          {t('timeline.more')}
        </Button>
      )}
    </>
  );
}
