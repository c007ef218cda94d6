import { interactionsShow, keys, useSession, type ContactView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { useTopic } from '@madoguchi/live';
import { Card, ContactNumber, Figures, PageLink, PersonName, Phone, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Asked } from './contact/Asked';
import { Attachments } from './contact/Attachments';
import { Beside } from './contact/Beside';
import { Consent } from './contact/Consent';
import { Dispositions } from './contact/Dispositions';
import { Events } from './contact/Events';
import { Links } from './contact/Links';
import { Notes } from './contact/Notes';
import { Player } from './contact/Player';
import { Segments } from './contact/Segments';
import styles from './History.module.css';
import { OutcomePill, Way } from './parts';
import { useNames } from './useNames';

export function ContactPage() {
  const { interaction: id } = useParams({ from: '/signed-in/history/$interaction' });
  useTopic(`topic:interaction:${id}`);
  const found = useQuery({ queryKey: keys.interaction(id), queryFn: ({ signal }) => interactionsShow({ path: { interaction: id }, signal }) });
  return (
    <main className={styles.page}>
      {found.isPending && <SkeletonLines lines={8} height={28} />}
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.data && <Whole view={found.data} />}
    </main>
  );
}

function Whole({ view }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const { contact } = view;
  const me = useSession().user.id;
  const mine = contact.segments.some(part => part.user_id === me);
  return (
    <>
      <Head view={view} />
      <Seconds view={view} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {contact.recordings.map(recording => (
            <Player key={recording.id} recording={recording} mine={mine || contact.interaction.remedy === 'voicemail'} held={view.held.find(each => each.file === recording.file_id)} written={contact.transcripts.find(each => each.recording_id === recording.id)} users={view.users} />
          ))}
          <Card flush title={undefined}>
            <Segments view={view} />
          </Card>
          <Asked interaction={contact.interaction.id} />
          <Beside interaction={contact.interaction.id} />
          <Card title={t('events')}>
            <Events view={view} />
          </Card>
        </div>
        <div className={styles.column}>
          <Dispositions view={view} />
          <Consent view={view} />
          <Notes view={view} />
          <Links view={view} />
          <Attachments view={view} />
        </div>
      </div>
    </>
  );
}

function Head({ view: { contact, customers } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const { lineName } = useNames();
  const { interaction } = contact;
  const customer = customers.find(each => each.id === interaction.customer_id);
  const holder = customers.find(each => each.id === interaction.contract_holder_id && each.id !== interaction.customer_id);
  return (
    <header>
      <nav className="row meta ink3" aria-label={t('path')}>
        <Link to="/history">{t('title')}</Link>
        <span aria-hidden>/</span>
        <span className="tn">{`${format.date(interaction.opened)} ${format.time(interaction.opened)}`}</span>
      </nav>
      <h1 className={styles.title} data-testid="contact-title">
        {customer ? (
          <PageLink to={`/customers/${customer.id}`}>
            <PersonName {...customer} ruby />
          </PageLink>
        ) : (
          t(interaction.withheld ? `withheld.${interaction.withheld}` : 'unknown')
        )}
      </h1>
      <div className={styles.facts}>
        <Way direction={interaction.direction} outcome={interaction.outcome} />
        <OutcomePill outcome={interaction.outcome} state={interaction.state} />
        {interaction.address_value && <ContactNumber contact={interaction.id} value={interaction.address_value} {...(customer && { customer: customer.id })} />}
        {interaction.dialled && (
          <span className="ink2">
            {t('dialled')} <Phone number={interaction.dialled} plain />
          </span>
        )}
        <span className="ink2">{lineName(interaction.line_of_business_id)}</span>
        {interaction.caller_relation && interaction.caller_relation !== 'self' && <span className="ink2">{t('caller', { relation: t(`relation.${interaction.caller_relation}`, interaction.caller_relation) })}</span>}
        {holder && (
          <span className="ink2">
            {t('holder')} <PageLink to={`/customers/${holder.id}`}>{holder.name}</PageLink>
          </span>
        )}
      </div>
    </header>
  );
}

function Seconds({ view: { contact } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const { interaction, segments } = contact;
  const sum = (of: (segment: (typeof segments)[number]) => number | null) => segments.reduce((total, segment) => total + (of(segment) ?? 0), 0);
  const waited = interaction.answered ? (Date.parse(interaction.answered) - Date.parse(interaction.opened)) / 1000 : interaction.ended ? (Date.parse(interaction.ended) - Date.parse(interaction.opened)) / 1000 : 0;
  const consulted = sum(each => each.consult_seconds);
  return (
    <Figures
      label={t('seconds')}
      figures={[
        { name: t('waited'), value: format.clock(waited), testId: 'contact-waited' },
        { name: t('ring'), value: format.clock(sum(each => each.ring_seconds)), testId: 'contact-ring' },
        { name: t('talk'), value: format.clock(sum(each => each.talk_seconds)), testId: 'contact-talk' },
        { name: t('hold'), value: format.clock(sum(each => each.hold_seconds)), testId: 'contact-hold' },
        ...(consulted ? [{ name: t('consult'), value: format.clock(consulted), testId: 'contact-consult' }] : []),
        { name: t('wrap'), value: segments.some(each => each.wrap_seconds !== null) ? format.clock(sum(each => each.wrap_seconds)) : '–', testId: 'contact-wrap' },
      ]}
    />
  );
}
