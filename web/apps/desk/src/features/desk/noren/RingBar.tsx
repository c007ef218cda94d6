import type { ScreenPop } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { usePhone } from '@madoguchi/phone';
import { Countdown, Kbd, useShortcut } from '@madoguchi/ui';
import { IconPhone, IconPhoneX } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useDeskActions } from '../actions';
import { Caller, useNamed } from '../caller';
import { usePopPlace } from '../ringing/place';
import styles from './Noren.module.css';

/** The ringing noren, short: on pages other than the desk, and on the desk when the agent was typing as it arrived. */
export function RingBar({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const place = usePopPlace();
  if (!pop.offer || place === 'page') return null;
  const { line_of_business, dialled } = pop.desk;
  return (
    <section className={styles.noren} data-ringing role="alertdialog" aria-label={t('ring.title')} data-testid="pop">
      <span className={styles.badge}>
        <IconPhone size={19} stroke={1.7} aria-hidden />
      </span>
      <div className="grow">
        <div className={`${styles.sub ?? ''} clip`}>
          {t('ring.title')} · <span data-testid="pop-desk">{named(line_of_business)}</span> {dialled}
        </div>
        <div className={`${styles.who ?? ''} clip`}>
          <Caller pop={pop} testId="pop-name" />
        </div>
      </div>
      <OfferButtons pop={pop} />
    </section>
  );
}

/** Seconds left, accept, decline. */
export function OfferButtons({ pop, big }: { pop: ScreenPop; big?: boolean }) {
  const { t } = useTranslation('desk');
  const { accept, decline } = useDeskActions();
  const { state } = usePhone();
  const { offer, interaction } = pop;
  // Whoever accepts before their phone has signed in is connected the moment it has.
  const registering = state === 'registering';
  const [wanted, setWanted] = useState(false);
  const { mutate } = accept;
  const now = useCallback(() => { if (offer) mutate({ offer: offer.id, interaction: interaction.id }); }, [offer, interaction.id, mutate]);
  const sent = useRef(true);
  const take = () => {
    sent.current = !registering;
    if (registering) setWanted(true); else now();
  };
  useEffect(() => {
    if (!wanted || registering || sent.current) return;
    sent.current = true;
    now();
  }, [wanted, registering, now]);
  const waits = wanted && registering;
  const leave = () => { if (offer) decline.mutate(offer.id); };
  useShortcut({ keys: 'Alt+A', label: t('ring.accept'), group: t('keys.call') }, take);
  useShortcut({ keys: 'Alt+X', label: t('ring.decline'), group: t('keys.call') }, leave);
  if (!offer) return null;
  return (
    <>
      <Countdown until={offer.expires} total={(Date.parse(offer.expires) - Date.parse(offer.made)) / 1000} testId="pop-countdown" />
      <button type="button" className={styles.go} data-big={big || undefined} disabled={accept.isPending || waits} onClick={take} aria-keyshortcuts="Alt+A" data-testid="accept" data-waits={waits || undefined}>
        <IconPhone size={20} stroke={1.7} aria-hidden />
        {t(waits ? 'ring.phoneFirst' : 'ring.accept')}
        <Kbd keys="Alt+A" on="noren" />
      </button>
      <button type="button" className={styles.go} data-quiet data-big={big || undefined} disabled={decline.isPending} onClick={leave} aria-keyshortcuts="Alt+X" data-testid="decline">
        <IconPhoneX size={18} stroke={1.7} aria-hidden />
        {t('ring.decline')}
        <Kbd keys="Alt+X" on="noren" />
      </button>
    </>
  );
}
