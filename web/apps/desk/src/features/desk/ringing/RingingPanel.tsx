import type { ScreenPop } from '@madoguchi/api';
import { nationalPhone, useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { CareLines, CaseLines, Card, Count, Empty, NamedOrder, Phone, Pill, RepeatLine, Section, TierPill, Timeline, nameFor } from '@madoguchi/ui';
import { IconArrowsExchange, IconClock, IconFingerprint, IconPhone, IconPhoneCall, IconUsersGroup, type Icon } from '@tabler/icons-react';
import { useDeferredValue, type ReactNode } from 'react';
import { Caller, useNamed } from '../caller';
import { ContactNotes } from '../call/ContactNotes';
import { Crm } from '../customer/Crm';
import { Own } from '../customer/Own';
import { ContractLines, OrderLines } from '../customer/Holdings';
import { OfferButtons } from '../noren/RingBar';
import { TaskRow } from '../work/TaskRow';
import styles from './Ringing.module.css';
import { Whereabouts } from './Whereabouts';

/**
 * It rings, for me alone: which desk am I, who is it, why should I care; accept or leave it. Who it is stands on the screen
 * before the rest is drawn.
 */
export function RingingPanel({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  const rest = useDeferredValue<ScreenPop | null>(pop, null);
  return (
    <main className={styles.page} aria-label={t('ring.title')}>
      <section className={styles.noren} role="alertdialog" aria-label={t('ring.title')} data-testid="pop">
        <WhichDesk pop={pop} />
        <div className={styles.main}>
          <div className="grow">
            <h1 className={styles.name}>
              <Caller pop={pop} ruby on="noren" testId="pop-name" />
            </h1>
            <div className="row wrap">
              {pop.customer && pop.caller.address && (
                <span className={styles.number}>
                  <Phone number={pop.caller.address} plain />
                </span>
              )}
              {pop.customer && <TierPill tier={pop.customer.tier} tone="noren" testId="pop-tier" />}
              {pop.customer?.company && <Pill tone="noren">{pop.customer.company}</Pill>}
              {pop.recognition !== 'one' && <Pill tone="noren" testId="pop-recognition">{t(`recognition.${pop.recognition}`, { count: pop.candidates.length })}</Pill>}
            </div>
          </div>
          <OfferButtons pop={pop} big />
        </div>
        <Facts pop={pop} />
      </section>
      {rest && (rest.customer ? <Known pop={rest} /> : <Whereabouts pop={rest} />)}
    </main>
  );
}

/** The first thing an agent needs: which desk am I, and how do I open. */
function WhichDesk({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const locale = useLocale();
  const { line_of_business, dialled, opening_phrase_ja, opening_phrase_en } = pop.desk;
  return (
    <>
      <div className={styles.desk}>
        <IconPhone size={18} stroke={1.7} aria-hidden style={{ alignSelf: 'center' }} />
        <span className="b6" data-testid={pop.callback ? 'pop-callback' : undefined}>{t(pop.callback ? 'ring.callback' : 'ring.title')}</span>
        <span className={styles.lob} data-testid="pop-desk">{named(line_of_business)}</span>
        {dialled && <span className={`${styles.second ?? ''} tn`} data-testid="pop-dialled">{nationalPhone(dialled)}</span>}
      </div>
      <p className={styles.phrase} data-testid="pop-opening">
        {t('ring.phrase', { phrase: locale === 'en' ? opening_phrase_en || opening_phrase_ja : opening_phrase_ja || opening_phrase_en })}
      </p>
    </>
  );
}

function Facts({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  const format = useFormat();
  const named = useNamed();
  const matched = pop.recognition === 'one' ? t('ring.matchedOne') : t(`recognition.${pop.recognition}`, { count: pop.candidates.length });
  return (
    <dl className={styles.facts}>
      <Fact icon={IconClock} name={t('ring.waited')}>{format.span(pop.interaction.waited_seconds)}</Fact>
      {pop.desk.queue && <Fact icon={IconUsersGroup} name={t('ring.queue')}>{named(pop.desk.queue)}</Fact>}
      <Fact icon={IconFingerprint} name={t('ring.matched')}>{matched}</Fact>
      {pop.callback && <Fact icon={IconPhoneCall} name={t('ring.promised')}>{t('ring.attempt', { count: pop.callback.attempt })}</Fact>}
      {pop.from_agent && <Fact icon={IconArrowsExchange} name={t(`ring.from_${pop.from_agent.purpose}`, { name: pop.from_agent.name })}>{pop.from_agent.note ?? t('ring.noNote')}</Fact>}
    </dl>
  );
}

function Fact({ icon: Icon, name, children }: { icon: Icon; name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <dt>{name}</dt>
      <dd className="tn">{children}</dd>
    </div>
  );
}

function Known({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  const locale = useLocale();
  return (
    <div className={styles.cards}>
      <div className={`${styles.stack ?? ''} fades`}>
        {pop.notes.length > 0 && <Card title={t('note.contact')}><ContactNotes notes={pop.notes} /></Card>}
        <Card title={t('care.title')} aside={<Own pop={pop} />} testId="pop-care">
          {pop.order && <NamedOrder order={pop.order} customer={pop.customer?.id} roomy />}
          {pop.repeat && <RepeatLine repeat={pop.repeat} roomy />}
          {pop.care.length === 0 && !pop.order ? <Empty compact>{t('care.none')}</Empty> : <CareLines care={pop.care} roomy />}
        </Card>
        <Crm customer={pop.customer!.id} framed />
        <Card title={t('promise.title')} aside={<Count of={pop.tasks.length} />}>
          {pop.tasks.length === 0 ? (
            <Empty compact>{t('promise.none', { name: nameFor(locale, pop.customer!) })}</Empty>
          ) : (
            <ul className="list">
              {pop.tasks.map(task => (
                <TaskRow key={task.id} task={task} roomy nameless />
              ))}
            </ul>
          )}
        </Card>
      </div>
      <Card className={`${styles.tall ?? ''} fades`} title={t('cases.title')} aside={<><Own pop={pop} /> <Count of={pop.cases.length} /></>} testId="pop-case">
        {pop.cases.length === 0 ? <Empty compact>{t('cases.none')}</Empty> : <CaseLines cases={pop.cases} />}
        <Section title={t('holdings.contracts')}><ContractLines contracts={pop.contracts} /></Section>
        <div data-testid="pop-order">
          <Section title={t('holdings.orders')}><OrderLines orders={pop.orders} /></Section>
        </div>
      </Card>
      <Card className={`${styles.tall ?? ''} fades`} title={t('timeline.title')} aside={<Own pop={pop} />} testId="pop-timeline">
        <Timeline entries={pop.timeline} />
      </Card>
    </div>
  );
}
